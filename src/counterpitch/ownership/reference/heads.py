"""Who controls a company for certain: groups of holders that hold more than half."""

from collections.abc import Iterator

import numpy as np

from counterpitch.ownership.graph import Graph, Integrated, Ints
from counterpitch.ownership.reference.company import Company


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
