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
"""Breakdowns that add up to the total, as the weeks do: what is hidden could be worked out."""


def trends_csv(found: Trends, table: str) -> str:
    """Return one table of the picture as CSV; raises ``UsageError`` for an unknown name."""
    if table not in TABLES:
        raise UsageError(f"there is no table '{table}'.", hint=f"One of: {', '.join(TABLES)}.")
    return _lines(_rows(found, table))


def suppressed(counts: Sequence[int], *, adds_up: bool = False) -> tuple[str, ...]:
    """Return counts as text, small ones hidden.

    Where they add up to a total that another table tells, some of the others are hidden as well:
    so many that what is missing to the total says nothing of the small ones.
    """
    small = {n for n, count in enumerate(counts) if 0 < count < SMALL}
    beside = _beside(counts, small) if adds_up and small else set()
    return tuple(
        HIDDEN if n in small else "hidden" if n in beside else str(count)
        for n, count in enumerate(counts)
    )


def _beside(counts: Sequence[int], small: set[int]) -> set[int]:
    """Return the counts to hide beside small ones, smallest first.

    Enough is hidden once every small one might be as large as a small one can be, with the
    others still no small ones.
    """
    found: set[int] = set()
    missing = sum(counts[n] for n in small)
    for n in sorted((n for n, c in enumerate(counts) if c >= SMALL), key=lambda n: counts[n]):
        if found and missing >= SMALL * len(found) + (SMALL - 1) * len(small):
            break
        found.add(n)
        missing += counts[n]
    return found


def _rows(found: Trends, table: str) -> Iterable[Sequence[str]]:
    if table == "weeks":
        yield ("monday", "approaches", "period_before", "received")
        columns = [
            suppressed([getattr(w, name) for w in found.weeks], adds_up=True)
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
        yield ("step", "count", "beside")
        for step in found.funnel:
            # Both add up to what another table may tell: how many were looked at, say.
            yield (step.step, *suppressed([step.count, step.beside], adds_up=True))
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
