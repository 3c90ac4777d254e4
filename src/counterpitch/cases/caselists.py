"""Lists of cases and tasks, and one case in full."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from counterpitch.cases.journal.entries import entries_of
from counterpitch.cases.nouns.casefiles import (
    CaseAttachment,
    CaseDetail,
    CaseMove,
    CaseNote,
    CasePerson,
    CaseRow,
    CaseStatus,
    CaseTask,
)
from counterpitch.cases.nouns.page import Page
from counterpitch.cases.rows import queue_row
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
    evidence,
)
from counterpitch.errors import UsageError

LIMIT: Final = 50


def cases(
    store: Store,
    statuses: Sequence[CaseStatus] = (),
    *,
    owner: str = "",
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[CaseRow]:
    """Return a page of cases, newest first; of all statuses where none is named."""
    size = max(1, min(limit, 500))
    chosen = sa.select(case_file).order_by(case_file.c.id.desc()).limit(size + 1)
    if statuses:
        chosen = chosen.where(case_file.c.status.in_(statuses))
    if owner:
        chosen = chosen.where(case_file.c.owner == owner)
    if cursor:
        if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 18:
            raise UsageError("the cursor is not one that the list gave.", where=cursor[:40])
        chosen = chosen.where(case_file.c.id < int(cursor))
    with store.read() as connection:
        rows = connection.execute(chosen).all()
        shown = rows[:size]
        told = _told(connection, [row.id for row in shown])
    found = tuple(_row(row, told) for row in shown)
    return Page(found, str(found[-1].id) if len(rows) > size else None)


def case(store: Store, number: int) -> CaseDetail:
    """Return everything about a case; raises ``UsageError`` if there is none."""
    with store.read() as connection:
        row = connection.execute(sa.select(case_file).where(case_file.c.id == number)).first()
        if row is None:
            raise UsageError(f"there is no case {number}.", hint="See counterpitch case list.")
        return CaseDetail(
            row=_row(row, _told(connection, [number])),
            approaches=tuple(queue_row(each) for each in _approaches(connection, number)),
            people=tuple(
                CasePerson(p.id, p.name, p.role, p.note, p.at, p.actor)
                for p in _of(connection, case_person, number)
            ),
            tasks=tuple(_task(each) for each in _of(connection, case_task, number)),
            notes=tuple(
                CaseNote(n.id, n.text, n.at, n.actor) for n in _of(connection, case_note, number)
            ),
            files=_files(connection, number),
            moves=tuple(
                CaseMove(m.before, m.after, m.reason, m.at, m.actor)
                for m in _of(connection, case_move, number)
            ),
            journal=entries_of(connection, f"case:{number}"),
        )


def tasks(store: Store, *, owner: str = "", limit: int = 200) -> tuple[CaseTask, ...]:
    """Return open tasks, those that are due first; of one owner, if named."""
    chosen = sa.select(case_task).where(case_task.c.done_at.is_(None))
    if owner:
        chosen = chosen.where(case_task.c.owner == owner)
    late = sa.func.coalesce(case_task.c.due_on, date.max)
    with store.read() as connection:
        rows = connection.execute(chosen.order_by(late, case_task.c.id).limit(limit)).all()
    return tuple(_task(row) for row in rows)


def _of(connection: sa.Connection, table: sa.Table, number: int) -> Sequence[sa.Row[Any]]:
    chosen = sa.select(table).where(table.c.case_id == number).order_by(table.c.id)
    return connection.execute(chosen).all()


def _approaches(connection: sa.Connection, number: int) -> Sequence[sa.Row[Any]]:
    return connection.execute(
        sa.select(approach)
        .join(case_approach, case_approach.c.approach_id == approach.c.id)
        .where(case_approach.c.case_id == number)
        .order_by(approach.c.place.desc())
    ).all()


def _files(connection: sa.Connection, number: int) -> tuple[CaseAttachment, ...]:
    rows = connection.execute(
        sa.select(case_attachment, evidence.c.size)
        .join(evidence, evidence.c.sha256 == case_attachment.c.sha256)
        .where(case_attachment.c.case_id == number)
        .order_by(case_attachment.c.id)
    )
    return tuple(
        CaseAttachment(f.id, f.sha256, f.name, f.size, f.in_pack, f.at, f.actor) for f in rows
    )


def _task(row: sa.Row[Any]) -> CaseTask:
    return CaseTask(
        row.id, row.case_id, row.title, row.owner, row.due_on, row.done_at, row.at, row.actor
    )


def _told(connection: sa.Connection, numbers: Sequence[int]) -> dict[str, dict[int, Any]]:
    """Return, by case, how many approaches and open tasks there are, and what is due next."""
    linked = (
        sa.select(case_approach.c.case_id, sa.func.count())
        .where(case_approach.c.case_id.in_(numbers))
        .group_by(case_approach.c.case_id)
    )
    waiting = (
        sa.select(case_task.c.case_id, sa.func.count(), sa.func.min(case_task.c.due_on))
        .where(case_task.c.case_id.in_(numbers), case_task.c.done_at.is_(None))
        .group_by(case_task.c.case_id)
    )
    rows = connection.execute(waiting).all()
    return {
        "approaches": {row[0]: row[1] for row in connection.execute(linked)},
        "tasks": {number: count for number, count, _ in rows},
        "due": {number: on for number, _, on in rows},
    }


def _row(row: sa.Row[Any], told: dict[str, dict[int, Any]]) -> CaseRow:
    return CaseRow(
        id=row.id, title=row.title, status=row.status, owner=row.owner, summary=row.summary,
        opened_at=row.opened_at, opened_by=row.opened_by, changed_at=row.changed_at,
        closed_at=row.closed_at, retain_until=row.retain_until,
        retain_reason=row.retain_reason, approaches=told["approaches"].get(row.id, 0),
        open_tasks=told["tasks"].get(row.id, 0), next_due=told["due"].get(row.id),
        erased_at=row.erased_at,
    )  # fmt: skip
