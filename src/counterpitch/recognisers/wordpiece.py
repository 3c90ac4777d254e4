"""Word pieces: the encoder's spelling of folded words.

Greedy longest match over the encoder's own vocabulary (Devlin et al. 2019), which is English,
and over pieces of other tongues that were learned later (``counterpitch.training.tongues``).
A word that the encoder has as a whole is spelled so; any other as whichever of the two takes
fewer pieces. The text is folded already, so that nothing else of a tokeniser is needed; the
ready-made libraries bring a network client along, which this program does not want on board.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

UNKNOWN: Final = "[UNK]"
TONGUE: Final = "▁"
"""Stands in a vocabulary before a piece of another tongue."""
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


_CHINESE: Final = re.compile("[\u3400-\u9fff]+")
_ELIDED: Final = ("qu", "l", "d", "s", "n", "j", "m", "c", "t")
"""What French writes before a vowel and an apostrophe, which folding drops: ``qu'``, ``l'``."""


class WordPieces:
    """A vocabulary: piece to number, continuations written ``##piece``.

    Pieces of other tongues have ``TONGUE`` before them.
    """

    def __init__(self, pieces: Mapping[str, int]) -> None:
        self._pieces = {piece: n for piece, n in pieces.items() if not piece.startswith(TONGUE)}
        self._tongues = {piece[1:]: n for piece, n in pieces.items() if piece.startswith(TONGUE)}
        chinese = (len(piece) for piece in self._tongues if _CHINESE.match(piece))
        self._longest = max(chinese, default=1)
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
            return tuple(n for part in spelled.split(" ") for n in self._spelled(part))
        if word.isascii() or not _CHINESE.search(word):
            return tuple(self._spelled(word))
        return tuple(self._mixed(word))

    def _spelled(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        whole = self._pieces.get(word)
        if whole is not None:
            return [whole]
        own, other = _greedy(word, self._pieces), _greedy(word, self._tongues)
        if other and (not own or len(other) < len(own)):
            return other
        if len(own) > 2:
            return self._elided(word) or own
        return own or [self._unknown]

    def _elided(self, word: str) -> list[int]:
        """Return the two pieces of an elided article and a known word, or nothing."""
        for start in _ELIDED:
            rest = self._tongues.get(word.removeprefix(start))
            if word.startswith(start) and rest is not None:
                return [*_greedy(start, self._pieces), rest]
        return []

    def _mixed(self, word: str) -> Iterator[int]:
        """Spell Chinese in its longest known words, what stands between as elsewhere."""
        at = 0
        for run in _CHINESE.finditer(word):
            if run.start() > at:
                yield from self._spelled(word[at : run.start()])
            yield from self._chinese(run.group())
            at = run.end()
        if at < len(word):
            yield from self._spelled(word[at:])

    def _chinese(self, run: str) -> Iterator[int]:
        at = 0
        while at < len(run):
            sizes = range(min(self._longest, len(run) - at), 1, -1)
            known = (n for n in sizes if run[at : at + n] in self._tongues)
            size = next(known, 1)
            piece = run[at : at + size]
            yield self._tongues.get(piece, self._pieces.get(piece, self._unknown))
            at += size


def _greedy(word: str, pieces: Mapping[str, int]) -> list[int]:
    """Return the longest pieces from the left, or nothing if they do not reach the end."""
    found: list[int] = []
    at, lead = 0, ""
    while at < len(word):
        end = len(word)
        while end > at and lead + word[at:end] not in pieces:
            end -= 1
        if end == at:
            return []
        found.append(pieces[lead + word[at:end]])
        at, lead = end, "##"
    return found
