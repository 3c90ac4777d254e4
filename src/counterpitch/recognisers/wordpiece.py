"""Word pieces: the encoder's spelling of folded words.

Greedy longest match over the encoder's own vocabulary (Devlin et al. 2019). The text is
folded already, so that nothing else of a tokeniser is needed; the ready-made libraries
bring a network client along, which this program does not want on board.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

UNKNOWN: Final = "[UNK]"
LONGEST_WORD: Final = 60
"""Characters of a word; a longer one is unknown."""
_CONTRACTIONS: Final[Mapping[str, str]] = {
    folded: spelled
    for spelled in (
        "don ' t|can ' t|won ' t|i ' m|i ' ve|you ' re|you ' ve|you ' d|you ' ll|doesn ' t|didn ' t"
        "|isn ' t|wouldn ' t|couldn ' t|shouldn ' t|that ' s|we ' ve|they ' re|they ' ll|hasn ' t"
        "|haven ' t|aren ' t|wasn ' t|what ' s|there ' s|let ' s"
    ).split("|")
    for folded in (spelled.replace(" ' ", ""),)
}
"""Folding drops the apostrophe; the encoder learned English with it."""


class WordPieces:
    """A vocabulary: piece to number, continuations written ``##piece``."""

    def __init__(self, pieces: Mapping[str, int]) -> None:
        self._pieces = pieces
        self._unknown = pieces[UNKNOWN]
        self.of_word = lru_cache(maxsize=20_000)(self._of_word)

    def __getitem__(self, piece: str) -> int:
        """Return the number of a piece; raise ``KeyError`` if there is none."""
        return self._pieces[piece]

    def of(self, words: str) -> list[int]:
        """Return the numbers of the pieces of folded words."""
        return [number for word in words.split(" ") for number in self.of_word(word)]

    def _of_word(self, word: str) -> tuple[int, ...]:
        spelled = _CONTRACTIONS.get(word)
        if spelled is not None:
            return tuple(n for part in spelled.split(" ") for n in self._greedy(part))
        return tuple(n for part in _separated(word) for n in self._greedy(part))

    def _greedy(self, word: str) -> list[int]:
        found: list[int] = []
        at, lead = 0, ""
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        while at < len(word):
            end = len(word)
            while end > at and lead + word[at:end] not in self._pieces:
                end -= 1
            if end == at:
                return [self._unknown]
            found.append(self._pieces[lead + word[at:end]])
            at, lead = end, "##"
        return found


def _separated(word: str) -> list[str]:
    """Split Chinese into its characters, as the encoder was taught; other words stay whole."""
    if word.isascii() or not any("\u3400" <= char <= "\u9fff" for char in word):
        return [word]
    spaced = "".join(f" {c} " if "\u3400" <= c <= "\u9fff" else c for c in word)
    return spaced.split()
