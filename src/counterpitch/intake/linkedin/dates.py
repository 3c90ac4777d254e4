"""LinkedIn's dates, also as a spreadsheet program rewrites them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
)
_YEAR_LAST = re.compile(
    r"(?P<one>\d{1,2})(?P<mark>[-/.])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})"
)
_NAMED = re.compile(r"(?P<day>\d{1,2})[ -](?P<month>[A-Za-z]{3})[a-z]*[ -](?P<year>\d{4}|\d{2})")
_TIME = re.compile(
    r"[ ,T\u00a0\u202f]*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\.\d+)?"
    r"[ \u00a0\u202f]*(?P<half>[AaPp]\.?[Mm]\.?)?[ \u00a0\u202f]*"
    r"(?P<zone>UTC|GMT|Z|[+-]\d{2}:?\d{2})?"
)
# As LinkedIn itself writes it, month first: 1/29/26, 2:37 PM.
_OWN = re.compile(r"\d{1,2}/\d{1,2}/\d{2}, \d{1,2}:\d{2}[ \u202f][AP]M")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d{1,12})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPREADSHEET_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)


class When(NamedTuple):
    """A point in time, whether its zone was assumed, and whether day and month could swap."""

    at: datetime
    zone_assumed: bool
    ambiguous: bool = False


def day_first(texts: Iterable[str]) -> bool | None:
    """Tell from dates such as ``25/06/2025`` which number is the day; None if none tells."""
    for text in texts:
        found = _YEAR_LAST.match(text.strip())
        if found and found["mark"] == "/":
            one, two = int(found["one"]), int(found["two"])
            if one > 12 >= two:
                return True
            if two > 12 >= one:
                return False
    return None


def parse_date(text: str, *, days_come_first: bool | None = None) -> When | None:
    """Read a date with or without a time, None if it is none.

    ``days_come_first`` settles ``06/05/2025``; where it is None, the month is
    taken to come first, as LinkedIn writes it, and the result is ambiguous.
    """
    text = text.strip()[:60]
    if _SERIAL.fullmatch(text):
        days = float(text.replace(",", "."))
        return When(_SPREADSHEET_EPOCH + timedelta(seconds=round(days * 86_400)), True)
    try:
        return _dated(text, days_come_first)
    except (ValueError, OverflowError):
        return None


def _dated(text: str, days_come_first: bool | None) -> When | None:
    ambiguous = False
    if found := _YEAR_FIRST.match(text):
        day = (int(found["year"]), int(found["month"]), int(found["day"]))
    elif found := _NAMED.match(text):
        month = _MONTHS.index(found["month"].lower()) + 1
        day = (_year(found["year"]), month, int(found["day"]))
    elif found := _YEAR_LAST.match(text):
        one, two = int(found["one"]), int(found["two"])
        if _OWN.match(text) and days_come_first is None:
            days_come_first = False
        swapped, ambiguous = _order(found["mark"], one, two, days_come_first)
        day = (_year(found["year"]), two, one) if swapped else (_year(found["year"]), one, two)
    else:
        return None
    return _timed(day, text[found.end() :], ambiguous)


def _order(mark: str, one: int, two: int, days_come_first: bool | None) -> tuple[bool, bool]:
    """Return whether the day comes first, and whether that was a guess."""
    if one > 12 or two > 12:
        return one > 12, False
    if mark != "/":
        return True, False
    if days_come_first is None:
        return False, one != two
    return days_come_first, False


def _timed(day: tuple[int, int, int], rest: str, ambiguous: bool) -> When | None:
    found = _TIME.fullmatch(rest.rstrip())
    if not found:
        return When(datetime(*day, tzinfo=UTC), True, ambiguous) if not rest.strip() else None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "Pp" else 0)
    at = datetime(*day, hour, int(found["minute"]), int(found["second"] or 0), tzinfo=UTC)
    zone = found["zone"] or ""
    if zone[:1] in ("+", "-"):
        shift = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        at = at - shift if zone[0] == "+" else at + shift
    return When(at, not zone, ambiguous)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)
