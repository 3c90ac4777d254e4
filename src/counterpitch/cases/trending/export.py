"""Trends as CSV: formula-safe, and without cells so small that they point at somebody."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

from counterpitch.cases.nouns.trends import Cell, Trends
from counterpitch.errors import UsageError
from counterpitch.render.csvform import safe
from counterpitch.render.plain import shown

SMALL: Final = 5
"""Counts from 1 to below this are not told."""
HIDDEN: Final = "<5"
TABLES: Final = (
    "weeks", "channel", "stage", "sector", "area", "lure", "kind", "band", "times", "funnel",
    "yardsticks",
)  # fmt: skip
_EXCLUSIVE: Final = ("channel", "stage", "sector", "kind", "band")
"""Breakdowns that add up to the total: one hidden cell alone could be worked out."""


def trends_csv(found: Trends, table: str) -> str:
    """Return one table of the picture as CSV; raises ``UsageError`` for an unknown name."""
    if table not in TABLES:
        raise UsageError(f"there is no table '{table}'.", hint=f"One of: {', '.join(TABLES)}.")
    return _lines(_rows(found, table))


def suppressed(counts: Sequence[int], *, adds_up: bool = False) -> tuple[str, ...]:
    """Return counts as text, small ones hidden.

    Where they add up to a known total, and just one is hidden, the next smallest is hidden as
    well, since it could be worked out from the others.
    """
    hidden = {n for n, count in enumerate(counts) if 0 < count < SMALL}
    if adds_up and len(hidden) == 1:
        rest = [n for n, count in enumerate(counts) if n not in hidden and count]
        if rest:
            hidden.add(min(rest, key=lambda n: counts[n]))
    return tuple(
        (HIDDEN if count < SMALL else "hidden") if n in hidden else str(count)
        for n, count in enumerate(counts)
    )


def _rows(found: Trends, table: str) -> Iterable[Sequence[str]]:
    if table == "weeks":
        yield ("monday", "approaches", "period_before", "received")
        columns = [
            suppressed([getattr(w, name) for w in found.weeks])
            for name in ("approaches", "before", "received")
        ]
        for week, *cells in zip(found.weeks, *columns, strict=True):
            yield (week.monday.isoformat(), *cells)
    elif table == "times":
        yield ("what", "count", "median_hours", "ninetieth_percentile_hours")
        for name, times in (("to triage", found.to_triage), ("to answer", found.to_answer)):
            small = 0 < times.count < SMALL
            figures = (None, None) if small else (times.median, times.ninetieth)
            yield (
                name,
                *suppressed([times.count]),
                *("" if f is None else str(f) for f in figures),
            )
    elif table == "funnel":
        yield ("step", "count")
        counts = suppressed([each.count for each in found.funnel])
        yield from zip((each.step for each in found.funnel), counts, strict=True)
    elif table == "yardsticks":
        yield ("public_figure", "reference", "public", "own")
        for each in found.yardsticks:
            own = "" if each.own is None else str(each.own)
            yield (each.said, each.reference, str(each.public), own)
    else:
        yield from _breakdown(found.breakdowns[table], table)


def _breakdown(cells: Sequence[Cell], table: str) -> Iterable[Sequence[str]]:
    yield (table, "approaches", "period_before")
    adds_up = table in _EXCLUSIVE
    now = suppressed([each.approaches for each in cells], adds_up=adds_up)
    before = suppressed([each.before for each in cells], adds_up=adds_up)
    for cell, *counts in zip(cells, now, before, strict=True):
        yield (cell.value or "(not known)", *counts)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([safe(shown(cell)) for cell in row] for row in rows)
    return buffer.getvalue()
