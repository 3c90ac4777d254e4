"""Holdings of one company as lines of units, before a deal and after it."""

import math
from collections.abc import Sequence
from typing import Final

import msgspec

from counterpitch.ownership.captable.table import Amount, CapTable, Holding

HIDDEN = "(nobody in the table)"
"""The holder of what a table in percent leaves over."""

MOST_PLANNED: Final = 1_000
"""Planned rows of one company that are done."""


class Line(msgspec.Struct, frozen=True):
    """What ``holder`` has: ``units`` (shares, or percent), each with ``votes``.

    ``optional`` units exist only once a convertible is converted; ``unread`` ones are of a row
    that states no stake which can be read.
    """

    holder: str
    units: Amount
    votes: float = 1.0
    optional: bool = False
    share_class: str = ""
    unread: bool = False


class Lines(msgspec.Struct, frozen=True):
    """All lines of a company; ``whole`` is what a table in percent adds up to, else None.

    ``exceeded`` tells that the stakes stated exceed the whole, so that some are untrue;
    ``oversold`` that somebody gives more than is stated, so that this or the stake is untrue: it
    is how many units there were before.
    """

    lines: tuple[Line, ...]
    whole: float | None = None
    exceeded: bool = False
    oversold: float | None = None

    @property
    def contradictory(self) -> bool:
        """Tell whether what is stated contradicts itself, so that nothing is certain."""
        return self.exceeded or self.oversold is not None

    @property
    def unread(self) -> bool:
        """Tell whether a stake could not be read, which leaves open what all others have."""
        return any(each.unread for each in self.lines)

    @property
    def holders(self) -> tuple[str, ...]:
        """Return who holds something, in the order of the table."""
        return tuple(dict.fromkeys(each.holder for each in self.lines))


class Both(msgspec.Struct, frozen=True):
    """The holdings of one company before the planned rows and after, and what is odd in them."""

    before: Lines
    after: Lines
    remarks: tuple[str, ...] = ()


def both(table: CapTable) -> dict[str, Both]:
    """Return both times of every company in ``table``."""
    rows: dict[str, list[Holding]] = {}
    for each in table.holdings:
        rows.setdefault(each.company, []).append(each)
    return {company: _both(listed) for company, listed in rows.items()}


def _both(rows: Sequence[Holding]) -> Both:
    now = _lines([each for each in rows if not each.planned])
    planned = [each for each in rows if each.planned]
    after = _After(now)
    for row in planned[:MOST_PLANNED]:
        after.add(row)
    if len(planned) > MOST_PLANNED:
        left = len(planned) - MOST_PLANNED
        after.remarks.append(f"{left:,} planned rows past the first {MOST_PLANNED:,} are left out.")
    then = after.lines()
    if now.exceeded:
        then = msgspec.structs.replace(then, exceeded=True)
    return Both(now, then, tuple(after.remarks))


class _After:
    """Holdings by holder, while planned rows are done one after the other."""

    def __init__(self, now: Lines) -> None:
        self._whole = now.whole
        self._held: dict[str, list[Line]] = {}
        self._issued = 0.0
        self._oversold: float | None = None
        self.remarks: list[str] = []
        for line in now.lines:
            if line.holder != HIDDEN:
                self._put(line)

    def _put(self, line: Line) -> None:
        self._held.setdefault(line.holder, []).append(line)
        self._issued += 0.0 if line.optional else line.units.low

    def add(self, row: Holding) -> None:
        """Do one planned row."""
        units = self._units(row)
        if row.instrument == "licence":
            return
        optional = row.instrument == "convertible"
        if row.seller and not optional:
            self._give(row, units)
        elif self._whole is not None and not optional:
            self._dilute(Amount(units.low / 100, units.high / 100))
        self._put(Line(row.holder, units, row.votes, optional, row.share_class, _unread(row)))

    def _units(self, row: Holding) -> Amount:
        if row.number:
            return row.number
        if row.percent:
            return row.percent if self._whole is not None else _scaled(row.percent, self._issued)
        return Amount(0.0, math.inf if self._whole is None else self._whole)

    def _dilute(self, by: Amount) -> None:
        """Shrink all stakes in percent, as new shares do."""
        held = {name: [_diluted(line, by) for line in lines] for name, lines in self._held.items()}
        self._held = held
        self._issued *= max(1 - by.high, 0.0)

    def _give(self, row: Holding, units: Amount) -> None:
        """Take ``units`` from the seller, of the class sold first."""
        mine = self._held.pop(row.seller, [])
        before, left = self._issued, units.low
        for line in sorted(mine, key=lambda each: each.share_class != row.share_class):
            taken = 0.0 if line.optional else min(left, line.units.high)
            left -= taken
            low, high = max(line.units.low - taken, 0.0), line.units.high - taken
            self._issued -= 0.0 if line.optional else line.units.low
            if high > 0:
                self._put(msgspec.structs.replace(line, units=Amount(low, high)))
        if left > 1e-9 * max(units.low, 1.0):
            self._oversell(row, mine, before)

    def _oversell(self, row: Holding, mine: Sequence[Line], before: float) -> None:
        """Tell of a sale of more than there is; ``mine`` is what the seller had ``before``."""
        said = f"Row {row.row}: {row.seller} gives more than the table says it has."
        if self._whole is None or mine:
            said = f"{said[:-1]}, so that nothing about {row.company} is certain."
            self._oversold = max(before, self._oversold or 0.0)
            for line in mine:  # it may still have this, if the sale is what is untrue
                self._put(msgspec.structs.replace(line, units=Amount(0.0, line.units.high)))
        self.remarks.append(said)

    def lines(self) -> Lines:
        """Return the holdings once all is done."""
        found = _closed([line for lines in self._held.values() for line in lines], self._whole)
        return msgspec.structs.replace(found, oversold=self._oversold)


def _lines(rows: Sequence[Holding]) -> Lines:
    held = [each for each in rows if each.instrument != "licence"]
    whole = _whole(held)
    counted = sum(each.number.low for each in held if each.number and each.instrument == "share")
    lines = [
        Line(
            each.holder, _units(each, whole, counted), each.votes,
            each.instrument == "convertible", each.share_class, _unread(each),
        )
        for each in held
    ]  # fmt: skip
    return _closed(lines, whole)


def _whole(rows: Sequence[Holding]) -> float | None:
    """Return 100 for a table in percent, None for one in numbers of shares."""
    issued = [each for each in rows if each.instrument == "share"]
    counted = any(each.number for each in issued)
    return 100.0 if not counted and any(each.percent for each in issued) else None


def _units(row: Holding, whole: float | None, counted: float) -> Amount:
    """Return a row's units: its number, or its percent in the units of the others."""
    if row.number:
        return row.number
    if not row.percent:
        return Amount(0.0, math.inf if whole is None else whole)
    if whole is not None:
        return row.percent if row.instrument == "share" else _scaled(row.percent, whole)
    return _scaled(row.percent, counted)


def _unread(row: Holding) -> bool:
    return row.number is None and row.percent is None


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
    return Lines((*lines, *hidden), whole, exceeded=least > whole * (1 + 1e-9))


def _diluted(line: Line, by: Amount) -> Line:
    """Return ``line`` once new shares, of between ``by`` parts of the whole, have been issued."""
    least, most = max(1 - by.high, 0.0), max(1 - by.low, 0.0)
    return msgspec.structs.replace(
        line, units=Amount(line.units.low * least, line.units.high * most)
    )
