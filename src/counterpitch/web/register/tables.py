"""A cap table as the rows of a form: from the form, a file, or the register; read by one reader."""

import csv
import tempfile
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.errors import CounterpitchError, UnreadableInput, UsageError
from counterpitch.ownership.answer import Trace
from counterpitch.ownership.captable.read import read
from counterpitch.ownership.captable.table import Amount, CapTable, Holding
from counterpitch.ownership.edge import Interest
from counterpitch.web.form import Form, Upload

FIELDS: Final = ("holder", "number", "share_class", "votes", "stake", "together", "seller")
MOST: Final = 40
"""Rows of a form, in each of its two parts."""
MOST_HOLDINGS: Final = 3000
"""Rows of a file that are reckoned with while somebody waits."""
MOST_BYTES: Final = 4 * 1024 * 1024
SPARE: Final = 3
_HEADER: Final = ("company", "holder", "company number", "class", "votes per share", "shares",
                  "percent", "acting together", "from", "planned")  # fmt: skip


class Row(msgspec.Struct, frozen=True):
    """One row of the form, every cell as text. ``stake`` counts shares, or percent with a %."""

    holder: str = ""
    number: str = ""
    share_class: str = ""
    votes: str = ""
    stake: str = ""
    together: str = ""
    seller: str = ""


class Rows(msgspec.Struct, frozen=True):
    """The two parts of the form: what is held now, and the planned deal."""

    company: str = ""
    now: tuple[Row, ...] = ()
    deal: tuple[Row, ...] = ()

    def padded(self) -> "Rows":
        """Return them with a few empty rows to write in."""
        return Rows(self.company, _padded(self.now), _padded(self.deal))


def _padded(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return (*rows, *[Row()] * max(0, min(SPARE, MOST - len(rows))))


def of_form(form: Form) -> Rows:
    """Return what was written in the form; rows without a holder are left out."""
    parts = []
    for part in ("now", "deal"):
        columns = [form.many(f"{part}_{field}", limit=MOST) for field in FIELDS]
        longest = max(map(len, columns))
        filled = [(*column, *[""] * (longest - len(column))) for column in columns]
        rows = (Row(*map(str.strip, cells)) for cells in zip(*filled, strict=True))
        parts.append(tuple(row for row in rows if row.holder or row.stake))
    return Rows(form.text("company", limit=300), *parts)


def of_table(table: CapTable) -> Rows:
    """Return a table that was read as rows of the form, as far as they fit in."""
    target = table.target
    rows = [each for each in table.holdings if each.company == target]
    held = tuple(_row(each) for each in rows if not each.planned)[:MOST]
    return Rows(target, held, tuple(_row(each) for each in rows if each.planned)[:MOST])


def _row(holding: Holding) -> Row:
    amount, mark = (holding.number, "") if holding.number else (holding.percent, " %")
    stake = f"{_written(amount)}{mark}" if amount else ""
    votes = f"{holding.votes:g}" if holding.votes != 1 else ""
    return Row(
        holding.holder, holding.holder_number, holding.share_class, votes, stake,
        holding.together, holding.seller,
    )  # fmt: skip


def _written(amount: Amount) -> str:
    return f"{amount.low:.10g}" if amount.known else f"{amount.low:.10g}-{amount.high:.10g}"


def of_trace(trace: Trace) -> Rows:
    """Return the holders that a register names for a company, their stakes as bands in percent."""
    names = {node.id: node.name for node in trace.nodes}
    rows = tuple(
        Row(names.get(step.owner) or step.owner, _number(step.owner), "", "", _band(step.interests))
        for step in trace.steps
        if step.owned == trace.company.id and _band(step.interests)
    )
    return Rows(trace.company.name or trace.company.id, rows[:MOST])


def _number(id: str) -> str:
    return id.removeprefix("gb-coh:").removeprefix("lei:") if id.startswith(("gb-", "lei")) else ""


def _band(interests: Sequence[Interest]) -> str:
    found = [each for each in interests if each.basis == "shares"]
    if not found:
        return ""
    low, high = 100 * max(i.lo for i in found), 100 * min(i.hi for i in found)
    return f"{low:.10g} %" if low == high else f"{low:.10g}-{high:.10g} %"


def table_of(rows: Rows) -> CapTable:
    """Read the rows of a form as a cap table."""
    if not rows.now and not rows.deal:
        raise UsageError("There is no holder yet.", hint="Write who holds how much, or add a file.")
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_HEADER)
    for planned, part in (("", rows.now), ("yes", rows.deal)):
        for row in part:
            percent = "%" in row.stake
            shares, share = ("", row.stake) if percent else (row.stake, "")
            writer.writerow((rows.company or "the company", row.holder, row.number,
                             row.share_class, row.votes, shares, share, row.together, row.seller,
                             planned))  # fmt: skip
    return of_file(Upload("form.csv", stream.getvalue().encode()), rows.company)


def of_file(upload: Upload, company: str = "") -> CapTable:
    """Read a file that was brought; what is wrong is told under its own name."""
    if len(upload.content) > MOST_BYTES:
        raise UsageError(
            f"The table is larger than {MOST_BYTES // 1024**2} MB.", where=upload.name,
            hint="Cut out the company that you ask about.",
        )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="counterpitch-") as folder:
        # The name says nothing: a spreadsheet is told by its content, and openpyxl by its ending.
        path = Path(folder) / ("table.xlsx" if upload.content.startswith(b"PK") else "table.csv")
        path.write_bytes(upload.content)
        try:
            table = read(path, company or upload.name.rpartition(".")[0])
        except CounterpitchError as error:
            raise UnreadableInput(error.message, where=upload.name, hint=error.hint) from None
    if len(table.holdings) > MOST_HOLDINGS:
        raise UsageError(
            f"The table has {len(table.holdings):,} holders; at most {MOST_HOLDINGS:,} are"
            " reckoned with here.", where=upload.name,
            hint="Use counterpitch own what-if at the terminal.",
        )  # fmt: skip
    notices = tuple(msgspec.structs.replace(each, path=upload.name) for each in table.notices)
    return msgspec.structs.replace(table, path=upload.name, notices=notices)
