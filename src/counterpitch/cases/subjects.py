"""Where a person stands: as contact, as approached, in a mail, as reporter, in a case."""

from collections.abc import Iterator

import msgspec
import sqlalchemy as sa

from counterpitch.cases import bodies, finding, index
from counterpitch.cases.correspondents import correspondents
from counterpitch.cases.naming import named
from counterpitch.cases.tables import approach, case_note, case_person, case_task, content, receipt
from counterpitch.cases.text import folded, plain
from counterpitch.errors import UsageError
from counterpitch.model.conversation import Conversation

SHORTEST = 3


class Found(msgspec.Struct, frozen=True):
    """What is held on a person.

    ``about`` are approaches in which they are contact or owner, sender or recipient; ``mentions``
    those that only name them; ``receipts`` those that they sent in; ``people`` entries with cases.
    """

    about: tuple[int, ...]
    mentions: tuple[int, ...]
    receipts: tuple[int, ...]
    people: tuple[int, ...]
    notes: tuple[int, ...]
    tasks: tuple[int, ...]


def find(connection: sa.Connection, person: str) -> Found:
    """Return what is held on ``person``: a name, an address or the id of a reporter.

    Raises ``UsageError`` where it is too short to tell people apart.
    """
    wanted = folded_name(person)
    about: list[int] = []
    mentions: list[int] = []
    for number, words in _candidates(connection, wanted):
        if is_about(words, wanted):
            about.append(number)
        elif named(index.searched(words), person):
            mentions.append(number)
    return Found(
        tuple(about), tuple(mentions), _receipts(connection, person),
        _holding(connection, case_person, case_person.c.name, person),
        _holding(connection, case_note, case_note.c.text, person),
        _holding(connection, case_task, case_task.c.title, person),
    )  # fmt: skip


def folded_name(person: str) -> str:
    """Return a name or address as it is compared; raises ``UsageError`` where it is too short."""
    wanted = folded(person.strip())
    if len(wanted) < SHORTEST:
        raise UsageError("a person is named by three characters at least.")
    return wanted


def is_about(words: Conversation, wanted: str) -> bool:
    """Tell whether a folded name or address is the contact's or the owner's, or stands as sender,
    recipient or Reply-To of a mail.
    """
    contact = words.contact
    own = (contact.name, contact.email or "", contact.profile_url, words.owner.name)
    mailed = (part for pair in correspondents(words) for part in pair)
    return any(wanted == folded(each.strip()) for each in (*own, *mailed) if each)


def _candidates(connection: sa.Connection, wanted: str) -> Iterator[tuple[int, Conversation]]:
    phrase = wanted.replace('"', " ")
    condition = finding.matching(connection, f'"{phrase}"')
    if condition is None:
        return
    numbers = connection.execute(
        sa.select(approach.c.id).where(condition, approach.c.erased_at.is_(None))
    ).scalars()
    for number in numbers.all():
        body = connection.execute(
            sa.select(content.c.body)
            .where(content.c.approach_id == number)
            .order_by(content.c.version.desc())
            .limit(1)
        ).scalar()
        words = bodies.conversation(body)
        if words is not None:
            yield number, words


def _receipts(connection: sa.Connection, person: str) -> tuple[int, ...]:
    chosen = sa.select(receipt.c.id).where(receipt.c.actor == plain(person.strip(), 200))
    return tuple(connection.execute(chosen).scalars())


def _holding(
    connection: sa.Connection, table: sa.Table, column: sa.Column[str], person: str
) -> tuple[int, ...]:
    rows = connection.execute(sa.select(table.c.id, column)).all()
    return tuple(number for number, text in rows if text and named(text, person))
