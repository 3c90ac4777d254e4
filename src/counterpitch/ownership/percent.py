"""Percentages as people write them, as bounds of a fraction."""

import re
from typing import Final, NamedTuple

_NUMBER: Final = r"(\d{1,3}(?:[.,]\d{1,12})?)"
_ONE: Final = re.compile(rf"\s*{_NUMBER}\s*%?\s*", re.ASCII)
_RANGE: Final = re.compile(rf"\s*{_NUMBER}\s*%?\s*(?:[-–—]|to|bis|à)\s*{_NUMBER}\s*%?\s*")
_BEYOND: Final = re.compile(
    rf"\s*(>=|≥|>|<=|≤|<|over|more than|at least|up to|less than|under)\s*{_NUMBER}\s*%?\s*",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(
    rf".*?{_NUMBER}\s*(?:%|percent|per cent)?\s*(?:[-–—]|to)\s*{_NUMBER}\s*"
    r"(?:%|percent|per cent).*",
    re.IGNORECASE | re.DOTALL,
)


class Band(NamedTuple):
    """Bounds of a fraction: ``lo``, whether it is excluded, ``hi``, whether it is excluded."""

    lo: float = 0.0
    lo_open: bool = False
    hi: float = 1.0
    hi_open: bool = False


UNKNOWN: Final = Band()


def parse_percent(text: str) -> Band | None:
    """Return the bounds that ``text`` states (``25-50 %``, ``>50``, ``12,5``), None if none.

    A number over 100 states nothing that can be.
    """
    text = text[:200]
    if found := _ONE.fullmatch(text):
        value = fraction(found[1])
        return None if value is None else Band(value, False, value, False)
    if found := _RANGE.fullmatch(text) or _WORDS.fullmatch(text):
        low, high = fraction(found[1]), fraction(found[2])
        return None if low is None or high is None or low > high else Band(low, False, high, False)
    if found := _BEYOND.fullmatch(text):
        return _beyond(found[1].lower(), fraction(found[2]))
    return None


def fraction(number: object) -> float | None:
    """Return a percentage (a number, or its text) as a fraction; None outside of 0 to 100."""
    try:
        value = float(str(number).replace(",", ".")) / 100
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def _beyond(sign: str, value: float | None) -> Band | None:
    if value is None:
        return None
    if sign in (">", "over", "more than"):
        return Band(lo=value, lo_open=True)
    if sign in (">=", "≥", "at least"):
        return Band(lo=value)
    return Band(hi=value, hi_open=sign in ("<", "less than", "under"))
