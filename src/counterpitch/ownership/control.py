"""Who controls a company by majorities, for certain or possibly, and what the law attributes.

Company control of the Bank of Italy: x controls y if x, or what x controls together with x, holds
more than half of y's votes. Law mode: the National Security and Investment Act 2021, Schedule 1:
an interest is held indirectly through a chain of entities in each of which the one above has a
majority stake, and then the whole of the lowest interest counts, not a product of shares.
"""

from collections import deque
from collections.abc import Iterable
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


def held(
    shares: Graph, votes: Graph, influence: list[bool], holders: Iterable[int], company: int = 0,
    joint: frozenset[int] = frozenset(),
) -> dict[int, Held]:  # fmt: skip
    """Return for each of ``holders`` its control of ``company`` and the interest by law.

    By law the larger of shares and votes counts. Joint holders each declare, and are each
    attributed, the whole, so that a company declared to more than 100 per cent keeps its bounds;
    ``joint`` are nodes that stand for a joint holding, each of whose members has all of it.
    """
    majorities = Majorities(votes, influence)
    lawful = Majorities(votes, influence, joint) if joint else majorities
    listed = list(holders)
    cheap = len(listed) * max(1, len(votes.owner)) <= WORK
    found = {}
    for holder in listed:
        certain = majorities.reached(holder, possibly=False)
        possible = majorities.reached(holder, possibly=True) if cheap else None
        control: Standing = (
            "certain" if company in certain
            else "possible" if possible is None or company in possible else "excluded"
        )  # fmt: skip
        low = _attributed(shares, votes, company, lawful.chain(holder, possibly=False), 0)
        widest = lawful.chain(holder, possibly=True) if cheap else None
        high = 1.0 if widest is None else _attributed(shares, votes, company, widest, 1)
        found[holder] = Held(control, Bounds(low, max(low, high), (low + max(low, high)) / 2))
    return found


def _attributed(shares: Graph, votes: Graph, company: int, chain: set[int], end: int) -> float:
    first, last = int(shares.pointer[company]), int(shares.pointer[company + 1])
    totals = [0.0, 0.0]
    for which, graph in enumerate((shares, votes)):
        bounds = graph.hi if end else graph.lo
        for at in range(first, last):
            if int(graph.owner[at]) in chain:
                totals[which] += float(bounds[at])
    return min(1.0, max(totals))


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
