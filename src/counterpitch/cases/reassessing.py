"""Assesses anew: a further version beside those before it, which stay as they are."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from counterpitch.cases import bodies, index
from counterpitch.cases.journal.append import append
from counterpitch.cases.keeping import assessed_event, assessment_row, tag_rows
from counterpitch.cases.rows import judged
from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach, approach_tag, assessment, content
from counterpitch.cases.tags import tags
from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import Verdict
from counterpitch.pipeline.assessed import assessor


class How(msgspec.Struct, frozen=True):
    """How words are assessed: by rules alone, in how many processes, by whose rules."""

    quick: bool = False
    jobs: int = 1
    rules: Path | None = None


def reassess(store: Store, numbers: Sequence[int], *, actor: str, how: How | None = None) -> int:
    """Assess the newest words of each approach; return how many got a new version.

    A verdict that is the same to the last byte on the same words makes no new version. What
    was erased, and what came without its words, is passed over.
    """
    chosen, count = how or How(), 0
    for number in numbers:
        held = _newest(store, number)
        if held is None:
            continue
        version, words = held
        verdict = assessor(chosen.rules, quick=chosen.quick).assess(words)
        count += _add(store, number, version, words, verdict, actor)
    return count


def outdated(store: Store) -> tuple[int, ...]:
    """Return approaches whose newest words have no verdict yet: a crash came between."""
    words = (
        sa.select(content.c.approach_id, sa.func.max(content.c.version).label("version"))
        .where(content.c.version > 1)
        .group_by(content.c.approach_id)
        .subquery()
    )
    seen = (
        sa.select(assessment.c.approach_id, sa.func.max(assessment.c.content_version).label("of"))
        .group_by(assessment.c.approach_id)
        .subquery()
    )
    chosen = (
        sa.select(words.c.approach_id)
        .join(seen, seen.c.approach_id == words.c.approach_id)
        .where(seen.c.of < words.c.version)
    )
    with store.read() as connection:
        return tuple(connection.execute(chosen).scalars())


def _newest(store: Store, number: int) -> tuple[int, Conversation] | None:
    with store.read() as connection:
        row = connection.execute(
            sa.select(content.c.version, content.c.body)
            .where(content.c.approach_id == number)
            .order_by(content.c.version.desc())
            .limit(1)
        ).first()
    words = bodies.conversation(row.body) if row is not None else None
    if row is None or words is None or not any(each.text for each in words.messages):
        return None
    return row.version, words


def _add(
    store: Store, number: int, of: int, words: Conversation, verdict: Verdict, actor: str
) -> bool:
    body = bodies.encoded(verdict)
    at = store.clock()
    with store.write() as connection:
        # The row is locked first, so that two who assess at once get different versions.
        connection.execute(
            sa.select(approach.c.id).where(approach.c.id == number).with_for_update()
        )
        last = connection.execute(
            sa.select(assessment)
            .where(assessment.c.approach_id == number)
            .order_by(assessment.c.version.desc())
            .limit(1)
        ).one()
        if last.sha256 == bodies.sha256(body) and last.content_version == of:
            return False
        row = assessment_row(number, last.version + 1, of, verdict, body, at, actor)
        connection.execute(assessment.insert(), row)
        connection.execute(
            approach.update().where(approach.c.id == number), judged(verdict, number)
        )
        _retag(connection, number, tag_rows(number, tags(verdict, index.spoken(words))))
        append(connection, at, actor, [assessed_event(row, verdict, imported=False)])
    return True


def _retag(connection: sa.Connection, number: int, rows: list[dict[str, Any]]) -> None:
    connection.execute(approach_tag.delete().where(approach_tag.c.approach_id == number))
    if rows:
        connection.execute(approach_tag.insert(), rows)
