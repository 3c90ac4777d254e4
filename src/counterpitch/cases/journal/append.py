"""Adds to the journal. Nothing else writes it, but for ``jotting`` beside it."""

import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases.journal.chain import (
    GENESIS,
    SALT_BYTES,
    digest,
    linked,
    payload_hash,
    payload_text,
)
from counterpitch.cases.ready import Ready
from counterpitch.cases.tables import journal, journal_payload
from counterpitch.cases.tables.base import to_micros
from counterpitch.cases.text import plain
from counterpitch.cases.writing import write_values

LOCK: Final = 0x6A6F75726E
"""The advisory lock of PostgreSQL: one writer at a time knows the end of the chain."""

HEAD: Final = Ready(
    sa.select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1)
)

ENTRY: Final = tuple(column.name for column in journal.c)
PAYLOAD: Final = tuple(column.name for column in journal_payload.c)


class Event(msgspec.Struct, frozen=True):
    """Something that happened, about to be written down."""

    action: str
    subject: str
    payload: dict[str, Any] = {}


def append(connection: sa.Connection, at: datetime, actor: str, events: Sequence[Event]) -> int:
    """Add ``events`` to the chain within the caller's transaction; return the last number.

    Call it last in a transaction: on PostgreSQL other writers wait from here to the commit. On
    SQLite the transaction began as the only writer.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    seq, previous = head(connection)
    who = plain(actor, 200) or "unknown"
    salts = os.urandom(SALT_BYTES * len(events))
    entries, payloads = [], []
    for number, event in enumerate(events):
        salt = salts[number * SALT_BYTES : (number + 1) * SALT_BYTES]
        entry, payload = rows((seq, previous), at, who, event, salt)
        seq, previous = entry[0], entry[-1]
        entries.append(entry)
        payloads.append(payload)
    write_values(connection, journal, ENTRY, entries)
    write_values(connection, journal_payload, PAYLOAD, payloads)
    return seq


def rows(
    last: tuple[int, str], at: datetime, who: str, event: Event, salt: bytes
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return the rows of the entry after ``last`` (number and hash), and of what it says."""
    seq = last[0] + 1
    text = payload_text(event.payload)
    hashed = payload_hash(salt, text)
    own = linked(last[1], digest(seq, at, who, event.action, event.subject, hashed))
    entry = (seq, to_micros(at), who, event.action, event.subject, hashed, last[1], own)
    return entry, (seq, salt, text)


def head(connection: sa.Connection) -> tuple[int, str]:
    """Return number and hash of the last entry; 0 and zeros where there is none."""
    return end_of(HEAD.all(connection))


def end_of(found: Sequence[Any]) -> tuple[int, str]:
    """Return number and hash of the entry that ``HEAD`` found; 0 and zeros for none."""
    return (found[0].seq, found[0].hash) if found else (0, GENESIS)
