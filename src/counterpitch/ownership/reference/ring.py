"""Companies that own each other: the least solution of their equations."""

from collections.abc import Callable

import numpy as np

from counterpitch.ownership.graph import Graph
from counterpitch.ownership.reference.company import Company, Holding, Vector, Vectors, combined

STILL = 2e-15
SWEEPS = 400
DENSE = 64
"""As in ``_native/ownership/kernel.h``: see there."""


class Ring:
    """The equations of one ring, solved for one owner at a time."""

    def __init__(self, holdings: Graph, of: Callable[[int], Vectors], members: list[int]) -> None:
        self.members = members
        self.companies = [Company(holdings, member) for member in members]
        local = {member: i for i, member in enumerate(members)}
        self.inner = [
            [(local[h.owner], h) for h in company.holdings if h.owner in local]
            for company in self.companies
        ]
        self.outer = [
            [(of(h.owner), h) for h in company.holdings if h.owner not in local]
            for company in self.companies
        ]

    def owners(self) -> list[int]:
        """Return who feeds the ring from outside."""
        found = (owner for each in self.outer for vectors, _ in each for owner in vectors)
        return list(dict.fromkeys(found))

    def solve(self, owner: int) -> tuple[list[Vector], bool]:
        """Return the members' vectors for ``owner``, and whether the bounds are sharp."""
        now = [Vector(0.0, 0.0, 0.0)] * len(self.members)
        for _ in range(SWEEPS):
            change = 0.0
            for j in reversed(range(len(self.members))):
                parts = self._parts(j, owner, now)
                value = combined(self.companies[j], parts)
                change = max(change, *(abs(a - b) for a, b in zip(value, now[j], strict=True)))
                now[j] = value
            if change <= STILL:
                return now, True
        return self._finish(owner, now)

    def _parts(self, j: int, owner: int, now: list[Vector]) -> list[tuple[Vector, Holding]]:
        outer = [(vectors[owner], h) for vectors, h in self.outer[j] if owner in vectors]
        return outer + [(now[i], h) for i, h in self.inner[j]]

    def _finish(self, owner: int, now: list[Vector]) -> tuple[list[Vector], bool]:
        if len(self.members) <= DENSE:
            try:
                return self._exactly(owner, now), True
            except np.linalg.LinAlgError:
                pass
        highs = [1.0] * len(now)
        for _ in range(SWEEPS):
            for j in reversed(range(len(now))):
                parts = self._parts(j, owner, [Vector(0, 0, high) for high in highs])
                highs[j] = min(highs[j], combined(self.companies[j], parts).hi)
        return [Vector(v.lo, v.point, max(v.lo, h)) for v, h in zip(now, highs, strict=True)], False

    def _exactly(self, owner: int, now: list[Vector]) -> list[Vector]:
        lo = self._linear(owner, [[c.low(h) for h in c.holdings] for c in self.companies], 0)
        point = self._linear(owner, [[c.middle(h) for h in c.holdings] for c in self.companies], 1)
        hi = np.array([value.hi for value in now])
        for _ in range(64):
            better = self._linear(owner, [self._choice(j, owner, hi) for j in range(len(now))], 2)
            change, hi = float(np.abs(better - hi).max()), better
            if change < 1e-14:
                break
        else:
            raise np.linalg.LinAlgError
        return [
            Vector(*map(float, each)) for each in zip(lo, point, np.maximum(lo, hi), strict=True)
        ]

    def _choice(self, j: int, owner: int, hi: "np.typing.NDArray[np.float64]") -> list[float]:
        """Return each holder's share when the slack goes where ``owner`` gets most."""
        company = self.companies[j]
        inside = {id(h): float(hi[i]) for i, h in self.inner[j]}
        outside = {
            id(h): vectors[owner].hi if owner in vectors else 0.0 for vectors, h in self.outer[j]
        }
        ranked = sorted(
            company.holdings,
            key=lambda h: (-outside.get(id(h), inside.get(id(h), 0.0)), id(h) in inside),
        )
        shares, slack = {}, company.slack
        for holding in ranked:
            more = holding.hi - holding.lo
            more = more if company.over else min(slack, more)
            slack -= more
            shares[id(holding)] = holding.lo + more
        return [shares[id(holding)] for holding in company.holdings]

    def _linear(
        self, owner: int, shares: list[list[float]], which: int
    ) -> "np.typing.NDArray[np.float64]":
        size = len(self.members)
        matrix, right = np.eye(size), np.zeros(size)
        for j, company in enumerate(self.companies):
            share = {id(h): s for h, s in zip(company.holdings, shares[j], strict=True)}
            for i, h in self.inner[j]:
                matrix[j, i] -= share[id(h)]
            for vectors, h in self.outer[j]:
                right[j] += share[id(h)] * vectors[owner][which] if owner in vectors else 0.0
        if np.linalg.cond(matrix) > 1e14:
            raise np.linalg.LinAlgError
        return np.clip(np.linalg.solve(matrix, right), 0.0, 1.0)
