"""Ways of the links: from box to box, past the rows between, and around a ring."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from counterpitch.ownership.chart.curves import Cubic, Point, Rect, bowed, outside, upright
from counterpitch.ownership.chart.graph import Graph, Link
from counterpitch.ownership.chart.items import BOX_WIDTH, Item, height_of
from counterpitch.ownership.chart.layers import Layered
from counterpitch.ownership.chart.place import Placed

LANES: Final = 6
"""Ways beside a ring that are kept apart; more share the last."""


class Route(msgspec.Struct, frozen=True):
    """A link with its curve; ``inner`` tells that it runs within a ring or to itself."""

    link: Link
    pieces: tuple[Cubic, ...]
    inner: bool = False


class Scene(msgspec.Struct, frozen=True):
    """Everything that has a place: boxes as rectangles, rings as (centre, item), routes."""

    boxes: Mapping[str, Rect]
    rings: tuple[tuple[Point, Item], ...]
    routes: tuple[Route, ...]
    width: float
    height: float


def scene(graph: Graph, items: Sequence[Item], layout: Layered, places: Placed) -> Scene:
    """Return where every box stands and every link runs."""
    home = {box.id: number for number, item in enumerate(items) for box in item.boxes}
    boxes = _rectangles(items, places)
    ports = _Ports(graph, boxes, items)
    routes = [
        _inner(link, boxes, items[home[link.owner]])
        if home[link.owner] == home[link.owned]
        else _outer(link, home, layout, places, ports)
        for link in graph.links
    ]
    rings = [
        (places.centres[number], item) for number, item in enumerate(items) if len(item.boxes) > 1
    ]
    return Scene(boxes, tuple(rings), tuple(routes), places.width, places.height)


def _rectangles(items: Sequence[Item], places: Placed) -> dict[str, Rect]:
    found = {}
    for number, item in enumerate(items):
        x, y = places.centres[number]
        for box, (dx, dy) in zip(item.boxes, item.spots, strict=True):
            half, tall = BOX_WIDTH / 2, height_of(box) / 2
            found[box.id] = Rect(x + dx - half, y + dy - tall, x + dx + half, y + dy + tall)
    return found


class _Ports:
    """Where links leave and reach a box: side by side, in the order of their other ends."""

    def __init__(self, graph: Graph, boxes: Mapping[str, Rect], items: Sequence[Item]) -> None:
        self._boxes = boxes
        self._mates = {
            box.id: [other.id for other in item.boxes if other is not box]
            for item in items
            if len(item.boxes) > 1
            for box in item.boxes
        }
        self._lanes: dict[float, int] = {}
        self._out: dict[str, list[str]] = {}
        self._in: dict[str, list[str]] = {}
        for link in graph.links:
            if link.owner != link.owned:
                self._out.setdefault(link.owner, []).append(link.owned)
                self._in.setdefault(link.owned, []).append(link.owner)
        for ends in (*self._out.values(), *self._in.values()):
            ends.sort(key=lambda id: (boxes[id].left, boxes[id].top))

    def leave(self, link: Link) -> Point:
        rect = self._boxes[link.owner]
        return (_spread(rect, self._out[link.owner], link.owned), rect.bottom)

    def reach(self, link: Link) -> Point:
        rect = self._boxes[link.owned]
        return (_spread(rect, self._in[link.owned], link.owner), rect.top)

    def detour(self, id: str, above: Point, below: Point) -> tuple[Rect, float] | None:
        """Return the box and where to pass beside the ring, if a mate stands in the way."""
        mates = [self._boxes[mate] for mate in self._mates.get(id, ())]
        way = Rect(above[0] - 4, above[1] + 1, below[0] + 4, below[1] - 1)
        if not any(way.meets(mate) for mate in mates):
            return None
        rect = self._boxes[id]
        left = min(rect.left, *(mate.left for mate in mates))
        right = max(rect.right, *(mate.right for mate in mates))
        near_left = rect.left + rect.right <= left + right
        side = left if near_left else right
        lane = self._lanes[side] = self._lanes.get(side, 0) + 1
        away = 8 + 6 * min(lane, LANES)
        return rect, side - away if near_left else side + away


def _spread(rect: Rect, ends: Sequence[str], end: str) -> float:
    count = len(ends)
    wide = (rect.right - rect.left) * (0.8 if count > 4 else 0.5)
    middle = (rect.left + rect.right) / 2
    return middle if count == 1 else middle - wide / 2 + wide * ends.index(end) / (count - 1)


def _outer(
    link: Link, home: Mapping[str, int], layout: Layered, places: Placed, ports: _Ports
) -> Route:
    path = layout.paths[home[link.owner], home[link.owned]]
    rank = {node: number for number, layer in enumerate(layout.layers) for node in layer}
    at, end = ports.leave(link), ports.reach(link)
    pieces, at = _left(ports, link, at, places.bottoms[rank[path[0]]])
    tail, end = _reached(ports, link, end, places.tops[rank[path[-1]]])
    for node in path[1:]:
        row = rank[node]
        floor = (at[0], places.bottoms[row - 1])
        if floor[1] > at[1] + 0.5:
            pieces.append(_straight(at, floor))
            at = floor
        last = node == path[-1]
        target = (end[0] if last else places.centres[node][0], places.tops[row])
        pieces.append(upright(at, target))
        at = target
        below = end[1] if last else places.bottoms[row]
        if below > at[1] + 0.5:
            pieces.append(_straight(at, (at[0], below)))
            at = (at[0], below)
    return Route(link, (*pieces, *tail))


def _left(ports: _Ports, link: Link, at: Point, floor: float) -> tuple[list[Cubic], Point]:
    """Return the way out of a box, around the members of its ring that stand below it."""
    side = ports.detour(link.owner, at, (at[0], floor))
    if not side:
        return [], at
    rect, x = side
    edge = (rect.left if x < rect.left else rect.right, (rect.top + rect.bottom) / 2)
    corner = (x, edge[1] + 24)
    return [Cubic(edge, (x, edge[1]), (x, edge[1]), corner)], corner


def _reached(ports: _Ports, link: Link, end: Point, roof: float) -> tuple[list[Cubic], Point]:
    """Return the way into a box, around the members of its ring that stand above it."""
    side = ports.detour(link.owned, (end[0], roof), end)
    if not side:
        return [], end
    rect, x = side
    edge = (rect.left if x < rect.left else rect.right, (rect.top + rect.bottom) / 2)
    corner = (x, edge[1] - 24)
    return [Cubic(corner, (x, edge[1]), (x, edge[1]), edge)], corner


def _straight(start: Point, end: Point) -> Cubic:
    return Cubic(start, start, end, end)


def _inner(link: Link, boxes: Mapping[str, Rect], item: Item) -> Route:
    first, last = boxes[link.owner], boxes[link.owned]
    if link.owner == link.owned:
        return Route(link, (_loop(first),), inner=True)
    members = [box.id for box in item.boxes]
    step = (members.index(link.owned) - members.index(link.owner)) % len(members)
    bow = 0.2 if step == 1 or len(members) == 2 else 0.1
    curve = bowed(_centre(first), _centre(last), bow)
    return Route(link, (outside(curve, first, last),), inner=True)


def _loop(rect: Rect) -> Cubic:
    """Return the loop of a company that holds its own shares, at its right side."""
    middle, reach = (rect.top + rect.bottom) / 2, 46.0
    return Cubic(
        (rect.right, middle - 9), (rect.right + reach, middle - 26),
        (rect.right + reach, middle + 26), (rect.right, middle + 9),
    )  # fmt: skip


def _centre(rect: Rect) -> Point:
    return ((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2)


def length(curve: Cubic) -> float:
    """Return about how long a curve is."""
    points = [curve.at(n / 8) for n in range(9)]
    return sum(math.dist(points[n], points[n + 1]) for n in range(8))
