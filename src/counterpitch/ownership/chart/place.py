"""Where everything stands: rows from the top, and in each row the least bent lines.

Within a row the order is kept, and each node is drawn to the middle of its neighbours; the
closest places that keep all distances are found exactly (pooled adjacent violators).
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from counterpitch.ownership.chart.items import Item
from counterpitch.ownership.chart.layers import Layered

GAP: Final = 30.0
ROW_GAP: Final = 78.0
BEND: Final = 26.0
ROUNDS: Final = 24
MARGIN: Final = 28.0


class Placed(msgspec.Struct, frozen=True):
    """Centres of all nodes (items, then bends), and the size of the whole."""

    centres: tuple[tuple[float, float], ...]
    tops: tuple[float, ...]
    """Top of each row; a line bends between rows, never within one."""

    bottoms: tuple[float, ...]
    width: float
    height: float


def placed(items: Sequence[Item], layout: Layered) -> Placed:
    """Return the places of ``items`` in ``layout``."""
    count = sum(len(layer) for layer in layout.layers)
    widths = [item.width for item in items] + [BEND] * (count - len(items))
    xs = _across(layout, widths)
    left = min((x - widths[node] / 2 for node, x in xs.items()), default=0.0)
    right = max((x + widths[node] / 2 for node, x in xs.items()), default=0.0)
    ys, tops, bottoms = _down(items, layout)
    centres = tuple((xs[node] - left + MARGIN, ys[node]) for node in range(count))
    return Placed(centres, tops, bottoms, right - left + 2 * MARGIN, bottoms[-1] + MARGIN)


def _down(
    items: Sequence[Item], layout: Layered
) -> tuple[dict[int, float], tuple[float, ...], tuple[float, ...]]:
    y, tops, bottoms = MARGIN, [], []
    ys: dict[int, float] = {}
    for layer in layout.layers:
        tall = max((items[node].height for node in layer if node < len(items)), default=0.0)
        tops.append(y)
        bottoms.append(y + tall)
        for node in layer:
            ys[node] = y + tall / 2
        crowd = sum(1 for upper, _ in layout.segments if upper in set(layer))
        y += tall + ROW_GAP + min(crowd, 24) * 2.5
    return ys, tuple(tops), tuple(bottoms)


def _across(layout: Layered, widths: Sequence[float]) -> dict[int, float]:
    beside: dict[int, list[int]] = {}
    for upper, lower in layout.segments:
        beside.setdefault(upper, []).append(lower)
        beside.setdefault(lower, []).append(upper)
    xs: dict[int, float] = {}
    for layer in layout.layers:
        xs.update(_packed(layer, dict.fromkeys(layer, 0.0), widths))
    rank = {node: number for number, layer in enumerate(layout.layers) for node in layer}
    for turn in range(ROUNDS):
        rows = layout.layers if turn % 2 else layout.layers[::-1]
        for layer in rows:
            wanted = {node: _wish(node, beside, xs, rank, turn) for node in layer}
            xs.update(_packed(layer, wanted, widths))
    return xs


def _wish(
    node: int, beside: Mapping[int, list[int]], xs: Mapping[int, float],
    rank: Mapping[int, int], turn: int,
) -> float:  # fmt: skip
    """Return where a node would stand: amid its neighbours, at first of one side only."""
    near = beside.get(node, [])
    if turn < ROUNDS // 2:
        side = [each for each in near if (rank[each] < rank[node]) == bool(turn % 2)]
        near = side or near
    return sum(xs[each] for each in near) / len(near) if near else xs[node]


def _packed(
    layer: Sequence[int], wanted: Mapping[int, float], widths: Sequence[float]
) -> dict[int, float]:
    """Return the places nearest to ``wanted`` that keep order and distance."""
    offsets, at = [], 0.0
    for number, node in enumerate(layer):
        if number:
            at += (widths[layer[number - 1]] + widths[node]) / 2 + GAP
        offsets.append(at)
    blocks: list[tuple[float, int]] = []
    for node, offset in zip(layer, offsets, strict=True):
        mean, size = wanted[node] - offset, 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, size = (mean * size + before * many) / (size + many), size + many
        blocks.append((mean, size))
    level = [mean for mean, size in blocks for _ in range(size)]
    return {node: level[n] + offsets[n] for n, node in enumerate(layer)}
