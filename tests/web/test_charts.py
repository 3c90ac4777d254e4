"""Charts: drawn from their figures, escaped, and readable as a table."""

import re
from datetime import date, timedelta

from counterpitch.cases.nouns.trends import Cell, FunnelStep, Times, Trends, Week
from counterpitch.web.charts.breakdown import breakdown, funnel
from counterpitch.web.charts.chart import csv_of
from counterpitch.web.charts.weeks import weeks
from counterpitch.web.marks import band, state

NONE = Times(0, None, None)


def _trends(counts: list[int]) -> Trends:
    monday = date(2026, 1, 5)
    found = tuple(
        Week(monday + timedelta(weeks=n), count, count // 2, count + 1)
        for n, count in enumerate(counts)
    )
    return Trends(monday, monday, found, sum(counts), 0, 0, {}, NONE, NONE, (), ())


def _heights(svg: str) -> list[float]:
    return [float(each) for each in re.findall(r'height="([\d.]+)" rx', svg)]


def test_columns_are_as_high_as_their_counts() -> None:
    """Twice as many is twice as high, nothing is nothing, and no column leaves the drawing."""
    for top in (1, 3, 7, 50, 999, 12_345):
        drawn = _heights(weeks(_trends([0, top, 2 * top]), "").svg)
        assert drawn[0] == 0
        assert abs(drawn[2] - 2 * drawn[1]) < 0.2
        assert drawn[2] <= 185


def test_an_empty_desk_draws_nothing_that_breaks() -> None:
    """No weeks, no cells, no steps: still a drawing."""
    for svg in (weeks(_trends([]), "").svg, breakdown("x", "X", (), "").svg, funnel((), "").svg):
        assert svg.startswith("<svg")
        assert "nan" not in svg


def test_words_in_charts_are_escaped() -> None:
    """A sector that is markup stays words, in the drawing and in the table."""
    evil = "<script>alert(1)</script>\u202e"
    chart = breakdown("sector", evil, [Cell(evil, 3, 1), Cell("", 1, 0)], "")
    assert "<script>" not in chart.svg
    assert "\u202e" not in chart.svg
    assert chart.rows[1][0] == "not known"
    assert "<script>" not in funnel([FunnelStep(evil, 1)], "").svg


def test_csv_cells_are_no_formulas() -> None:
    """What a spreadsheet would run is quoted."""
    assert csv_of(("a",), [("=1+1",), ("+x",), ("fine",)]) == "a\r\n'=1+1\r\n'+x\r\nfine\r\n"


def test_marks_differ_by_more_than_colour() -> None:
    """Each band has another number of full bars and its word; an unknown state is plain text."""
    assert [band(name).count('class="off"') for name in ("none", "low", "elevated", "high")] == [
        3, 2, 1, 0,
    ]  # fmt: skip
    assert "Elevated" in band("elevated")
    assert state("false-alarm").count("false alarm") == 1
    assert state("<b>") == "&lt;b&gt;"
