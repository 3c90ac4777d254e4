"""Rows of figures with their intervals, and rows of figures before and after."""

from collections.abc import Sequence
from html import escape
from typing import Final

import msgspec

from counterpitch.evaluation.plots.frame import drawing

WIDTH, EDGE, ROW, FOOT = 360, 6, 37, 26
LABEL: Final = 42
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
    height = len(dots) * ROW + FOOT
    body = "".join(_tick(step * most / 4, most, unit, height) for step in range(5))
    body += "".join(_row(dot, at * ROW, most) for at, dot in enumerate(dots))
    return drawing(title, body, width=WIDTH, height=height)


def _x(value: float, most: float) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * min(max(value / most, 0.0), 1.0)


def _tick(value: float, most: float, unit: float, height: float) -> str:
    x = _x(value, most)
    anchor = "start" if value == 0 else "end" if value == most else "middle"
    return (
        f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - FOOT + 6:g}"/>'
        f'<text class="tick" x="{x:.1f}" y="{height - 6:g}" text-anchor="{anchor}">'
        f"{unit * value:g}</text>"
    )


def _row(dot: Dot, top: float, most: float) -> str:
    label = dot.label if len(dot.label) <= LABEL else f"{dot.label[: LABEL - 1]}…"
    y = top + 26
    parts = [
        f'<text class="name" x="{EDGE}" y="{top + 14:g}">{escape(label)}</text>'
        f'<text class="number" x="{WIDTH - EDGE}" y="{top + 14:g}" text-anchor="end">'
        f"{escape(dot.words)}</text>"
    ]
    if dot.low is not None and dot.high is not None:
        parts.append(_stretch("reach", _x(dot.low, most), _x(dot.high, most), y))
    if dot.before is not None:
        before = _x(dot.before, most)
        parts.append(_stretch("fall", before, _x(dot.value, most), y))
        parts.append(f'<circle class="before" r="4.5" cx="{before:.1f}" cy="{y:g}"/>')
    parts.append(f'<circle class="point" cx="{_x(dot.value, most):.1f}" cy="{y:g}" r="5"/>')
    return "".join(parts)


def _stretch(kind: str, start: float, end: float, y: float) -> str:
    return f'<line class="{kind}" x1="{start:.1f}" x2="{end:.1f}" y1="{y:g}" y2="{y:g}"/>'
