"""The measure of the kernel: integrated ownership and control in plain Python.

Used where the compiled kernel is not built, and to test it. Integrated ownership after Brioschi
and others (1989) without loops through the owner (Chapelle and Szafarz, "Controlling firms
through the majority voting rule", 2005), which for owners that nobody owns is the probability
that a walk up the holdings ends at that owner. The bands make it an interval Markov chain
(Škulj, 2009): lower bounds are sums of products, upper bounds give each holder its lower bound and
the slack to the best holders first.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from counterpitch.ownership.graph import Graph, Integrated, Ints

OVER = 5e-13
"""Lower bounds that sum to more than 1 + this contradict each other; less than `OPENNESS`."""

STILL = 2e-15
SWEEPS = 400
DENSE = 64
"""As in ``_native/ownership/kernel.h``: see there."""


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


def integrate(holdings: Graph) -> Integrated:
    """Return what the kernel's ``integrate`` returns."""
    work = _Work(holdings)
    work.run()
    return work.result()


class _Work:
    def __init__(self, holdings: Graph) -> None:
        self.graph = holdings
        self.vectors: dict[int, Vectors] = {}
        self.order: list[int] = []
        self.ring = np.full(holdings.nodes, -1, np.int32)
        self.inexact = 0

    def run(self) -> None:
        layered = {n for n in range(self.graph.nodes) if self._is_layered(n)}
        rings = 0
        for members in components(self.graph, layered):
            self.order += members
            if len(members) > 1:
                self.ring[members] = rings
                rings += 1
                self._ring(members)
            else:
                self.vectors[members[0]] = self._node(members[0])

    def _is_layered(self, node: int) -> bool:
        return any(not self._is_source(up) for up in _owners(self.graph, node))

    def _is_source(self, node: int) -> bool:
        return bool(self.graph.pointer[node] == self.graph.pointer[node + 1])

    def of(self, node: int) -> Vectors:
        """Return the owners of ``node``; of a source: itself, wholly."""
        if node in self.vectors:
            return self.vectors[node]
        if self._is_source(node):
            return {node: Vector(1.0, 1.0, 1.0)}
        return self._node(node)

    def _node(self, node: int) -> Vectors:
        company = Company(self.graph, node)
        above = [(self.of(holding.owner), holding) for holding in company.holdings]
        found: Vectors = {}
        for owner in dict.fromkeys(owner for vectors, _ in above for owner in vectors):
            parts = [(vectors[owner], holding) for vectors, holding in above if owner in vectors]
            found[owner] = _combined(company, parts)
        return found

    def _ring(self, members: list[int]) -> None:
        ring = _Ring(self, members)
        for member in members:
            self.vectors[member] = {}
        for owner in ring.owners():
            values, sharp = ring.solve(owner)
            self.inexact += not sharp
            for member, value in zip(members, values, strict=True):
                self.vectors[member][owner] = value

    def result(self) -> Integrated:
        rows = [(owner, *vector) for node in self.order for owner, vector in self.of(node).items()]
        columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
        starts = np.cumsum([0, *(len(self.of(node)) for node in self.order)])
        over = [Company(self.graph, node).over for node in range(self.graph.nodes)]
        return Integrated(
            np.array(self.order, np.int32), self.ring[self.order], starts.astype(np.int64),
            np.array(columns[0], np.int32), np.array(columns[1], np.float64),
            np.array(columns[2], np.float64), np.array(columns[3], np.float64),
            np.array(over, np.uint8), self.inexact,
        )  # fmt: skip


def _combined(company: Company, parts: list[tuple[Vector, Holding]]) -> Vector:
    low = sum(company.low(holding) * vector.lo for vector, holding in parts)
    point = sum(company.middle(holding) * vector.point for vector, holding in parts)
    high = company.highest([(vector.hi, holding) for vector, holding in parts])
    return Vector(low, point, max(low, high))


class _Ring:
    """The equations of one ring, solved for one owner at a time."""

    def __init__(self, work: _Work, members: list[int]) -> None:
        self.members = members
        self.companies = [Company(work.graph, member) for member in members]
        local = {member: i for i, member in enumerate(members)}
        self.inner = [
            [(local[h.owner], h) for h in company.holdings if h.owner in local]
            for company in self.companies
        ]
        self.outer = [
            [(work.of(h.owner), h) for h in company.holdings if h.owner not in local]
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
                value = _combined(self.companies[j], parts)
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
                highs[j] = min(highs[j], _combined(self.companies[j], parts).hi)
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


def _owners(holdings: Graph, node: int) -> list[int]:
    found: list[int] = holdings.owner[holdings.pointer[node] : holdings.pointer[node + 1]].tolist()
    return found


def components(holdings: Graph, among: set[int]) -> Iterator[list[int]]:
    """Yield the strongly connected components of ``among``, owners first (Tarjan, 1972)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    given: set[int] = set()
    for root in sorted(among):
        if root in number:
            continue
        number[root] = low[root] = len(number)
        stack.append(root)
        frames = [(root, iter(_owners(holdings, root)))]
        while frames:
            node, ups = frames[-1]
            for up in ups:
                if up not in among or up in given:
                    continue
                if up not in number:
                    number[up] = low[up] = len(number)
                    stack.append(up)
                    frames.append((up, iter(_owners(holdings, up))))
                    break
                low[node] = min(low[node], number[up])
            else:
                frames.pop()
                if frames:
                    low[frames[-1][0]] = min(low[frames[-1][0]], low[node])
                if low[node] == number[node]:
                    members = stack[stack.index(node) :]
                    del stack[-len(members) :]
                    given.update(members)
                    yield members


def control(votes: Graph, order: Integrated) -> Ints:
    """Return what the kernel's ``control`` returns."""
    return _Control(votes).run(order)


class _Control:
    def __init__(self, votes: Graph) -> None:
        self.votes = votes
        self.head = list(range(votes.nodes))
        self.within: set[int] = set()

    def run(self, order: Integrated) -> Ints:
        layered = set(order.layered.tolist())
        for node in range(self.votes.nodes):
            if node not in layered:
                self._settle(node)
        for members in _grouped(order.layered.tolist(), order.ring):
            while sum(self._settle(node) for node in members):
                pass
            self._name(members)
        return np.array([self._top(node) for node in range(self.votes.nodes)], np.int32)

    def _top(self, node: int) -> int:
        while self.head[node] != node:
            node = self.head[node]
        return node

    def _settle(self, node: int) -> bool:
        if self.head[node] != node or node in self.within:
            return False
        above = self._majority(node)
        if above is None:
            return False
        if above == node:
            self.within.add(node)
        else:
            self.head[node] = above
        return True

    def _majority(self, node: int) -> int | None:
        company = Company(self.votes, node)
        if company.over:
            return None
        sums: dict[int, float] = {}
        for holding in company.holdings:
            top = self._top(holding.owner)
            sums[top] = sums.get(top, 0.0) + holding.lo
        return next((top for top, total in sums.items() if total > 0.5 + 1e-13), None)

    def _name(self, members: list[int]) -> None:
        for node in members:
            now = self._top(node)
            if now in self.within and node < now:
                self.within.add(node)
                self.head[now] = node
                self.head[node] = node


def _grouped(layered: list[int], ring: Ints) -> Iterator[list[int]]:
    group: list[int] = []
    for node in layered:
        if group and (ring[node] < 0 or ring[node] != ring[group[-1]]):
            yield group
            group = []
        group.append(node)
    if group:
        yield group
