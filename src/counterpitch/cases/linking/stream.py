"""The newest words of approaches, streamed out of the store."""

from collections.abc import Iterator
from typing import Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases import bodies
from counterpitch.cases.linking.place import name_of
from counterpitch.cases.store import Store
from counterpitch.cases.tables import content
from counterpitch.model.conversation import Conversation

AT_ONCE: Final = 500


class Mark(msgspec.Struct, frozen=True):
    """How far the store was linked: the last approach, and what its words were then.

    ``versions`` and ``held`` count the versions of words up to ``last``, and those not erased. If
    they are others now, words that were linked have changed.
    """

    last: int = 0
    versions: int = 0
    held: int = 0


def mark(store: Store, last: int | None = None) -> Mark:
    """Return the mark of the store as it is, up to approach ``last`` or to its end."""
    query = sa.select(
        sa.func.coalesce(sa.func.max(content.c.approach_id), 0),
        sa.func.count(),
        sa.func.count(content.c.body),
    )
    if last is not None:
        query = query.where(content.c.approach_id <= last)
    with store.read() as connection:
        found = Mark(*connection.execute(query).one())
    return found if last is None else msgspec.structs.replace(found, last=last)


def conversations(store: Store, after: int, until: int) -> Iterator[Conversation]:
    """Yield the newest words of approaches ``after`` to ``until``, called by their numbers."""
    while True:
        found = _some(store, after, until)
        for number, body in found:
            words = bodies.conversation(body)
            if words is not None and any(each.text for each in words.messages):
                yield msgspec.structs.replace(words, id=name_of(number))
        if len(found) < AT_ONCE:
            return
        after = found[-1][0]


def _some(store: Store, after: int, until: int) -> list[tuple[int, bytes | None]]:
    newest = (
        sa.select(content.c.approach_id, sa.func.max(content.c.version).label("version"))
        .where(content.c.approach_id > after, content.c.approach_id <= until)
        .group_by(content.c.approach_id)
        .order_by(content.c.approach_id)
        .limit(AT_ONCE)
        .subquery()
    )
    same = (newest.c.approach_id == content.c.approach_id) & (newest.c.version == content.c.version)
    chosen = (
        sa.select(content.c.approach_id, content.c.body)
        .join(newest, same)
        .order_by(content.c.approach_id)
    )
    with store.read() as connection:
        return [(row.approach_id, row.body) for row in connection.execute(chosen)]
