"""The full-text index: what is written into it, and what a query asks of it.

Words of three characters and more are found by trigrams. What is shorter is found as a
whole: every pair of neighbouring Chinese characters (and each alone), and every word of one or two
letters. PostgreSQL without trigrams keeps every pair of neighbouring characters instead. A
candidate counts only if it holds the words, so both databases find the same.
"""

import re
from collections.abc import Iterable, Iterator
from operator import add
from typing import Final

import sqlalchemy as sa

from counterpitch.cases.tables import approach
from counterpitch.cases.text import folded
from counterpitch.cases.writing import write_values
from counterpitch.model.conversation import Conversation

MOST: Final = 200_000
"""Characters of a conversation that are searched; more than any thread among people."""
LINE: Final = "\n"
PAIR: Final = "="

FEW: Final = 500
"""Up to so many finds are fetched at once."""

_SMALL: Final = 200
"""Up to so many approaches written at once are reports; more are part of an import."""
_MUCH: Final = "SET LOCAL gin_pending_list_limit = 65536"
"""KiB that PostgreSQL lays aside in an import, which has them sorted in beside (``tidying``)."""

_FTS: Final = sa.table("search", sa.column("rowid", sa.Integer), sa.column("body", sa.Text))
_FTS_SHORT: Final = sa.table(
    "search_short", sa.column("rowid", sa.Integer), sa.column("body", sa.Text)
)
_PG: Final = sa.table(
    "search", sa.column("approach_id", sa.BigInteger), sa.column("body", sa.Text),
    sa.column("grams", sa.ARRAY(sa.Text)),
)  # fmt: skip
_CHINESE: Final = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_SHORT: Final = re.compile(r"\b\w\w?\b")
_BETWEEN: Final = {n: " " for n in range(128) if not (chr(n).isalnum() or chr(n) == "_")}
"""What stands between words of ASCII, as blanks."""
_SIGNS: Final = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00b7\u2022\u20ac\u00a3"
"""What else stands between words of European texts; no letter and no digit is among it."""
_APART: Final = bytes(ord(" ") if n in _BETWEEN else n for n in range(256))
"""The same for the bytes of UTF-8."""


def searched(conversation: Conversation) -> str:
    """Return the text under which an approach is found: names, subjects, words."""
    contact = conversation.contact
    parts = [contact.name, contact.company, contact.headline, contact.email or ""]
    parts += [contact.profile_url, conversation.title, conversation.owner.name]
    for message in conversation.messages:
        parts += [message.subject, message.text]
        parts += [each.name for each in message.attachments]
    return folded(LINE.join(part for part in parts if part)[:MOST])


def short_grams(text: str) -> set[str]:
    """Return the grams of ``text`` by which one or two characters are found."""
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    if text.isascii():
        # Four times as fast, and the same: without accents a word ends where no letter stands.
        return {word for word in text.translate(_BETWEEN).split() if len(word) < 3}
    # Where a word has letters beyond ASCII it is looked at as text; most words have none.
    words = set(text.encode("utf-8", "surrogatepass").translate(_APART).split())
    plain = {word for word in words if word.isascii()}
    found = {word.decode() for word in plain if len(word) < 3}
    rest = b" ".join(words - plain).decode("utf-8", "surrogatepass")
    found.update(_SHORT.findall(rest))
    for run in _CHINESE.findall(rest):
        found.update(run)
        found.update(map(add, run, run[1:]))
    return found


def short(text: str) -> str:
    """Return the ``short_grams`` of ``text`` with blanks between; none of them holds one."""
    return " ".join(sorted(short_grams(text)))


def pairs(text: str) -> set[str]:
    """Return every pair of neighbouring characters of ``text`` but across lines, each with a
    mark before it that tells it from a word of two letters.
    """
    return {PAIR + line[at : at + 2] for line in text.split(LINE) for at in range(len(line) - 1)}


Entry = tuple[int, str, str]
"""The number of an approach, its searched text, and the ``short`` of that."""


def put(connection: sa.Connection, entries: Iterable[Entry], way: str) -> None:
    """Index approaches that are not indexed yet.

    What PostgreSQL lays aside is read by every search; after two thousand reports it takes that
    for dearer than to read every text, and does. So after a report little waits (``store.ASIDE``).
    """
    known = list(entries)
    if way == "fts5":
        _put_sqlite(connection, known)
        return
    if len(known) > _SMALL:
        connection.exec_driver_sql(_MUCH)
    more = pairs if way == "bigram" else _none
    rows = ((number, text, sorted({*grams.split(), *more(text)})) for number, text, grams in known)
    write_values(connection, _PG, ("approach_id", "body", "grams"), rows)


def _none(_text: str) -> set[str]:
    return set()


def remove(connection: sa.Connection, numbers: Iterable[int], way: str) -> None:
    """Take approaches out of the index."""
    rows = [{"id": number} for number in numbers]
    if not rows:
        return
    if way == "fts5":
        connection.execute(sa.text("DELETE FROM search WHERE rowid = :id"), rows)
        connection.execute(sa.text("DELETE FROM search_short WHERE rowid = :id"), rows)
    else:
        connection.execute(sa.text("DELETE FROM search WHERE approach_id = :id"), rows)


