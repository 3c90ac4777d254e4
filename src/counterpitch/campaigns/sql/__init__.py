"""The SQL of linking: one text, which DuckDB and Spark both run.

Only what both understand the same way is used: 64-bit integers, ``&``, ``|`` and ``-`` (exclusive
or
is ``(a | b) - (a & b)``: DuckDB and Spark disagree on the sign for it), ``bit_count``.
"""

from functools import cache
from importlib.resources import files
from typing import Final

from counterpitch.campaigns.reuse.signing import BINS, LEAST, PLANES, WORDS

CAP: Final = 2000
"""Texts that may share a passage before it counts as nobody's: a set phrase of the language."""


@cache
def _text(name: str) -> str:
    return files("counterpitch.campaigns").joinpath(f"sql/{name}.sql").read_text("utf-8")


def proposals(passages: str) -> str:
    """Return the query for pairs of texts to compare; ``passages`` names (or is) the relation.

    Result: ``a``, ``b`` (texts, ``a < b``) and ``n`` (passages that propose the pair).
    """
    return _text("proposals").format(passages=passages, cap=CAP)


def comparison(pairs: str, least: int) -> str:
    """Return the query that compares the signatures of ``pairs`` (``a``, ``b``).

    Result: ``a``, ``b``, ``matches`` (of 256), from ``least`` matches on.
    """
    words = (
        " | ".join(_xor(f"x.s{word + plane}", f"y.s{word + plane}") for plane in range(PLANES))
        for word in range(0, WORDS, PLANES)
    )
    counted = " + ".join(f"CAST(bit_count({each}) AS INT)" for each in words)
    return _text("comparison").format(pairs=pairs, matches=f"{BINS} - ({counted})", least=least)


def _xor(a: str, b: str) -> str:
    return f"(({a} | {b}) - ({a} & {b}))"


def representatives() -> str:
    """Return the query for ``reps``: text, node, units, holders."""
    return _text("reps").format(least=LEAST)


def same_texts() -> str:
    """Return the query for approaches (a, b, units) that hold the same text."""
    return _text("same")


def near_texts() -> str:
    """Return the query for approaches (a, b, matches, units) whose texts resemble each other."""
    return _text("near")


def companies() -> str:
    """Return the query for the company keys of approaches that hold a telling identifier."""
    return _text("companies")


def supplied_facts(identifiers: str) -> str:
    """Return the query for the facts of relation ``facts`` (subject, kind, value, key) as keys of
    the approaches that hold a subject; ``identifiers`` names the relation of their keys."""
    return _text("facts").format(identifiers=identifiers)


def firm_keys() -> str:
    """Return the query for the keys by which approaches name firms."""
    return _text("firms")


def shared_identifiers() -> str:
    """Return the query for identifiers (kind, key, holders) that several approaches hold."""
    return _text("holders")
