"""What templates of company pages share: the environment and small drawings."""

from html import escape
from pathlib import Path
from typing import Any, Final

from counterpitch.ownership.answer import Bounds
from counterpitch.render.html import style
from counterpitch.render.plain import one_line, shown

_TEMPLATES: Final = Path(__file__).parent / "templates"
WIDE: Final = 180.0
SHRINK: Final = 0.55


def rendered(template: str, **values: Any) -> str:
    """Return a page; whatever comes from outside is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["line"] = one_line
    environment.filters["shown"] = shown
    environment.globals["bar"] = lambda bounds: Markup(bar(bounds))  # noqa: S704  # nosec B704
    environment.globals["framed"] = lambda chart: Markup(_framed(chart))  # noqa: S704  # nosec B704
    look = style() + (_TEMPLATES / "company.css").read_text("utf-8")
    return environment.get_template(template).render(style=look, **values)


def _framed(chart: str) -> str:
    """Let a chart shrink with the page to about half its size, and scroll beyond."""
    width = chart.partition(' width="')[2].partition('"')[0]
    least = int(SHRINK * int(width or 0))
    most = f"max-width:{width}px" if width else ""
    return chart.replace("<svg ", f'<svg style="min-width:{least}px;{most}" ', 1)


def bar(bounds: Bounds) -> str:
    """Return bounds as a bar from 0 to 100 %, with marks at 25, 50 and 75."""
    left, right = WIDE * bounds.lo, WIDE * bounds.hi
    ticks = "".join(f'<path class="tick" d="M{WIDE * at:.0f},1V15"/>' for at in (0.25, 0.5, 0.75))
    certain = (
        f'<rect class="sure" x="0" y="4" width="{left:.1f}" height="8"/>' if left > 0.2 else ""
    )
    may = (
        f'<rect class="may" x="{left:.1f}" y="4" width="{max(right - left, 1.5):.1f}" height="8"/>'
    )
    return (
        f'<svg class="bar" viewBox="0 0 {WIDE:.0f} 16" width="{WIDE:.0f}" height="16" role="img"'
        f' aria-label="{escape(bounds.text)}"><rect class="rail" y="7" width="{WIDE:.0f}"'
        f' height="2"/>{certain}{may}{ticks}</svg>'
    )
