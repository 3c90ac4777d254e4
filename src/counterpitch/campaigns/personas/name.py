"""Names of people as they are compared: folded, in any order, with how short they are."""

import re
from functools import lru_cache
from typing import Final

import msgspec

from counterpitch.features.fold import fold
from counterpitch.features.mask import TITLES

_VOWELS: Final = re.compile("[aeiouаеёиоуыэюяαεηιουω]+|(?<![aeiou])y(?![aeiou])")
_SYLLABIC: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_OTHER: Final = re.compile(r"[^\w]+")
SHORT: Final = 3
"""Syllables up to which a name is short: so few that many bear it, wherever they are from."""
_LONGEST: Final = 120


class PersonName(msgspec.Struct, frozen=True):
    """A name as compared.

    ``whole`` are its words in their order, ``key`` the same sorted, ``joined`` without blanks,
    ``turned`` joined with the last word first, ``family`` and ``initial`` the last word and the
    first letter. ``short`` is told by syllables alone: "John Smith" is as short as "Wang Wei".
    """

    whole: str = ""
    key: str = ""
    joined: str = ""
    turned: str = ""
    family: str = ""
    initial: str = ""
    short: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words of more than one letter, sorted, each once."""
        return tuple(sorted({word for word in self.whole.split() if len(word) > 1}))


@lru_cache(maxsize=65_536)
def person_name(written: str) -> PersonName:
    """Return ``written`` as a name to compare; empty where there is none."""
    words = _words(written[:_LONGEST])
    if not words:
        return PersonName()
    joined = "".join(words)
    return PersonName(
        " ".join(words),
        " ".join(sorted(words)),
        joined,
        words[-1] + "".join(words[:-1]),
        words[-1],
        words[0][0],
        syllables(joined) <= SHORT,
    )


def _words(written: str) -> list[str]:
    """Return the words of a name without title; of two scripts the first that is written."""
    plain = _OTHER.sub(" ", fold(written)).replace("_", " ")
    words = [word for word in plain.split() if word not in TITLES and not word.isdigit()]
    scripts = [bool(_SYLLABIC.search(word)) for word in words]
    return [word for word, han in zip(words, scripts, strict=True) if han == scripts[0]]


def syllables(folded: str) -> int:
    """Return about how many syllables a folded name has: groups of vowels, or signs.

    A sign of Chinese or Korean and a Japanese kana is one syllable.
    """
    signs = len(_SYLLABIC.findall(folded))
    return signs or max(1, len(_VOWELS.findall(folded)))
