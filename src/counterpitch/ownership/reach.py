"""What a person or company holds and controls, directly and through others."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from counterpitch.ownership.answer import Bounds, Standing
from counterpitch.ownership.control import Majorities
from counterpitch.ownership.graph import Graph, integrated
from counterpitch.ownership.node import Node
from counterpitch.ownership.share import FLAG_INFLUENCE
from counterpitch.ownership.twice import told_twice
from counterpitch.ownership.view import View

MOST: Final = 100_000
"""Companies below one holder that are looked at."""

MOST_LOOKED_AT: Final = 2_000
"""Holdings among which those that may be told twice are looked for."""


class Holding(NamedTuple):
    """One company below a holder: its part over all ways, whether direct, and control."""

    node: Node
    share: Bounds
    direct: bool
    control: Standing


class Below(NamedTuple):
    """Everything below a holder, the largest certain part first; ``cut`` if there is more."""

    holdings: tuple[Holding, ...]
    cut: bool
    remarks: tuple[str, ...] = ()


def below(view: View, holder: int) -> Below:
    """Return what the node numbered ``holder`` holds, by what the view knows."""
    nodes, cut = _reached(view, holder)
    shares, votes, influence, places, pairs = _cut_out(view, holder, nodes)
    parts = _parts(shares)
    majorities = Majorities(votes, influence)
    certain = majorities.reached(0, possibly=False)
    possible = majorities.reached(0, possibly=True)
    direct = {int(view_node) for view_node in _held(view, holder)}
    found = []
    for node in nodes[1:]:
        place = places[node]
        low, point, high = parts.get(place, (0.0, 0.0, 0.0))
        control: Standing = (
            "certain" if place in certain else "possible" if place in possible else "excluded"
        )
        bounds = Bounds(low, high, min(max(point, low), high))
        found.append((place, Holding(view.node(node), bounds, node in direct, control)))
    found.sort(key=lambda each: (-each[1].share.lo, -each[1].share.hi, each[1].node.id))
    twice = _twice(view, shares, pairs, nodes)
    return Below(tuple(holding for _, holding in found), cut, tuple(twice))


def _twice(view: View, shares: Graph, pairs: list[int], nodes: list[int]) -> Iterator[str]:
    """Yield a remark about companies in which a holding on the way may be told twice."""
    several = np.flatnonzero(np.diff(shares.pointer) > 1).tolist()
    if len(pairs) > MOST_LOOKED_AT or not several:
        return
    owned = shares.owned
    found = {
        int(owned[at]): None
        for at in told_twice(shares, several)
        if any(each.directness != "direct" for each in view.interests(pairs[at]))
    }
    if found:
        called = [view.node(nodes[place]) for place in list(found)[:5] if place < len(nodes)]
        yield (
            f"In {', '.join(node.name or node.id for node in called)} a holder stands in the"
            " register beside a company below it. Registers list what is held directly or"
            " indirectly: if that is one holding told twice, the economic part is less than what"
            " is shown, and its lower bound is not certain."
        )


def _held(view: View, node: int) -> "np.typing.NDArray[np.int64]":
    arrays = view.arrays
    pairs = arrays.down[int(arrays.down_pointer[node]) : int(arrays.down_pointer[node + 1])]
    return np.searchsorted(arrays.pointer, pairs, side="right") - 1


def _reached(view: View, holder: int) -> tuple[list[int], bool]:
    nodes, seen = [holder], {holder}
    for node in nodes:
        for low in _held(view, node).tolist():
            if low not in seen:
                if len(nodes) > MOST:
                    return nodes, True
                seen.add(low)
                nodes.append(low)
    return nodes, False


def _cut_out(
    view: View, holder: int, nodes: list[int]
) -> tuple[Graph, Graph, list[bool], dict[int, int], list[int]]:
    """Return the companies below with all their direct holders; nobody is above the holder."""
    arrays = view.arrays
    places = {node: place for place, node in enumerate(nodes)}
    pairs: list[int] = []
    counts = [0] * len(nodes)
    for place, node in enumerate(nodes):
        if node != holder:
            span = range(int(arrays.pointer[node]), int(arrays.pointer[node + 1]))
            pairs.extend(span)
            counts[place] = len(span)
    at = np.array(pairs, np.int64)
    owners = [places.setdefault(up, len(places)) for up in arrays.owner[at].tolist()]
    counts += [0] * (len(places) - len(nodes))
    pointer = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    owner = np.array(owners, np.int32)
    return (
        Graph(pointer, owner, arrays.lo[at], arrays.hi[at]),
        Graph(pointer, owner, arrays.vote_lo[at], arrays.vote_hi[at]),
        ((arrays.flags[at] & FLAG_INFLUENCE) > 0).tolist(),
        places,
        pairs,
    )


def _parts(shares: Graph) -> dict[int, tuple[float, float, float]]:
    """Return the part of place 0 in every company, by place."""
    result = integrated(shares)
    layered = set(result.layered.tolist())
    found = {}
    span = np.repeat(result.layered, np.diff(result.start))
    for at in np.flatnonzero(result.owner == 0).tolist():
        found[int(span[at])] = (
            float(result.lo[at]), float(result.point[at]), float(result.hi[at]),
        )  # fmt: skip
    from counterpitch.ownership.above import direct

    held = np.repeat(np.arange(shares.nodes), np.diff(shares.pointer))[shares.owner == 0]
    for place in dict.fromkeys(held.tolist()):
        if place not in layered:
            found[place] = direct(shares, place)[0]
    return found
