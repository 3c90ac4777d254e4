"""A frame with axes: from figures to places on the drawing."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

WIDTH: Final = 360
HEIGHT: Final = 300
LEFT, RIGHT, TOP, BOTTOM = 46, 16, 14, 44
TICKS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


class Frame:
    """Axes from 0 to ``across`` and from 0 to 1, in a drawing of ``WIDTH`` × ``HEIGHT``."""

    def __init__(self, across: float = 1.0) -> None:
        self._across = across

    def x(self, value: float) -> float:
        """Return the place of a figure on the horizontal axis."""
        return LEFT + (WIDTH - LEFT - RIGHT) * min(value / self._across, 1.0)

    def y(self, value: float) -> float:
        """Return the place of a figure on the vertical axis."""
        return TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - value)

    def axes(self, across: str, upward: str, ticks: Sequence[float] = TICKS) -> str:
        """Return grid, figures and names of both axes."""
        parts = [_tick_x(self.x(t), f"{100 * t:g}") for t in ticks]
        parts += [_tick_y(self.y(t), f"{100 * t:g}") for t in TICKS]
        middle = TOP + (HEIGHT - TOP - BOTTOM) / 2
        parts.append(
            f'<text class="axis" x="{(LEFT + WIDTH - RIGHT) / 2:g}" y="{HEIGHT - 6}"'
            f' text-anchor="middle">{escape(across)}</text>'
            f'<text class="axis" text-anchor="middle"'
            f' transform="translate(13 {middle:g}) rotate(-90)">{escape(upward)}</text>'
        )
        return "".join(parts)

    def line(self, corners: Iterable[tuple[float, float]], kind: str) -> str:
        """Return a line through ``corners``, cut off at the right edge, with class ``kind``."""
        places = " ".join(
            f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in corners if x <= self._across
        )
        return f'<polyline class="{kind}" points="{places}"/>'

    def dot(self, x: float, y: float, kind: str, label: str = "") -> str:
        """Return a dot with an optional label to its lower right."""
        left, top = self.x(x), self.y(y)
        place = f'x="{left + 8:.1f}" y="{top + 14:.1f}"'
        words = f'<text class="mark" {place}>{escape(label)}</text>' if label else ""
        return f'<circle class="{kind}" cx="{left:.1f}" cy="{top:.1f}" r="4.5"/>{words}'


def _tick_x(at: float, text: str) -> str:
    floor = HEIGHT - BOTTOM
    return (
        f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{floor}"/>'
        f'<text class="tick" x="{at:.1f}" y="{floor + 16}" text-anchor="middle">{text}</text>'
    )


def _tick_y(at: float, text: str) -> str:
    right = WIDTH - RIGHT
    return (
        f'<line class="grid" x1="{LEFT}" x2="{right}" y1="{at:.1f}" y2="{at:.1f}"/>'
        f'<text class="tick" x="{LEFT - 7}" y="{at + 4:.1f}" text-anchor="end">{text}</text>'
    )


def drawing(title: str, body: str, *, width: float = WIDTH, height: float = HEIGHT) -> str:
    """Return a whole drawing; ``title`` is what a screen reader says."""
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(title)}">'
        f"{body}</svg>"
    )
