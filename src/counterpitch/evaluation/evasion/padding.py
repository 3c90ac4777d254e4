"""Harmless text around an approach, from ``data/padding.yml``."""

import random
from functools import lru_cache
from typing import Final

import msgspec

from counterpitch.evaluation.packaged import packaged

WORDS: Final = 2_000
"""Words of small talk; for Chinese one and a half signs count as a word."""


class Padding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A paragraph of compliance words and sentences of small talk, by language."""

    compliance: dict[str, str]
    small_talk: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def padding() -> Padding:
    """Return the padding in all languages."""
    return packaged("padding", Padding)


def compliance(language: str) -> str:
    """Return the paragraph of compliance words; in English where there is none."""
    known = padding().compliance
    return known.get(language, known["en"])


def small_talk(language: str, chance: random.Random, words: int = WORDS) -> str:
    """Return at least ``words`` words of small talk."""
    known = padding().small_talk
    sentences = known.get(language, known["en"])
    drawn: list[str] = []
    size = 0.0
    while size < words:
        drawn.append(chance.choice(sentences))
        size += len(drawn[-1]) / 1.5 if language == "zh" else len(drawn[-1].split())
    return ("" if language == "zh" else " ").join(drawn)
