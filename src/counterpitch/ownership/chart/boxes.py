"""A box in SVG: shape, name, lines, and the three thresholds as squares."""

from collections.abc import Sequence
from html import escape

from counterpitch.ownership.answer import Standing
from counterpitch.ownership.chart.curves import Rect
from counterpitch.ownership.chart.graph import Box
from counterpitch.ownership.chart.items import LINE
from counterpitch.ownership.chart.shapes import KIND_WORDS, shape
from counterpitch.ownership.chart.text import lines_of, safe


def drawn(box: Box, rect: Rect) -> str:
    """Return ``box`` at ``rect``, with its whole name for a mouse or a screen reader."""
    css = _css(box)
    on = " on" if box.target else " over" if box.kind == "unknown" else ""
    behind = _stack(box, rect) if box.folded else ""
    middle = (rect.left + rect.right) / 2
    y = rect.top + 9
    words = []
    for line in lines_of(box.name, box.kind == "unknown"):
        y += LINE
        words.append(_text(middle, y - 2, line, f"name{on}"))
    for line in box.lines[:2]:
        y += LINE
        words.append(
            _text(middle, y - 2, safe(line, 24 if box.kind == "unknown" else 30), f"small{on}")
        )
    if box.standings:
        words.append(marks(middle, y + 5, box.standings))
    title = f"<title>{escape(_said(box))}</title>"
    return f"<g>{title}{behind}{shape(box.kind, rect, css)}{''.join(words)}</g>"


def _css(box: Box) -> str:
    if box.target:
        return "box target"
    if box.kind == "unknown":
        return "blank"
    return "box who" if box.kind == "person" else "box"


def _said(box: Box) -> str:
    words = [safe(box.name, 400), KIND_WORDS[box.kind], *(safe(line) for line in box.lines)]
    percents = (25, 50, 75)
    words += [f"{percent} %: {how}" for percent, how in zip(percents, box.standings, strict=False)]
    return " · ".join(words)


def _stack(box: Box, rect: Rect) -> str:
    moved = (Rect(rect.left + n, rect.top - n, rect.right + n, rect.bottom - n) for n in (8, 4))
    return "".join(shape(box.kind, each, _css(box)) for each in moved)


def _text(x: float, y: float, words: str, css: str) -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def marks(x: float, y: float, standings: Sequence[Standing]) -> str:
    """Return squares for 25, 50 and 75 %: full certain, half possible, empty excluded."""
    parts = []
    for number, (standing, percent) in enumerate(zip(standings, (25, 50, 75), strict=False)):
        left = x - 48 + number * 34
        parts.append(square(left, y, standing))
        parts.append(
            f'<text class="tick start" x="{left + 12:.1f}" y="{y + 8:.1f}">{percent}</text>'
        )
    return "".join(parts)


def square(left: float, top: float, standing: Standing) -> str:
    """Return one square of a threshold."""
    css = "mark full" if standing == "certain" else "mark"
    square_ = f'<rect class="{css}" x="{left:.1f}" y="{top:.1f}" width="9" height="9"/>'
    if standing != "possible":
        return square_
    right, bottom = left + 9, top + 9
    corners = f"{left:.1f},{bottom:.1f} {right:.1f},{top:.1f} {right:.1f},{bottom:.1f}"
    return square_ + f'<polygon class="mark full" points="{corners}"/>'
