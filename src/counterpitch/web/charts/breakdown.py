"""A breakdown: two bars a value, a thick one for the period, a thin one for that before it."""

from collections.abc import Sequence
from typing import Final

from counterpitch.cases.nouns.trends import Cell, FunnelStep
from counterpitch.web.charts.chart import Chart, bar, cut, drawing, text

_WIDTH: Final = 310.0
_ROW: Final = 34.0
_REACH: Final = 255.0
_MOST: Final = 10


def breakdown(name: str, title: str, cells: Sequence[Cell], address: str) -> Chart:
    """Return the chart of a breakdown: its ten largest values; the table holds all."""
    shown = cells[:_MOST]
    most = max([1, *(c.approaches for c in shown), *(c.before for c in shown)])
    body = []
    for row, cell in enumerate(shown):
        top, before = row * _ROW, _REACH * cell.before / most
        body.append(text(0, top + 13, cut(_named(cell.value), 46), "name"))
        body.append(bar(0, top + 18, _REACH * cell.approaches / most, 9, "bar"))
        body.append(bar(0, top + 28, before, 3, "then"))
        end = _REACH * cell.approaches / most + 7
        body.append(text(end, top + 27, f"{cell.approaches:,}", "value"))
    rows = tuple((_named(c.value), str(c.approaches), str(c.before)) for c in cells)
    return Chart(
        name, title, drawing(title, body, _WIDTH, max(1, len(shown)) * _ROW + 2),
        (name, "approaches", "period before"), rows, address,
    )  # fmt: skip


def _named(value: str) -> str:
    return value.replace("-", " ") if value else "not known"


def funnel(steps: Sequence[FunnelStep], address: str) -> Chart:
    """Return the funnel: bars are part of the step before; what is beside has no bar."""
    most = max([1, *(each.count for each in steps)])
    body = []
    for row, each in enumerate(steps):
        size = _REACH * each.count / most
        beside = f", {each.beside:,} beside" if each.beside else ""
        body.append(text(0, row * _ROW + 13, cut(_named(each.step) + beside, 46), "name"))
        body.append(bar(0, row * _ROW + 18, size, 10, "bar"))
        body.append(text(size + 7, row * _ROW + 28, f"{each.count:,}", "value"))
    rows = tuple((_named(each.step), f"{each.count:,}", f"{each.beside:,}") for each in steps)
    title = "From received to reported on"
    return Chart(
        "funnel", title, drawing(title, body, _WIDTH, max(1, len(steps)) * _ROW + 2),
        ("step", "count", "beside"), rows, address,
    )  # fmt: skip
