"""Charts: drawn from their figures, escaped, and readable as a table."""

import itertools
import re
from datetime import date, timedelta

import pytest

from counterpitch.cases.nouns.trends import Cell, FunnelStep, Times, Trends, Week
from counterpitch.web.charts.breakdown import breakdown, funnel
from counterpitch.web.charts.chart import Chart, csv_of
from counterpitch.web.charts.growth import growth
from counterpitch.web.charts.weeks import weeks
from counterpitch.web.marks import band, state
from counterpitch.web.pages import trends
from tests.web.conftest import Browser

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


@pytest.mark.parametrize("count", [1, 5, 8, 11, 12, 13, 26, 52, 104])
def test_dates_below_columns_do_not_overlap(count: int) -> None:
    """As many dates as fit, at equal distances, however many weeks there are; all in the table."""
    days = {(date(2026, 1, 5) + timedelta(weeks=n)).isoformat(): 1 for n in range(count)}
    for chart in (growth(days), weeks(_trends([1] * count), "")):
        places = [
            float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*>\d\d \w+ 20\d\d<', chart.svg)
        ]
        assert places
        assert min((b - a for a, b in itertools.pairwise(places)), default=99) >= 75
        assert places[-1] + 75 <= 760
        assert len(places) >= min(count, 5)
        assert len(chart.rows) == count


def test_the_columns_of_growth_have_a_scale_of_their_own() -> None:
    """Ten single weeks: the axis says 1 where the columns end, and 10 stands at the line's end."""
    days = {(date(2026, 1, 5) + timedelta(weeks=n)).isoformat(): 1 for n in range(10)}
    svg = str(growth(days).svg)
    labels = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)</text>', svg)
    left = {words: float(y) for x, y, words in labels if float(x) < 34}
    assert set(left) == {"0", "1"}
    tops = [float(y) for y in re.findall(r'<rect x="[\d.]+" y="([\d.]+)"', svg)]
    assert all(abs(left["1"] - 4 - top) < 0.2 for top in tops)
    assert [words for x, _, words in labels if float(x) > 680] == ["10 in all"]


def test_the_period_before_is_a_bar_of_its_own_below() -> None:
    """Nothing crosses the bar of this period: the thin one begins where the thick one ends."""
    svg = str(breakdown("x", "X", (Cell("linkedin", 8, 4),), "").svg)
    bars = re.findall(r'y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx="2" class="(\w+)"', svg)
    (top, now, high, kind), (below, then, _, other) = bars
    assert (kind, other) == ("bar", "then")
    assert float(below) >= float(top) + float(high)
    assert abs(float(now) - 2 * float(then)) < 0.2
    assert "<line" not in svg


def test_trends_are_drawn_once_for_all_who_look(
    browsers: dict[str, Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the figures are the same their charts are; each period has its own."""
    drawn = []

    def noted(found: Trends, address: str) -> Chart:
        drawn.append(address)
        return weeks(found, address)

    monkeypatch.setattr(trends, "weeks", noted)
    first = browsers["analyst"].get("/trends").text
    assert browsers["analyst"].get("/trends?weeks=26").text == first
    assert "<svg" in browsers["lead"].get("/trends").text
    assert drawn == ["/trends/weeks.csv?weeks=26"]
    assert "/trends/weeks.csv?weeks=52" in browsers["lead"].get("/trends?weeks=52").text
