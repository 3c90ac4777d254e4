"""Cases: opened, filled, moved on and closed, each step with its reason."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa

from counterpitch.cases import evidence
from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.nouns.casefiles import (
    CASE_STATUSES,
    PERSON_ROLES,
    CaseStatus,
    PersonRole,
)
from counterpitch.cases.numbers import inserted
from counterpitch.cases.store import Store
from counterpitch.cases.tables import (
    approach,
    case_approach,
    case_attachment,
    case_file,
    case_move,
    case_note,
    case_person,
    case_task,
)
from counterpitch.cases.text import plain
from counterpitch.errors import UsageError

_LONG: Final = 20_000


def new_case(
    store: Store,
    *,
    title: str,
    actor: str,
    approaches: Sequence[int] = (),
    owner: str = "",
    summary: str = "",
) -> int:
    """Open a case, with approaches if any are named; return its number."""
    called = plain(title.strip(), 400)
    if not called:
        raise UsageError("a case needs a title.", hint="A few words that colleagues recognise.")
    at = store.clock()
    with store.write() as connection:
        row = {
            "title": called, "status": "open", "owner": plain(owner or actor, 200),
            "summary": plain(summary, _LONG), "opened_at": at, "opened_by": plain(actor, 200),
            "changed_at": at, "retain_reason": "",
        }  # fmt: skip
        number = inserted(connection, case_file, row)
        events = [Event("case-opened", f"case:{number}", {"title": called})]
        events += _link(connection, number, approaches, actor, "opened with it", at)
        append(connection, at, actor, events)
    return number


def add_to_case(
    store: Store, case: int, approaches: Sequence[int], *, actor: str, reason: str = "",
    reopen: bool = False,
) -> int:  # fmt: skip
    """Put approaches into a case; return how many were not in it before.

    A closed case, at which nobody looks any more, is refused; with ``reopen`` and a reason it
    is opened again first, as ``move_case`` does.
    """
    at = store.clock()
    with store.write() as connection:
        row = _open_case(connection, case)
        if row.status == "closed":
            _reopened(connection, row, reason, actor, at, wanted=reopen)
        events = _link(connection, case, approaches, actor, plain(reason, 2_000), at)
        _touched(connection, case, at)
        append(connection, at, actor, events)
    return len(events) // 2


def _reopened(
    connection: sa.Connection, row: sa.Row[Any], reason: str, actor: str, at: datetime, *,
    wanted: bool,
) -> None:  # fmt: skip
    if not wanted:
        raise UsageError(
            f"case {row.id} is closed.", hint="Move it to another status first, with the reason."
        )
    _moved(connection, row, "open", _reason(reason), actor, at)


def move_case(store: Store, case: int, status: CaseStatus, *, actor: str, reason: str) -> None:
    """Move a case to another status, with the reason. A closed case opens again the same way.

    Closing sets the day until which the case is kept, unless a person set one; opening it again
    takes that day away.
    """
    if status not in CASE_STATUSES:
        raise UsageError(f"'{status}' is no status.", hint=f"One of: {', '.join(CASE_STATUSES)}.")
    why = _reason(reason)
    at = store.clock()
    with store.write() as connection:
        row = _open_case(connection, case)
        if row.status == status:
            raise UsageError(f"case {case} is {status} already.")
        _moved(connection, row, status, why, actor, at)


def _moved(
    connection: sa.Connection, row: sa.Row[Any], status: CaseStatus, why: str, actor: str,
    at: datetime,
) -> None:  # fmt: skip
    values: dict[str, Any] = {
        "status": status, "changed_at": at, "closed_at": at if status == "closed" else None,
        **_kept(connection, row, status, at),
    }  # fmt: skip
    connection.execute(case_file.update().where(case_file.c.id == row.id), values)
    step = {"before": row.status, "after": status, "reason": why}
    connection.execute(
        case_move.insert(), {"case_id": row.id, "at": at, "actor": plain(actor, 200), **step}
    )
    append(connection, at, actor, [Event("case-moved", f"case:{row.id}", step)])


def _kept(
    connection: sa.Connection, row: sa.Row[Any], status: CaseStatus, at: datetime
) -> dict[str, Any]:
    """Return what a step changes about how long the case is kept; a person's day stays."""
    from counterpitch.cases.retention import USUAL, kept_until

    if row.retain_until is not None and row.retain_reason != USUAL:
        return {}
    if status == "closed":
        return {"retain_until": kept_until(connection, at), "retain_reason": USUAL}
    return {"retain_until": None, "retain_reason": ""}


def _reason(given: str) -> str:
    why = plain(given.strip(), 4_000)
    if not why:
        raise UsageError("a step needs a reason.", hint="Say in a few words why.")
    return why


def edit_case(
    store: Store,
    case: int,
    *,
    actor: str,
    title: str | None = None,
    summary: str | None = None,
    owner: str | None = None,
) -> None:
    """Change what a case is called, says, or who looks after it; None leaves it."""
    given = {"title": (title, 400), "summary": (summary, _LONG), "owner": (owner, 200)}
    values = {key: plain(text, most) for key, (text, most) in given.items() if text is not None}
    at = store.clock()
    with store.write() as connection:
        _open_case(connection, case)
        connection.execute(
            case_file.update().where(case_file.c.id == case), {**values, "changed_at": at}
        )
        append(connection, at, actor, [Event("case-edited", f"case:{case}", values)])


