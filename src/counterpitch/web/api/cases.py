"""Cases and the journal over the API."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from counterpitch.cases import (
    Page,
    add_note,
    add_person,
    add_task,
    add_to_case,
    case,
    cases,
    finish_task,
    journal_page,
    move_case,
    new_case,
)
from counterpitch.cases.journal.verify import verify_journal
from counterpitch.cases.nouns.casefiles import CaseDetail, CaseRow, CaseStatus
from counterpitch.cases.nouns.journal import JournalEntry, Verification
from counterpitch.errors import UsageError
from counterpitch.web.api import PREFIX, bodies
from counterpitch.web.api.answers import Done, Made, answers, json
from counterpitch.web.api.approaches import Cursor, Limit, Number, Reads, Works
from counterpitch.web.api.caller import Caller, calls
from counterpitch.web.faults import Missing

router = APIRouter(prefix=PREFIX, tags=["cases"])
Audits = Annotated[Caller, Depends(calls("audit"))]


@router.get("/cases", summary="The cases", **answers(Page[CaseRow]))
def list_cases(
    caller: Reads,
    status: Annotated[tuple[CaseStatus, ...], Query()] = (),
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Response:
    """Return cases, newest first."""
    return json(cases(caller.desk.store, status, cursor=cursor or None, limit=limit))


@router.post("/cases", summary="Open a case", **answers(Made, 201))
def open_case(caller: Works, body: bodies.CaseBody) -> Response:
    """Open a case, with approaches if any are named."""
    made = new_case(
        caller.desk.store, title=body.title, actor=caller.actor, approaches=body.approaches,
        owner=caller.person.login, summary=body.summary,
    )  # fmt: skip
    return json(Made(made), 201)


@router.get("/cases/{number}", summary="One case", **answers(CaseDetail))
def one_case(caller: Reads, number: Number) -> Response:
    """Return everything about a case."""
    return json(case_of(caller, number))


@router.post("/cases/{number}/approaches", summary="Put approaches in", **answers(Done))
def put_in(caller: Works, number: Number, body: bodies.AddBody) -> Response:
    """Put approaches into a case; those in it already are left."""
    case_of(caller, number)
    done = add_to_case(
        caller.desk.store, number, body.approaches, actor=caller.actor, reason=body.reason
    )
    return json(Done(done))


@router.post("/cases/{number}/status", summary="Move a case", **answers(CaseDetail))
def move(caller: Works, number: Number, body: bodies.StatusBody) -> Response:
    """Move a case to another status, with the reason."""
    case_of(caller, number)
    move_case(caller.desk.store, number, body.status, actor=caller.actor, reason=body.reason)
    return json(case_of(caller, number))


@router.post("/cases/{number}/tasks", summary="Add a task", **answers(Made, 201))
def task(caller: Works, number: Number, body: bodies.TaskBody) -> Response:
    """Add something to do."""
    case_of(caller, number)
    made = add_task(
        caller.desk.store, number, title=body.title, actor=caller.actor, owner=body.owner,
        due_on=body.due_on,
    )  # fmt: skip
    return json(Made(made), 201)


@router.post("/cases/{number}/tasks/{task_number}", summary="Finish a task", **answers(Done))
def finish(caller: Works, number: Number, task_number: Number, body: bodies.DoneBody) -> Response:
    """Mark a task of this case done, or open again."""
    if task_number not in {each.id for each in case_of(caller, number).tasks}:
        raise Missing("task")
    finish_task(caller.desk.store, task_number, actor=caller.actor, done=body.done)
    return json(Done(1))


@router.post("/cases/{number}/notes", summary="Add a note", **answers(Made, 201))
def note(caller: Works, number: Number, body: bodies.NoteBody) -> Response:
    """Add a note."""
    case_of(caller, number)
    return json(Made(add_note(caller.desk.store, number, body.text, actor=caller.actor)), 201)


@router.post("/cases/{number}/people", summary="Add a person concerned", **answers(Made, 201))
def person(caller: Works, number: Number, body: bodies.PersonBody) -> Response:
    """Note a person concerned; bystanders are left out of packs."""
    case_of(caller, number)
    made = add_person(
        caller.desk.store, number, name=body.name, role=body.role, actor=caller.actor,
        note=body.note,
    )  # fmt: skip
    return json(Made(made), 201)


@router.get("/journal", summary="The journal", **answers(Page[JournalEntry]))
def journal(
    caller: Audits,
    subject: Annotated[str, Query(max_length=80)] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Response:
    """Return journal entries, newest first."""
    return json(
        journal_page(caller.desk.store, subject=subject, cursor=cursor or None, limit=limit)
    )


@router.get("/journal/proof", summary="Does the journal hold?", **answers(Verification))
def proof(caller: Audits) -> Response:
    """Compute every link of the chain again."""
    return json(verify_journal(caller.desk.store))


def case_of(caller: Caller, number: int) -> CaseDetail:
    """Return the case; raise ``Missing`` where there is none."""
    try:
        return case(caller.desk.store, number)
    except UsageError:
        raise Missing("case") from None
