"""The items of a layout: a box by itself, or a ring of boxes that hold each other."""

import math
from collections.abc import Sequence
from typing import Final

import msgspec

from counterpitch.ownership.chart.graph import Box, Graph
from counterpitch.ownership.chart.text import lines_of

BOX_WIDTH: Final = 172.0
LINE: Final = 15.0
MOST_IN_RING: Final = 12
"""Larger rings are drawn as one box that says how many they are."""


class Item(msgspec.Struct, frozen=True):
    """Boxes that are laid out as one; ``spots`` are their centres from the item's centre."""

    boxes: tuple[Box, ...]
    spots: tuple[tuple[float, float], ...]
    width: float
    height: float
    radius: float = 0.0


def height_of(box: Box) -> float:
    """Return how tall a box is: its name, its lines, its three thresholds."""
    rows = len(lines_of(box.name, box.kind == "unknown")) + len(box.lines[:2])
    return 18.0 + LINE * rows + (15.0 if box.standings else 0.0)


def items_of(graph: Graph) -> tuple[Item, ...]:
    """Return the items of ``graph``, rings as one item each, turned the way the links run."""
    boxes = {box.id: box for box in graph.boxes}
    return tuple(_item([boxes[id] for id in _turned(ids, graph)]) for ids in rings(graph))


def _turned(ids: list[str], graph: Graph) -> list[str]:
    """Turn a ring so that who holds something outside stands low, who is held stands high."""
    if len(ids) < 2:
        return ids
    inside, pull = set(ids), dict.fromkeys(ids, 0)
    for link in graph.links:
        if (link.owner in inside) != (link.owned in inside):
            pull[link.owner if link.owner in inside else link.owned] += (
                2 if link.owner in inside else -1
            )
    angles = [_start(len(ids)) + 2 * math.pi * at / len(ids) for at in range(len(ids))]

    def fit(shift: int) -> float:
        turned = ids[shift:] + ids[:shift]
        return sum(pull[id] * math.sin(angle) for id, angle in zip(turned, angles, strict=True))

    best = max(range(len(ids)), key=lambda shift: (round(fit(shift), 6), -shift))
    return ids[best:] + ids[:best]


def rings(graph: Graph) -> list[list[str]]:
    """Return the strongly connected components, each in the order in which it holds itself."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    at = {box.id: number for number, box in enumerate(graph.boxes)}
    pairs = [(at[link.owner], at[link.owned]) for link in graph.links]
    rows, columns = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    shape = (len(at), len(at))
    matrix = coo_matrix((np.ones(len(pairs)), (rows, columns)), shape=shape)
    _, labels = connected_components(matrix, directed=True, connection="strong")
    groups: dict[int, list[str]] = {}
    for box, label in zip(graph.boxes, labels, strict=True):
        groups.setdefault(int(label), []).append(box.id)
    return [_walked(group, graph) for group in groups.values()]


def _walked(group: list[str], graph: Graph) -> list[str]:
    """Return a ring's members so that, where it can be, each holds the next."""
    if len(group) < 3:
        return group
    inside = set(group)
    held: dict[str, list[str]] = {id: [] for id in group}
    for link in graph.links:
        if link.owner in inside and link.owned in inside:
            held[link.owner].append(link.owned)
    order, seen = [group[0]], {group[0]}
    while len(order) < len(group):
        ahead = [id for id in held[order[-1]] if id not in seen]
        following = ahead[0] if ahead else next(id for id in group if id not in seen)
        order.append(following)
        seen.add(following)
    return order


def _item(boxes: Sequence[Box]) -> Item:
    if len(boxes) == 1:
        return Item((boxes[0],), ((0.0, 0.0),), BOX_WIDTH, height_of(boxes[0]))
    count = len(boxes)
    tall = max(height_of(box) for box in boxes)
    across = BOX_WIDTH + (78 if count < 5 else 44)
    radius = max(across / (2 * math.sin(math.pi / count)), tall * 1.1) if count > 2 else across / 2
    angles = [_start(count) + 2 * math.pi * at / count for at in range(count)]
    squeeze = 0.72 if count > 4 else 0.86
    spots = tuple((radius * math.cos(a), squeeze * radius * math.sin(a)) for a in angles)
    width = 2 * max(abs(x) for x, _ in spots) + BOX_WIDTH + 28
    height = 2 * max(abs(y) for _, y in spots) + tall + 34
    return Item(tuple(boxes), spots, width, height, radius)


def _start(count: int) -> float:
    """Return the first member's angle: two stand side by side, of more one stands lowest."""
    return math.pi if count == 2 else math.pi / 2
