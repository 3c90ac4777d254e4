"""Who controls a company by majorities, for certain or possibly, and what the law attributes.

Company control of the Bank of Italy: x controls y if x, or what x controls together with x, holds
more than half of y's votes. Law mode: the National Security and Investment Act 2021, Schedule 1:
an interest is held indirectly through a chain of entities in each of which the one above has a
majority stake, and then the whole of the lowest interest counts, not a product of shares.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from counterpitch.ownership.answer import NOISE, Bounds, Standing
from counterpitch.ownership.graph import Graph
from counterpitch.ownership.reference import Company

WORK = 400_000
"""Steps after which the possible is no longer told apart from the excluded: all is possible."""


class Majorities:
    """Majority holdings in a small graph of votes; ``influence`` are pairs that may control."""

    def __init__(
        self, votes: Graph, influence: Iterable[bool], joint: frozenset[int] = frozenset()
    ) -> None:
        self.votes = votes
        self.companies = [Company(votes, node) for node in range(votes.nodes)]
        self.influence = list(influence)
        self.below: list[list[tuple[int, float, float]]] = [[] for _ in range(votes.nodes)]
        for node, company in enumerate(self.companies):
            first = int(votes.pointer[node])
            for k, holding in enumerate(company.holdings):
                high = self._high(company, holding.lo, holding.hi)
                high = 1.0 if self.influence[first + k] else high
                low = 0.0 if company.over else holding.lo
                if node in joint:  # a joint holding: each of its members has all of it, by law
                    low, high = float(holding.lo > 0), 1.0
                self.below[holding.owner].append((node, low, high))

    @staticmethod
    def _high(company: Company, low: float, high: float) -> float:
        return high if company.over else min(high, low + company.slack)

    def reached(self, holder: int, *, possibly: bool) -> set[int]:
        """Return what ``holder`` controls with all that it controls, itself included.

        Only-certain majorities count unless ``possibly``. A least fixpoint, in time linear in the
        holdings that are looked at.
        """
        reached = {holder}
        sums: dict[int, float] = {}
        waiting = deque([holder])
        while waiting:
            for node, low, high in self.below[waiting.popleft()]:
                if node in reached:
                    continue
                sums[node] = sums.get(node, 0.0) + (high if possibly else low)
                if sums[node] > 0.5 + NOISE:
                    reached.add(node)
                    waiting.append(node)
        return reached

    def chain(self, holder: int, *, possibly: bool) -> set[int]:
        """Return the entities below ``holder`` in an unbroken chain of majority stakes.

        Each stake is one holder's alone; what is possible lets the stakes of a group add up.
        """
        if possibly:
            return self.reached(holder, possibly=True)
        reached, waiting = {holder}, deque([holder])
        while waiting:
            for node, low, _ in self.below[waiting.popleft()]:
                if node not in reached and low > 0.5 + NOISE:
                    reached.add(node)
                    waiting.append(node)
        return reached


class Held(NamedTuple):
    """What one holder has in the company by control and by law."""

    control: Standing
    law: Bounds


class Direct(NamedTuple):
    """What one holder has in the company itself, as far as the law counts it.

    ``shares`` and ``votes`` are as stated: a right to appoint the board, or consolidation, makes a
    majority stake in a chain, but is no percentage. ``within`` tells that it may be the same
    holding as that of a company below, which the register lists too.
    """

    shares: tuple[float, float]
    votes: tuple[float, float]
    within: bool = False


def held(
    shares: Graph, votes: Graph, influence: list[bool], holders: Iterable[int], company: int = 0,
    joint: frozenset[int] = frozenset(), direct: Mapping[int, Direct] | None = None,
) -> dict[int, Held]:  # fmt: skip
    """Return for each of ``holders`` its control of ``company`` and the interest by law.

    By law the larger of shares and votes counts. Joint holders each declare, and are each
    attributed, the whole, so that a company declared to more than 100 per cent keeps its bounds;
    ``joint`` are nodes that stand for a joint holding, each of whose members has all of it.
    ``direct`` says per holder what it has in the company; without it the graphs do.
    """
    majorities = Majorities(votes, influence)
    lawful = Majorities(votes, influence, joint) if joint else majorities
    listed = list(holders)
    cheap = len(listed) * max(1, len(votes.owner)) <= WORK
    stated = _as_drawn(shares, votes, company) if direct is None else direct
    over = max(_sums(stated.values())) > 1 + NOISE
    found = {}
    for holder in listed:
        certain = majorities.reached(holder, possibly=False)
        possible = majorities.reached(holder, possibly=True) if cheap else None
        control: Standing = (
            "certain" if company in certain
            else "possible" if possible is None or company in possible else "excluded"
        )  # fmt: skip
        sure = lawful.chain(holder, possibly=False)
        low = _least(stated, sure, lawful, over=over, cheap=cheap)
        widest = lawful.chain(holder, possibly=True) if cheap else None
        high = 1.0 if widest is None else _most(stated, widest)
        found[holder] = Held(control, Bounds(low, max(low, high), (low + max(low, high)) / 2))
    return found


def _as_drawn(shares: Graph, votes: Graph, company: int) -> dict[int, Direct]:
    first, last = int(shares.pointer[company]), int(shares.pointer[company + 1])
    return {
        int(shares.owner[at]): Direct(
            (float(shares.lo[at]), float(shares.hi[at])), (float(votes.lo[at]), float(votes.hi[at]))
        )
        for at in range(first, last)
    }


def _most(direct: Mapping[int, Direct], chain: set[int]) -> float:
    inside = [direct[each] for each in chain if each in direct]
    return min(1.0, max(sum(d.shares[1] for d in inside), sum(d.votes[1] for d in inside)))


def _least(
    direct: Mapping[int, Direct], chain: set[int], lawful: Majorities, *, over: bool, cheap: bool
) -> float:
    """Return what all of ``chain`` surely hold together, no holding counted twice.

    Registers list what is held "directly or indirectly", so that a company and who stands above
    it may both declare one holding: then only the lower of them is added, or the larger alone
    counts. Of a company that is declared to more than 100 per cent nothing is added.
    """
    inside = [each for each in chain if each in direct]
    apart = inside[:1] if over else [
        each for each in inside
        if not direct[each].within or not _above(each, inside, lawful, cheap=cheap)
    ]  # fmt: skip
    single = [max(direct[each].shares[0], direct[each].votes[0]) for each in inside]
    shares, votes = _sums(direct[each] for each in apart)
    return min(1.0, max([shares, votes, *single]))


def _sums(direct: Iterable[Direct]) -> tuple[float, float]:
    """Return the lower bounds of shares and of votes, added up."""
    listed = list(direct)
    return sum(each.shares[0] for each in listed), sum(each.votes[0] for each in listed)


def _above(one: int, others: list[int], lawful: Majorities, *, cheap: bool) -> bool:
    """Tell whether ``one`` may stand above one of ``others`` through majorities."""
    if len(others) < 2:
        return False
    return not cheap or not lawful.chain(one, possibly=True).isdisjoint(set(others) - {one})


def weakest(graph: Graph, company: int = 0) -> dict[int, tuple[float, float]]:
    """Return for each node above ``company`` the best chain's weakest link, lower and upper.

    A widest-path search from the company upwards (Dijkstra on the minimum), once for each bound.
    """
    low = _widest(graph, company, 0)
    high = _widest(graph, company, 1)
    return {node: (low.get(node, 0.0), high[node]) for node in high}


def _widest(graph: Graph, company: int, end: int) -> dict[int, float]:
    from heapq import heappop, heappush

    bounds = graph.hi if end else graph.lo
    best: dict[int, float] = {}
    waiting = [(-1.0, company)]
    while waiting:
        width, node = heappop(waiting)
        if node in best:
            continue
        best[node] = -width
        for at in range(int(graph.pointer[node]), int(graph.pointer[node + 1])):
            link = min(-width, float(bounds[at]))
            if link > 0 and int(graph.owner[at]) not in best:
                heappush(waiting, (-link, int(graph.owner[at])))
    best.pop(company)
    return best
