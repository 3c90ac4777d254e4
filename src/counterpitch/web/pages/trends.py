"""Trends: the picture over time, in the terms in which public figures are told."""

from datetime import timedelta
from typing import Final

import msgspec
from starlette.responses import Response

from counterpitch.cases import trends, trends_csv
from counterpitch.cases.noting import note_taken
from counterpitch.cases.nouns.trends import Times, Trends, Yardstick
from counterpitch.cases.trending.export import SMALL, TABLES
from counterpitch.web.charts.breakdown import breakdown, funnel
from counterpitch.web.charts.chart import Chart
from counterpitch.web.charts.weeks import weeks
from counterpitch.web.door import Doors
from counterpitch.web.downloads import attachment
from counterpitch.web.faults import Missing
from counterpitch.web.visit import Visit

doors = Doors()
PERIODS: Final = (13, 26, 52, 104)
_TITLES: Final = {
    "channel": "By channel", "stage": "By stage reached", "sector": "By sector",
    "area": "By sensitive technology", "lure": "By kind of lure", "band": "By band",
}  # fmt: skip


class TrendsPage(msgspec.Struct, frozen=True):
    """What the page of trends shows."""

    trends: Trends
    weeks: Chart
    funnel: Chart
    breakdowns: tuple[Chart, ...]
    triage: Times
    answer: Times
    yardsticks: tuple[Yardstick, ...]
    change: float | None
    period: int
    periods: tuple[int, ...]
    small: int
    counted_at: float


class _Drawn(msgspec.Struct, frozen=True):
    """The figures of a period, and the charts of them: drawn once for all who look."""

    trends: Trends
    weeks: Chart
    funnel: Chart
    breakdowns: tuple[Chart, ...]


def _found(visit: Visit) -> tuple[_Drawn, int, float]:
    period = visit.number("weeks", 26)
    period = period if period in PERIODS else 26
    store = visit.desk.store
    since = store.clock().date() - timedelta(weeks=period - 1)
    key = ("trends", since, period)
    found, at = visit.desk.figures.get(key, lambda: _drawn(trends(store, since=since), period))
    return found, period, at


def _drawn(found: Trends, period: int) -> _Drawn:
    def address(name: str) -> str:
        return f"/trends/{name}.csv?weeks={period}"

    return _Drawn(
        found,
        weeks(found, address("weeks")),
        funnel(found.funnel, address("funnel")),
        tuple(
            breakdown(name, title, found.breakdowns[name], address(name))
            for name, title in _TITLES.items()
            if found.breakdowns.get(name)
        ),
    )


@doors.get("/trends", "read", group="figures")
def trends_page(visit: Visit) -> Response:
    """Show the picture of a period beside the one before."""
    drawn, period, at = _found(visit)
    found = drawn.trends
    page = TrendsPage(
        found,
        drawn.weeks,
        drawn.funnel,
        drawn.breakdowns,
        found.to_triage,
        found.to_answer,
        found.yardsticks,
        found.approaches / found.before if found.before else None,
        period,
        PERIODS,
        SMALL,
        at,
    )
    return visit.render("trends.html", page)


@doors.get("/trends/{name}.csv", "export")
def table(visit: Visit) -> Response:
    """Give out a table as CSV, small cells hidden; the journal notes it."""
    name = visit.part("name")
    if name not in TABLES:
        raise Missing("table")
    found, _, _ = _found(visit)
    note_taken(visit.desk.store, "store", actor=visit.person.login, what=f"trends {name}")
    return attachment(trends_csv(found.trends, name).encode(), f"trends-{name}.csv", "text/csv")
