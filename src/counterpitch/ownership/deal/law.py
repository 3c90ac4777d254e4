"""Who is treated as holding what under the NSI Act 2021, Schedule 1.

A majority stake (most of the votes, or of the board) makes what the company below holds the
holder's own, whole and not multiplied: 51 % of B, which holds 26 % of T, counts as 26 % of T.
Majority stakes that are held through majority stakes count too, so the set grows until it
stays. Holders under one arrangement are each treated as holding what all of them hold
(paragraphs 1 and 2). This is the reading of laymen and no legal advice.
"""

from collections.abc import Collection, Mapping

from counterpitch.ownership.captable.table import CapTable
from counterpitch.ownership.deal.shares import Book

MAJORITY = 0.5


class Ties:
    """What makes one holder's stake another's: known holders, boards, arrangements.

    ``companies`` are all companies whose holders are known; ``boards`` maps a company to those
    who may appoint most of its board; ``arrangements`` are sets of holders who act together.
    """

    def __init__(
        self, companies: Mapping[str, Book], boards: Mapping[str, Collection[str]] | None = None,
        arrangements: Collection[Collection[str]] = (),
    ) -> None:  # fmt: skip
        self._companies = companies
        self._held: dict[str, set[str]] = {}
        self._appointed: dict[str, set[str]] = {}
        self._together: dict[str, set[str]] = {}
        for company, book in companies.items():
            for holder in book.holders:
                self._held.setdefault(holder, set()).add(company)
        for company, holders in (boards or {}).items():
            for holder in holders:
                self._appointed.setdefault(holder, set()).add(company)
        for each in arrangements:
            for holder in each:
                self._together.setdefault(holder, set()).update(each)

    def group(self, holders: Collection[str], *, possible: bool = False) -> frozenset[str]:
        """Return ``holders`` and all whose stakes they are treated as holding.

        With ``possible``, a majority that bands or conversions leave open counts as well.
        """
        found, new = set(holders), set(holders)
        while new:
            near = {company for each in new for company in self._held.get(each, ())} - found
            more = {company for company in near if self._majority(company, found, possible)}
            for each in new:
                more |= self._appointed.get(each, set()) | self._together.get(each, set())
            new = more - found
            found |= new
        return frozenset(found)

    def _majority(self, company: str, holders: set[str], possible: bool) -> bool:
        votes = self._companies[company].stake(holders)
        if possible:
            return votes.votes_range.over(MAJORITY) != "excluded"
        return votes.votes.over(MAJORITY) == "certain"


def boards(table: CapTable) -> dict[str, set[str]]:
    """Return who may appoint most of the board of each company, as the table says it."""
    found: dict[str, set[str]] = {}
    for each in table.holdings:
        if "majority" in each.board.casefold() or each.board.casefold() == "all":
            found.setdefault(each.company, set()).add(each.holder)
    return found


def arrangements(table: CapTable) -> dict[str, tuple[str, ...]]:
    """Return the holders under each arrangement that the table names."""
    found: dict[str, dict[str, None]] = {}
    for each in table.holdings:
        if each.together:
            found.setdefault(each.together, {})[each.holder] = None
    return {label: tuple(names) for label, names in found.items() if len(names) > 1}
