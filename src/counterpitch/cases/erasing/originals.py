"""Originals that go with what is erased, and those that stay because they hold more."""

from datetime import datetime

import msgspec
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


class Kept(msgspec.Struct, frozen=True):
    """An original that was not erased, and why: something else rests on it."""

    sha256: str
    why: str


class Gone(msgspec.Struct, frozen=True):
    """Originals (SHA-256) that were erased, what was kept, and cases that lost a file with it."""

    erased: tuple[str, ...]
    kept: tuple[Kept, ...]
    cases: tuple[int, ...]


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
    further: set[str],
    at: datetime,
    *,
    shared: bool,
) -> Gone:
    """Erase the originals of what is gone; tell of those that hold more.

    An original of which nothing that it brought is left goes wherever it lies, also where it
    was added to a case as a file. One of ``further`` (files of an erased case, what holds the
    person besides) stays where an approach or another case rests on it, unless ``shared``.
    """
    for part in parts(empty):
        gone = {
            "name": GONE, "note": "", "revealed": "[]", "notices": "[]",
            "erased_at": at,
        }  # fmt: skip
        connection.execute(receipt.update().where(receipt.c.id.in_(part)), gone)
    sources = _sources(connection, linked)
    touched = sources | further
    why = _why(connection, touched, sources)
    erased = sorted(touched if shared else touched - why.keys())
    cases = _cases(connection, erased)
    for part in parts(erased):
        connection.execute(evidence_chunk.delete().where(evidence_chunk.c.sha256.in_(part)))
        connection.execute(evidence.update().where(evidence.c.sha256.in_(part)), {"erased_at": at})
        named = case_attachment.c.sha256.in_(part)
        connection.execute(case_attachment.update().where(named), {"name": GONE})
    left = () if shared else tuple(Kept(each, why[each]) for each in sorted(why))
    return Gone(tuple(erased), left, tuple(sorted({case for _, case in cases})))


def _why(connection: sa.Connection, touched: set[str], sources: set[str]) -> dict[str, str]:
    """Return the originals on which something not erased rests, each with what that is."""
    filed = dict(_cases(connection, sorted(touched - sources)))
    found = {sha256: f"is a file of C-{case}" for sha256, case in filed.items()}
    return found | dict.fromkeys(_live(connection, touched), "holds other approaches too")


def _cases(connection: sa.Connection, originals: list[str]) -> list[tuple[str, int]]:
    """Return which of the originals is a file of which case that is not erased."""
    found: list[tuple[str, int]] = []
    for part in parts(originals):
        chosen = (
            sa.select(case_attachment.c.sha256, case_attachment.c.case_id)
            .join(case_file, case_file.c.id == case_attachment.c.case_id)
            .where(case_attachment.c.sha256.in_(part), case_file.c.erased_at.is_(None))
        )
        found += [(row.sha256, row.case_id) for row in connection.execute(chosen)]
    return found


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


def _live(connection: sa.Connection, originals: set[str]) -> set[str]:
    """Return the originals that brought something that is not erased."""
    found: set[str] = set()
    for part in parts(sorted(originals)):
        for column in (receipt.c.sha256, receipt.c.verdicts_sha256):
            chosen = sa.select(column).where(column.in_(part), receipt.c.erased_at.is_(None))
            found.update(connection.execute(chosen).scalars())
    return found
