"""Who is treated as holding what under the NSI Act 2021, Schedule 1.

A majority stake (most of the votes, or of the board) makes what the company below holds the
holder's own, whole and not multiplied: 51 % of B, which holds 26 % of T, counts as 26 % of T.
Majority stakes that are held through majority stakes count too, so the set grows until it
stays. Holders under one arrangement are each treated as holding what all of them hold
(paragraphs 1 and 2). This is the reading of laymen and no legal advice.
"""

from collections.abc import Collection, Mapping

import msgspec

from counterpitch.ownership.captable.table import CapTable
from counterpitch.ownership.deal.lines import Lines
from counterpitch.ownership.deal.shares import stake

MAJORITY = 0.5


class Ties(msgspec.Struct, frozen=True):
    """What makes one holder's stake another's: known holders, boards, arrangements.

    ``companies`` are all companies whose holders are known; ``boards`` maps a company to those
    who may appoint most of its board; ``arrangements`` are sets of holders who act together.
    """

    companies: Mapping[str, Lines]
    boards: Mapping[str, Collection[str]]
    arrangements: Collection[Collection[str]] = ()


def group(holders: Collection[str], ties: Ties, *, possible: bool = False) -> frozenset[str]:
    """Return ``holders`` and all whose stakes they are treated as holding.

    With ``possible``, a majority that bands or conversions leave open counts as well.
    """
    found = set(holders)
    while more := _below(found, ties, possible) | _beside(found, ties):
        found |= more
    return frozenset(found)


def _below(found: set[str], ties: Ties, possible: bool) -> set[str]:
    """Return the companies that ``found`` hold by a majority of the votes or of the board."""
    return {
        company
        for company in (*ties.companies, *ties.boards)
        if company not in found
        and (
            not found.isdisjoint(ties.boards.get(company, ()))
            or (company in ties.companies and _majority(ties.companies[company], found, possible))
        )
    }


def _beside(found: set[str], ties: Ties) -> set[str]:
    """Return who acts together with one of ``found``."""
    return {
        each
        for together in ties.arrangements
        if not found.isdisjoint(together)
        for each in together
        if each not in found
    }


def _majority(lines: Lines, holders: set[str], possible: bool) -> bool:
    if holders.isdisjoint(lines.holders):
        return False
    held = stake(lines, holders)
    if possible:
        return held.votes_range.over(MAJORITY) != "excluded"
    return held.votes.over(MAJORITY) == "certain"


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
