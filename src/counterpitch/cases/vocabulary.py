"""The words that stand in any text of the full-text index, by which parts of words are found.

A part of a word is looked up among all words first, and then the texts that hold those words.
There are far fewer words than texts, and the words of a new text are mostly known. A word that no
text holds any more is taken out again, since it may be a name.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import sqlalchemy as sa

from counterpitch.cases.words import number, words
from counterpitch.cases.writing import write_new

_WORD: Final = sa.table("search_word", sa.column("id", sa.Integer), sa.column("word", sa.Text))
_TABLE: Final = sa.table(
    "search_word_grams",
    sa.column("search_word_grams"),
    sa.column("rowid"),
    sa.column("word"),
)
_LEARN: Final = sa.text("INSERT INTO search_word (word) SELECT unnest(CAST(:words AS text[]))"
                        " ON CONFLICT DO NOTHING")  # fmt: skip
_GRAMS: Final = sa.text("INSERT INTO search_word_grams (rowid, word)"
                        " SELECT id, word FROM search_word WHERE id > :last")  # fmt: skip
_HELD_SQLITE: Final = sa.text("SELECT 1 FROM search_words WHERE search_words MATCH :word LIMIT 1")
_HELD_POSTGRESQL: Final = sa.text(
    "SELECT 1 FROM search WHERE words @> CAST(:number AS bigint[]) AND body LIKE :word LIMIT 1"
)


_LOCK: Final = 0x776F726473
"""Whoever changes the words of PostgreSQL holds this until the transaction ends. Else two imports
could wait for each other's words, and an erasure could forget a word of a text just being written.
It is taken before the end of the journal (``journal.append``), never after."""


def _alone(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def learn(connection: sa.Connection, found: Iterable[str]) -> None:
    """Take in words; those of one or two characters are never looked up by parts."""
    new = sorted(word for word in found if len(word) > 2)
    if not new:
        return
    _alone(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(_LEARN, {"words": new})
    else:
        last = connection.execute(sa.select(sa.func.max(_WORD.c.id))).scalar() or 0
        write_new(connection, _WORD.name, ("word",), [(word,) for word in new])
        connection.execute(_GRAMS, {"last": last})


def forget(connection: sa.Connection, texts: Iterable[str]) -> None:
    """Take out what only ``texts`` held, which are in the index no more."""
    found: set[str] = set()
    for text in texts:
        found |= words(text)
    _alone(connection)
    gone = [word for word in sorted(found) if len(word) > 2 and not _held(connection, word)]
    for start in range(0, len(gone), 500):
        part = gone[start : start + 500]
        chosen = _WORD.c.word.in_(part)
        if connection.dialect.name != "postgresql":
            rows = sa.select(sa.literal("delete"), _WORD.c.id, _WORD.c.word).where(chosen)
            columns = ["search_word_grams", "rowid", "word"]
            connection.execute(sa.insert(_TABLE).from_select(columns, rows))
        connection.execute(sa.delete(_WORD).where(chosen))


def _held(connection: sa.Connection, word: str) -> bool:
    if connection.dialect.name == "postgresql":
        values = {"number": [number(word)], "word": like(word)}
        return connection.execute(_HELD_POSTGRESQL, values).first() is not None
    return connection.execute(_HELD_SQLITE, {"word": f'"{word}"'}).first() is not None


def holding(
    connection: sa.Connection, part: str, *, begins: bool, ends: bool, most: int
) -> Sequence[str]:
    """Return up to ``most`` words that hold ``part``, of three characters or more.

    ``begins``: as their beginning, ``ends``: as their end.
    """
    if connection.dialect.name == "postgresql":
        conditions: list[sa.ColumnElement[bool]] = [
            _WORD.c.word.like(like(part, begins=begins, ends=ends))
        ]
    else:
        grams = {part[at : at + 3] for at in range(len(part) - 2)}
        wanted = " AND ".join(f'"{gram}"' for gram in sorted(grams))
        conditions = [
            _WORD.c.id.in_(
                sa.text("SELECT rowid FROM search_word_grams WHERE search_word_grams MATCH :grams")
                .bindparams(grams=wanted)
                .columns(sa.column("rowid", sa.Integer))
            ),
            _at(part, begins=begins, ends=ends),
        ]
    return (
        connection.execute(sa.select(_WORD.c.word).where(*conditions).limit(most)).scalars().all()
    )


def _at(part: str, *, begins: bool, ends: bool) -> sa.ColumnElement[bool]:
    word = _WORD.c.word
    if begins and ends:
        return word == part
    if begins:
        return sa.func.substr(word, 1, len(part)) == part
    if ends:
        return sa.func.substr(word, -len(part)) == part
    return sa.func.instr(word, part) > 0


def like(part: str, *, begins: bool = False, ends: bool = False) -> str:
    """Return the pattern of LIKE that means "holds ``part``"."""
    pattern = re.sub(r"([\\%_])", r"\\\1", part)
    return f"{'' if begins else '%'}{pattern}{'' if ends else '%'}"
