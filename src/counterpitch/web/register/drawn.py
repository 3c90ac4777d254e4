"""Drawings of ownership for a page: the structure chart, and a share as a bar."""

from typing import Final

from markupsafe import Markup, escape

from counterpitch.ownership.answer import Bounds, Trace
from counterpitch.ownership.chart.source import graph_of
from counterpitch.ownership.chart.svg import svg

_WIDE: Final = 180.0


def chart(trace: Trace) -> Markup:
    """Return the structure chart without a style of its own; /owners/chart.css has it.

    Every word in it was escaped when it was drawn.
    """
    return Markup(svg(graph_of(trace), styled=False))  # noqa: S704  # nosec B704


def bar(bounds: Bounds) -> Markup:
    """Return bounds as a bar from 0 to 100 %: full what is certain, pale what is possible."""
    left, right = _WIDE * bounds.lo, _WIDE * bounds.hi
    ticks = "".join(f'<path class="line" d="M{_WIDE * at:.0f},1V15"/>' for at in (0.25, 0.5, 0.75))
    sure = f'<rect class="sure" y="4" width="{left:.1f}" height="8"/>' if left > 0.2 else ""
    wide = max(right - left, 1.5)
    may = f'<rect class="may" x="{left:.1f}" y="4" width="{wide:.1f}" height="8"/>'
    rest = f'<rect class="whole" y="7" width="{_WIDE:.0f}" height="2"/>'
    return Markup(  # noqa: S704  # nosec B704
        f'<svg class="stake" viewBox="0 0 {_WIDE:.0f} 16" width="{_WIDE:.0f}" height="16"'
        f' role="img" aria-label="{escape(bounds.text)}">{rest}{sure}{may}{ticks}</svg>'
    )
