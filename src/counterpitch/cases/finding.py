"""What a query asks of the full-text index.

Every word of a query must occur as it stands in a text. Which texts may hold it, their words
tell: what stands within the query between blanks and signs must be a word of the text, and what
stands at its edges must be the end or the beginning of one. One or two characters are found as
a whole word, or as Chinese.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array

from counterpitch.cases import vocabulary
from counterpitch.cases.tables import approach
from counterpitch.cases.text import folded
from counterpitch.cases.words import LONGEST, PART, PIECE, number, pairs, words

FEW: Final = 500
"""Up to so many finds are fetched at once."""
MANY: Final = 1_000
"""A part that stands in more words tells nothing of where to look."""
MOST: Final = 2_000
"""What more texts hold is soon met on a walk along them."""
_AT_ONCE: Final = 16

_TEXTS: Final = sa.table(
    "search", sa.column("approach_id", sa.BigInteger), sa.column("body", sa.Text),
    sa.column("words", sa.ARRAY(sa.BigInteger)),
)  # fmt: skip

_WORDS: Final = sa.table("search_words", sa.column("rowid", sa.Integer))

Conditions = list[sa.ColumnElement[bool]]
Found = tuple[sa.ColumnElement[int], Conditions]
"""The column of an index that numbers approaches, and what must hold in its row."""


def matching(connection: sa.Connection, query: str) -> sa.ColumnElement[bool] | None:
    """Return the condition "approach is among what ``query`` finds"; None for no words.

    Every word must occur; what stands between double quotes is one word, spaces included. One
    or two signs that are no letter and no digit are passed over.
    """
    wanted = _wanted(query)
    if not wanted:
        return None
    number, holds = _holds(connection, wanted)
    chosen = sa.select(number).where(*holds)
    few = connection.execute(chosen.limit(FEW + 1)).scalars().all()
    if len(few) <= FEW:
        return approach.c.id.in_(few)
    if connection.dialect.name == "postgresql":
        return approach.c.id.in_(chosen)
    return _beside(wanted)


def newest(
    connection: sa.Connection, query: str, below: int | None, most: int
) -> sa.ColumnElement[bool] | None:
    """Return the condition "approach is among the newest ``most`` finds of a lower number".

    The index is walked from its end and soon has enough, however many hold the words.
    """
    wanted = _wanted(query)
    if not wanted:
        return None
    number, holds = _holds(connection, wanted)
    if below is not None:
        holds = [*holds, number < below]
    chosen = sa.select(number).where(*holds).order_by(number.desc()).limit(most)
    return approach.c.id.in_(connection.execute(chosen).scalars().all())


def _wanted(query: str) -> list[str]:
    found = [folded(word) for word in _words(query)]
    return [word for word in found if len(word) > 2 or words(word)]


def _words(query: str) -> Iterator[str]:
    for quoted, bare in re.findall(r'"([^"]+)"|([^\s"]+)', query[:200])[:8]:
        word = (quoted or bare).strip()
        if word:
            yield word


class Part(msgspec.Struct, frozen=True):
    """What stands somewhere in a word: as its beginning, as its end, or anywhere."""

    text: str
    begins: bool
    ends: bool


def parts_of(word: str) -> tuple[set[str], list[Part]]:
    """Return the words that every text with ``word`` has, and parts of other words of it."""
    if len(word) < 3:
        return words(word), []
    whole: set[str] = set()
    parts: list[Part] = []
    for found in PIECE.finditer(word):
        run = found.group()
        if found.group(1):
            whole.update(pairs(run) if len(run) > 1 else run)
            continue
        begins, ends = found.start() > 0, found.end() < len(word)
        if begins and ends and len(run) <= LONGEST:
            whole.add(run)
        elif len(run) > PART:
            parts += [Part(run[:PART], False, False), Part(run[-PART:], False, False)]
        elif len(run) > 2:
            parts.append(Part(run, begins, ends))
    return whole, parts


def _holds(connection: sa.Connection, wanted: list[str]) -> Found:
    """Return the column that numbers texts, and what a text must fulfil to hold all of it."""
    whole: set[str] = set()
    other: list[list[str]] = []
    for word in wanted:
        own, parts = parts_of(word)
        whole |= own
        for part in parts:
            found = vocabulary.holding(
                connection, part.text, begins=part.begins, ends=part.ends, most=MANY + 1
            )
            if not found:
                return _TEXTS.c.approach_id, [sa.false()]
            if len(found) <= MANY:
                other.append(sorted(found))
    if connection.dialect.name == "postgresql":
        holds = _in_postgresql(connection, whole, other)
        return _TEXTS.c.approach_id, [*holds, *_as_it_stands(wanted)]
    number, holds = _in_sqlite(whole, other)
    return number, [*holds, *_stands(wanted)]


def _in_postgresql(
    connection: sa.Connection, whole: set[str], other: list[list[str]]
) -> Conditions:
    holds: Conditions = []
    if whole:
        holds.append(_TEXTS.c.words.op("@>")(_numbers(sorted(whole))))
    few = [each for each in other if len(each) <= _AT_ONCE]
    holds += [_TEXTS.c.words.op("&&")(_numbers(each)) for each in few]
    if other and not holds:
        one_by_one = _one_by_one(min(other, key=len)).limit(MOST + 1)
        numbers = connection.execute(one_by_one).scalars().all()
        if len(numbers) <= MOST:
            holds.append(_TEXTS.c.approach_id.in_(sorted(set(numbers))))
    return holds


def _one_by_one(found: list[str]) -> sa.Select[Any]:
    """Return the texts of many words: one look into the index for each.

    To compare a text with so many takes long. OFFSET keeps PostgreSQL from doing that.
    """
    one = sa.func.unnest(_numbers(found)).table_valued(sa.column("number", sa.BigInteger))
    one = one.render_derived()
    beside = _TEXTS.alias()
    holds = beside.c.words.op("@>")(array([one.c.number]))
    held = sa.select(beside.c.approach_id).where(holds).offset(0).lateral("held")
    return sa.select(held.c.approach_id).select_from(one.join(held, sa.true()))


def _numbers(found: list[str]) -> sa.ColumnElement[Any]:
    numbers = [number(word) for word in found]
    made: sa.ColumnElement[Any] = sa.literal(numbers, sa.ARRAY(sa.BigInteger))
    return made


def _as_it_stands(wanted: list[str]) -> Conditions:
    return [_TEXTS.c.body.like(vocabulary.like(word)) for word in wanted if len(word) > 2]


def _in_sqlite(whole: set[str], other: list[list[str]]) -> Found:
    asked = [f'"{word}"' for word in sorted(whole)]
    asked += ["(" + " OR ".join(f'"{word}"' for word in each) + ")" for each in other]
    if not asked:
        return _TEXTS.c.approach_id, []
    # The full-text table comes first: it is walked, and left as soon as there is enough.
    holds = [_match(" AND ".join(asked)), _TEXTS.c.approach_id == _WORDS.c.rowid]
    return _WORDS.c.rowid, holds


def _match(asked: str) -> sa.ColumnElement[bool]:
    return sa.literal_column("search_words").op("MATCH")(asked)


def _stands(wanted: list[str]) -> Conditions:
    return [sa.func.instr(_TEXTS.c.body, word) > 0 for word in wanted if len(word) > 2]


def _beside(wanted: list[str]) -> sa.ColumnElement[bool]:
    """Return the condition "the indexed text of this approach holds the words".

    What many hold is soon met on a walk along the list itself; to gather every find first, and
    then again for each part of the list, would cost more with every approach.
    """
    own = _TEXTS.c.approach_id == approach.c.id
    short = {each for word in wanted if len(word) < 3 for each in words(word)}
    found: Conditions = []
    if len(wanted) > sum(len(word) < 3 for word in wanted):
        found.append(sa.exists().where(own, *_stands(wanted)))
    if short:
        asked = " AND ".join(f'"{word}"' for word in sorted(short))
        found.append(sa.exists().where(_WORDS.c.rowid == approach.c.id, _match(asked)))
    return sa.and_(*found)
