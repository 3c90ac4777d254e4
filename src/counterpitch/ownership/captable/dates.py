"""Dates in the orders that people write them; a day that could be two is not guessed."""

import datetime
import re
from collections.abc import Iterable
from typing import Final, Literal

Order = Literal["dmy", "mdy", ""]

_ISO: Final = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_NUMERIC: Final = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")
_WORDED: Final = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y")


def order_of(cells: Iterable[str]) -> Order:
    """Return the order that a column keeps, as far as days after the 12th tell, else ""."""
    seen: set[Order] = set()
    for cell in cells:
        if match := _NUMERIC.match(cell.strip()):
            first, second = int(match[1]), int(match[2])
            if first > 12 >= second:
                seen.add("dmy")
            elif second > 12 >= first:
                seen.add("mdy")
    return seen.pop() if len(seen) == 1 else ""


def iso_date(cell: str, order: Order) -> str:
    """Return ``cell`` as YYYY-MM-DD, or "" if it is no date or could be two."""
    text = cell.strip()[:40]
    if match := _ISO.match(text):
        return _valid(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.match(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        if first == second or order == "dmy" or first > 12:
            return _valid(year, second, first)
        return _valid(year, first, second) if order == "mdy" or second > 12 else ""
    return _worded(text)


def _worded(text: str) -> str:
    for form in _WORDED:
        try:
            return datetime.datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return ""


def _valid(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""
