"""The legend: only what the chart at hand uses."""

from collections.abc import Callable
from html import escape
from typing import Final

from counterpitch.ownership.answer import Standing
from counterpitch.ownership.chart.boxes import square
from counterpitch.ownership.chart.curves import Rect
from counterpitch.ownership.chart.graph import Graph
from counterpitch.ownership.chart.shapes import KIND_WORDS, shape
from counterpitch.ownership.node import Kind

ROW = 24.0
WIDE = 250.0
_STANDINGS: Final[dict[Standing, str]] = {
    "certain": "certainly passes that per cent",
    "possible": "possibly passes that per cent",
    "excluded": "cannot pass that per cent",
}
Sign = Callable[[float, float], str]


def legend(graph: Graph, rings: bool, left: float, top: float, width: float) -> tuple[str, float]:
    """Return the legend from (left, top) within ``width``, and how tall it is."""
    entries = _entries(graph, rings)
    columns = max(int(width // WIDE), 1)
    parts = []
    for number, (sign, words) in enumerate(entries):
        x, y = left + WIDE * (number % columns), top + ROW * (number // columns)
        parts.append(sign(x, y))
        parts.append(
            f'<text class="small start" x="{x + 40:.1f}" y="{y + 12:.1f}">{escape(words)}</text>'
        )
    return "".join(parts), ROW * -(-len(entries) // columns)


def _entries(graph: Graph, rings: bool) -> list[tuple[Sign, str]]:
    found: list[tuple[Sign, str]] = []
    seen: set[str] = set()
    for box in graph.boxes:
        words = "the company asked about" if box.target else KIND_WORDS[box.kind]
        if words not in seen and not box.folded:
            seen.add(words)
            css = "box target" if box.target else "blank" if box.kind == "unknown" else "box"
            found.append((_shape_sign(box.kind, css), words))
    forms = {link.form for link in graph.links}
    if "solid" in forms:
        found.append((_line_sign("link", 2.8), "holds (thicker: over 25, 50, 75 %)"))
    if "dashed" in forms:
        found.append((_line_sign("link dashed", 1.8), "share not certain, may be none"))
    used = {standing for box in graph.boxes for standing in box.standings}
    found += [(_square_sign(each), said) for each, said in _STANDINGS.items() if each in used]
    if rings:
        found.append((_ring_sign, "ring: they hold each other"))
    return found


def _shape_sign(kind: Kind, css: str) -> Sign:
    def sign(x: float, y: float) -> str:
        return shape(kind, Rect(x, y, x + 32, y + 16), css)

    return sign


def _line_sign(css: str, width: float) -> Sign:
    def sign(x: float, y: float) -> str:
        return (
            f'<path class="{css}" stroke-width="{width:g}" d="M{x:.1f},{y + 8:.1f}H{x + 32:.1f}"/>'
        )

    return sign


def _square_sign(standing: Standing) -> Sign:
    def sign(x: float, y: float) -> str:
        return square(x + 12, y + 4, standing)

    return sign


def _ring_sign(x: float, y: float) -> str:
    return f'<ellipse class="round thin" cx="{x + 16:.1f}" cy="{y + 8:.1f}" rx="12" ry="6"/>'
