"""One company's holdings: what is sure of them, and the most that some of them come to."""

from typing import NamedTuple

from counterpitch.ownership.graph import Graph

OVER = 5e-13
"""Lower bounds that sum to more than 1 + this contradict each other; less than `OPENNESS`."""


class Holding(NamedTuple):
    """One holding in a company: by whom, and its bounds."""

    owner: int
    lo: float
    hi: float


class Vector(NamedTuple):
    """How much of a company (or of an owner itself: all) one ultimate owner has."""

    lo: float
    point: float
    hi: float


Vectors = dict[int, Vector]


class Company:
    """The holdings in one company, with its slack; contradictory ones bind nothing."""

    def __init__(self, holdings: Graph, node: int) -> None:
        at = range(int(holdings.pointer[node]), int(holdings.pointer[node + 1]))
        self.holdings = [
            Holding(int(holdings.owner[e]), float(holdings.lo[e]), float(holdings.hi[e]))
            for e in at
        ]
        total = sum(each.lo for each in self.holdings)
        middle = sum(0.5 * (each.lo + each.hi) for each in self.holdings)
        self.over = total > 1 + OVER
        self.slack = max(0.0, 1 - total)
        self.scale = 1 / middle if middle > 1 else 1.0

    def low(self, holding: Holding) -> float:
        """Return the least that is sure: nothing, where the declarations contradict."""
        return 0.0 if self.over else holding.lo

    def middle(self, holding: Holding) -> float:
        """Return the mid estimate."""
        return 0.5 * (holding.lo + holding.hi) * self.scale

    def highest(self, values: list[tuple[float, Holding]]) -> float:
        """Return the most that holders with ``values`` can bring together."""
        if self.over:
            return min(1.0, sum(holding.hi * value for value, holding in values))
        slack, total = self.slack, 0.0
        for value, holding in sorted(values, key=lambda each: -each[0]):
            more = min(slack, holding.hi - holding.lo)
            slack -= more
            total += (holding.lo + more) * value
        return min(1.0, total)


def combined(company: Company, parts: list[tuple[Vector, Holding]]) -> Vector:
    """Return how much one owner has of ``company`` by way of some of its holders."""
    low = sum(company.low(holding) * vector.lo for vector, holding in parts)
    point = sum(company.middle(holding) * vector.point for vector, holding in parts)
    high = company.highest([(vector.hi, holding) for vector, holding in parts])
    return Vector(low, point, max(low, high))
