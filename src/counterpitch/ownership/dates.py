"""Dates as registers write them. An order that cannot be told is not guessed."""

import re
from datetime import date, timedelta
from typing import Final, Literal

Order = Literal["iso", "day-first"]

_ISO: Final = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?\s*", re.ASCII)
_SPLIT: Final = re.compile(r"\s*(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\s*", re.ASCII)
_EPOCH: Final = date(1970, 1, 1)


def parse_date(text: str, order: Order = "iso") -> date | None:
    """Return the date that ``text`` gives, None if it gives none that is sure.

    ISO dates may lack day, or month and day: the first is meant then. ``03/04/2020`` is read
    only where a file's format fixes the order (``day-first``) or one number exceeds 12.
    """
    if found := _ISO.fullmatch(text[:40]):
        year, month, day = (int(part) if part else 1 for part in found.groups())
        return _date(year, month, day)
    if found := _SPLIT.fullmatch(text[:40]):
        first, second, year = (int(part) for part in found.groups())
        if order == "day-first" or first > 12:
            return _date(year, second, first)
        if second > 12:
            return _date(year, first, second)
        return _date(year, second, first) if first == second else None
    return None


def days(day: date | None) -> int | None:
    """Return days since 1970-01-01, as Arrow and Parquet keep dates."""
    return None if day is None else (day - _EPOCH).days


def from_days(number: int | None) -> date | None:
    """Return the date that is ``number`` days after 1970-01-01."""
    return None if number is None else _EPOCH + timedelta(days=number)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1000 else None
    except ValueError:
        return None
