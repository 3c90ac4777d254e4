"""Reads CSV records by header name from a hostile or re-saved file, in bounded memory.

The C parser of the standard library does the parsing. What it lacks is added
here: finding the header and the delimiter, a byte that is no UTF-8, and a quote
that is never closed. Such a quote would swallow the rest of the file; a record
is therefore cut off at ``RECORD_LIMIT`` and the lines it held are read again
from the next one that looks like the beginning of a record.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Collection, Iterator
from itertools import zip_longest
from typing import BinaryIO, NamedTuple

from counterpitch.intake.encoding import guess_encoding
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin

RECORD_LIMIT = 1_000_000
"""Longest record, in characters."""

HEADER_LINES = 30
"""How many lines may stand before the header."""

DELIMITERS = ",;\t|"

_ESCAPED = re.compile("[\udc80-\udcff]")


class Header(NamedTuple):
    """Lower-case column names, the delimiter, and how many lines stand before.

    ``anchor`` names a column with a date that stands before any text with line
    breaks; it tells the first line of a record from a line within one.
    """

    columns: tuple[str, ...]
    delimiter: str
    lines_before: int
    anchor: str = ""


class CsvRow(NamedTuple):
    """A record: its 1-based number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: dict[str, str]


def find_header(head: bytes, required: Collection[str], anchor: str = "") -> Header | None:
    """Find the line of ``head`` that names all ``required`` (lower-case) columns."""
    encoding, errors = _codec(head)
    text = _readable(head.decode(encoding, errors))
    lines = io.StringIO(text.replace("\0", ""), newline="")
    for number, line in zip(range(HEADER_LINES), lines, strict=False):
        for delimiter in DELIMITERS:
            columns = _column_names(line, delimiter)
            if set(required) <= set(columns):
                return Header(columns, delimiter, number, anchor)
    return None


def csv_rows(origin: Origin, header: Header, notices: Notices) -> Iterator[CsvRow]:
    """Yield each record below ``header``; damaged ones are told to ``notices``."""
    with origin.open() as stream:
        yield from _Records(stream, origin, header, notices).rows()


def _column_names(line: str, delimiter: str) -> tuple[str, ...]:
    return tuple(" ".join(cell.lower().split()) for cell in _parse([line], delimiter))


def _parse(lines: list[str], delimiter: str) -> list[str]:
    try:
        return next(csv.reader(lines, delimiter=delimiter), [])
    except csv.Error:
        return []


def _codec(head: bytes) -> tuple[str, str]:
    # A file with one wrong byte is still UTF-8: wrong bytes are read one by one
    # as Windows-1252, which also reads a file that is Windows-1252 throughout.
    encoding = guess_encoding(head)
    if encoding in ("utf-8", "cp1252"):
        return "utf-8", "surrogateescape"
    return encoding, "surrogateescape" if encoding == "utf-8-sig" else "replace"


def _readable(text: str) -> str:
    return _ESCAPED.sub(lambda found: _as_cp1252(found[0]), text)


def _as_cp1252(escaped: str) -> str:
    return bytes((ord(escaped) - 0xDC00,)).decode("cp1252", "replace")


class _RecordTooLong(Exception):
    """The record at hand has grown over the limit."""


