"""Rings above a company: who owns one another in a circle, and what exceeds the whole."""

from typing import NamedTuple

import numpy as np

from counterpitch.ownership.above import Above
from counterpitch.ownership.graph import Integrated
from counterpitch.ownership.view import View


class Rings(NamedTuple):
    """The ids in each ring; ``closed`` are those with no owner outside."""

    rings: tuple[tuple[str, ...], ...]
    closed: tuple[tuple[str, ...], ...]


def rings(view: View, above: Above, result: Integrated) -> Rings:
    """Return the rings among those who stand above a company."""
    members: dict[int, list[int]] = {}
    for place, ring in enumerate(result.ring.tolist()):
        if ring >= 0:
            members.setdefault(ring, []).append(place)
    found: list[tuple[str, ...]] = []
    closed: list[tuple[str, ...]] = []
    for places in members.values():
        ids = tuple(sorted(view.id(above.nodes[place]) for place in places))
        (found if _has_outside(above, places) else closed).append(ids)
    return Rings(tuple(sorted(found)), tuple(sorted(closed)))


def _has_outside(above: Above, places: list[int]) -> bool:
    graph, inside = above.shares, set(places)
    return any(
        int(up) not in inside
        for place in places
        for up in graph.owner[graph.pointer[place] : graph.pointer[place + 1]].tolist()
    )


def over_declared(view: View, above: Above, result: Integrated) -> tuple[str, ...]:
    """Return the ids of companies whose declared holdings exceed the whole."""
    places = np.flatnonzero(result.over).tolist()
    return tuple(sorted(view.id(above.nodes[place]) for place in places))
