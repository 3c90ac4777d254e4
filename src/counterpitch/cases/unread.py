"""What was handed in and the program could not read: a person has to, and says so."""

from datetime import datetime
from functools import cache
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.ready import Ready
from counterpitch.cases.store import Store
from counterpitch.cases.tables import evidence, journal, receipt
from counterpitch.cases.text import plain
from counterpitch.errors import UsageError

LOOKED_AT: Final = "looked-at"
TYPED: Final = "text of "
"""The desk names what a person typed from a picture after the picture."""
MOST: Final = 100
"""Reports listed; the next ones follow when these are looked at."""


class Unread(msgspec.Struct, frozen=True):
    """A report in which no message was found: who handed it in, why it was not read."""

    id: int
    code: str
    name: str
    at: datetime
    actor: str
    where_from: str
    revealed: tuple[str, ...]
    note: str
    notices: tuple[str, ...]
    sha256: str
    size: int


def unread(store: Store) -> tuple[Unread, ...]:
    """Return the reports that wait for a person's own eyes, oldest first, at most ``MOST``.

    A picture whose text was typed in or corrected afterwards is read, by that text.
    """
    with store.look() as look:
        waiting = _light().all(look)
    if not waiting:
        return ()
    with store.read() as connection:
        typed = _typed(connection)
        numbers = [
            row.id for row in waiting if typed.get((row.actor, f"{TYPED}{row.name}"), 0) < row.id
        ]
        chosen = _waiting().where(receipt.c.id.in_(numbers[:MOST]))
        return tuple(_unread(row) for row in connection.execute(chosen))


def unread_one(store: Store, number: int) -> Unread | None:
    """Return one of them; nothing where it was read, erased, looked at or never there."""
    with store.read() as connection:
        row = connection.execute(_waiting().where(receipt.c.id == number)).first()
    return None if row is None else _unread(row)


def why_not(store: Store, number: int) -> str:
    """Return why ``unread_one`` has nothing under a number, in a sentence."""
    with store.read() as connection:
        row = connection.execute(sa.select(receipt).where(receipt.c.id == number)).first()
        seen = looked_at(connection, number)
    if row is None:
        return f"there is no report R-{number}."
    if row.erased_at is not None:
        why = f"it was erased on {row.erased_at:%Y-%m-%d}"
    elif seen is not None:
        why = f"it was looked at on {seen:%Y-%m-%d}"
    else:
        why = "it is being read" if row.state == "reading" else "what it says was read"
    return f"report R-{number} does not wait for anybody: {why}."


def settle_unread(store: Store, number: int, *, actor: str, reason: str) -> None:
    """Note that a person looked at such a report, and what they found; it leaves the list.

    Raises ``UsageError`` without a reason, or where it does not wait.
    """
    why = plain(reason, 2000).strip()
    if not why:
        raise UsageError("Say what you found in it.", hint="One sentence is enough.")
    if unread_one(store, number) is None:
        raise UsageError(why_not(store, number), hint="Look at the queue again.")
    with store.write() as connection:
        event = Event(LOOKED_AT, f"receipt:{number}", {"reason": why})
        append(connection, store.clock(), actor, [event])


def looked_at(connection: sa.Connection, number: int) -> datetime | None:
    """Return when a person first looked at a report that the program could not read."""
    chosen = sa.select(sa.func.min(journal.c.at)).where(
        journal.c.subject == f"receipt:{number}", journal.c.action == LOOKED_AT
    )
    return connection.execute(chosen).scalar()


def _waiting() -> sa.Select[Any]:
    subject = sa.literal("receipt:") + sa.cast(receipt.c.id, sa.String)
    settled = sa.exists().where(journal.c.subject == subject, journal.c.action == LOOKED_AT)
    return (
        sa.select(receipt, evidence.c.size)
        .join(evidence, evidence.c.sha256 == receipt.c.sha256)
        .where(receipt.c.state == "unreadable", receipt.c.erased_at.is_(None), ~settled)
        .order_by(receipt.c.id)
    )


@cache
def _light() -> Ready:
    """Return the question for what the list is chosen by; every queue asks it."""
    return Ready(_waiting().with_only_columns(receipt.c.id, receipt.c.actor, receipt.c.name))


def _typed(connection: sa.Connection) -> dict[tuple[str, str], int]:
    """Return the newest report of each text that somebody typed from a picture: one pass."""
    chosen = (
        sa.select(receipt.c.actor, receipt.c.name, sa.func.max(receipt.c.id))
        .where(receipt.c.state == "done", receipt.c.name.startswith(TYPED))
        .group_by(receipt.c.actor, receipt.c.name)
    )
    return {(actor, name): number for actor, name, number in connection.execute(chosen)}


def _unread(row: sa.Row[Any]) -> Unread:
    words = (row.revealed, row.notices)
    revealed, notices = (msgspec.json.decode(each, type=tuple[str, ...]) for each in words)
    return Unread(
        row.id, row.code, row.name, row.received_at, row.actor, row.where_from, revealed, row.note,
        notices, row.sha256, row.size,
    )  # fmt: skip
