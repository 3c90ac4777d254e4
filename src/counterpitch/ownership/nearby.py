"""Names near to one that is not in the register: with its words, spelt alike, or with a like word.

For a question that nothing answers; what is near is offered to a person, never taken.
"""

import re
from typing import Final

from counterpitch.ownership.node import Node
from counterpitch.ownership.register import Register
from counterpitch.ownership.vocabulary import vocabulary

ALIKE: Final = 0.9
"""Jaro-Winkler similarity from which two names are spelt alike: a letter or two of a name."""

_WORD_ALIKE: Final = 0.87
"""Similarity from which two words are spelt alike; a word has fewer letters than a name."""

_WORDS: Final = r"string_split_regex(lower(name), '[^\p{L}\p{N}]+')"

_SHORTER, _LONGER = 3, 12
"""Letters that a name may be shorter or longer: a slip, and a legal form that was left out."""

_LEAST: Final = 4
_LONGEST: Final = 200
_WORD: Final = re.compile(r"\w+")


def near(register: Register, text: str, most: int = 5) -> tuple[Node, ...]:
    """Return up to ``most`` whom ``text`` may mean, by its words, else by its spelling.

    As `parts`, but for short words, which must be words of the name; or else `alike`. One pass.
    """
    words, name = _WORD.findall(_written(text))[:12], _spaced(text)
    if not words or len(name) < _LEAST:
        return _whole(register, words, most)
    held = " AND ".join(_holds(word, f"${at}") for at, word in enumerate(words, 2))
    length, close = _alike(name, "$1")
    rows = register.sql(
        f"SELECT id, {held} AS held FROM nodes WHERE kind <> 'unknown'"
        f" AND (({held}) OR ({length} AND {close} > 0)) ORDER BY held DESC,"
        f" CASE WHEN {held} THEN length(name) ELSE -{close} END, name, id LIMIT {int(most)}",
        [name, *words],
    )
    ids = [id for id, by_words in rows if by_words == rows[0][1]]
    known = {node.id: node for node in register.nodes("id IN (SELECT unnest(?))", [ids])}
    return tuple(known[id] for id in ids)


def _whole(register: Register, words: list[str], most: int) -> tuple[Node, ...]:
    """Return those in whose names ``words`` stand as words; short names first."""
    if not words:
        return ()
    where = " AND ".join(_holds(word, f"${at}") for at, word in enumerate(words, 1))
    return tuple(
        register.nodes(
            f"{where} AND kind <> 'unknown' ORDER BY length(name), name, id LIMIT {int(most)}",
            words,
        )
    )


def _holds(word: str, parameter: str) -> str:
    """Return SQL for a name that holds ``word``; a short one only as a word of its own.

    Three letters stand somewhere in half of all names, which are not near for it.
    """
    within = f"contains(lower(name), {parameter})"
    return within if len(word) >= _LEAST else f"({within} AND {parameter} IN {_WORDS})"


def parts(register: Register, text: str, most: int) -> tuple[Node, ...]:
    """Return those in whose names every word of ``text`` stands, in any order; short names first.

    One pass over the names, whatever is asked.
    """
    words = _WORD.findall(_written(text))[:12]
    if not words:
        return ()
    where = " AND ".join("contains(lower(name), ?)" for _ in words)
    return tuple(
        register.nodes(
            f"{where} AND kind <> 'unknown' ORDER BY length(name), name, id LIMIT {int(most)}",
            words,
        )
    )


def alike(register: Register, text: str, most: int) -> tuple[Node, ...]:
    """Return those whose names are spelt like ``text``, the nearest first.

    One pass over the names: only those of a like length are compared. Names are compared by the
    similarity of Jaro and Winkler (1990), which forgives least at the beginning.
    """
    name = _spaced(text)
    if len(name) < _LEAST:
        return ()
    length, close = _alike(name, "$1")
    return tuple(
        register.nodes(
            f"kind <> 'unknown' AND {length} AND {close} > 0"
            f" ORDER BY {close} DESC, name, id LIMIT {int(most)}",
            [name],
        )
    )


def by_word(register: Register, text: str, most: int = 5) -> tuple[Node, ...]:
    """Return those with words spelt like the longest of ``text``, the nearest first.

    For several slips, or a word too many. One pass over the names: compared are those that have
    the beginning or the end of such a word, since a slip seldom spoils both.
    """
    words = sorted(filter(_telling, set(_WORD.findall(_written(text)))), key=len)[-3:]
    if not words:
        return ()
    ends = {end for word in words for end in (word[:3], word[-4:])}
    held = " OR ".join(f"contains(lower(name), ${at})" for at in range(1, len(ends) + 1))
    score = " + ".join(
        f"list_max([jaro_winkler_similarity(w, ${at}, {_WORD_ALIKE}) FOR w IN {_WORDS}])"
        for at in range(len(ends) + 1, len(ends) + len(words) + 1)
    )
    rows = register.sql(
        f"SELECT id FROM (SELECT id, name, {score} AS score FROM nodes"
        f" WHERE kind <> 'unknown' AND ({held}))"
        f" QUALIFY score > 0 AND score > 0.6 * max(score) OVER ()"
        f" ORDER BY score DESC, length(name), name, id LIMIT {int(most)}",
        [*sorted(ends), *words],
    )
    ids = [id for (id,) in rows]
    known = {node.id: node for node in register.nodes("id IN (SELECT unnest(?))", [ids])}
    return tuple(known[id] for id in ids)


def _telling(word: str) -> bool:
    """Tell whether a word tells companies apart: not too short, and no legal form."""
    return len(word) >= _LEAST and word not in vocabulary("legal_forms")


def _alike(name: str, parameter: str) -> tuple[str, str]:
    """Return SQL for a like length, and for how close a name is to ``name``: 0 if not alike."""
    length = f"length(name) BETWEEN {len(name) - _SHORTER} AND {len(name) + _LONGER}"
    return length, f"jaro_winkler_similarity(lower(name), {parameter}, {ALIKE})"


def _spaced(text: str) -> str:
    return " ".join(_written(text).split())


def _written(text: str) -> str:
    """Return ``text`` in small letters, cut, without what no database takes."""
    whole = text[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\0", "").lower()
