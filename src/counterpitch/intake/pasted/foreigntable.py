"""Tells a table of another program from text: its cells are by many people, not one message.

Sure signs only: a first line of column names set close, as programs write them (prose has a blank
behind its commas), and rows below it with as many cells.
"""

import csv
import io
import itertools
import re
from typing import Final

from counterpitch.intake.encoding import decode_head
from counterpitch.intake.origin import Origin

DELIMITERS: Final = ",;\t|"
COLUMNS: Final = 3
"""Columns that a table has at least: two words with a comma between them are no header."""
ROWS: Final = 2
"""Rows below the header that a table has at least."""
ALIKE: Final = 0.9
"""Share of rows with as many cells as the header; some programs forget to quote."""
LOOKED_AT: Final = 1_000
_NAME: Final = re.compile(r"[^\W\d_][\w./()#'’-]{0,30}(?: [\w./()#'’-]{1,30}){0,5}")
"""The name of a column: up to six words without a sign that ends or parts sentences."""


def is_table(origin: Origin) -> bool:
    """Tell whether a file begins as a table does, with names of columns and rows below."""
    text = decode_head(origin.head).lstrip("\ufeff \t\r\n")
    line = text.partition("\n")[0].strip("\r")
    return any(_is_header(line, each) and _has_rows(text, each) for each in DELIMITERS)


def _is_header(line: str, delimiter: str) -> bool:
    cells = _records(line, delimiter)
    names = [cell.casefold() for cell in cells[0]] if cells else []
    named = all(_NAME.fullmatch(cell) and not cell.endswith(".") for cell in names)
    return len(names) >= COLUMNS and len(set(names)) == len(names) and named


def _has_rows(text: str, delimiter: str) -> bool:
    records = [each for each in _records(text, delimiter) if any(map(str.strip, each))]
    rows = records[1:]
    alike = sum(len(each) == len(records[0]) for each in rows)
    return alike >= ROWS and alike >= ALIKE * len(rows)


def _records(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(itertools.islice(reader, LOOKED_AT))
    except csv.Error:
        return []