class _Records:
    """The lines of one file and the record that is being put together."""

    def __init__(self, stream: BinaryIO, origin: Origin, header: Header, notices: Notices) -> None:
        encoding, errors = _codec(origin.head)
        self._text = io.TextIOWrapper(stream, encoding, errors, newline="")
        self._origin = origin
        self._header = header
        self._notices = notices
        self._anchor = header.columns.index(header.anchor) if header.anchor else 0
        self._again: deque[str] = deque()
        self._held: list[str] = []
        self._size = 0
        self._credit = RECORD_LIMIT
        self._number = header.lines_before + 1
        self._told: set[str] = set()
        if csv.field_size_limit() <= RECORD_LIMIT:
            csv.field_size_limit(RECORD_LIMIT + 1)

    def rows(self) -> Iterator[CsvRow]:
        """Yield the records below the header."""
        for _ in range(self._header.lines_before + 1):
            self._line()
        for cells in self._records():
            self._number += 1
            if any(map(str.strip, cells)):
                yield CsvRow(self._number, self._mapped(cells))

    def _records(self) -> Iterator[list[str]]:
        while True:
            # Strict, so that a quote that closes where no cell can end is seen:
            # it is how a quote left open further up shows.
            reader = csv.reader(self._lines(), delimiter=self._header.delimiter, strict=True)
            try:
                while True:
                    self._held, self._size = [], 0
                    yield next(reader)
            except StopIteration:
                return
            except (_RecordTooLong, csv.Error):
                yield self._cut()

    def _lines(self) -> Iterator[str]:
        while line := self._line():
            self._held.append(line)
            self._size += len(line)
            if self._size > RECORD_LIMIT:
                raise _RecordTooLong
            yield line

    def _line(self) -> str:
        if self._again:
            return self._again.popleft()
        line = self._text.readline(RECORD_LIMIT)
        self._credit += 4 * len(line)
        if len(line) == RECORD_LIMIT and not line.endswith(("\n", "\r")):
            line = self._skip_line()
        return self._cleaned(line)

    def _skip_line(self) -> str:
        while (rest := self._text.readline(RECORD_LIMIT)) and not rest.endswith("\n"):
            self._credit += 4 * len(rest)
        self._tell(
            "long-row",
            f"A line after row {self._number} is longer than {RECORD_LIMIT:,} characters and was"
            " left out; the file is probably damaged there.",
        )
        return "\n"

    def _cleaned(self, line: str) -> str:
        if "\0" in line:
            line = line.replace("\0", "") or "\n"
            self._tell_once(
                "zero-bytes", "The file holds zero bytes, which were removed; it may be damaged."
            )
        if not line.isascii() and _ESCAPED.search(line):
            line = _readable(line)
            self._tell_once(
                "wrong-characters",
                "Some bytes are not UTF-8 and were read as Windows-1252; if letters look wrong,"
                " save the file again as UTF-8.",
            )
        return line

    def _cut(self) -> list[str]:
        """Return the damaged record up to where the next begins; have the rest read again."""
        held = self._held
        start = self._next_start(held)
        if start < len(held) and self._size <= self._credit:
            self._credit -= self._size
            self._again.extendleft(reversed(held[start:]))
            lost = 0
        else:
            # Too long with nothing in it that looks like a record, or a file made
            # so that reading again and again would take quadratic time.
            lost = len(held) - start
        self._tell(
            "damaged-row",
            f"Row {self._number + 1} is damaged (a quotation mark does not match); it was read as"
            f" far as possible{f', and {lost:,} lines after it were left out' if lost else ''}.",
        )
        cells = _parse(held[:start], self._header.delimiter)
        return [cell[:RECORD_LIMIT] for cell in cells]

    def _next_start(self, held: list[str]) -> int:
        for number, line in enumerate(held[1:], 1):
            if self._starts_record(line):
                return number
        return len(held)

    def _starts_record(self, line: str) -> bool:
        """Tell whether ``line``, taken alone, has a date where the header wants one."""
        if line.count(self._header.delimiter) < self._anchor:
            return False
        cells = _parse([line], self._header.delimiter)
        if len(cells) <= self._anchor:
            return False
        cell = cells[self._anchor]
        return len(cell) <= 40 and sum(map(str.isdigit, cell)) >= 4

    def _mapped(self, cells: list[str]) -> dict[str, str]:
        columns = self._header.columns
        missing = len(columns) - len(cells)
        beyond = sum(1 for cell in cells[len(columns) :] if cell.strip())
        if beyond or missing > 0:
            said = f"{beyond} cells too many" if beyond else f"{missing} cells too few"
            self._tell(
                "uneven-row",
                f"Row {self._number} has {said}; what stands under the known columns was read.",
                ahead=0,
            )
        return dict(zip_longest(columns, cells[: len(columns)], fillvalue=""))

    def _tell(self, kind: str, message: str, ahead: int = 1) -> None:
        self._notices.add(kind, message, self._origin.path, row=self._number + ahead)

    def _tell_once(self, kind: str, message: str) -> None:
        if kind not in self._told:
            self._told.add(kind)
            self._tell(kind, message)
