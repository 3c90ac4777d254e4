"""Companies: their name without its legal form, and their numbers in registers."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from counterpitch.campaigns.identifiers.checksums import luhn, mod97, uscc
from counterpitch.campaigns.identifiers.found import Found
from counterpitch.campaigns.identifiers.lists import rows
from counterpitch.features.fold import fold

_CHECKS: Final[dict[str, Callable[[str], bool]]] = {"luhn": luhn, "mod97": mod97, "uscc": uscc}
_LONGEST: Final = 200
_GLUE: Final = r"(?:\s?(?:no|nr|number|num|n°|№|id|code|is))?\.?\s{0,2}[:：#=]?\s{0,2}"


@lru_cache(maxsize=16_384)
def company_name(name: str) -> str:
    """Return a company's name folded and without its legal form.

    ``Ledger & Vale Advisory Ltd.`` and ``LEDGER AND VALE ADVISORY LIMITED`` are one name. A name
    that is nothing but a legal form stays as it is.
    """
    words = _plain(name[:_LONGEST])
    kept = _stripped(words)
    return " ".join(kept or words)


def _plain(name: str) -> list[str]:
    folded = fold(name.replace("&", " and ").replace("+", " and ")).replace(".", " ")
    folded = re.sub(r"[^\w]+", " ", folded)
    words = [word for word in folded.split() if word != "and"]
    return _joined(words)


def _joined(words: list[str]) -> list[str]:
    """Write initials that a full stop divided as one word: ``s a r l`` is ``sarl``."""
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha() and word.isascii():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    return [*joined, run] if run else joined


def _stripped(words: list[str]) -> list[str]:
    forms, glued = _forms()
    changed = True
    while changed and words:
        changed = False
        for size in range(min(6, len(words)), 0, -1):
            if tuple(words[-size:]) in forms:
                words, changed = words[:-size], True
                break
            if size < len(words) and tuple(words[:size]) in forms and len(words[0]) > 1:
                words, changed = words[size:], True
                break
        for form in glued:
            if words and len(words[-1]) > len(form) + 1 and words[-1].endswith(form):
                words, changed = [*words[:-1], words[-1].removesuffix(form)], True
                break
            if words and len(words[0]) > len(form) + 1 and words[0].startswith(form):
                words, changed = [words[0].removeprefix(form), *words[1:]], True
                break
    return words


@lru_cache(maxsize=1)
def _forms() -> tuple[frozenset[tuple[str, ...]], tuple[str, ...]]:
    """Return the legal forms as words, and those of scripts without blanks, longest first."""
    listed = [_plain(row["form"]) for row in rows("legal-forms")]
    glued = {form[0] for form in listed if len(form) == 1 and len(form[0]) > 1}
    glued = {form for form in glued if any("\u3040" <= char <= "\ud7a3" for char in form)}
    return frozenset(map(tuple, listed)), tuple(sorted(glued, key=len, reverse=True))


def named(name: str) -> str:
    """Return the company that ``name`` names, or ``""`` for "self-employed" and its like."""
    value = company_name(name)
    enough = len(value.replace(" ", "")) >= (4 if value.isascii() else 2)
    return value if enough and value not in _no_companies() else ""


@lru_cache(maxsize=1)
def _no_companies() -> frozenset[str]:
    return frozenset(company_name(row["words"]) for row in rows("no-company"))


def company(name: str) -> Iterator[Found]:
    """Yield the name that a contact gives for their company, if it says anything."""
    value = named(name)
    if value:
        yield Found("company", value, 0, 0)


def company_numbers(text: str, folded: str) -> Iterator[Found]:
    """Yield numbers in registers, each behind the word that says what it is.

    ``folded`` is ``text`` in lower case, of the same length.
    """
    for match in _words().finditer(folded):
        for scheme, shape, check in _shapes()[re.sub(r"[\W_]+", " ", match["word"]).strip()]:
            number = shape.match(text, match.end())
            if number is None:
                continue
            value = re.sub(r"[\s.\-/]", "", number["number"]).upper()
            test = _CHECKS.get(check)
            if test is None or test(value):
                value = value.lstrip("0") if scheme == "companies-house" else value
                yield Found(
                    "company-number", f"{scheme}:{value}", number.start("number"), number.end()
                )
                break


@lru_cache(maxsize=1)
def _shapes() -> dict[str, tuple[tuple[str, re.Pattern[str], str], ...]]:
    found: dict[str, tuple[tuple[str, re.Pattern[str], str], ...]] = {}
    for row in rows("company-numbers"):
        shape = re.compile(rf"{_GLUE}(?P<number>{row['shape']})(?![A-Z0-9])", re.I)
        entry = (row["scheme"], shape, row["check"])
        found[row["word"]] = (*found.get(row["word"], ()), entry)
    return found


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    words = sorted(_shapes(), key=len, reverse=True)
    spelled = (re.escape(word).replace(r"\ ", r"[\s.\-]{1,2}") for word in words)
    return re.compile(rf"(?<![a-z0-9])(?P<word>{'|'.join(spelled)})(?![a-z])")
