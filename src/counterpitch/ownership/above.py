"""Everything that stands above one company, cut out of a register as a small graph of its own."""

from typing import NamedTuple

import numpy as np

from counterpitch.ownership.graph import Graph, Integrated, integrated
from counterpitch.ownership.view import View

MOST_NODES = 50_000
"""Nodes above one company that are looked at; beyond, the answer says that it is cut."""


class Above(NamedTuple):
    """Nodes above a company in the order found, the company first; pairs of `View`.

    ``shares`` and ``votes`` are graphs over the places in ``nodes``; holding ``k`` of either
    is pair ``pairs[k]`` of the view.
    """

    nodes: tuple[int, ...]
    shares: Graph
    votes: Graph
    pairs: tuple[int, ...]
    cut: bool


def above(view: View, company: int, most: int = MOST_NODES) -> Above:
    """Return all that stands above ``company``."""
    arrays = view.arrays
    places = {company: 0}
    nodes = [company]
    pairs: list[int] = []
    pointer = [0]
    cut = False
    for node in nodes:
        first, end = int(arrays.pointer[node]), int(arrays.pointer[node + 1])
        if len(nodes) + end - first > most:
            cut, end = True, first
        pairs.extend(range(first, end))
        pointer.append(len(pairs))
        for up in arrays.owner[first:end].tolist():
            if up not in places:
                places[up] = len(nodes)
                nodes.append(up)
    owner = np.array([places[up] for up in arrays.owner[pairs].tolist()], np.int32)
    starts = np.array(pointer, np.int64)
    at = np.array(pairs, np.int64)
    return Above(
        tuple(nodes),
        Graph(starts, owner, arrays.lo[at], arrays.hi[at]),
        Graph(starts, owner, arrays.vote_lo[at], arrays.vote_hi[at]),
        tuple(pairs),
        cut,
    )


Found = dict[int, tuple[float, float, float]]
"""Per place of an owner: lower bound, mid estimate, upper bound."""


def of_company(graph: Graph, place: int = 0) -> tuple[Found, Integrated]:
    """Return the ultimate owners of the company at ``place``, with bounds."""
    result = integrated(graph)
    at = np.flatnonzero(result.layered == place)
    if len(at):
        span = slice(int(result.start[at[0]]), int(result.start[at[0] + 1]))
        rows = zip(
            result.owner[span].tolist(), result.lo[span].tolist(), result.point[span].tolist(),
            result.hi[span].tolist(), strict=True,
        )  # fmt: skip
        return {owner: (low, point, high) for owner, low, point, high in rows}, result
    return direct(graph, place), result


def direct(graph: Graph, place: int) -> Found:
    """Return the direct holders of a company with the bounds that its other holders leave."""
    from counterpitch.ownership.reference import Company

    company = Company(graph, place)
    found = {}
    for holding in company.holdings:
        high = holding.hi if company.over else min(holding.hi, holding.lo + company.slack)
        found[holding.owner] = (
            company.low(holding), company.middle(holding), min(1.0, high)
        )  # fmt: skip
    return found


def without(graph: Graph, place: int) -> Graph:
    """Return the graph in which the node at ``place`` has nobody above it."""
    first, end = int(graph.pointer[place]), int(graph.pointer[place + 1])
    pointer = graph.pointer.copy()
    pointer[place + 1 :] -= end - first
    keep = np.ones(len(graph.owner), bool)
    keep[first:end] = False
    return Graph(pointer, graph.owner[keep], graph.lo[keep], graph.hi[keep])
