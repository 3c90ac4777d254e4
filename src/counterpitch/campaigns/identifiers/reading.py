"""Every identifier in one text."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from counterpitch.campaigns.identifiers.cleaning import cleaned, place
from counterpitch.campaigns.identifiers.company import company_numbers
from counterpitch.campaigns.identifiers.email import emails
from counterpitch.campaigns.identifiers.found import Found
from counterpitch.campaigns.identifiers.handle import handles
from counterpitch.campaigns.identifiers.lists import rows
from counterpitch.campaigns.identifiers.phone import phones
from counterpitch.campaigns.identifiers.url import web_addresses
from counterpitch.campaigns.identifiers.wallet import wallets

LONGEST: Final = 200_000
"""Characters of one message that are read; the rest is no longer a message."""

_PARTS: Final = (
    ("mail", r"@|[\[({](?:at|@)[\])}]|\x{FF20}"),
    ("web", r"://|www\.|\pL[.\x{FF0E}\x{3002}]\pL\pL|[\[({](?:\.|dot|punkt|point)[\])}]|hxxp|h\*\*p|\[:|skype:"),
    ("digits", r"[0-9\x{FF10}-\x{FF19}](?:[ ()./\x{A0}\x{2010}-\x{2014}-]{0,3}[0-9\x{FF10}-\x{FF19}]){6}"),
    ("token", r"[A-Za-z0-9_-]{26}"),
    ("hidden", r"[\p{Cf}\x{FE00}-\x{FE0F}]"),
)


@lru_cache(maxsize=1)
def _parts() -> tuple[tuple[str, Any], ...]:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    words = {row["form"] for row in rows("messengers") if row["how"] == "word"}
    numbers = {row["word"].split()[0] for row in rows("company-numbers")}
    listed = (
        *_PARTS,
        ("word", "|".join(re2.escape(word) for word in sorted(words))),
        ("number", "|".join(re2.escape(word) for word in sorted(numbers))),
    )
    return tuple((name, re2.compile(pattern, options)) for name, pattern in listed)


def _present(text: str) -> set[str]:
    return {name for name, pattern in _parts() if pattern.search(text)}


def read(text: str) -> Iterator[Found]:
    """Yield the identifiers in ``text``, with offsets in ``text`` as it was received."""
    text = text[:LONGEST]
    present = _present(text)
    if not present:
        return
    clean = cleaned(text)
    if "hidden" in present:
        present = _present(clean.value)
    seen: set[tuple[str, str, int]] = set()
    for each in _found(clean.value, present):
        start, end = place(clean, each.start, each.end)
        if (each.kind, each.value, start) not in seen:
            seen.add((each.kind, each.value, start))
            yield Found(each.kind, each.value, start, end, each.certainty)


def _found(text: str, present: set[str]) -> Iterator[Found]:
    if "mail" in present:
        yield from emails(text)
    if "web" in present:
        yield from web_addresses(text)
    if "digits" in present:
        yield from phones(text)
    if "token" in present:
        yield from wallets(text)
    if not present & {"mail", "word", "number"}:
        return
    folded = _lower(text)
    if present & {"mail", "word"}:
        yield from handles(text, folded)
    if "number" in present:
        yield from company_numbers(text, folded)


def _lower(text: str) -> str:
    """Return ``text`` in lower case and of the same length: a few letters grow when lowered."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)
