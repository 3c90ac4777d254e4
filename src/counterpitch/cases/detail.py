"""One approach in full, and the record that somebody looked at it."""

import time
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases import bodies
from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.journal.entries import entries_of
from counterpitch.cases.nouns.approaches import (
    ApproachDetail,
    Assessment,
    ContentVersion,
    Judged,
    ReceivedIn,
)
from counterpitch.cases.rows import queue_row
from counterpitch.cases.store import Store
from counterpitch.cases.tables import (
    approach as approaches,
)
from counterpitch.cases.tables import (
    approach_tag,
    assessment,
    case_approach,
    content,
    evidence,
    judgement,
    receipt,
    receipt_approach,
)
from counterpitch.errors import UsageError
from counterpitch.model.conversation import Conversation

_STRINGS: Final = msgspec.json.Decoder(tuple[str, ...])
VIEW_SECONDS: Final = 600
"""A second look by the same person within this time is the same view."""
_VIEWS_HELD: Final = 50_000


def approach(store: Store, number: int, *, viewer: str | None = None) -> ApproachDetail:
    """Return everything about an approach.

    With ``viewer`` the journal notes that this person looked at it (once in ten minutes).
    Raises ``UsageError`` if there is none of this number.
    """
    if viewer:
        viewed(store, number, viewer)
    with store.read() as connection:
        row = connection.execute(sa.select(approaches).where(approaches.c.id == number)).first()
        if row is None:
            raise UsageError(f"there is no approach {number}.", hint="See counterpitch queue.")
        contents = _versions(connection, content, number)
        found = _versions(connection, assessment, number)
        return ApproachDetail(
            row=queue_row(row),
            conversation=bodies.conversation(contents[0].body),
            content_version=contents[0].version,
            contents=tuple(ContentVersion(c.version, c.sha256, c.stored_at) for c in contents),
            assessments=tuple(_assessment(each) for each in found),
            judgements=judgements_of(connection, number),
            received=_received(connection, number),
            cases=_numbers(connection, case_approach.c.case_id, number),
            tags=_tags(connection, number),
            journal=entries_of(connection, f"approach:{number}"),
        )


def conversation_at(store: Store, number: int, version: int) -> Conversation | None:
    """Return an older version of the words; None where it was erased or never was."""
    with store.read() as connection:
        body = connection.execute(
            sa.select(content.c.body).where(
                content.c.approach_id == number, content.c.version == version
            )
        ).scalar()
    return bodies.conversation(body)


def viewed(store: Store, number: int, viewer: str) -> bool:
    """Note in the journal that ``viewer`` looked at an approach; False if just noted."""
    key, moment = ("viewed", number, viewer), time.monotonic()
    with store.lock:
        last = store.recent.get(key)
        if last is not None and moment - last < VIEW_SECONDS:
            return False
        if len(store.recent) > _VIEWS_HELD:
            store.recent.clear()
        store.recent[key] = moment
    with store.write(durable=False) as connection:
        there = sa.select(approaches.c.id).where(approaches.c.id == number)
        if connection.execute(there).first() is None:
            return False
        append(connection, store.clock(), viewer, [Event("viewed", f"approach:{number}")])
    return True


def judgements_of(connection: sa.Connection, number: int) -> tuple[Judged, ...]:
    """Return the judgements of an approach, oldest first."""
    rows = connection.execute(
        sa.select(judgement).where(judgement.c.approach_id == number).order_by(judgement.c.id)
    )
    return tuple(
        Judged(each.id, number, each.at, each.actor, each.judgement, each.reason) for each in rows
    )


def _versions(connection: sa.Connection, table: sa.Table, number: int) -> list[sa.Row[Any]]:
    chosen = sa.select(table).where(table.c.approach_id == number)
    return list(connection.execute(chosen.order_by(table.c.version.desc())))


def _assessment(row: sa.Row[Any]) -> Assessment:
    return Assessment(
        row.version, row.content_version, row.at, row.actor, row.rules, row.recognisers,
        row.sha256, bodies.verdict(row.body),
    )  # fmt: skip


def _received(connection: sa.Connection, number: int) -> tuple[ReceivedIn, ...]:
    rows = connection.execute(
        sa.select(receipt, evidence.c.size)
        .join(receipt_approach, receipt_approach.c.receipt_id == receipt.c.id)
        .join(evidence, evidence.c.sha256 == receipt.c.sha256)
        .where(receipt_approach.c.approach_id == number)
        .order_by(receipt.c.id)
    )
    return tuple(
        ReceivedIn(
            receipt=row.id, code=row.code, sha256=row.sha256, size=row.size, name=row.name,
            actor=row.actor, where_from=row.where_from, channel=row.channel,
            revealed=_STRINGS.decode(row.revealed), note=row.note, consent=row.consent,
            at=row.received_at, erased_at=row.erased_at,
        )
        for row in rows
    )  # fmt: skip


def _numbers(connection: sa.Connection, column: sa.Column[int], number: int) -> tuple[int, ...]:
    chosen = sa.select(column).where(case_approach.c.approach_id == number).order_by(column)
    return tuple(connection.execute(chosen).scalars())


def _tags(connection: sa.Connection, number: int) -> tuple[tuple[str, str], ...]:
    rows = connection.execute(
        sa.select(approach_tag.c.family, approach_tag.c.value)
        .where(approach_tag.c.approach_id == number)
        .order_by(approach_tag.c.family, approach_tag.c.value)
    )
    return tuple((family, value) for family, value in rows)
