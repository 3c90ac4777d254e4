"""The learning curve as a drawing."""

from html import escape
from typing import Final

import msgspec

WIDTH: Final = 640
HEIGHT: Final = 340
LEFT, RIGHT, TOP, BOTTOM = 52, 150, 18, 46
LOWEST: Final = 0.5
COLOURS: Final = {"AUC": "#0b6e4f", "recall at 5 %": "#b3541e"}


class Point(msgspec.Struct):
    """One network: what it was fitted on, and its figures on the fold that it never saw.

    ``auc`` and ``recall_at_5`` are (value, low, high) of the whole sum, ``lean_auc`` of the leans
    alone; ``marks_ap`` is the average precision of marked sentences. ``unseen_auc`` is that of
    authors of whom nothing was learned.
    """

    name: str
    conversations: int
    marks: int
    auc: list[float]
    lean_auc: list[float]
    recall_at_5: list[float]
    marks_ap: float
    seconds: int
    unseen_auc: list[float] = []


class Curve(msgspec.Struct):
    """All points, and how many conversations were judged, weighed and only read."""

    judged: int
    weighed: int
    honest: int
    points: list[Point]
    note: str = ""


def plotted(curve: Curve) -> str:
    """Return the drawing: figures with intervals over the number of conversations."""
    most = max(point.conversations for point in curve.points)
    body = _axes(most)
    for name, values in (
        ("AUC", [(p, p.auc) for p in curve.points]),
        ("recall at 5 %", [(p, p.recall_at_5) for p in curve.points]),
    ):
        ordered = sorted(((p.conversations, v) for p, v in values), key=lambda each: each[0])
        body += _series(name, [(_x(n, most), v) for n, v in ordered])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        ' aria-label="Learning curve" font-family="system-ui, sans-serif" font-size="12">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{body}</svg>\n'
    )


def _x(conversations: int, most: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * conversations / most


def _y(value: float) -> float:
    share = (max(value, LOWEST) - LOWEST) / (1.0 - LOWEST)
    return TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - share)


def _axes(most: int) -> str:
    parts = []
    for tenth in range(5, 11):
        at = _y(tenth / 10)
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>'
            f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end" fill="#444">{tenth / 10:.1f}'
            "</text>"
        )
    step = 250 if most < 1_500 else 500
    for number in range(0, most + 1, step):
        at = _x(number, most)
        parts.append(
            f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#444">'
            f"{number}</text>"
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(
        f'<text x="{middle:.0f}" y="{HEIGHT - 8}" text-anchor="middle" fill="#222">'
        "labelled conversations that the network was fitted on</text>"
    )
    return "".join(parts)


def _series(name: str, values: list[tuple[float, list[float]]]) -> str:
    colour = COLOURS[name]
    corners = " ".join(f"{x:.1f},{_y(v[0]):.1f}" for x, v in values)
    parts = [f'<polyline points="{corners}" fill="none" stroke="{colour}" stroke-width="2"/>']
    for x, (value, low, high) in values:
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_y(low):.1f}" y2="{_y(high):.1f}"'
            f' stroke="{colour}" opacity="0.5"/>'
            f'<circle cx="{x:.1f}" cy="{_y(value):.1f}" r="4" fill="{colour}"/>'
        )
    x, last = values[-1]
    parts.append(
        f'<text x="{x + 12:.1f}" y="{_y(last[0]) + 4:.1f}" fill="{colour}">'
        f"{escape(name)} {last[0]:.2f}</text>"
    )
    return "".join(parts)
