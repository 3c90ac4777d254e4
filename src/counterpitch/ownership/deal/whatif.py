"""What a planned deal changes: for each party its stake, its power and the lines it crosses."""

from collections.abc import Collection, Mapping

import msgspec

from counterpitch.ownership.answer import Bounds
from counterpitch.ownership.captable.table import CapTable, Holding
from counterpitch.ownership.deal.crossing import Ability, Crossing, abilities, crossings
from counterpitch.ownership.deal.economic import economic
from counterpitch.ownership.deal.law import Ties, arrangements, boards, group
from counterpitch.ownership.deal.lines import HIDDEN, Lines, after, before
from counterpitch.ownership.deal.shares import Stake, stake
from counterpitch.ownership.deal.timing import close_in_time
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
        (
            *deal.remarks,
            *_contradictions(deal),
            *close_in_time(table, target, deal.then[target]),
        ),
    )


def _beside(row: Holding) -> bool:
    return bool(row.instrument != "share" or row.veto or row.board)


class _Deal:
    """Both times of all companies in a table."""

    def __init__(self, table: CapTable, target: str, controllers: Controllers) -> None:
        self.table = table
        self.target = target
        self.now = {each: before(table, each) for each in table.companies}
        done = {each: after(table, each) for each in table.companies}
        self.then = {each: lines for each, (lines, _) in done.items()}
        self.remarks = [remark for _, said in done.values() for remark in said]
        self.boards = boards(table)
        self.arrangements = arrangements(table)
        for holder, above in controllers.items():
            self.boards.setdefault(holder, set()).update(above)
        self._powers = {id(side): _powers(side[target]) for side in (self.now, self.then)}

    def parties(self) -> list[Party]:
        """Return every party with something in the target, the largest after the deal first."""
        found = [self._party(name, (name,)) for name in self._names()]
        found += [self._party(label, names) for label, names in self.arrangements.items()]
        kept = [each for each in found if _shows(each)]
        return sorted(kept, key=lambda each: (-each.after.law.votes.hi, each.name))

    def _names(self) -> list[str]:
        companies = (*self.now.values(), *self.then.values())
        above = (owner for owners in self.boards.values() for owner in owners)
        names = [*(holder for lines in companies for holder in lines.holders), *sorted(above)]
        return [name for name in dict.fromkeys(names) if name != HIDDEN]

    def _party(self, name: str, holders: tuple[str, ...]) -> Party:
        first, then = self._side(self.now, holders), self._side(self.then, holders)
        stakes = ((first.law, then.law), (first.law_possible, then.law_possible))
        return Party(name, holders, first, then, crossings(*stakes))

    def _side(self, companies: Mapping[str, Lines], holders: tuple[str, ...]) -> Side:
        lines = companies[self.target]
        others = {each: held for each, held in companies.items() if each != self.target}
        ties = Ties(others, self.boards, tuple(self.arrangements.values()))
        sure, may = group(holders, ties), group(holders, ties, possible=True)
        law = stake(lines, sure)
        points, bands = self._powers[id(companies)]
        one = holders[0] if len(holders) == 1 else ""
        return Side(
            stake(lines, holders), law, stake(lines, may), tuple(sorted(sure - set(holders))),
            _added([economic(each, self.target, companies) for each in holders]),
            points.get(one), bands.get(one), abilities(law),
        )  # fmt: skip


def _shows(party: Party) -> bool:
    return any(side.law.shares.hi or side.law_possible.shares_range.hi or side.economic.hi
               for side in (party.before, party.after))  # fmt: skip


def _added(bounds: list[Bounds]) -> Bounds:
    low, high = sum(each.lo for each in bounds), min(sum(each.hi for each in bounds), 1.0)
    return Bounds(min(low, high), high, (low + high) / 2)


def _powers(lines: Lines) -> tuple[dict[str, Power], dict[str, Band]]:
    """Return each holder's power in an ordinary resolution, and its bounds."""
    if lines.contradictory or not lines.lines:
        return {}, {}
    stakes = {each: stake(lines, [each]) for each in lines.holders}
    bands = shapley_bounds([Band(s.votes_range.lo, s.votes_range.hi) for s in stakes.values()], 0.5)
    bounds = dict(zip(stakes, bands, strict=True)) if bands else {}
    if any(s.votes.hi - s.votes.lo > 1e-9 for s in stakes.values()):
        return {}, bounds
    votes = [_votes_of(lines, holder) for holder in stakes]
    return dict(zip(stakes, power(majority(votes)), strict=True)), bounds


def _votes_of(lines: Lines, holder: str) -> float:
    mine = [each for each in lines.lines if each.holder == holder and not each.optional]
    return sum(each.units.low * each.votes for each in mine)


def _contradictions(deal: _Deal) -> list[str]:
    return [
        f"The stakes in {company} that the table states exceed 100 %, so that some are untrue;"
        " nothing about it is called certain."
        for company in deal.now
        if deal.now[company].contradictory or deal.then[company].contradictory
    ]
