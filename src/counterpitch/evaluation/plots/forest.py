"""Rows of figures with their intervals, and rows of figures before and after."""

from collections.abc import Sequence
from html import escape
from typing import Final

import msgspec

from counterpitch.evaluation.plots.frame import drawing

WIDTH, LEFT, RIGHT, ROW, TOP = 560, 200, 74, 28, 12
LABEL: Final = 30
"""Characters of a row's label that fit."""


class Dot(msgspec.Struct, frozen=True):
    """A row: label, figure with interval (shares), the words at the right, and a figure before."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    words: str = ""
    before: float | None = None


def forest(title: str, dots: Sequence[Dot], *, most: float = 1.0, unit: float = 100.0) -> str:
    """Return one row a dot on an axis from 0 to ``most``, told times ``unit``."""
    height = TOP + len(dots) * ROW + 26
    body = "".join(_tick(step * most / 4, most, unit, height) for step in range(5))
    body += "".join(_row(dot, TOP + at * ROW + ROW / 2, most) for at, dot in enumerate(dots))
    return drawing(title, body, width=WIDTH, height=height)


def _x(value: float, most: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * min(max(value / most, 0.0), 1.0)


def _tick(value: float, most: float, unit: float, height: float) -> str:
    x = _x(value, most)
    return (
        f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 4}" y2="{height - 24:g}"/>'
        f'<text class="tick" x="{x:.1f}" y="{height - 8:g}" text-anchor="middle">'
        f"{unit * value:g}</text>"
    )


def _row(dot: Dot, y: float, most: float) -> str:
    label = dot.label if len(dot.label) <= LABEL else f"{dot.label[: LABEL - 1]}…"
    parts = [f'<text class="name" x="0" y="{y + 4:g}">{escape(label)}</text>']
    if dot.low is not None and dot.high is not None:
        parts.append(
            f'<line class="reach" x1="{_x(dot.low, most):.1f}" x2="{_x(dot.high, most):.1f}"'
            f' y1="{y:g}" y2="{y:g}"/>'
        )
    if dot.before is not None:
        parts.append(
            f'<line class="fall" x1="{_x(dot.before, most):.1f}" x2="{_x(dot.value, most):.1f}"'
            f' y1="{y:g}" y2="{y:g}"/><circle class="before" r="4.5"'
            f' cx="{_x(dot.before, most):.1f}" cy="{y:g}"/>'
        )
    parts.append(f'<circle class="point" cx="{_x(dot.value, most):.1f}" cy="{y:g}" r="5"/>')
    parts.append(
        f'<text class="number" x="{WIDTH}" y="{y + 4:g}" text-anchor="end">{escape(dot.words)}</text>'
    )
    return "".join(parts)
