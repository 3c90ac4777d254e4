"""Rows of a CSV file or of the first sheet with a header in a spreadsheet, as text cells.

A spreadsheet is a ZIP of XML from a stranger: its size is checked before it is opened,
entity declarations are refused, formulas and macros are never run.
"""

import datetime
import itertools
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from counterpitch.errors import UnreadableInput
from counterpitch.intake.csvrows import CsvRow, csv_rows, find_header
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
MOST_UNPACKED: Final = 64 * 1024**2
MOST_MEMBERS: Final = 2_000
MOST_CSV: Final = 64 * 1024**2
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|_.')
"""Text in a number format: a quoted % is only shown and multiplies nothing."""

_DECLARES: Final = (b"<!DOCTYPE", b"<!ENTITY")


class Sheet(NamedTuple):
    """The column names in lower case, and the rows below them."""

    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...]


def sheet(path: Path, names: Mapping[str, Sequence[str]], notices: Notices) -> Sheet:
    """Return the rows of ``path``; ``names`` says what each column may be called.

    Raises UnreadableInput, if there is no header with a holder or the file is no table.
    """
    origin = _origin(path)
    if origin.head.startswith(b"PK"):
        return _workbook(path, names, notices)
    if origin.size > MOST_CSV:
        raise UnreadableInput(
            f"the table is larger than {MOST_CSV // 1024**2} MB.",
            where=str(path),
            hint="Cut out the company that you ask about.",
        )
    for name in names["holder"]:
        if header := find_header(origin.head, [name]):
            found = csv_rows(origin, header, notices)
            return Sheet(header.columns, tuple(_limited(found, path, notices)))
    raise _no_header(path, names)


def _origin(path: Path) -> Origin:
    try:
        origin = Origin.of_file(path)
        _ = origin.head
    except OSError as error:
        raise UnreadableInput(
            f"it cannot be opened ({error.strerror or error}).", where=str(path)
        ) from None
    return origin


def _no_header(path: Path, names: Mapping[str, Sequence[str]]) -> UnreadableInput:
    known = ", ".join(names["holder"][:4])
    return UnreadableInput(
        "no row names a column of holders.",
        where=str(path),
        hint=f"Name one of the columns {known}; docs/what-if.md shows a table.",
    )


def _limited(rows: Iterator[CsvRow], path: Path, notices: Notices) -> Iterator[CsvRow]:
    yield from itertools.islice(rows, MOST_ROWS)
    if left := sum(1 for _ in rows):
        notices.add(
            "too-many-rows",
            f"The table has {MOST_ROWS + left:,} rows; the first {MOST_ROWS:,} were read.",
            str(path),
        )


def _workbook(path: Path, names: Mapping[str, Sequence[str]], notices: Notices) -> Sheet:
    formulas = _check_package(path, notices)
    from openpyxl import load_workbook

    try:
        shown = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        # Opened a second time only if there are formulas to be told of.
        written = (
            load_workbook(path, read_only=True, data_only=False, keep_links=False)
            if formulas
            else None
        )
        for title in shown.sheetnames:
            sources = written[title] if written else None
            found = _sheet(shown[title], sources, names, notices, path)
            if found:
                return found
    except Exception as error:  # openpyxl raises whatever its XML parser or a cell raises
        raise UnreadableInput(
            f"the spreadsheet is damaged ({type(error).__name__}).",
            where=str(path),
            hint="Save it again in a spreadsheet program, or as CSV.",
        ) from None
    raise _no_header(path, names)


def _check_package(path: Path, notices: Notices) -> bool:
    """Refuse what is no honest spreadsheet; return whether a sheet holds formulas."""
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            too_large = sum(member.file_size for member in members) > MOST_UNPACKED
            if too_large or len(members) > MOST_MEMBERS:
                raise UnreadableInput(
                    f"the spreadsheet unpacks to more than {MOST_UNPACKED // 1024**2} MB"
                    f" or {MOST_MEMBERS:,} parts, as a bomb would.",
                    where=str(path),
                    hint="Save the one sheet as CSV.",
                )
            formulas = [_check_member(package, member, path) for member in members]
            if any("vbaproject" in member.filename.lower() for member in members):
                notices.add("macros", "The spreadsheet holds macros; they were not run.", str(path))
            return any(formulas)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise UnreadableInput(
            "it begins like a spreadsheet and is none, or is encrypted or cut off.",
            where=str(path),
            hint="Save it again without a password, or as CSV.",
        ) from None


def _check_member(package: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> bool:
    """Refuse declared entities; return whether the part is a sheet with formulas."""
    if not member.filename.lower().endswith((".xml", ".rels")):
        return False
    with package.open(member) as stream:
        text = stream.read(MOST_UNPACKED + 1)
    if any(word in text[:4096] for word in _DECLARES):
        raise UnreadableInput(
            f"{member.filename!r} declares XML entities, which no honest spreadsheet needs.",
            where=str(path),
            hint="Save the one sheet as CSV.",
        )
    return "worksheets/" in member.filename and (b"<f>" in text or b"<f " in text)


def _sheet(
    shown: Any, written: Any, names: Mapping[str, Sequence[str]], notices: Notices, path: Path
) -> Sheet | None:
    limits = {"max_row": MOST_ROWS + 31, "max_col": MOST_COLUMNS}
    beside = written.iter_rows(**limits) if written is not None else itertools.repeat(())
    pairs = zip(shown.iter_rows(**limits), beside, strict=False)
    columns: tuple[str, ...] = ()
    rows: list[CsvRow] = []
    for number, (values, sources) in enumerate(pairs, 1):
        cells = [_text(cell.value, getattr(cell, "number_format", "")) for cell in values]
        if not columns:
            lowered = tuple(" ".join(cell.lower().split()) for cell in cells)
            if set(lowered) & set(names["holder"]):
                columns = lowered
            elif number >= 30:
                return None
        elif any(cells):
            _tell_formulas(cells, sources, number, notices, path)
            rows.append(CsvRow(number, dict(zip(columns, cells, strict=False))))
    return Sheet(columns, tuple(rows[:MOST_ROWS])) if columns else None


def _tell_formulas(
    cells: list[str], sources: Sequence[Any], number: int, notices: Notices, path: Path
) -> None:
    formulas = [at for at, cell in enumerate(sources) if getattr(cell, "data_type", "") == "f"]
    if not formulas:
        return
    empty = [at for at in formulas if at < len(cells) and not cells[at]]
    said = (
        "holds a formula whose result was never stored; that cell is unknown. Open the file in a"
        " spreadsheet program and save it."
        if empty
        else "holds a formula; its stored result was read, the formula was not run."
    )
    notices.add("formula", f"Row {number} {said}", str(path), row=number)


def _text(value: Any, form: str | None = "") -> str:
    """Return a cell as a person sees it; ``form`` is its number format."""
    if value is None:
        return ""
    if isinstance(value, int | float) and "%" in _QUOTED.sub("", form or ""):
        return f"{100 * value:.12g} %"
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)[:10_000]