def add_person(
    store: Store, case: int, *, name: str, role: PersonRole, actor: str, note: str = ""
) -> int:
    """Note a person concerned; bystanders are redacted in what leaves the store."""
    if role not in PERSON_ROLES:
        raise UsageError(f"'{role}' is no role.", hint=f"One of: {', '.join(PERSON_ROLES)}.")
    called = _required(name, "a person needs a name.", 300)
    values = {"name": called, "role": role, "note": plain(note, _LONG)}
    return _added(store, case, case_person, values, actor, "person-added", {"role": role})


def add_task(
    store: Store, case: int, *, title: str, actor: str, owner: str = "", due_on: date | None = None
) -> int:
    """Add something to do; return the task's number."""
    values = {
        "title": _required(title, "a task needs words.", 1_000),
        "owner": plain(owner or actor, 200), "due_on": due_on,
    }  # fmt: skip
    told = {"title": values["title"], "owner": values["owner"]}
    return _added(store, case, case_task, values, actor, "task-added", told)


def finish_task(store: Store, task: int, *, actor: str, done: bool = True) -> None:
    """Mark a task done, or not done after all."""
    at = store.clock()
    with store.write() as connection:
        case = connection.execute(
            sa.select(case_task.c.case_id).where(case_task.c.id == task)
        ).scalar()
        if case is None:
            raise UsageError(f"there is no task {task}.")
        connection.execute(
            case_task.update().where(case_task.c.id == task), {"done_at": at if done else None}
        )
        _touched(connection, case, at)
        event = Event("task-done" if done else "task-reopened", f"case:{case}", {"task": task})
        append(connection, at, actor, [event])


def add_note(store: Store, case: int, text: str, *, actor: str) -> int:
    """Add a note; return its number."""
    values = {"text": _required(text, "a note needs words.", _LONG)}
    return _added(store, case, case_note, values, actor, "note-added", {})


def add_file(
    store: Store,
    case: int,
    *,
    content: evidence.Content,
    name: str,
    actor: str,
    in_pack: bool = True,
) -> int:
    """Keep a file with a case, byte for byte; ``in_pack``: it goes into evidence packs."""
    sha256, size = evidence.digest(content)
    at = store.clock()
    called = _required(name, "a file needs a name.", 400)
    with store.write() as connection:
        _open_case(connection, case)
        evidence.keep(connection, content, sha256, size, at)
        row = {
            "case_id": case, "sha256": sha256, "name": called, "in_pack": in_pack, "at": at,
            "actor": plain(actor, 200),
        }  # fmt: skip
        number = inserted(connection, case_attachment, row)
        _touched(connection, case, at)
        payload = {"file": number, "sha256": sha256, "size": size, "name": called}
        append(connection, at, actor, [Event("file-added", f"case:{case}", payload)])
    return number


def _added(
    store: Store, case: int, table: sa.Table, values: dict[str, Any], actor: str, action: str,
    told: dict[str, Any],
) -> int:  # fmt: skip
    at = store.clock()
    with store.write() as connection:
        _open_case(connection, case)
        row = {"case_id": case, "at": at, "actor": plain(actor, 200), **values}
        number = inserted(connection, table, row)
        _touched(connection, case, at)
        append(connection, at, actor, [Event(action, f"case:{case}", {"id": number, **told})])
    return number


def _link(
    connection: sa.Connection, case: int, numbers: Sequence[int], actor: str, reason: str, at: Any
) -> list[Event]:
    wanted = sorted(set(numbers))
    chosen = sa.select(approach.c.id).where(approach.c.id.in_(wanted))
    missing = set(wanted) - set(connection.execute(chosen).scalars())
    if missing:
        raise UsageError(f"there is no approach {min(missing)}.", hint="See counterpitch queue.")
    inside = sa.select(case_approach.c.approach_id).where(case_approach.c.case_id == case)
    new = sorted(set(wanted) - set(connection.execute(inside).scalars()))
    if new:
        row = {"case_id": case, "at": at, "actor": plain(actor, 200), "reason": reason}
        connection.execute(case_approach.insert(), [row | {"approach_id": n} for n in new])
    return [
        event
        for n in new
        for event in (
            Event("linked", f"approach:{n}", {"case": case, "reason": reason}),
            Event("linked", f"case:{case}", {"approach": n, "reason": reason}),
        )
    ]


def _open_case(connection: sa.Connection, case: int) -> sa.Row[Any]:
    row = connection.execute(sa.select(case_file).where(case_file.c.id == case)).first()
    if row is None:
        raise UsageError(f"there is no case {case}.", hint="See counterpitch case list.")
    return row


def _touched(connection: sa.Connection, case: int, at: Any) -> None:
    connection.execute(case_file.update().where(case_file.c.id == case), {"changed_at": at})


def _required(text: str, complaint: str, most: int) -> str:
    found = plain(text.strip(), most)
    if not found:
        raise UsageError(complaint)
    return found
