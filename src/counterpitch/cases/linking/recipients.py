"""Whom the approaches of a campaign went to, as the mails and exports themselves say."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases import bodies
from counterpitch.cases.correspondents import approached, contacts
from counterpitch.cases.store import Store
from counterpitch.cases.tables import content
from counterpitch.model.conversation import Conversation

MEMBERS: Final = 1_000
"""Approaches whose words are read for one campaign."""
_AT_ONCE: Final = 200


class Recipient(msgspec.Struct, frozen=True):
    """Somebody whom an approach went to; ``name`` or ``address`` may be empty, never both."""

    approach: int
    name: str
    address: str


def recipients(store: Store, numbers: Iterable[int], most: int = MEMBERS) -> tuple[Recipient, ...]:
    """Return whom the first ``most`` of ``numbers`` went to: To and Cc of mails, who answered, and
    the owner of an export. Addresses of any contact among them are left out.
    """
    found: list[Recipient] = []
    theirs: set[str] = set()
    wanted = sorted(numbers)[:most]
    for start in range(0, len(wanted), _AT_ONCE):
        for number, words in _words(store, wanted[start : start + _AT_ONCE]):
            theirs |= contacts(words)
            found += [Recipient(number, *each) for each in approached(words)]
    return tuple(each for each in found if each.address not in theirs)


def _words(store: Store, numbers: list[int]) -> list[tuple[int, Conversation]]:
    """Return the newest words of approaches; none of what was erased."""
    newest = (
        sa.select(content.c.approach_id, sa.func.max(content.c.version).label("version"))
        .where(content.c.approach_id.in_(numbers))
        .group_by(content.c.approach_id)
        .subquery()
    )
    same = (newest.c.approach_id == content.c.approach_id) & (newest.c.version == content.c.version)
    chosen: sa.Select[Any] = (
        sa.select(content.c.approach_id, content.c.body)
        .join(newest, same)
        .order_by(content.c.approach_id)
    )
    with store.read() as connection:
        rows = connection.execute(chosen).all()
    read = ((row.approach_id, bodies.conversation(row.body)) for row in rows)
    return [(number, words) for number, words in read if words is not None]
