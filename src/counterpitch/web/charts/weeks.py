"""Approaches by week: columns for the period, a dashed line for the one before it."""

from typing import Final

from counterpitch.cases.nouns.trends import Trends
from counterpitch.web.charts.chart import Chart, bar, dated, drawing, text

_WIDTH: Final = 760.0
_HEIGHT: Final = 240.0
_LEFT: Final = 34.0
_FLOOR: Final = 200.0
_TOP: Final = 16.0


def weeks(found: Trends, address: str) -> Chart:
    """Return the chart of weeks."""
    most = max([1, *(w.approaches for w in found.weeks), *(w.before for w in found.weeks)])
    step = (_WIDTH - _LEFT) / max(1, len(found.weeks))
    unit = (_FLOOR - _TOP) / _ceiling(most)
    body = _grid(_ceiling(most), unit)
    line, labelled = [], dated(step, len(found.weeks), _WIDTH - _LEFT)
    for number, week in enumerate(found.weeks):
        left = _LEFT + number * step
        height = week.approaches * unit
        body.append(bar(left + step * 0.14, _FLOOR - height, step * 0.72, height, "bar"))
        line.append(f"{left + step / 2:.1f},{_FLOOR - week.before * unit:.1f}")
        if number in labelled:
            body.append(text(left, _FLOOR + 18, week.monday.strftime("%d %b %Y")))
    body.append(f'<polyline class="before" points="{" ".join(line)}"/>')
    rows = tuple(
        (w.monday.isoformat(), str(w.approaches), str(w.before), str(w.received))
        for w in found.weeks
    )
    note = "Columns: this period. Dashed line: the same weeks of the period before."
    return Chart(
        "weeks", "Approaches by week", drawing("Approaches by week", body, _WIDTH, _HEIGHT),
        ("week from", "approaches", "period before", "received"), rows, address, note,
    )  # fmt: skip


def _ceiling(most: int) -> int:
    """Return a round number at or above ``most`` that four lines divide."""
    for size in (4, 8, 12, 20, 40, 60, 80, 100):
        if most <= size:
            return size
    scale: int = 10 ** (len(str(most)) - 1)
    return next(n * scale for n in (1, 2, 4, 8, 10, 20) if n * scale >= most)


def _grid(top: int, unit: float) -> list[str]:
    found = []
    for quarter in range(5):
        value = top * quarter / 4
        at = _FLOOR - value * unit
        found.append(f'<line class="axis" x1="{_LEFT}" x2="{_WIDTH}" y1="{at:.1f}" y2="{at:.1f}"/>')
        found.append(text(_LEFT - 6, at + 4, f"{value:,.0f}", anchor="end"))
    return found
