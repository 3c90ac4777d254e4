"""Names nobody listed: words with a capital where none is due, that no rule knows.

The rules' vocabulary (some 27,000 words in six languages) serves as the dictionary. Scripts
without capitals give nothing here.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from counterpitch.features.fold import fold

_WORD: Final = re.compile(r"[^\W\d_](?:[\w’'\-]*[\w])?")
_STARTS: Final = frozenset(".!?:;\n\r…。！？：；\"“”„«»'‘(-–—•*>|/")
_GERMAN: Final = frozenset("und der die das ist nicht ich sie mit für wir ein eine auf zu".split())
_TITLES: Final = frozenset("sir madam mister herr frau dr mr mrs ms prof don usd eur".split())
_GAPS: Final = frozenset((" ", "\u00a0", "-", " & "))
"""What may stand between two words of one name."""
_ACRONYM: Final = 5


class Capitalised:
    """Unknown capitalised words of a conversation; ``places`` finds them in one text."""

    def __init__(self, texts: Iterable[str], vocabulary: Collection[str]) -> None:
        self._vocabulary = vocabulary
        self._found: set[str] = set()
        for text in texts:
            self._found.update(text[a:b] for a, b in self._out_of_place(text))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of each word that is a name somewhere in the conversation.

        Capitalised neighbours belong to it: the "Row" of "Kestrel Row".
        """
        words = [match.span() for match in _WORD.finditer(text)]
        names = [text[start:end] in self._found for start, end in words]
        german = _is_german(text)
        first = 0
        for at in range(len(words)):
            if at + 1 < len(words) and _goes_on(text, words, names, at, german):
                continue
            if any(names[first : at + 1]):
                yield words[first][0], words[at][1]
            first = at + 1

    def _out_of_place(self, text: str) -> Iterator[tuple[int, int]]:
        german = _is_german(text)
        before = (0, 0)
        for match in _WORD.finditer(text):
            if not self._is_unknown(match[0]):
                continue
            in_row = before[1] > 0 and text[before[1] : match.start()] in _GAPS
            if in_row:
                yield before
            if in_row or not (german or _begins(text, match.start())):
                yield match.span()
            before = match.span()

    def _is_unknown(self, word: str) -> bool:
        if not word[0].isupper() or len(word) < 2 or (word.isupper() and len(word) <= _ACRONYM):
            return False
        parts = fold(word).split()
        known = self._vocabulary
        return any(part not in known and part not in _TITLES and len(part) > 1 for part in parts)


def _goes_on(
    text: str, words: list[tuple[int, int]], names: list[bool], at: int, german: bool
) -> bool:
    """Tell whether the word at ``at`` and the next one are parts of one name."""
    if german and not (names[at] and names[at + 1]):
        return False
    if _begins(text, words[at][0]) and not names[at]:
        return False
    return _is_joined(text, words[at], words[at + 1])


def _is_joined(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    return (
        text[left[1] : right[0]] in _GAPS
        and text[left[0]].isupper()
        and text[right[0]].isupper()
        and fold(text[left[0] : left[1]]).strip() not in _TITLES
    )


def _begins(text: str, at: int) -> bool:
    """Tell whether a sentence, a line or a quotation begins at ``at``."""
    before = text[max(0, at - 8) : at].rstrip(" \u00a0\t")
    return not before or before[-1] in _STARTS


def _is_german(text: str) -> bool:
    """Tell whether capitals say nothing here, since nouns have them."""
    words = text.lower().split()
    return sum(word in _GERMAN for word in words) > len(words) / 20
