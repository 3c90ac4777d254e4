"""Reads a cap table; what is unclear in a row is said and left unknown, never guessed."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from counterpitch.errors import UnreadableInput
from counterpitch.intake.csvrows import CsvRow
from counterpitch.intake.notices import Notices
from counterpitch.ownership.captable.amounts import count, decimal, percentage
from counterpitch.ownership.captable.dates import Order, iso_date, order_of
from counterpitch.ownership.captable.fractions import both_readings
from counterpitch.ownership.captable.sheets import sheet
from counterpitch.ownership.captable.spelling import near, unified
from counterpitch.ownership.captable.table import Amount, CapTable, Holding, Instrument
from counterpitch.render.plain import one_line

_COLUMNS: Final = Path(__file__).parent / "columns.yml"
_CONVERTIBLE: Final = ("convert", "option", "warrant", "loan")
_CONVERTIBLE_WORDS: Final = {"safe", "asa", "note", "notes", "cln"}
_LICENCE: Final = ("licence", "license", "asset purchase")
_NO: Final = ("", "no", "false", "0", "n", "-", "existing", "current")
_TOTALS: Final = ("total", "totals", "sum", "grand total", "fully diluted total")
LONGEST: Final = 300
"""Characters of a name or a remark that are kept."""

_PAIRS: Final = 5


@cache
def column_names() -> Mapping[str, tuple[str, ...]]:
    """Return what each column may be called."""
    found: dict[str, list[str]] = yaml.safe_load(_COLUMNS.read_text("utf-8"))
    return {noun: tuple(names) for noun, names in found.items()}


def read(path: Path, company: str = "") -> CapTable:
    """Read ``path`` (CSV or XLSX); rows that name no company are of ``company``.

    Raises UnreadableInput, if it is no table of holders or no row can be read.
    """
    notices = Notices()
    found = sheet(path, column_names(), notices)
    reader = _Reader(path, found.columns, company or path.stem, notices)
    holdings = reader.holdings(found.rows)
    if not holdings:
        raise UnreadableInput(
            "the table names columns and no holder below them.",
            where=str(path),
            hint="docs/what-if.md shows a table.",
        )
    rows, remarks = both_readings(unified(holdings), reader.bare)
    return CapTable(str(path), rows, tuple(notices.kept), (*remarks, *_maybe_one(rows)))


def _maybe_one(rows: Sequence[Holding]) -> Iterator[str]:
    """Yield in a sentence which names may be one."""
    if pairs := list(near(rows)):
        listed = "; ".join(f"“{one}” and “{other}”" for one, other in pairs[:_PAIRS])
        more = f" and {len(pairs) - _PAIRS:,} more" if len(pairs) > _PAIRS else ""
        yield (
            f"Names that are near to each other count as different ones: {listed}{more}. Write"
            " them alike where they are one."
        )


class _Reader:
    """Turns rows of one file into holdings."""

    def __init__(
        self, path: Path, columns: tuple[str, ...], company: str, notices: Notices
    ) -> None:
        self._path = str(path)
        self._company = company
        self._notices = notices
        self.bare: set[int] = set()
        """Rows whose percentage stands without a sign for per cent."""
        self._at = {
            noun: next((name for name in names if name in columns), "")
            for noun, names in column_names().items()
        }

    def holdings(self, rows: tuple[CsvRow, ...]) -> list[Holding]:
        order = order_of(self._cell(row, "date") for row in rows)
        found = (self._holding(row, order) for row in rows)
        return [each for each in found if each]

    def _cell(self, row: CsvRow, noun: str) -> str:
        return " ".join(row.cells.get(self._at[noun], "").split())[:LONGEST]

    def _holding(self, row: CsvRow, order: Order) -> Holding | None:
        holder = self._cell(row, "holder")
        if not holder or holder.casefold() in _TOTALS:
            if not holder and any(cell.strip() for cell in row.cells.values()):
                self._tell(row, "no-holder", "names no holder and was left out")
            return None
        instrument = self._instrument(row)
        number, percent = self._amounts(row, instrument)
        return Holding(
            company=self._cell(row, "company") or self._company,
            holder=holder,
            row=row.number,
            holder_number=self._cell(row, "holder_number"),
            share_class=self._cell(row, "share_class"),
            votes=self._votes(row),
            number=number,
            percent=percent,
            date=self._date(row, order),
            instrument=instrument,
            terms=self._cell(row, "terms"),
            veto=_unless_no(self._cell(row, "veto")),
            board=_unless_no(self._cell(row, "board")),
            together=self._cell(row, "together"),
            planned=self._cell(row, "planned").casefold() not in _NO,
            seller=self._cell(row, "seller"),
        )

    def _instrument(self, row: CsvRow) -> Instrument:
        words = f"{self._cell(row, 'instrument')} {self._cell(row, 'share_class')}".casefold()
        if any(word in words for word in _LICENCE):
            return "licence"
        convertible = not _CONVERTIBLE_WORDS.isdisjoint(words.split()) or any(
            word in words for word in _CONVERTIBLE
        )
        return "convertible" if convertible or self._cell(row, "converts") else "share"

    def _amounts(self, row: CsvRow, instrument: Instrument) -> tuple[Amount | None, Amount | None]:
        column = "converts" if instrument == "convertible" and self._cell(row, "converts") else ""
        text, share = self._cell(row, column or "number"), self._cell(row, "percent")
        number = count(text)
        percent = percentage(share)
        if percent and "%" not in share:
            self.bare.add(row.number)
        if text and number is None:
            self._tell(row, "no-number", f"“{one_line(text, 40)}” is no number of shares")
        if share and percent is None:
            self._tell(row, "no-percentage", f"“{one_line(share, 40)}” is no percentage")
        if percent and percent.low > 100:
            self._tell(row, "over-hundred", f"{percent.low:g} % is more than the whole")
            percent = None
        if number is None and percent is None and instrument != "licence":
            self._tell(row, "unknown-stake", "gives no stake that can be read; it is unknown")
        return number, percent

    def _votes(self, row: CsvRow) -> float:
        text = self._cell(row, "votes")
        votes = decimal(text) if text else 1.0
        if votes is None:
            voteless = text.casefold() in ("no", "none", "non-voting", "nil")
            if not voteless:
                self._tell(row, "no-votes", f"“{one_line(text, 40)}” is no number of votes; 1 is"
                           " taken")  # fmt: skip
            return 0.0 if voteless else 1.0
        return votes

    def _date(self, row: CsvRow, order: Order) -> str:
        text = self._cell(row, "date")
        date = iso_date(text, order) if text else ""
        if text and not date:
            self._tell(row, "unclear-date", f"“{one_line(text, 40)}” is no date, or could be two")
        return date

    def _tell(self, row: CsvRow, kind: str, said: str) -> None:
        self._notices.add(kind, f"Row {row.number}: {said}.", self._path, row=row.number)


def _unless_no(text: str) -> str:
    return "" if text.casefold() in _NO or text.casefold() == "none" else text
