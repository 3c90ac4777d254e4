"""What a planned deal changes: for each party its stake, its power and the lines it crosses."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import msgspec

from counterpitch.ownership.answer import Bounds
from counterpitch.ownership.captable.table import CapTable, Holding
from counterpitch.ownership.deal.crossing import (
    CONTRADICTED,
    UNREAD,
    Ability,
    Crossing,
    abilities,
    crossings,
)
from counterpitch.ownership.deal.economic import Economy
from counterpitch.ownership.deal.law import Ties, arrangements, boards
from counterpitch.ownership.deal.lines import HIDDEN, Both, Lines, both
from counterpitch.ownership.deal.shares import Book, Stake
from counterpitch.ownership.deal.timing import close_in_time
from counterpitch.ownership.power.bounds import MOST_PLAYERS as MOST_BOUNDED
from counterpitch.ownership.power.bounds import Band, shapley_bounds
from counterpitch.ownership.power.game import majority
from counterpitch.ownership.power.indices import Power, power


class Side(msgspec.Struct, frozen=True):
    """One party at one time.

    ``direct`` is what it holds itself, ``law`` what it is treated as holding (``members``
    added up), ``law_possible`` the same through majorities that are only possible.
    """

    direct: Stake
    law: Stake
    law_possible: Stake
    members: tuple[str, ...]
    economic: Bounds
    power: Power | None
    power_bounds: Band | None
    abilities: tuple[Ability, ...]


class Party(msgspec.Struct, frozen=True):
    """A holder, or holders under an arrangement, before and after."""

    name: str
    holders: tuple[str, ...]
    before: Side
    after: Side
    crossings: tuple[Crossing, ...]


class WhatIf(msgspec.Struct, frozen=True):
    """The whole answer about ``company``."""

    company: str
    parties: tuple[Party, ...]
    side_rights: tuple[Holding, ...]
    """Rows off the thresholds: convertibles, vetoes, board rights, licences."""

    remarks: tuple[str, ...]
    planned: int
    """Rows of the file that plan something; without any, nobody can cross."""


MOST_PLAYERS: Final = 200
"""Beyond this many holders, power is not counted."""

Controllers = Mapping[str, Collection[str]]
"""For a holder, those who surely hold a majority of it, as a register says."""


def what_if(table: CapTable, company: str = "", controllers: Controllers | None = None) -> WhatIf:
    """Return what the planned rows of ``table`` change in ``company`` (default: its target).

    ``controllers`` adds majority owners above the holders.
    """
    target = company or table.target
    deal = _Deal(table, target, controllers or {})
    return WhatIf(
        target,
        tuple(deal.parties()),
        tuple(each for each in table.holdings if each.company == target and _beside(each)),
        tuple(deal.remarks()),
        sum(each.planned for each in table.holdings),
    )


def _beside(row: Holding) -> bool:
    return bool(row.instrument != "share" or row.veto or row.board)


class _Time:
    """All companies of a table at one time, with the target in their midst."""

    def __init__(
        self, lines: Mapping[str, Lines], target: str, boards_: Controllers,
        together: Collection[Collection[str]],
    ) -> None:  # fmt: skip
        books = {company: Book(each) for company, each in lines.items()}
        self.book = books.setdefault(target, Book(Lines(())))
        others = {company: book for company, book in books.items() if company != target}
        self._ties = Ties(others, boards_, together)
        self._economy = Economy(target, books)
        self._powers, self._bands, self.rounded = _powers(self.book)

    def side(self, holders: tuple[str, ...]) -> Side:
        """Return what ``holders`` have."""
        sure = self._ties.group(holders)
        may = self._ties.group(holders, possible=True)
        law = self.book.stake(sure)
        one = holders[0] if len(holders) == 1 else ""
        return Side(
            self.book.stake(holders), law, self.book.stake(may),
            tuple(sorted(sure - set(holders))),
            _added([self._economy.share(each) for each in holders]),
            self._powers.get(one), self._bands.get(one), abilities(law),
        )  # fmt: skip


class _Deal:
    """Both times of a table, and who takes part."""

    def __init__(self, table: CapTable, target: str, controllers: Controllers) -> None:
        self.table = table
        self.target = target
        self._both = both(table)
        self._boards: dict[str, set[str]] = boards(table)
        for holder, above in controllers.items():
            self._boards.setdefault(holder, set()).update(above)
        self._together = arrangements(table)
        self._open = _open(self._both.values())
        groups = tuple(self._together.values())
        now = {company: each.before for company, each in self._both.items()}
        then = {company: each.after for company, each in self._both.items()}
        self._now = _Time(now, target, self._boards, groups)
        self._then = _Time(then, target, self._boards, groups)

    def parties(self) -> list[Party]:
        """Return every party with something in the target, the largest after the deal first."""
        found = [self._party(name, (name,)) for name in self._names()]
        found += [self._party(label, names) for label, names in self._together.items()]
        kept = [each for each in found if _shows(each)]
        return sorted(kept, key=lambda each: (-each.after.law.votes.hi, each.name))

    def _names(self) -> list[str]:
        lines = (part for each in self._both.values() for part in (each.before, each.after))
        above = (owner for owners in self._boards.values() for owner in owners)
        names = [*(holder for each in lines for holder in each.holders), *sorted(above)]
        return [name for name in dict.fromkeys(names) if name != HIDDEN]

    def _party(self, name: str, holders: tuple[str, ...]) -> Party:
        first, then = self._now.side(holders), self._then.side(holders)
        stakes = ((first.law, then.law), (first.law_possible, then.law_possible))
        return Party(name, holders, first, then, crossings(*stakes, bands=self._open))

    def remarks(self) -> Iterator[str]:
        """Yield what is odd in the table, and what to ask."""
        yield from self.table.remarks
        for company, each in self._both.items():
            yield from each.remarks
            if each.before.exceeded or each.after.exceeded:
                yield (
                    f"The stakes in {company} that the table states exceed 100 %, so that some are"
                    " untrue; nothing about it is called certain."
                )
        if len(self._then.book.holders) > MOST_PLAYERS:
            yield (
                f"Power is not counted for more than {MOST_PLAYERS} holders; bounds of it are not"
                f" given for more than {MOST_BOUNDED}."
            )
        if self._now.rounded or self._then.rounded:
            yield (
                "Votes are too fine to be counted one by one and were rounded for the power index;"
                " a tie to the last vote may be missed there. Shares and lines are exact."
            )
        yield from close_in_time(self.table, self.target, self._then.book)


def _open(both_times: Iterable[Both]) -> str:
    """Return what leaves stakes open that are not issued later: `REASONS` words it."""
    times = [time for each in both_times for time in (each.before, each.after)]
    if any(each.unread for each in times):
        return UNREAD
    return CONTRADICTED if any(each.contradictory for each in times) else "bands"


def _shows(party: Party) -> bool:
    return any(side.law.shares.hi or side.law_possible.shares_range.hi or side.economic.hi
               for side in (party.before, party.after))  # fmt: skip


def _added(bounds: list[Bounds]) -> Bounds:
    low, high = sum(each.lo for each in bounds), min(sum(each.hi for each in bounds), 1.0)
    return Bounds(min(low, high), high, (low + high) / 2)


def _powers(book: Book) -> tuple[dict[str, Power], dict[str, Band], bool]:
    """Return each holder's power in an ordinary resolution, its bounds, and if it was rounded."""
    if book.lines.contradictory or not 0 < len(book.holders) <= MOST_PLAYERS:
        return {}, {}, False
    stakes = {each: book.stake([each]) for each in book.holders}
    bands = shapley_bounds([Band(s.votes_range.lo, s.votes_range.hi) for s in stakes.values()], 0.5)
    bounds = dict(zip(stakes, bands, strict=True)) if bands else {}
    if any(s.votes.hi - s.votes.lo > 1e-9 for s in stakes.values()):
        return {}, bounds, False
    game = majority([book.votes[holder].low for holder in stakes])
    return dict(zip(stakes, power(game), strict=True)), bounds, game.rounded
