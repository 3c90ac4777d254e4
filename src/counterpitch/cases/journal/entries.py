"""Reads the journal."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases.nouns.journal import JournalEntry
from counterpitch.cases.nouns.page import Page
from counterpitch.cases.ready import Ready
from counterpitch.cases.store import Store
from counterpitch.cases.tables import journal, journal_payload
from counterpitch.errors import UsageError

_JOINED = (
    sa.select(journal, journal_payload.c.payload)
    .join(journal_payload, journal_payload.c.seq == journal.c.seq, isouter=True)
)  # fmt: skip

ABOUT: Final = Ready(
    _JOINED.where(journal.c.subject == sa.bindparam("subject", ""))
    .order_by(journal.c.seq.desc())
    .limit(sa.bindparam("most", 200, type_=sa.Integer))
)
"""The newest entries about ``subject``, newest first; ``most`` of them."""


def entries_of(
    connection: sa.Connection, subject: str, most: int = 200
) -> tuple[JournalEntry, ...]:
    """Return the newest entries about ``subject``, oldest first."""
    rows = ABOUT.all(connection, subject=subject, most=most)
    return tuple(entry(row) for row in reversed(rows))


def journal_page(
    store: Store, *, subject: str = "", cursor: str | None = None, limit: int = 100
) -> Page[JournalEntry]:
    """Return a page of the journal, newest first; of one subject, if it is named."""
    chosen = _JOINED.order_by(journal.c.seq.desc()).limit(max(1, min(limit, 1_000)) + 1)
    if subject:
        chosen = chosen.where(journal.c.subject == subject)
    if cursor:
        if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 18:
            raise UsageError("the cursor is not one that the list gave.", where=cursor[:40])
        chosen = chosen.where(journal.c.seq < int(cursor))
    with store.read() as connection:
        rows = connection.execute(chosen).all()
    size = max(1, min(limit, 1_000))
    shown = tuple(entry(row) for row in rows[:size])
    return Page(shown, str(shown[-1].seq) if len(rows) > size else None)


def all_entries(connection: sa.Connection, step: int = 2_000) -> Iterator[sa.Row[Any]]:
    """Yield every entry in order with salt and payload, with bounded memory."""
    chosen = (
        sa.select(
            journal,
            journal_payload.c.salt,
            journal_payload.c.payload,
            journal_payload.c.seq.label("told"),
        )
        .join(journal_payload, journal_payload.c.seq == journal.c.seq, isouter=True)
        .order_by(journal.c.seq)
        .limit(step)
    )
    last = None
    while True:
        part = chosen if last is None else chosen.where(journal.c.seq > last)
        rows = connection.execute(part).all()
        yield from rows
        if len(rows) < step:
            return
        last = rows[-1].seq


def entry(row: Any) -> JournalEntry:
    """Return a row as an entry."""
    payload = None if row.payload is None else msgspec.json.decode(row.payload)
    return JournalEntry(
        row.seq, row.at, row.actor, row.action, row.subject, payload, row.payload_sha256,
        row.previous, row.hash,
    )  # fmt: skip
