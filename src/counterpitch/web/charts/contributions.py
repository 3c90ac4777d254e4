"""How a verdict's sum comes about: one bar a finding, to the right for, to the left against."""

from typing import Final

from counterpitch.model.verdict import Verdict
from counterpitch.render.words import RATHER_A_SCAM, SHOWN
from counterpitch.web.charts.chart import Chart, bar, cut, drawing, text
from counterpitch.web.filters import signed

_WIDTH: Final = 400.0
_ROW: Final = 36.0
_AGAINST: Final = 150.0
"""Where the middle stands if anything speaks against; else it stands at the left edge."""
_FIGURE: Final = 45.0
"""Room for the figure at the end of a bar."""
_MOST: Final = 24


def contributions(verdict: Verdict, address: str) -> Chart:
    """Return the chart of ``verdict``'s sum."""
    counted = [f for f in verdict.findings if f.kind != "owner" and f.contribution]
    counted.sort(key=lambda f: -abs(f.contribution))
    middle = _AGAINST if any(f.contribution < 0 for f in counted) else 1.0
    unit = _unit([f.contribution for f in counted], middle)
    floor = _height(len(counted))
    body = [f'<line class="axis" x1="{middle}" x2="{middle}" y1="0" y2="{floor}"/>']
    told = [signed(f.contribution) for f in counted]
    for row, finding in enumerate(counted[:_MOST]):
        top, size = row * _ROW, abs(finding.contribution) * unit
        left = middle if finding.contribution > 0 else middle - size
        body.append(text(0, top + 13, cut(finding.title, 60), "name"))
        body.append(bar(left, top + 18, size, 11, finding.kind))
        end = left + size + 6 if finding.contribution > 0 else left - 6
        anchor = "start" if finding.contribution > 0 else "end"
        body.append(text(end, top + 28, told[row], "value", anchor))
    rows = [("base rate", "", signed(verdict.base))]
    rows += [(f.title, f.kind, each) for f, each in zip(counted, told, strict=True)]
    if verdict.counter_evidence_unused > 0.005:
        unused = signed(verdict.counter_evidence_unused)
        rows.append(("counter-evidence beyond its bound", "", unused))
    if verdict.scam_discount() > SHOWN:
        less = signed(-verdict.scam_discount())
        rows.append((RATHER_A_SCAM, "", less))
    title = "What speaks for an approach, and what against it, in log-odds"
    return Chart(
        "contributions", "How the sum comes about",
        drawing(title, body, _WIDTH, _height(len(counted))),
        ("finding", "kind", "log-odds"), tuple(rows), address,
    )  # fmt: skip


def _unit(values: list[float], middle: float) -> float:
    """Return the width of one log-odd: the longest bars on both sides must fit."""
    right = max([value for value in values if value > 0] or [0.0])
    left = max([-value for value in values if value < 0] or [0.0])
    beyond = _WIDTH - middle - _FIGURE
    return min(beyond / max(right, 0.1), max(middle - _FIGURE, 1) / max(left, 0.1), 110.0)


def _height(count: int) -> float:
    return max(1, min(count, _MOST)) * _ROW + 4
