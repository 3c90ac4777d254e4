"""What every chart has: a drawing, the figures in it as a table, and an address for the CSV."""

import csv
import math
from collections.abc import Sequence
from functools import lru_cache
from io import StringIO
from typing import Final

import msgspec
from markupsafe import Markup, escape

from counterpitch.render.csvform import safe
from counterpitch.render.plain import visible


class Chart(msgspec.Struct, frozen=True):
    """A chart: ``svg`` is drawn from ``rows``; ``csv`` is where they can be fetched."""

    name: str
    title: str
    svg: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    csv: str = ""
    note: str = ""

    @property
    def body(self) -> Markup:
        """Return the rows as those of a table, escaped."""
        return Markup("".join(_row(row) for row in self.rows))  # noqa: S704  # nosec B704


def _row(cells: Sequence[str]) -> str:
    first, *others = [plain(cell) for cell in cells]
    figures = "".join([f'<td class="num">{each}</td>' for each in others])
    return f"<tr><td>{first}</td>{figures}</tr>"


@lru_cache(maxsize=1024)
def plain(words: str) -> str:
    """Return words for a drawing or a table, escaped; charts name the same things each time."""
    return str(escape(visible(words)))


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """Return words of a drawing, escaped."""
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{named} text-anchor="{anchor}">{plain(words)}</text>'


_LABEL: Final = 78.0
"""Room of a date below a column, with the gap to the next one."""


def dated(step: float, count: int, end: float) -> range:
    """Return which of ``count`` columns, ``step`` apart from the left, bear a date.

    As many as fit beside each other before ``end``, at equal distances.
    """
    every = math.ceil(_LABEL / step)
    return range(0, min(count, int((end - _LABEL) // step) + 1), every)


def bar(x: float, y: float, width: float, height: float, kind: str) -> str:
    """Return a bar of a drawing."""
    size = f'width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} rx="2" class="{kind}"/>'


def drawing(title: str, body: Sequence[str], width: float, height: float) -> Markup:
    """Return a whole drawing; ``title`` is what a screen reader says.

    Every part of ``body`` was made by this package from numbers and escaped words.
    """
    label = plain(title)
    box = f'viewBox="0 0 {width:g} {height:g}"'
    whole = f'<svg {box} role="img" aria-label="{label}">{"".join(body)}</svg>'
    return Markup(whole)  # noqa: S704  # nosec B704


@lru_cache(maxsize=1024)
def cut(words: str, most: int) -> str:
    """Return words on one line of at most ``most`` characters."""
    flat = " ".join(words.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def csv_of(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return figures as CSV that no spreadsheet takes for a formula."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return stream.getvalue()
