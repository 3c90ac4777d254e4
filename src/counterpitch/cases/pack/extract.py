"""An extract of the journal that proves its place in the whole without showing the rest."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from counterpitch.cases.journal.chain import digest, moment
from counterpitch.cases.journal.signing import sign_head
from counterpitch.cases.nouns.journal import SignedHead
from counterpitch.cases.store import Store
from counterpitch.cases.tables import journal, journal_payload


class Extract(msgspec.Struct, frozen=True):
    """Entries in full, and one digest a line for every entry from the first to the signed end."""

    document: dict[str, Any]
    chain: str
    head: SignedHead
    entries: int


def extract(store: Store, subjects: Sequence[str]) -> Extract:
    """Return what the journal says of ``subjects``, up to a head that is signed for it."""
    head = sign_head(store)
    with store.read() as connection:
        rows = connection.execute(
            sa.select(journal, journal_payload.c.salt, journal_payload.c.payload)
            .join(journal_payload, journal_payload.c.seq == journal.c.seq, isouter=True)
            .where(journal.c.subject.in_(list(subjects)), journal.c.seq <= head.seq)
            .order_by(journal.c.seq)
        ).all()
        first = rows[0].seq if rows else head.seq
        before = connection.execute(
            sa.select(journal.c.previous).where(journal.c.seq == first)
        ).scalar_one()
        chain = _chain(connection, first, head.seq)
    document = {
        "about": "Entries about this case in full; journal-chain.txt holds the digest of every"
        " entry from the first of them to the signed end. See verify.py.",
        "first": first,
        "before": before,
        "head": msgspec.to_builtins(head),
        "entries": [_entry(row) for row in rows],
    }
    return Extract(document, chain, head, len(rows))


def _chain(connection: sa.Connection, first: int, last: int) -> str:
    rows = connection.execute(
        sa.select(journal).where(journal.c.seq.between(first, last)).order_by(journal.c.seq)
    )
    lines = (
        digest(row.seq, row.at, row.actor, row.action, row.subject, row.payload_sha256)
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


def _entry(row: sa.Row[Any]) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "at": moment(row.at),
        "actor": row.actor,
        "action": row.action,
        "subject": row.subject,
        "payload": row.payload,
        "payload_sha256": row.payload_sha256,
        "salt": bytes(row.salt).hex() if row.salt is not None else None,
        "previous": row.previous,
        "hash": row.hash,
    }
