"""Campaigns: what the approaches of this desk have in common, and who is behind several."""

from typing import Final

import msgspec
from starlette.responses import Response

from counterpitch.cases.linking import worker
from counterpitch.cases.linking.asking import asked
from counterpitch.cases.linking.overview import CampaignRow, Campaigns, overview
from counterpitch.cases.linking.run import Run, last_run, waiting
from counterpitch.web.door import Doors
from counterpitch.web.visit import Visit

doors = Doors()
LIMIT: Final = 40


class RunPage(msgspec.Struct, frozen=True):
    """The last run, and how many approaches came since (-1: all must be read anew)."""

    run: Run | None
    waiting: int


class CampaignsPage(msgspec.Struct, frozen=True):
    """What the list shows; ``folded`` counts pairs that are left out."""

    rows: tuple[CampaignRow, ...]
    total: int
    at: int
    following: int
    folded: int
    run: Run | None
    waiting: int


@doors.get("/campaigns", "read")
def campaigns_page(visit: Visit) -> Response:
    """Show the campaigns, the largest first."""
    store, skip = visit.desk.store, visit.number("skip", 0, 1_000_000)
    found = asked(store, lambda linked: overview(linked, store.clock(), skip=skip, most=LIMIT))
    listed = found or Campaigns((), 0)
    # Pairs come last and would outnumber the rest: shown where asked for, or where all are pairs.
    larger = listed.total - listed.pairs
    folded = listed.pairs if larger and skip < larger and not visit.query("pairs") else 0
    total = listed.total - folded
    following = skip + LIMIT if skip + LIMIT < total else 0
    page = CampaignsPage(
        listed.rows[: total - skip], listed.total, skip, following, folded, last_run(store),
        waiting(store),
    )  # fmt: skip
    return visit.render("campaigns.html", page)


@doors.get("/campaigns/run", "read")
def run_page(visit: Visit) -> Response:
    """Show how the run goes; a page that waits for it is told to load again when it ended."""
    run = last_run(visit.desk.store)
    answer = visit.render("run.html", RunPage(run, waiting(visit.desk.store)))
    if visit.request.headers.get("hx-request") and not (run and run.running):
        answer.headers["HX-Refresh"] = "true"
    return answer


@doors.post("/campaigns/find", "work")
def find(visit: Visit) -> Response:
    """Start a run in the background."""
    begun = worker.begin(visit.desk.store, actor=visit.person.login)
    return visit.to("/campaigns", "finding" if begun else "finding-already")
