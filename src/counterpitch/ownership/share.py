"""From the interests of one holder in one company to what is computed with.

What one source says in several capacities (for oneself, as a trustee) adds up at most and is at
least the largest; what several sources say is each possible, so that the hull is taken. Shares
decide the economic part, surplus where a partnership has no shares, nothing known where there is
neither. Votes follow shares where none are stated. A right to appoint the majority of the board,
and consolidation in accounts, count as just over half of the votes.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from counterpitch.ownership.answer import OPENNESS
from counterpitch.ownership.edge import Interest

IGNORED: Final = frozenset({"officer", "asset_licence", "conditional"})
"""Bases that give neither share nor vote now; signals look at them."""

RIGHT: Final = 0.500001
"""Votes that a right to appoint the board stands for: a majority, and two of them contradict."""

RIGHTS: Final = frozenset({"board", "consolidation"})

FLAG_RIGHT: Final = 1
FLAG_INFLUENCE: Final = 2
FLAG_CLAIM: Final = 4
"""Only claimed as indirect: the way it goes may be in the graph already."""

FLAG_STATED: Final = 8
"""Shares, surplus or votes are stated."""


class Combined(NamedTuple):
    """Bounds of shares and of votes that one holder has in one company, and flags."""

    lo: float
    hi: float
    vote_lo: float
    vote_hi: float
    flags: int


Band = tuple[float, float]


def combined(interests: Iterable[Interest]) -> Combined:
    """Return what the interests of one holder in one company come to."""
    listed = [each for each in interests if each.basis not in IGNORED]
    by_basis = {basis: _hull(listed, basis) for basis in ("shares", "votes", "surplus")}
    shares = by_basis["shares"] or by_basis["surplus"] or (0.0, 1.0)
    votes = by_basis["votes"] or shares
    right = any(each.basis in RIGHTS for each in listed)
    flags = FLAG_RIGHT * right
    flags |= FLAG_INFLUENCE * any(each.basis == "influence" for each in listed)
    flags |= FLAG_CLAIM * all(each.directness == "indirect" for each in listed)
    flags |= FLAG_STATED * any(band is not None for band in by_basis.values())
    low, high = (max(votes[0], RIGHT), 1.0) if right else votes
    return Combined(shares[0], shares[1], low, high, flags)


def bounds(interest: Interest) -> Band:
    """Return lower and upper bound, an open end moved inside by `OPENNESS`."""
    return (
        interest.lo + OPENNESS * interest.lo_open,
        interest.hi - OPENNESS * interest.hi_open,
    )


def _hull(interests: list[Interest], basis: str) -> Band | None:
    capacities: dict[tuple[str, str], Band] = {}
    for each in interests:
        if each.basis == basis:
            low, high = bounds(each)
            known = capacities.get((each.source, each.capacity), (0.0, 0.0))
            capacities[each.source, each.capacity] = (max(low, known[0]), max(high, known[1]))
    sources: dict[str, Band] = {}
    for (source, _), (low, high) in sorted(capacities.items()):
        known = sources.get(source, (0.0, 0.0))
        sources[source] = (max(known[0], low), known[1] + high)
    if not sources:
        return None
    least = min(low for low, _ in sources.values())
    return least, min(1.0, max(high for _, high in sources.values()))
