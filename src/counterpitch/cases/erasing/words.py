"""Words that go: of approaches, of judgements, of the journal; their hashes stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from counterpitch.cases import index, naming
from counterpitch.cases.journal.verify import ERASED
from counterpitch.cases.tables import (
    approach,
    assessment,
    content,
    journal,
    journal_payload,
    judgement,
)

GONE: Final = "[erased]"


def blank(connection: sa.Connection, numbers: list[int], at: datetime) -> None:
    """Take the words of approaches, what lists show of them, and the reasons of judgements."""
    for part in parts(numbers):
        for table in (content, assessment):
            connection.execute(
                table.update().where(table.c.approach_id.in_(part)).values(body=sa.null())
            )
        connection.execute(
            judgement.update().where(judgement.c.approach_id.in_(part)).values(reason=sa.null())
        )
        gone = {
            "conversation": "", "contact": "", "company": "", "headline": "",
            "erased_at": at,
        }  # fmt: skip
        connection.execute(approach.update().where(approach.c.id.in_(part)), gone)
    index.remove(connection, numbers)


def erase_entries(connection: sa.Connection, subjects: set[str], person: str) -> list[int]:
    """Erase what the journal says of it; return the numbers of the entries."""
    found: set[int] = set()
    for part in parts(sorted(subjects)):
        chosen = sa.select(journal.c.seq).where(
            journal.c.subject.in_(part), journal.c.action != ERASED
        )
        found.update(connection.execute(chosen).scalars())
    if person:
        found.update(_told(connection, person))
    for part in parts(sorted(found)):
        connection.execute(
            journal_payload.update()
            .where(journal_payload.c.seq.in_(part))
            .values(payload=sa.null(), salt=sa.null())
        )
    return sorted(found)


def _told(connection: sa.Connection, person: str) -> set[int]:
    rows = connection.execute(
        sa.select(journal_payload.c.seq, journal_payload.c.payload)
        .join(journal, journal.c.seq == journal_payload.c.seq)
        .where(journal.c.action != ERASED, journal_payload.c.payload.is_not(None))
    )
    return {seq for seq, text in rows if naming.named(text, person)}


def without(text: str, person: str) -> str:
    """Return ``text`` without the name of ``person``."""
    return naming.without(text, person, GONE)


def reworded(connection: sa.Connection, column: sa.Column[str], person: str) -> int:
    """Take the name of ``person`` out of what was written in ``column``; return of how many texts.

    A text that has it in other letters (wide ones) than were given goes as a whole, and so
    does the reason of a judgement, which can be taken back but not changed.
    """
    texts = connection.execute(sa.select(column).distinct().where(column.is_not(None))).scalars()
    found = [text for text in texts.all() if naming.named(text, person)]
    for text in found:
        left = without(text, person)
        new: Any = GONE if naming.named(left, person) else left
        if column is judgement.c.reason:
            new = sa.null()
        connection.execute(column.table.update().where(column == text).values({column.name: new}))
    return len(found)


def parts(values: Sequence[Any], size: int = 5_000) -> list[list[Any]]:
    """Return values in parts that fit into one statement."""
    return [list(values[at : at + size]) for at in range(0, len(values), size)]
