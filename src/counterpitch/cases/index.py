"""The full-text index: what is written into it. ``finding`` asks it.

A text is kept beside its words (``words``), and every word of any text once more (``vocabulary``).
SQLite finds texts by words in a full-text table, PostgreSQL in an index of numbers. A candidate
counts only if its text holds what was asked for, so both find the same.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import sqlalchemy as sa

from counterpitch.cases import vocabulary
from counterpitch.cases.correspondents import correspondents
from counterpitch.cases.text import folded
from counterpitch.cases.words import numbered, worded
from counterpitch.cases.writing import write_values
from counterpitch.model.conversation import Conversation

MOST: Final = 200_000
"""Characters of a conversation that are searched; more than any thread among people."""
MOST_PEOPLE: Final = 20_000
"""Characters of names and addresses in mail headers that are searched."""
LINE: Final = "\n"
INDEXES: Final = (("search", "ix_search_words"), ("search_word", "ix_search_word_grams"))
"""What PostgreSQL lays new entries aside for: tables and their indexes."""

_SMALL: Final = 200
"""Up to so many approaches written at once are reports; more are part of an import."""
_MUCH: Final = "SET LOCAL gin_pending_list_limit = 65536"
"""KiB that PostgreSQL lays aside in an import, which has them sorted in beside (``tidying``)."""
_TEXTS: Final = sa.table(
    "search", sa.column("approach_id", sa.BigInteger), sa.column("body", sa.Text),
    # A list of numbers in its binary form; see ``words.array``.
    sa.column("words", sa.LargeBinary),
)  # fmt: skip
_WORDS: Final = sa.table(
    "search_words", sa.column("rowid", sa.Integer), sa.column("words", sa.Text)
)


def searched(conversation: Conversation) -> str:
    """Return the text under which an approach is found: what is ``spoken``, and who stands in the
    headers of its mails.
    """
    return with_people(spoken(conversation), conversation)


def with_people(text: str, conversation: Conversation) -> str:
    """Return ``text``, which is ``spoken``, with the names and addresses in mail headers."""
    people = dict.fromkeys(part for pair in correspondents(conversation) for part in pair if part)
    added = folded(LINE.join(people)[:MOST_PEOPLE])
    return f"{text}{LINE}{added}" if added else text


def spoken(conversation: Conversation) -> str:
    """Return what an approach says, folded: names, subjects, words. Recipients are not among it:
    where they work says nothing of what was asked.
    """
    contact = conversation.contact
    parts = [contact.name, contact.company, contact.headline, contact.email or ""]
    parts += [contact.profile_url, conversation.title, conversation.owner.name]
    for message in conversation.messages:
        parts += [message.subject, message.text]
        parts += [each.name for each in message.attachments]
    return folded(LINE.join(part for part in parts if part)[:MOST])


Entry = tuple[int, str, str]
"""The number of an approach, its searched text, and the ``worded`` of that."""


def put(connection: sa.Connection, entries: Sequence[Entry]) -> None:
    """Index approaches that are not indexed yet.

    What PostgreSQL lays aside is read by every search; after two thousand reports it takes that
    for dearer than to read every text, and does. So after a report little waits (``store.ASIDE``).
    """
    if connection.dialect.name == "postgresql":
        if len(entries) > _SMALL:
            connection.exec_driver_sql(_MUCH)
        rows = ((number, text, numbered(found)) for number, text, found in entries)
        write_values(connection, _TEXTS, ("approach_id", "body", "words"), rows)
    else:
        texts = ((number, text) for number, text, _ in entries)
        write_values(connection, _TEXTS, ("approach_id", "body"), texts)
        again = ((number, found) for number, _, found in entries)
        write_values(connection, _WORDS, ("rowid", "words"), again)
    # The words of words are those very words.
    vocabulary.learn(connection, worded(" ".join([found for _, _, found in entries])).split())


def remove(connection: sa.Connection, numbers: Iterable[int], *, forget: bool = True) -> None:
    """Take approaches out of the index; ``forget`` also the words that no other one holds."""
    texts: list[str] = []
    for number in numbers:
        chosen = sa.select(_TEXTS.c.body).where(_TEXTS.c.approach_id == number)
        text = connection.execute(chosen).scalar()
        if text is None:
            continue
        texts.append(text)
        if connection.dialect.name != "postgresql":
            connection.execute(_GONE, {"number": number, "words": worded(text)})
        connection.execute(sa.delete(_TEXTS).where(_TEXTS.c.approach_id == number))
    if forget and texts:
        vocabulary.forget(connection, texts)


_GONE: Final = sa.text(
    "INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', :number, :words)"
)


def settle(connection: sa.Connection) -> None:
    """Put the index in order after much was written, so that the next search is quick."""
    if connection.dialect.name != "postgresql":
        return
    for table, name in INDEXES:
        if sa.inspect(connection).has_index(table, name):
            connection.execute(sa.select(sa.func.gin_clean_pending_list(name)))


def sample(connection: sa.Connection) -> None:
    """Have PostgreSQL look at some texts, so that it knows which words many of them hold.

    Until it does that by itself, about a minute later, a search for such words takes it for
    rare and reads texts by the thousand.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE search")
