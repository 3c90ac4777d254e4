"""Integrated ownership: of each company the vector of its ultimate owners."""

import numpy as np

from counterpitch.ownership.graph import Graph, Integrated
from counterpitch.ownership.reference.company import Company, Vector, Vectors, combined
from counterpitch.ownership.reference.components import components, owners
from counterpitch.ownership.reference.ring import Ring


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
        return any(not self._is_source(up) for up in owners(self.graph, node))

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
            found[owner] = combined(company, parts)
        return found

    def _ring(self, members: list[int]) -> None:
        ring = Ring(self.graph, self.of, members)
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
