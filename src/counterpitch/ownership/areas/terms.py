"""Terms as patterns: whole words in any case, ``*`` for the rest of a word."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import re2


@lru_cache(maxsize=2048)
def pattern(terms: tuple[str, ...]) -> Any:
    """Return one pattern for all ``terms``; it runs in time linear in the text."""
    options = re2.Options()
    options.case_sensitive = False
    return re2.compile(rf"\b(?:{'|'.join(_longest_first(terms))})", options)


def first(terms: tuple[str, ...], text: str) -> tuple[int, int] | None:
    """Return where the first of ``terms`` stands in ``text``, in characters."""
    found = pattern(terms).search(text)
    return (found.start(), found.end()) if found else None


def _longest_first(terms: Iterable[str]) -> list[str]:
    return [_one(term) for term in sorted(terms, key=len, reverse=True)]


def _one(term: str) -> str:
    """Return a term as a pattern: its blanks and hyphens may be either, or a line break."""
    stem = term.removesuffix("*")
    parts = [re.escape(part) for part in re.split(r"[ -]", stem)]
    return r"[\s-]+".join(parts) + (r"\w*\b" if term.endswith("*") else r"\b")
