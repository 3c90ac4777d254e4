"""The date at the beginning of a chat line, in the shapes that telephones write."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Invisible direction marks that exports put around names and dates."""

_MORNING = r"[Aa]\.?\s?[Mm]\.?|上午|凌晨|早上|午前|오전|πμ|π\.μ\.|ص"
_EVENING = r"[Pp]\.?\s?[Mm]\.?|下午|晚上|中午|午後|오후|μμ|μ\.μ\.|م"
_HALF = rf"{_MORNING}|{_EVENING}"
_STAMP = re.compile(
    rf"[{MARKS}]{{0,4}}(?P<bracket>\[)?[{MARKS}]{{0,2}}"
    r"(?P<a>\d{1,4})(?P<mark>[./-])\s?(?P<b>\d{1,2})(?P=mark)\s?(?P<c>\d{1,4})\.?,?\s{0,2}"
    rf"(?:(?:klo|kl|um|at|à|a las|às|om|в|o)\.?\s)?(?:(?P<before>{_HALF})\s?)?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    rf"(?:\s?(?P<after>{_HALF}))?[{MARKS}]{{0,2}}"
    r"(?(bracket)\]\s?|(?:\sUhr)?\s[-–—]\s)"
)
_TIME_FIRST = re.compile(
    rf"[{MARKS}]{{0,4}}\[[{MARKS}]{{0,2}}(?:(?P<before>{_HALF})\s?)?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    rf"(?:\s?(?P<after>{_HALF}))?,\s?"
    r"(?P<a>\d{1,4})(?P<mark>[./-])\s?(?P<b>\d{1,2})(?P=mark)\s?(?P<c>\d{1,4})\.?\]\s?"
)
"""``[10:42, 03/02/2026] Name: text``, as WhatsApp Web copies."""
_IS_EVENING = re.compile(_EVENING)
LOOKED_AT = 90
"""Characters of a line that may hold its date."""


class Stamp(NamedTuple):
    """The numbers of a date as written; ``half`` is "a", "p" or empty.

    ``bracketed`` if brackets hold it, the day first.
    """

    a: int
    b: int
    c: int
    hour: int
    minute: int
    second: int
    half: str
    end: int
    bracketed: bool
    seconds_shown: bool
    dotted: bool


def find_stamp(line: str) -> Stamp | None:
    """Return the date that ``line`` begins with, or None."""
    first = line[:1]
    if not (first == "[" or first in MARKS or first.isdigit()):
        return None
    found = _STAMP.match(line[:LOOKED_AT]) or _TIME_FIRST.match(line[:LOOKED_AT])
    if found is None:
        return None
    a, b, c, hour, minute, second, before, after = found.group(
        "a", "b", "c", "hour", "minute", "second", "before", "after"
    )
    half = before or after
    half = ("p" if _IS_EVENING.match(half) else "a") if half else ""
    numbers = (int(a), int(b), int(c), int(hour), int(minute), int(second or 0))
    return Stamp(
        *numbers,
        half,
        found.end(),
        found.re is _STAMP and found["bracket"] is not None,
        second is not None,
        found["mark"] == ".",
    )


class DateOrder:
    """Decides from all dates of a file whether the day or the month stands first."""

    def __init__(self) -> None:
        self.day_first = 0
        self.month_first = 0
        self.certain = 0
        self._last = ((0, 0, 0), (0, 0, 0))
        self._falls = [0, 0]
        self.total = 0

    def add(self, stamp: Stamp) -> None:
        """Take ``stamp`` into account."""
        self.total += 1
        if stamp.a > 31 or stamp.dotted:  # nobody writes month.day.year
            self.certain += 1
            return
        self.day_first += stamp.a > 12
        self.month_first += stamp.b > 12
        day, month = (stamp.c, stamp.b, stamp.a), (stamp.c, stamp.a, stamp.b)
        self._falls[0] += day < self._last[0]
        self._falls[1] += month < self._last[1]
        self._last = (day, month)

    def is_month_first(self) -> bool:
        """Tell whether the month stands first."""
        if self.day_first or self.month_first:
            return self.month_first > self.day_first
        return self._falls[1] < self._falls[0]

    def is_ambiguous(self) -> bool:
        """Tell whether nothing in the file decides."""
        decided = self.day_first or self.month_first or self._falls[0] != self._falls[1]
        return self.total > self.certain and not decided


def moment(stamp: Stamp, *, month_first: bool) -> datetime | None:
    """Return the date of ``stamp`` in UTC, which is assumed; None if there is no such date."""
    if stamp.a > 31:
        year, month, day = stamp.a, stamp.b, stamp.c
    elif month_first:
        year, month, day = stamp.c, stamp.a, stamp.b
    else:
        year, month, day = stamp.c, stamp.b, stamp.a
    if month > 12 >= day:
        month, day = day, month
    hour = stamp.hour if not stamp.half else stamp.hour % 12 + 12 * (stamp.half == "p")
    if stamp.half == "p" and stamp.hour > 12:
        hour = stamp.hour
    year += 2000 if year < 100 else 0
    try:
        return datetime(year, month, day, hour, stamp.minute, stamp.second, tzinfo=UTC)
    except ValueError:
        return None
