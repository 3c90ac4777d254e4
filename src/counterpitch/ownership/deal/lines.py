"""Holdings of one company as lines of units, before a deal and after it."""

import math
from collections.abc import Iterable, Sequence

import msgspec

from counterpitch.ownership.captable.table import Amount, CapTable, Holding

HIDDEN = "(nobody in the table)"
"""The holder of what a table in percent leaves over."""


class Line(msgspec.Struct, frozen=True):
    """What ``holder`` has: ``units`` (shares, or percent), each with ``votes``.

    ``optional`` units exist only once a convertible is converted.
    """

    holder: str
    units: Amount
    votes: float = 1.0
    optional: bool = False
    share_class: str = ""


class Lines(msgspec.Struct, frozen=True):
    """All lines of a company; ``whole`` is what a table in percent adds up to, else None.

    ``contradictory`` tells that the stakes stated exceed the whole, so that some are untrue.
    """

    lines: tuple[Line, ...]
    whole: float | None = None
    contradictory: bool = False

    @property
    def holders(self) -> tuple[str, ...]:
        """Return who holds something, in the order of the table."""
        return tuple(dict.fromkeys(each.holder for each in self.lines))


def before(table: CapTable, company: str) -> Lines:
    """Return the holdings of ``company`` without the planned rows."""
    rows = [each for each in table.holdings if each.company == company and not each.planned]
    return _lines(rows)


def after(table: CapTable, company: str) -> tuple[Lines, tuple[str, ...]]:
    """Return the holdings of ``company`` after the planned rows, and what is odd in them."""
    now = before(table, company)
    rows = [each for each in table.holdings if each.company == company and each.planned]
    lines, remarks = list(now.lines), []
    for row in rows:
        units = _planned_units(row, lines)
        if row.seller and row.instrument == "share":
            lines, remark = _given(lines, row, units)
            remarks += [remark] if remark else []
        elif now.whole is not None and row.instrument == "share":
            lines = [_diluted(line, units.high / 100) for line in lines]
        if row.instrument != "licence":
            optional = row.instrument == "convertible"
            lines.append(Line(row.holder, units, row.votes, optional, row.share_class))
    lines = [line for line in lines if line.holder != HIDDEN]
    return _closed(lines, now.whole), tuple(remarks)


def _lines(rows: Sequence[Holding]) -> Lines:
    held = [each for each in rows if each.instrument != "licence"]
    whole = _whole(held)
    lines = [
        Line(each.holder, _units(each, held), each.votes, each.instrument == "convertible",
             each.share_class)
        for each in held
    ]  # fmt: skip
    return _closed(lines, whole)


def _whole(rows: Sequence[Holding]) -> float | None:
    issued = [each for each in rows if each.instrument == "share"]
    counted = any(each.number for each in issued)
    return 100.0 if not counted and any(each.percent for each in issued) else None


def _units(row: Holding, rows: Sequence[Holding]) -> Amount:
    """Return a row's units: its number, or its percent in the units of the others."""
    if row.number:
        return row.number
    if not row.percent:
        return Amount(0.0, math.inf if _whole(rows) is None else 100.0)
    if row.instrument == "convertible" and _whole(rows) is not None:
        return _scaled(row.percent, 100.0)
    if _whole(rows) is not None:
        return row.percent
    counted = sum(each.number.low for each in rows if each.number and each.instrument == "share")
    return _scaled(row.percent, counted)


def _scaled(percent: Amount, others: float) -> Amount:
    """Return the units that make ``percent`` of the whole, beside ``others`` units."""

    def units(share: float) -> float:
        return others * share / (100.0 - share) if share < 100.0 else math.inf

    return Amount(units(percent.low), units(percent.high))


def _closed(lines: Sequence[Line], whole: float | None) -> Lines:
    """Add what a table in percent leaves over, held by nobody in it."""
    if whole is None:
        return Lines(tuple(lines))
    least = sum(line.units.low for line in lines if not line.optional)
    most = sum(line.units.high for line in lines if not line.optional)
    rest = Amount(max(whole - most, 0.0), max(whole - least, 0.0))
    hidden = [Line(HIDDEN, rest)] if rest.high > 1e-9 else []
    return Lines((*lines, *hidden), whole, contradictory=least > whole * (1 + 1e-9))


def _planned_units(row: Holding, lines: Iterable[Line]) -> Amount:
    if row.number:
        return row.number
    if row.percent:
        issued = sum(line.units.low for line in lines if not line.optional)
        return row.percent if abs(issued - 100) < 1e-6 else _scaled(row.percent, issued)
    return Amount(0.0, math.inf)


def _diluted(line: Line, by: float) -> Line:
    low, high = line.units.low * (1 - by), line.units.high * (1 - by)
    return msgspec.structs.replace(line, units=Amount(max(low, 0.0), max(high, 0.0)))


def _given(lines: list[Line], row: Holding, units: Amount) -> tuple[list[Line], str]:
    """Take ``units`` from the seller's lines, of the class sold first."""
    left, kept = units.low, []
    mine = [line for line in lines if line.holder == row.seller and not line.optional]
    for line in sorted(mine, key=lambda each: each.share_class != row.share_class):
        taken = min(left, line.units.high)
        left -= taken
        low, high = max(line.units.low - taken, 0.0), line.units.high - taken
        if high > 0:
            kept.append(msgspec.structs.replace(line, units=Amount(low, high)))
    rest = [line for line in lines if line.holder != row.seller or line.optional]
    short = left > 1e-9 * max(units.low, 1.0)
    remark = f"Row {row.row}: {row.seller} gives more than the table says it has." if short else ""
    return rest + kept, remark
