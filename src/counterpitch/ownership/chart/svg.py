"""The chart as SVG: self-contained, in light and dark, readable without colour.

Everything from outside is escaped; the file runs nothing and asks for nothing.
"""

from html import escape
from pathlib import Path
from typing import Final

from counterpitch.ownership.chart.boxes import drawn
from counterpitch.ownership.chart.curves import Point, arrow_of, path_of
from counterpitch.ownership.chart.fold import SHOWN, folded
from counterpitch.ownership.chart.graph import Graph
from counterpitch.ownership.chart.items import Item, items_of
from counterpitch.ownership.chart.labels import Label, labels
from counterpitch.ownership.chart.layers import layered
from counterpitch.ownership.chart.legend import legend
from counterpitch.ownership.chart.place import MARGIN, placed
from counterpitch.ownership.chart.rings import unringed
from counterpitch.ownership.chart.routes import Route, Scene, scene
from counterpitch.ownership.chart.text import safe

_STYLE: Final = Path(__file__).parent / "chart.css"
_HATCH: Final = (
    '<defs><pattern id="own-hatch" width="8" height="8" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect class="paper" width="8" height="8"/>'
    '<path class="hatch" d="M0,0V8"/></pattern></defs>'
)
TITLE: Final = 34.0


def look() -> str:
    """Return the style sheet of charts, for pages that may hold no style of their own."""
    return _STYLE.read_text("utf-8")


def svg(graph: Graph, *, shown: int = SHOWN, styled: bool = True) -> str:
    """Return the chart of ``graph``, owners above what they hold.

    ``shown`` small holders of a company are drawn each; more are folded into one box. With
    ``styled`` off the style sheet is left out (see `look`).
    """
    graph = unringed(folded(graph, shown))
    items = items_of(graph)
    home = {box.id: at for at, item in enumerate(items) for box in item.boxes}
    links = [(home[link.owner], home[link.owned]) for link in graph.links]
    layout = layered(len(items), [pair for pair in links if pair[0] != pair[1]])
    found = scene(graph, items, layout, placed(items, layout))
    return _page(graph, found, f"<style>{look()}</style>" if styled else "")


def _page(graph: Graph, found: Scene, style: str) -> str:
    width = max(found.width, 560.0)
    shift = (width - found.width) / 2
    keys, tall = legend(graph, bool(found.rings), MARGIN, 0.0, width - 2 * MARGIN)
    height = TITLE + found.height + tall + MARGIN
    title = safe(graph.title, 90)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="own-chart" role="img"'
        f' viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">'
        f"<title>{escape(safe(graph.title, 300))}</title>"
        f"{style}{_HATCH}"
        f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>'
        f'<text class="title" x="{MARGIN:.0f}" y="32">{escape(title)}</text>'
        f'<g transform="translate({shift:.1f} {TITLE:.0f})">{_body(graph, found)}</g>'
        f'<g transform="translate(0 {TITLE + found.height:.1f})">{keys}</g></svg>\n'
    )


def _body(graph: Graph, found: Scene) -> str:
    boxes = {box.id: box for box in graph.boxes}
    return "".join(
        [
            *(_ring(centre, item) for centre, item in found.rings),
            *(_link(route) for route in found.routes),
            *(drawn(boxes[id], rect) for id, rect in found.boxes.items()),
            *(_plate(label) for label in labels(found)),
        ]
    )


def _ring(centre: Point, item: Item) -> str:
    wide = max(abs(x) for x, _ in item.spots)
    tall = max((abs(y) for _, y in item.spots), default=0.0) or 30.0
    return (
        f'<ellipse class="round" cx="{centre[0]:.1f}" cy="{centre[1]:.1f}" rx="{wide:.1f}"'
        f' ry="{tall:.1f}"/>'
    )


def _link(route: Route) -> str:
    width = _thickness(route.link.weight)
    css = "link dashed" if route.link.form == "dashed" else "link"
    return (
        f'<path class="{css}" stroke-width="{width:g}" d="{path_of(route.pieces)}"/>'
        f'<polygon class="head" points="{arrow_of(route.pieces[-1], 7 + width)}"/>'
    )


def _thickness(weight: float) -> float:
    if weight >= 0.75:
        return 4.0
    return 2.8 if weight > 0.5 else 1.9 if weight > 0.25 else 1.2


def _plate(label: Label) -> str:
    return (
        f'<rect class="plate" x="{label.x - label.width / 2:.1f}" y="{label.y - 8:.1f}"'
        f' width="{label.width:.1f}" height="16" rx="3"/>'
        f'<text class="band" x="{label.x:.1f}" y="{label.y + 4:.1f}">{escape(label.text)}</text>'
    )
