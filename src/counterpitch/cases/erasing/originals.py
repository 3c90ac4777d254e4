"""Originals that go with what is erased, and those that stay because they hold more."""

from datetime import datetime

import sqlalchemy as sa

from counterpitch.cases.erasing.words import GONE, parts
from counterpitch.cases.tables import (
    approach,
    case_attachment,
    case_file,
    evidence,
    evidence_chunk,
    receipt,
    receipt_approach,
)


def linked_to(
    connection: sa.Connection, numbers: list[int], receipts: set[int]
) -> tuple[set[int], list[int]]:
    """Return ``receipts`` and those that brought ``numbers``; and which of them are now empty."""
    linked = set(receipts)
    for part in parts(numbers):
        chosen = sa.select(receipt_approach.c.receipt_id).where(
            receipt_approach.c.approach_id.in_(part)
        )
        linked.update(connection.execute(chosen).scalars())
    return linked, sorted(linked - _alive(connection, linked))


def erase_originals(
    connection: sa.Connection,
    linked: set[int],
    empty: list[int],
    files: set[str],
    at: datetime,
    *,
    shared: bool,
) -> tuple[list[str], list[str]]:
    """Erase the originals of what is gone; return those, and those that hold more."""
    for part in parts(empty):
        gone = {
            "name": GONE, "note": "", "revealed": "[]", "notices": "[]",
            "erased_at": at,
        }  # fmt: skip
        connection.execute(receipt.update().where(receipt.c.id.in_(part)), gone)
    touched = _sources(connection, linked) | files
    held = _held(connection, touched)
    gone_now = sorted(touched if shared else touched - held)
    for part in parts(gone_now):
        connection.execute(evidence_chunk.delete().where(evidence_chunk.c.sha256.in_(part)))
        connection.execute(evidence.update().where(evidence.c.sha256.in_(part)), {"erased_at": at})
    return gone_now, [] if shared else sorted(held)


def _alive(connection: sa.Connection, receipts: set[int]) -> set[int]:
    """Return those receipts that still brought something that is not erased."""
    found: set[int] = set()
    for part in parts(sorted(receipts)):
        chosen = (
            sa.select(receipt_approach.c.receipt_id)
            .join(approach, approach.c.id == receipt_approach.c.approach_id)
            .where(receipt_approach.c.receipt_id.in_(part), approach.c.erased_at.is_(None))
            .distinct()
        )
        found.update(connection.execute(chosen).scalars())
    return found


def _sources(connection: sa.Connection, receipts: set[int]) -> set[str]:
    found: set[str] = set()
    for part in parts(sorted(receipts)):
        chosen = sa.select(receipt.c.sha256, receipt.c.verdicts_sha256).where(
            receipt.c.id.in_(part)
        )
        found.update(each for row in connection.execute(chosen) for each in row if each)
    return found


def _held(connection: sa.Connection, originals: set[str]) -> set[str]:
    """Return the originals that something not erased still rests on."""
    found: set[str] = set()
    for part in parts(sorted(originals)):
        for column in (receipt.c.sha256, receipt.c.verdicts_sha256):
            chosen = sa.select(column).where(column.in_(part), receipt.c.erased_at.is_(None))
            found.update(connection.execute(chosen).scalars())
        attached = (
            sa.select(case_attachment.c.sha256)
            .join(case_file, case_file.c.id == case_attachment.c.case_id)
            .where(case_attachment.c.sha256.in_(part), case_file.c.erased_at.is_(None))
        )
        found.update(connection.execute(attached).scalars())
    return found
