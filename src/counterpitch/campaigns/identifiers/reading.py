"""Every identifier in one text."""

import re
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

_DIGIT: Final = r"[0-9\x{FF10}-\x{FF19}]"
_ANY: Final = (
    r"[@\x{FF20}]",
    r"[\[({](?:at|dot|punkt|point|[.@])[\])}]",
    r"://|www\.|hxxp|h\*\*p|\[:|\pL[.\x{FF0E}\x{3002}]\pL\pL",
    rf"{_DIGIT}(?:[ ()./\x{{A0}}\x{{2010}}-\x{{2014}}-]{{0,3}}{_DIGIT}){{6}}",
    r"[A-Za-z0-9_-]{26}",
    r"[\p{Cf}\x{FE00}-\x{FE0F}]",
)
"""What stands in every text that holds an identifier; what has none of it is not looked at."""
_DIGITS: Final = re.compile(r"\d(?:[ ()./\u00a0\u2010-\u2014-]{0,3}\d){6}")
_DIGIT_RUN: Final = re.compile(r"\d{2}")
_LONG: Final = re.compile(r"[A-Za-z0-9_-]{26}")
_DOT: Final = re.compile(r"[^\W\d_]\.[^\W\d_]{2}")


@lru_cache(maxsize=1)
def _any() -> Any:
    import re2

    return re2.compile(hint())


@lru_cache(maxsize=1)
def hint() -> str:
    """Return the RE2 pattern of what stands in every text that holds an identifier."""
    import re2

    words = sorted({row["form"] for row in rows("messengers") if row["how"] == "word"})
    numbers = sorted({row["word"].split()[0] for row in rows("company-numbers")})
    listed = (
        *_ANY,
        rf"(?:^|[^a-z])(?:{'|'.join(map(re2.escape, (*words, *numbers)))})(?:[^a-z]|$)",
    )
    return f"(?i:{'|'.join(listed)})"


def read(text: str) -> Iterator[Found]:
    """Yield the identifiers in ``text``, with offsets in ``text`` as it was received."""
    text = text[:LONGEST]
    if not text or _any().search(text) is None:
        return
    clean = cleaned(text)
    seen: set[tuple[str, str, int]] = set()
    for each in _found(clean.value):
        start, end = place(clean, each.start, each.end)
        if (each.kind, each.value, start) not in seen:
            seen.add((each.kind, each.value, start))
            yield Found(each.kind, each.value, start, end, each.certainty)


def _found(text: str) -> Iterator[Found]:
    folded = _lower(text)
    if "@" in text:
        yield from emails(text)
    if "://" in text or "www." in folded or "skype:" in folded or _DOT.search(text):
        yield from web_addresses(text)
    if _DIGITS.search(text):
        yield from phones(text)
    if _LONG.search(text):
        yield from wallets(text)
    yield from handles(text, folded)
    if _DIGIT_RUN.search(text):
        yield from company_numbers(text, folded)


def _lower(text: str) -> str:
    """Return ``text`` in lower case and of the same length: a few letters grow when lowered."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)
