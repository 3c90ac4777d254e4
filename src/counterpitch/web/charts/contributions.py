"""How a verdict's sum comes about: one bar a finding, to the right for, to the left against."""

from typing import Final

from counterpitch.model.verdict import Verdict
from counterpitch.web.charts.chart import Chart, bar, cut, drawing, text
from counterpitch.web.filters import signed

_WIDTH: Final = 400.0
_ROW: Final = 36.0
_MIDDLE: Final = 150.0
_REACH: Final = 195.0
_MOST: Final = 24


def contributions(verdict: Verdict, address: str) -> Chart:
    """Return the chart of ``verdict``'s sum."""
    counted = [f for f in verdict.findings if f.kind != "owner" and f.contribution]
    counted.sort(key=lambda f: -abs(f.contribution))
    unit = _unit([f.contribution for f in counted])
    body = [
        f'<line class="axis" x1="{_MIDDLE}" x2="{_MIDDLE}" y1="0" y2="{_height(len(counted))}"/>'
    ]
    for row, finding in enumerate(counted[:_MOST]):
        top, size = row * _ROW, abs(finding.contribution) * unit
        left = _MIDDLE if finding.contribution > 0 else _MIDDLE - size
        body.append(text(0, top + 13, cut(finding.title, 60), "name"))
        body.append(bar(left, top + 18, size, 11, finding.kind))
        end = left + size + 6 if finding.contribution > 0 else left - 6
        anchor = "start" if finding.contribution > 0 else "end"
        body.append(text(end, top + 28, signed(finding.contribution), "value", anchor))
    rows = [("base rate", "", signed(verdict.base))]
    rows += [(f.title, f.kind, signed(f.contribution)) for f in counted]
    if verdict.counter_evidence_unused > 0.005:
        unused = signed(verdict.counter_evidence_unused)
        rows.append(("counter-evidence beyond its bound", "", unused))
    title = "What speaks for an approach, and what against it, in log-odds"
    return Chart(
        "contributions", "How the sum comes about",
        drawing(title, body, _WIDTH, _height(len(counted))),
        ("finding", "kind", "log-odds"), tuple(rows), address,
    )  # fmt: skip


def _unit(values: list[float]) -> float:
    """Return the width of one log-odd: both the longest bars must fit beside the middle."""
    right = max([value for value in values if value > 0] or [0.0])
    left = max([-value for value in values if value < 0] or [0.0])
    return min(_REACH / max(right, 0.1), (_MIDDLE - 40) / max(left, 0.1), 60.0)


def _height(count: int) -> float:
    return max(1, min(count, _MOST)) * _ROW + 4
