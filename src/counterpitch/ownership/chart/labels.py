"""Words on the lines, put where they cover neither a box nor each other."""

from collections.abc import Sequence
from typing import Final

import msgspec

from counterpitch.ownership.chart.curves import Rect
from counterpitch.ownership.chart.routes import Route, Scene, length
from counterpitch.ownership.chart.text import safe, width_of

TRIED: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88)
TALL: Final = 16.0
ROOMY: Final = 60.0
"""Pieces shorter than this are the last to bear words."""

CELL: Final = 80.0


class Label(msgspec.Struct, frozen=True):
    """Words centred at a point."""

    text: str
    x: float
    y: float
    width: float


def labels(scene: Scene) -> tuple[Label, ...]:
    """Return the labels of all links that have words."""
    taken = _Taken(list(scene.boxes.values()))
    ways = _ways(scene)
    found = []
    order = sorted(enumerate(scene.routes), key=lambda each: (not each[1].inner, each[0]))
    for number, route in order:
        if route.link.text:
            label = _label(route, number, taken, ways)
            taken.add(_rect(label))
            found.append(label)
    return tuple(found)


class _Taken:
    """Ground that is taken, asked by cells so that many labels stay fast."""

    def __init__(self, rects: Sequence[Rect]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Rect, int]]] = {}
        for rect in rects:
            self.add(rect)

    def add(self, rect: Rect, whose: int = -1) -> None:
        for cell in _cells(rect):
            self._cells.setdefault(cell, []).append((rect, whose))

    def count(self, rect: Rect, whose: int = -2) -> int:
        """Return how much of what is not ``whose`` lies under ``rect``."""
        return sum(
            rect.meets(other)
            for cell in _cells(rect)
            for other, owner in self._cells.get(cell, ())
            if owner != whose
        )


def _cells(rect: Rect) -> list[tuple[int, int]]:
    return [
        (x, y)
        for x in range(int(rect.left // CELL), int(rect.right // CELL) + 1)
        for y in range(int(rect.top // CELL), int(rect.bottom // CELL) + 1)
    ]


def _ways(scene: Scene) -> _Taken:
    """Return the ground under all links, as small squares along them."""
    found = _Taken([])
    for number, route in enumerate(scene.routes):
        for piece in route.pieces:
            steps = max(int(length(piece) // 8), 1)
            for n in range(steps + 1):
                x, y = piece.at(n / steps)
                found.add(Rect(x - 1, y - 1, x + 1, y + 1), number)
    return found


def _label(route: Route, number: int, taken: _Taken, ways: _Taken) -> Label:
    """Return the first place that covers nothing, or else the one that covers least."""
    pieces = sorted(route.pieces, key=lambda piece: length(piece) < ROOMY)
    best, least = _at(route, *pieces[0].at(0.5)), float("inf")
    for cost, (piece, t) in enumerate((piece, t) for piece in pieces[:3] for t in TRIED):
        label = _at(route, *piece.at(t))
        rect = _rect(label)
        burden = 100 * taken.count(rect) + 5 * ways.count(rect, number) + 0.1 * cost
        if burden < least:
            best, least = label, burden
        if least < 1:
            break
    return best


def _at(route: Route, x: float, y: float) -> Label:
    words = safe(route.link.text, 40)
    return Label(words, x, y, 6.1 * width_of(words) + 8)


def _rect(label: Label) -> Rect:
    half = label.width / 2
    return Rect(label.x - half, label.y - TALL / 2, label.x + half, label.y + TALL / 2)
