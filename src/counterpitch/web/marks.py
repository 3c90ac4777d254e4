"""Marks that stand on every list, drawn once: bands and states."""

from functools import cache
from typing import Final

from markupsafe import Markup, escape

from counterpitch.model.verdict import Band

BAND_NAMES: Final[dict[Band, str]] = {
    "high": "High", "elevated": "Elevated", "low": "Low", "none": "Nothing",
}  # fmt: skip
_BARS: Final = ((0, 10, 6), (7, 5, 11), (14, 0, 16))
"""Left edge, top and height of each of the three bars."""
_FULL: Final[dict[Band, int]] = {"none": 0, "low": 1, "elevated": 2, "high": 3}


def _bar(x: int, y: int, height: int, *, full: bool) -> str:
    faint = "" if full else ' class="off"'
    size = f'x="{x}" y="{y}" width="4" height="{height}"'
    return f'<rect {size} fill="currentColor"{faint}/>'


@cache
def band(name: Band) -> Markup:
    """Return a band's mark: bars that fill up, its word, its own colour and border."""
    bars = "".join(_bar(*edges, full=n < _FULL[name]) for n, edges in enumerate(_BARS))
    drawn = f'<svg viewBox="0 0 18 16" aria-hidden="true">{bars}</svg>'
    return Markup(f'<span class="band band-{name}">{drawn}{BAND_NAMES[name]}</span>')  # noqa: S704  # nosec B704


_STATES: Final = frozenset(
    ("new", "needs-information", "confirmed", "false-alarm", "duplicate", "open", "investigating",
     "reported", "closed")
)  # fmt: skip


@cache
def _state(name: str) -> Markup:
    words = name.replace("-", " ")
    return Markup(f'<span class="state state-{name}">{words}</span>')  # noqa: S704  # nosec B704


def state(name: str) -> Markup:
    """Return the mark of a status; one that is not known is shown as its plain word."""
    return _state(name) if name in _STATES else escape(name)