def settle(connection: sa.Connection) -> None:
    """Put the index in order after much was written, so that the next search is quick."""
    for name in ("ix_search_body", "ix_search_grams"):
        if connection.dialect.name == "postgresql" and sa.inspect(connection).has_index(
            "search", name
        ):
            connection.execute(sa.select(sa.func.gin_clean_pending_list(name)))


def way(connection: sa.Connection) -> str:
    """Return how this database is searched: fts5, pg_trgm or bigram."""
    found = connection.execute(sa.text("SELECT value FROM setting WHERE name = 'search'"))
    return str(found.scalar_one())


def matching(connection: sa.Connection, query: str, how: str) -> sa.ColumnElement[bool] | None:
    """Return the condition "approach is among what ``query`` finds"; None for no words.

    Every word must occur; what stands between double quotes is one word, spaces included. One
    or two signs that are no letter and no digit are passed over.
    """
    found = _found(query, how)
    if found is None:
        return None
    number, holds = found
    few = connection.execute(sa.select(number).where(*holds).limit(FEW + 1)).scalars().all()
    if len(few) <= FEW:
        return approach.c.id.in_(few)
    if how == "fts5":
        return _beside(_terms(query))
    return approach.c.id.in_(sa.select(number).where(*holds))


def newest(
    connection: sa.Connection, query: str, how: str, below: int | None, most: int
) -> sa.ColumnElement[bool] | None:
    """Return the condition "approach is among the newest ``most`` finds of a lower number".

    The index is walked from its end and soon has enough, however many hold the words.
    """
    found = _found(query, how)
    if found is None:
        return None
    number, holds = found
    if below is not None:
        holds = [*holds, number < below]
    chosen = sa.select(number).where(*holds).order_by(number.desc()).limit(most)
    return approach.c.id.in_(connection.execute(chosen).scalars().all())


def _found(query: str, how: str) -> "Found | None":
    words = _terms(query)
    if not words:
        return None
    return (_in_sqlite if how == "fts5" else _in_postgresql)(words, how)


def _terms(query: str) -> list[str]:
    words = [folded(word) for word in _words(query)]
    return [word for word in words if len(word) > 2 or short_grams(word)]


def _words(query: str) -> Iterator[str]:
    for quoted, bare in re.findall(r'"([^"]+)"|([^\s"]+)', query[:200])[:8]:
        word = (quoted or bare).strip()
        if word:
            yield word


Found = tuple[sa.ColumnElement[int], list[sa.ColumnElement[bool]]]
"""The column of an index that numbers approaches, and what must hold in its row."""


def _in_postgresql(words: list[str], how: str) -> Found:
    holds: list[sa.ColumnElement[bool]] = []
    for word in words:
        if len(word) < 3:
            holds.append(_holds(sorted(short_grams(word))))
            continue
        if how == "bigram":
            holds.append(_holds(sorted(pairs(word))))
        holds.append(_PG.c.body.like("%" + re.sub(r"([\\%_])", r"\\\1", word) + "%"))
    return _PG.c.approach_id, holds


def _holds(grams: list[str]) -> sa.ColumnElement[bool]:
    return _PG.c.grams.op("@>")(sa.cast(grams, sa.ARRAY(sa.Text)))


def _in_sqlite(words: list[str], _how: str) -> Found:
    """Return what finds the words: all their trigrams, and then the words themselves."""
    long = [word for word in words if len(word) > 2]
    short = {gram for word in words if len(word) < 3 for gram in short_grams(word)}
    if not long:
        return _FTS_SHORT.c.rowid, [_match("search_short", short)]
    grams = {word[at : at + 3] for word in long for at in range(len(word) - 2)}
    holds = [_match("search", grams)]
    holds += [sa.func.instr(_FTS.c.body, word) > 0 for word in long]
    if short:
        beside = _FTS_SHORT.c.rowid == _FTS.c.rowid
        holds.append(sa.exists().where(beside, _match("search_short", short)))
    return _FTS.c.rowid, holds


def _beside(words: list[str]) -> sa.ColumnElement[bool]:
    """Return the condition "the indexed text of this approach holds the words".

    What many hold is soon met on a walk along the list itself; to gather every find first, and
    then again for each part of the list, would cost more with every approach.
    """
    long = [sa.func.instr(_FTS.c.body, word) > 0 for word in words if len(word) > 2]
    short = {gram for word in words if len(word) < 3 for gram in short_grams(word)}
    found = []
    if long:
        found.append(sa.exists().where(_FTS.c.rowid == approach.c.id, *long))
    if short:
        own = _FTS_SHORT.c.rowid == approach.c.id
        found.append(sa.exists().where(own, _match("search_short", short)))
    return sa.and_(*found)


def _match(table: str, grams: set[str]) -> sa.ColumnElement[bool]:
    wanted = " AND ".join('"' + gram.replace('"', '""') + '"' for gram in sorted(grams))
    return sa.literal_column(table).op("MATCH")(wanted)


def _put_sqlite(connection: sa.Connection, entries: list[Entry]) -> None:
    texts = [(number, text) for number, text, _ in entries]
    write_values(connection, _FTS, ("rowid", "body"), texts)
    grams = [(number, grams) for number, _, grams in entries]
    write_values(connection, _FTS_SHORT, ("rowid", "body"), grams)
