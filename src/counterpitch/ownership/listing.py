"""Which columns of a list of companies hold numbers and names, and where its rows begin."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from counterpitch.ownership.ids import lei

_NUMBERS: Final = ("id", "company_number", "companynumber", "number", "registration_number",
                   "lei", "company number", "crn")  # fmt: skip
_NAMES: Final = ("name", "company", "company_name", "companyname", "company name", "entity")
_PLAIN: Final = re.compile(r"(?:[A-Z]{2}\d{6}|\d{7,8})", re.ASCII)
"""A number as registers write it: shorter ones may be years, postcodes or counts."""

_SAMPLE: Final = 200


class Listing(NamedTuple):
    """The columns of numbers and of names, and the first row below the header."""

    numbers: tuple[int, ...]
    names: tuple[int, ...]
    start: int


def listed(rows: Sequence[Sequence[str]]) -> Listing:
    """Return how ``rows`` are laid out: by the words of a header, else by what the cells hold.

    A first row of unknown words is a header where all cells below one of them are numbers.
    """
    header = [each.strip().lower().lstrip("\ufeff") for each in (rows[0] if rows else ())]
    numbers, names = (
        tuple(header.index(each) for each in known if each in header)
        for known in (_NUMBERS, _NAMES)
    )
    if numbers:
        return Listing(numbers, names, 1)
    number = _numeric(rows[1:])
    if number < 0:
        return Listing((), names or (0,), int(bool(names)))
    beside = tuple(at for at in range(len(rows[0])) if at != number)[:1]
    headed = bool(names) or _word(cell(rows[0], number))
    return Listing((number,), names or beside, int(headed))


def first(cells: Sequence[str], columns: Sequence[int]) -> str:
    """Return the first of these cells that is not empty; empty if all are."""
    return next((text for at in columns if (text := cell(cells, at))), "")


def cell(cells: Sequence[str], at: int) -> str:
    """Return a cell without what keeps a spreadsheet from running it; empty if there is none."""
    return cells[at].strip().lstrip("'") if 0 <= at < len(cells) else ""


def _numeric(rows: Sequence[Sequence[str]]) -> int:
    """Return the first column in which all that stands is numbers; -1 if there is none."""
    some = rows[:_SAMPLE]
    for at in range(max(map(len, some), default=0)):
        filled = [text for cells in some if (text := cell(cells, at))]
        if filled and 2 * len(filled) >= len(some) and all(map(_number, filled)):
            return at
    return -1


def _number(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text.upper()) or lei(text))


def _word(text: str) -> bool:
    return bool(text) and not any(each.isdigit() for each in text)
