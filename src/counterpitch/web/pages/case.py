"""A case: approaches, people, tasks, notes, files, status, retention."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

import msgspec
from starlette.responses import Response, StreamingResponse

from counterpitch.cases import (
    add_file,
    add_note,
    add_person,
    add_task,
    case,
    finish_task,
    move_case,
    original,
    retain,
)
from counterpitch.cases.closing import never_judged
from counterpitch.cases.noting import note_taken
from counterpitch.cases.nouns.casefiles import (
    CASE_STATUSES,
    PERSON_ROLES,
    CaseDetail,
    CaseStatus,
    PersonRole,
)
from counterpitch.cases.people import directory
from counterpitch.errors import CounterpitchError, UsageError
from counterpitch.web import knowledge
from counterpitch.web.door import Doors
from counterpitch.web.downloads import chunks, headers
from counterpitch.web.faults import Missing
from counterpitch.web.knowledge import Pointer
from counterpitch.web.pages.approach import number
from counterpitch.web.rows import Waiting, waiting
from counterpitch.web.visit import Visit

doors = Doors()


class CasePage(msgspec.Struct, frozen=True):
    """Everything the page of a case shows."""

    detail: CaseDetail
    rows: tuple[Waiting, ...]
    statuses: tuple[str, ...]
    roles: tuple[str, ...]
    owners: tuple[str, ...]
    legal: tuple[Pointer, ...]
    today: date
    never_judged: str
    trouble: str = ""


def detail_of(visit: Visit) -> CaseDetail:
    """Return the case that the address names; raise ``Missing`` where there is none."""
    try:
        return case(visit.desk.store, number(visit))
    except UsageError:
        raise Missing("case") from None


def _page(visit: Visit, trouble: str = "") -> Response:
    detail = detail_of(visit)
    people = directory.people(visit.desk.store)
    page = CasePage(
        detail,
        waiting(detail.approaches, visit.now),
        CASE_STATUSES,
        PERSON_ROLES,
        tuple(person.login for person in people if person.active and person.may("work")),
        knowledge.legal(),
        visit.desk.store.clock().date(),
        never_judged(detail),
        trouble,
    )
    return visit.render("case.html", page, 422 if trouble else 200)


def _done(visit: Visit, act: Callable[[int, str], Any], said: str, where: str = "") -> Response:
    """Do something to a case that exists, and come back to its page; or say what is wrong."""
    found = detail_of(visit).row.id
    try:
        act(found, visit.person.login)
    except CounterpitchError as error:
        return _page(visit, str(error))
    return visit.to(f"/cases/{found}{where}", said)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"“{text[:20]}” is no date.", hint="Write it as 2026-03-02.") from None


@doors.get("/cases/{number}", "read", group="lists")
def case_page(visit: Visit) -> Response:
    """Show a case."""
    return _page(visit)


@doors.post("/cases/{number}/status", "work")
def set_status(visit: Visit) -> Response:
    """Move the case to another status, with the reason."""
    status, reason = cast(CaseStatus, visit.form.text("status")), visit.form.text("reason")

    def act(found: int, who: str) -> None:
        move_case(visit.desk.store, found, status, actor=who, reason=reason)

    return _done(visit, act, "status")


@doors.post("/cases/{number}/tasks", "work")
def new_task(visit: Visit) -> Response:
    """Add a task."""
    form = visit.form

    def act(found: int, who: str) -> None:
        add_task(
            visit.desk.store, found, title=form.text("title", limit=400), actor=who,
            owner=form.text("owner", limit=200), due_on=_day(form.text("due", limit=20)),
        )  # fmt: skip

    return _done(visit, act, "task-added", "#tasks")


@doors.post("/cases/{number}/tasks/{task}", "work")
def close_task(visit: Visit) -> Response:
    """Mark a task of this very case done, or open again."""
    task = number(visit, "task")
    if task not in {each.id for each in detail_of(visit).tasks}:
        raise Missing("task")
    undone = visit.form.text("what") == "open"

    def act(found: int, who: str) -> None:
        finish_task(visit.desk.store, task, actor=who, done=not undone)

    return _done(visit, act, "task-done", "#tasks")


@doors.post("/cases/{number}/notes", "work")
def new_note(visit: Visit) -> Response:
    """Add a note."""
    text = visit.form.text("text", limit=20_000)
    return _done(
        visit,
        lambda found, who: add_note(visit.desk.store, found, text, actor=who),
        "note-added",
        "#notes",
    )


@doors.post("/cases/{number}/people", "work")
def new_person(visit: Visit) -> Response:
    """Note a person concerned."""
    form = visit.form

    def act(found: int, who: str) -> None:
        add_person(
            visit.desk.store, found, name=form.text("name", limit=400),
            role=cast(PersonRole, form.text("role")), actor=who, note=form.text("note"),
        )  # fmt: skip

    return _done(visit, act, "note-added", "#people")


@doors.post("/cases/{number}/files", "work", uploads=True)
def new_files(visit: Visit) -> Response:
    """Keep files with the case, byte for byte."""
    uploads, in_pack = visit.form.uploads("files"), visit.form.ticked("in_pack")

    def act(found: int, who: str) -> None:
        if not uploads:
            raise UsageError("No file was chosen.", hint="Choose one or more.")
        for each in uploads:
            add_file(
                visit.desk.store, found, content=each.content, name=each.name, actor=who,
                in_pack=in_pack,
            )  # fmt: skip

    return _done(visit, act, "file-added", "#files")


@doors.get("/cases/{number}/files/{file}", "export")
def take_file(visit: Visit) -> Response:
    """Give out a file of this very case, byte for byte; the journal notes it."""
    detail, wanted = detail_of(visit), number(visit, "file")
    held = next((each for each in detail.files if each.id == wanted), None)
    if held is None:
        raise Missing("file")
    note_taken(visit.desk.store, f"case:{detail.row.id}", actor=visit.person.login, what=held.name)
    return StreamingResponse(
        chunks(original(visit.desk.store, held.sha256)), headers=headers(held.name)
    )


@doors.post("/cases/{number}/retention", "lead")
def set_retention(visit: Visit) -> Response:
    """Say until when the case is kept, and why."""
    form = visit.form

    def act(found: int, who: str) -> None:
        until = _day(form.text("until", limit=20))
        if until is None:
            raise UsageError("The day is missing.", hint="Say until when it is kept.")
        retain(visit.desk.store, found, until, actor=who, reason=form.text("reason"))

    return _done(visit, act, "retention")
