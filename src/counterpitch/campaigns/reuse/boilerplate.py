"""Boilerplate: signatures, disclaimers, quoted replies and platform footers are nobody's template.

Taken off before texts are compared, by the lists in ``data/boilerplate.toml``. What follows a
signature
line is taken off only as far as a signature goes, so that a body is not hidden behind two dashes.
"""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

SIGNATURE_LINES: Final = 12
SIGNATURE_LENGTH: Final = 800
LINE: Final = 400
PARAGRAPH: Final = 2000
_COLONS: Final = (":", "：")
_BLANK: Final = " \t\r\xa0\u3000"


Matcher = Callable[[str], "re.Match[str] | None"]


class Boilerplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of ``data/boilerplate.toml``: RE2 patterns; ``lines`` are beginnings of lines."""

    signatures: tuple[str, ...]
    quotations: tuple[str, ...]
    lines: tuple[str, ...]
    paragraphs: tuple[str, ...]
    words: tuple[str, ...]


@cache
def boilerplate() -> Boilerplate:
    """Return the shipped lists."""
    data = files("counterpitch.campaigns").joinpath("data/boilerplate.toml").read_bytes()
    return msgspec.toml.decode(data, type=Boilerplate)


def stripped(texts: Any) -> Any:
    """Return an Arrow array of strings without their boilerplate (null stays null)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    hit = pc.fill_null(pc.match_substring_regex(texts, _trigger()), False)
    if not pc.any(hit).as_py():
        return texts
    chosen = pa.array([strip(each) for each in texts.filter(hit).to_pylist()], texts.type)
    return pc.replace_with_mask(texts, hit, chosen)


def strip(text: str) -> str:
    """Return ``text`` without boilerplate; all of it where nothing else would be left."""
    kept = _without_tails(text)
    if _disclaimer()(kept):
        kept = _without_disclaimers(kept)
    return kept if any(map(str.isalpha, kept)) else text


def introduces(line: str) -> bool:
    """Tell whether a line says whose words follow: "On 3 March Sam Reed wrote:"."""
    line = line.strip(_BLANK)
    if len(line) > LINE or not (line[-1:] in _COLONS or line[:1] == "-"):
        return False
    return _matchers()[1](line) is not None


def _without_tails(text: str) -> str:
    lines = text.split("\n")
    signature, _, quoted = _matchers()
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip(_BLANK)
        if len(line) <= LINE:
            # Such a line ends in a colon or is drawn; telling that first spares most lines.
            if introduces(line):
                break
            if signature(line):
                at = _after_signature(lines, at)
                continue
        if not line.startswith(quoted):
            kept.append(line)
        at += 1
    return "\n".join(kept)


def _after_signature(lines: list[str], first: int) -> int:
    size = 0
    for at in range(first, min(first + SIGNATURE_LINES, len(lines))):
        size += len(lines[at])
        if size > SIGNATURE_LENGTH:
            return max(at, first + 1)
    return min(first + SIGNATURE_LINES, len(lines))


def _without_disclaimers(text: str) -> str:
    search = _disclaimer()
    paragraphs = text.split("\n\n")
    return "\n\n".join(each for each in paragraphs if len(each) > PARAGRAPH or not search(each))


@cache
def _matchers() -> tuple[Matcher, Matcher, tuple[str, ...]]:
    lists = boilerplate()
    # Anchored and on short lines, so that the standard library's backtracking stays bounded; its
    # calls cost a tenth of RE2's.
    signature, quotation = (
        re.compile("|".join(f"(?:{each})" for each in patterns), re.IGNORECASE).match
        for patterns in (lists.signatures, lists.quotations)
    )
    return signature, quotation, lists.lines


@cache
def _disclaimer() -> Callable[[str], "list[int] | None"]:
    """Return what tells whether a text holds a disclaimer.

    A set of patterns and not one pattern: it says whether and not where, at a tenth of the cost.
    """
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 256 * 1024 * 1024
    found = re2.Set.SearchSet(options)
    found.Add("|".join(f"(?:{each})" for each in boilerplate().paragraphs))
    found.Compile()
    return found.Match  # type: ignore[no-any-return]


@cache
def _trigger() -> str:
    # Without gaps, so that the automaton stays small; the start of a text is one of a line.
    words = "|".join(boilerplate().words).replace("\n", r"(?:\n|\A)[ \t]*")
    return f"(?is:{words})"
