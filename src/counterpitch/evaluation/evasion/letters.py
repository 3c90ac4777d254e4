"""Changes of letters: typos, look-alikes from another script, characters that do not show."""

import random
import re
from typing import Final

EVERY: Final = 12
"""One word in so many gets a typo."""

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_ZERO_WIDTH: Final = "\u200b"
_CYRILLIC: Final = str.maketrans("aeocpxyAEOCPXTHKMB", "аеосрхуАЕОСРХТНКМВ")
_LATIN: Final = str.maketrans("аеосрхуАЕОСРХТНКМВ", "aeocpxyAEOCPXTHKMB")
_CASELESS: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


def typos(text: str, chance: random.Random) -> str:
    """Return ``text`` with a typo in one word of ``EVERY`` that have four letters or more.

    Letters are exchanged, left out or doubled, never the first. Chinese has no such words
    and stays.
    """

    def change(match: re.Match[str]) -> str:
        word = match[0]
        if _CASELESS.search(word) or chance.randrange(EVERY):
            return word
        return _mistyped(word, chance)

    return _WORD.sub(change, text)


def _mistyped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("exchange", "leave out", "double"))
    if kind == "exchange":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :] if kind == "leave out" else word[:at] + word[at] + word[at:]


def look_alikes(text: str, chance: random.Random) -> str:
    """Return ``text`` with half of its words in letters that look alike in another script."""

    def change(match: re.Match[str]) -> str:
        word = match[0]
        if chance.random() < 0.5:
            return word
        return word.translate(_CYRILLIC if word.isascii() else _LATIN)

    return _WORD.sub(change, text)


def zero_width(text: str, chance: random.Random) -> str:
    """Return ``text`` with a zero-width space inside every word, and between Chinese signs."""

    def change(match: re.Match[str]) -> str:
        word = match[0]
        at = chance.randrange(1, len(word))
        return word[:at] + _ZERO_WIDTH + word[at:]

    return _WORD.sub(change, text)
