"""Curves of links: Bézier pieces, points on them, where they leave a box."""

import math
from collections.abc import Sequence
from typing import NamedTuple

Point = tuple[float, float]


class Rect(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point) -> bool:
        """Tell whether ``point`` lies within."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def meets(self, other: "Rect") -> bool:
        """Tell whether both share some ground."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Cubic(NamedTuple):
    """A cubic Bézier curve."""

    start: Point
    first: Point
    second: Point
    end: Point

    def at(self, t: float) -> Point:
        """Return the point at ``t`` from 0 to 1."""
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        return (
            a * self.start[0] + b * self.first[0] + c * self.second[0] + d * self.end[0],
            a * self.start[1] + b * self.first[1] + c * self.second[1] + d * self.end[1],
        )

    def between(self, t0: float, t1: float) -> "Cubic":
        """Return the piece from ``t0`` to ``t1``."""
        return self._until(t1)._since(t0 / t1 if t1 else 0.0)

    def _until(self, t: float) -> "Cubic":
        p = [self.start, self.first, self.second, self.end]
        q = [_mix(p[n], p[n + 1], t) for n in range(3)]
        r = [_mix(q[n], q[n + 1], t) for n in range(2)]
        return Cubic(p[0], q[0], r[0], _mix(r[0], r[1], t))

    def _since(self, t: float) -> "Cubic":
        turned = Cubic(self.end, self.second, self.first, self.start)._until(1 - t)
        return Cubic(turned.end, turned.second, turned.first, turned.start)


def _mix(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def upright(start: Point, end: Point) -> Cubic:
    """Return the curve that leaves ``start`` and reaches ``end`` vertically."""
    half = (end[1] - start[1]) * 0.55
    return Cubic(start, (start[0], start[1] + half), (end[0], end[1] - half), end)


def bowed(start: Point, end: Point, bow: float) -> Cubic:
    """Return a curve bent to its left by ``bow`` times its length."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    nx, ny = dy * bow, -dx * bow
    first = (start[0] + dx / 3 + nx, start[1] + dy / 3 + ny)
    second = (start[0] + 2 * dx / 3 + nx, start[1] + 2 * dy / 3 + ny)
    return Cubic(start, first, second, end)


def outside(curve: Cubic, first: Rect, last: Rect) -> Cubic:
    """Return the part of ``curve`` outside the boxes where it begins and ends."""
    steps = 64
    inside = [n for n in range(steps + 1) if first.holds(curve.at(n / steps))]
    begin = (max(inside) / steps) if inside else 0.0
    inside = [n for n in range(steps + 1) if last.holds(curve.at(n / steps))]
    finish = (min(inside) / steps) if inside else 1.0
    return curve.between(begin, finish) if begin < finish else curve


def path_of(pieces: Sequence[Cubic]) -> str:
    """Return the pieces as the ``d`` of an SVG path."""
    words = [f"M{_xy(pieces[0].start)}"]
    for piece in pieces:
        straight = piece.start[0] == piece.first[0] == piece.second[0] == piece.end[0]
        words.append(
            f"L{_xy(piece.end)}"
            if straight
            else f"C{_xy(piece.first)} {_xy(piece.second)} {_xy(piece.end)}"
        )
    return "".join(words)


def arrow_of(curve: Cubic, size: float) -> str:
    """Return the points of an arrow head at the curve's end."""
    before = curve.second if curve.second != curve.end else curve.start
    angle = math.atan2(curve.end[1] - before[1], curve.end[0] - before[0])
    corners = [curve.end]
    for turn in (2.72, -2.72):
        x = curve.end[0] + size * math.cos(angle + turn)
        corners.append((x, curve.end[1] + size * math.sin(angle + turn)))
    return " ".join(_xy(corner) for corner in corners)


def _xy(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
