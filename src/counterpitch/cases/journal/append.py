"""Adds to the journal. The only place that writes it."""

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

_LOCK: Final = 0x6A6F75726E
"""The advisory lock of PostgreSQL: one writer at a time knows the end of the chain."""

_HEAD: Final = Ready(
    sa.select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1)
)

_ENTRY: Final = tuple(column.name for column in journal.c)
_PAYLOAD: Final = tuple(column.name for column in journal_payload.c)


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
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    seq, previous = head(connection)
    who, when = plain(actor, 200) or "unknown", to_micros(at)
    salts = os.urandom(SALT_BYTES * len(events))
    entries, payloads = [], []
    for number, event in enumerate(events):
        seq += 1
        salt = salts[number * SALT_BYTES : (number + 1) * SALT_BYTES]
        text = payload_text(event.payload)
        hashed = payload_hash(salt, text)
        own = linked(previous, digest(seq, at, who, event.action, event.subject, hashed))
        entries.append((seq, when, who, event.action, event.subject, hashed, previous, own))
        payloads.append((seq, salt, text))
        previous = own
    write_values(connection, journal, _ENTRY, entries)
    write_values(connection, journal_payload, _PAYLOAD, payloads)
    return seq


def head(connection: sa.Connection) -> tuple[int, str]:
    """Return number and hash of the last entry; 0 and zeros where there is none."""
    found = _HEAD.first(connection)
    return (0, GENESIS) if found is None else (found.seq, found.hash)
