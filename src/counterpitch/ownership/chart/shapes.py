"""The shape of each kind of node, told apart without colour."""

from collections.abc import Callable
from typing import Final

from counterpitch.ownership.chart.curves import Rect
from counterpitch.ownership.node import Kind

KIND_WORDS: Final[dict[Kind, str]] = {
    "person": "person",
    "company": "company",
    "partnership": "partnership",
    "trust": "trust or arrangement",
    "arrangement": "trust or arrangement",
    "state": "state",
    "unknown": "not known",
}


def shape(kind: Kind, rect: Rect, css: str) -> str:
    """Return the outline of a node of ``kind``."""
    return _SHAPES[kind](rect, css)


def _company(r: Rect, css: str) -> str:
    return _rect(r, css, 3)


def _person(r: Rect, css: str) -> str:
    return _rect(r, css, min((r.bottom - r.top) / 2, 26))


def _rect(r: Rect, css: str, radius: float) -> str:
    return (
        f'<rect class="{css}" x="{r.left:.1f}" y="{r.top:.1f}" width="{r.right - r.left:.1f}"'
        f' height="{r.bottom - r.top:.1f}" rx="{radius:.1f}"/>'
    )


def _polygon(points: list[tuple[float, float]], css: str) -> str:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polygon class="{css}" points="{corners}"/>'


def _partnership(r: Rect, css: str) -> str:
    c = min(11.0, (r.bottom - r.top) * 0.3)
    return _polygon(
        [(r.left + c, r.top), (r.right - c, r.top), (r.right, r.top + c), (r.right, r.bottom - c),
         (r.right - c, r.bottom), (r.left + c, r.bottom), (r.left, r.bottom - c),
         (r.left, r.top + c)], css,
    )  # fmt: skip


def _trust(r: Rect, css: str) -> str:
    middle, c = (r.top + r.bottom) / 2, min(13.0, (r.bottom - r.top) * 0.4)
    return _polygon(
        [(r.left + c, r.top), (r.right - c, r.top), (r.right, middle), (r.right - c, r.bottom),
         (r.left + c, r.bottom), (r.left, middle)], css,
    )  # fmt: skip


def _state(r: Rect, css: str) -> str:
    edge = min(4.0, (r.bottom - r.top) * 0.18)
    inner = Rect(r.left + edge, r.top + edge, r.right - edge, r.bottom - edge)
    return _rect(r, css, 0) + _rect(inner, "line", 0)


def _unknown(r: Rect, css: str) -> str:
    c = min(18.0, (r.bottom - r.top) * 0.45)
    return _polygon(
        [(r.left + c, r.top), (r.right, r.top), (r.right - c, r.bottom), (r.left, r.bottom)], css
    )


_SHAPES: Final[dict[Kind, Callable[[Rect, str], str]]] = {
    "company": _company,
    "person": _person,
    "partnership": _partnership,
    "trust": _trust,
    "arrangement": _trust,
    "state": _state,
    "unknown": _unknown,
}
