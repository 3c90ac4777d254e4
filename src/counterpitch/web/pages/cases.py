"""Cases: the list, and opening a new one."""

from typing import Final

import msgspec
from starlette.responses import Response

from counterpitch.cases import cases, due, new_case, tasks
from counterpitch.cases.nouns.casefiles import CASE_STATUSES, CaseRow, CaseTask
from counterpitch.cases.retention import Due
from counterpitch.errors import CounterpitchError
from counterpitch.web.door import Doors
from counterpitch.web.visit import Visit

doors = Doors()
LIMIT: Final = 40


class CasesPage(msgspec.Struct, frozen=True):
    """What the list of cases shows, beside what is to do and what is due for erasure."""

    cases: tuple[CaseRow, ...]
    status: str
    statuses: tuple[str, ...]
    following: str
    tasks: tuple[CaseTask, ...]
    due: tuple[Due, ...]
    today: str
    trouble: str = ""


def _page(visit: Visit, trouble: str = "") -> Response:
    status = visit.query("status")
    wanted = (status,) if status in CASE_STATUSES else ()
    store = visit.desk.store
    found = cases(store, wanted, cursor=visit.query("cursor") or None, limit=LIMIT)
    page = CasesPage(
        found.rows,
        status if wanted else "",
        CASE_STATUSES,
        found.next or "",
        tasks(store)[:12],
        due(store)[:12] if visit.person.may("lead") else (),
        store.clock().date().isoformat(),
        trouble,
    )
    return visit.render("cases.html", page, 422 if trouble else 200)


@doors.get("/cases", "read", group="lists")
def cases_page(visit: Visit) -> Response:
    """Show the cases, newest first."""
    return _page(visit)


@doors.post("/cases", "work")
def open_case(visit: Visit) -> Response:
    """Open a case without an approach: a telephone call, say."""
    form, who = visit.form, visit.person.login
    try:
        made = new_case(
            visit.desk.store, title=form.text("title", limit=200), actor=who, owner=who,
            summary=form.text("summary", limit=10_000),
        )  # fmt: skip
    except CounterpitchError as error:
        return _page(visit, str(error))
    return visit.to(f"/cases/{made}", "case-opened")
