"""The ways from a company up to its owners, the weightiest first."""

from heapq import heappop, heappush
from typing import Final

import numpy as np

from counterpitch.ownership.above import Above
from counterpitch.ownership.answer import Bounds, Chain, Step
from counterpitch.ownership.view import View

PER_OWNER: Final = 4
STEPS: Final = 5_000
"""Ways that are looked at; in a tangle there are more than anybody could count."""

LONGEST: Final = 120

Way = tuple[int, ...]
"""Holdings of `Above.shares` from the company upwards."""


def ways(
    above: Above, owners: set[int], per_owner: int = PER_OWNER
) -> tuple[dict[int, list[Way]], bool]:
    """Return up to ``per_owner`` ways to each of ``owners`` (places), and whether all were seen."""
    graph = above.shares
    found: dict[int, list[Way]] = {}
    waiting: list[tuple[float, int, Way, int]] = [(-1.0, 0, (), 0)]
    count = 0
    whole = True
    while waiting:
        if count >= STEPS:
            return found, False
        weight, _, way, node = heappop(waiting)
        if node in owners and way:
            listed = found.setdefault(node, [])
            if len(listed) < per_owner:
                listed.append(way)
            else:
                whole = False
                continue
        if len(way) >= LONGEST:
            whole = False
            continue
        passed = {0, *(int(graph.owner[at]) for at in way)}
        for at in range(int(graph.pointer[node]), int(graph.pointer[node + 1])):
            up = int(graph.owner[at])
            if up not in passed:
                count += 1
                middle = (float(graph.lo[at]) + float(graph.hi[at])) / 2
                heappush(waiting, (weight * max(middle, 1e-9), count, (*way, at), up))
    return found, whole


def step(view: View, above: Above, at: int) -> Step:
    """Return holding ``at`` as a step with its evidence."""
    graph = above.shares
    low, high = float(graph.lo[at]), float(graph.hi[at])
    held = int(np.searchsorted(graph.pointer, at, side="right")) - 1
    return Step(
        view.id(above.nodes[int(graph.owner[at])]), view.id(above.nodes[held]),
        Bounds(low, high, (low + high) / 2), view.interests(above.pairs[at]),
    )  # fmt: skip


def chain(steps: tuple[Step, ...]) -> Chain:
    """Return steps, the owner's first, as a chain."""
    low, high, middle = 1.0, 1.0, 1.0
    for each in steps:
        low *= each.share.lo
        high *= each.share.hi
        middle *= each.share.point
    return Chain(steps, Bounds(low, high, middle))
