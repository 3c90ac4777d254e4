"""How a campaign grew: first messages by week as columns, all so far as a line."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from counterpitch.web.charts.chart import Chart, bar, dated, drawing, text

_WIDTH: Final = 760.0
_HEIGHT: Final = 190.0
_LEFT: Final = 34.0
_RIGHT: Final = 680.0
_FLOOR: Final = 150.0
_TOP: Final = 14.0
_SHARE: Final = 0.9
"""How high the highest column stands, of the line's height."""
MOST: Final = 104
"""Weeks that are drawn, the last ones; all are in the table."""


def growth(days: Mapping[str, int]) -> Chart:
    """Return the chart of first messages a day (ISO dates)."""
    weeks = _weeks(days)
    total, running = [], 0
    for _, count in weeks:
        running += count
        total.append(running)
    rows = tuple(
        (monday.isoformat(), str(count), str(so_far))
        for (monday, count), so_far in zip(weeks, total, strict=True)
    )
    drawn = list(zip(weeks, total, strict=True))[-MOST:]
    step = (_RIGHT - _LEFT) / max(8, len(drawn))
    most = max((count for (_, count), _ in drawn), default=1)
    body = _axis(most)
    line, labelled = [], dated(step, len(drawn), _WIDTH - _LEFT)
    for number, ((monday, count), so_far) in enumerate(drawn):
        left = _LEFT + number * step
        height = count / most * (_FLOOR - _TOP) * _SHARE
        body.append(bar(left + step * 0.14, _FLOOR - height, step * 0.72, height, "bar"))
        line.append(f"{left + step / 2:.1f},{_FLOOR - so_far / running * (_FLOOR - _TOP):.1f}")
        if number in labelled:
            body.append(text(left, _FLOOR + 18, monday.strftime("%d %b %Y")))
    body.append(f'<polyline class="before" points="{" ".join(line)}"/>')
    body.append(text(_RIGHT + 8, _TOP + 4, f"{running:,} in all", "total"))
    title = "First messages by week"
    note = (
        "Columns, scale on the left: new approaches in a week. Dashed line: all so far, up to"
        f" {running:,}, on a scale of its own."
    )
    return Chart("growth", title, drawing(title, body, _WIDTH, _HEIGHT),
                 ("week from", "new", "all so far"), rows, "", note)  # fmt: skip


def _axis(most: int) -> list[str]:
    """Return the scale of the columns: nothing, and the most in a week."""
    found = []
    for count in (0, most):
        at = _FLOOR - count / most * (_FLOOR - _TOP) * _SHARE
        found.append(f'<line class="axis" x1="{_LEFT}" x2="{_RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        found.append(text(_LEFT - 6, at + 4, f"{count:,}", anchor="end"))
    return found


def _weeks(days: Mapping[str, int]) -> list[tuple[date, int]]:
    counted: Counter[date] = Counter()
    for day, count in days.items():
        at = date.fromisoformat(day)
        counted[at - timedelta(days=at.weekday())] += count
    if not counted:
        return []
    first, last = min(counted), max(counted)
    span = min((last - first).days // 7 + 1, 520)
    begin = last - timedelta(weeks=span - 1)
    weeks = [begin + timedelta(weeks=n) for n in range(span)]
    return [(each, counted[each]) for each in weeks]
