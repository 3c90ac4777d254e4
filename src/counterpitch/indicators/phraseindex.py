"""Which phrases a text may hold: bit arithmetic over the words that occur in it.

Every phrase needs one token of each of a few sets. A token's mask has a bit for
every (phrase, need) that it meets; the masks of the tokens of a text are or-ed, and the
phrases with all their needs met are the ones that are searched for. The cost is one
dictionary look-up and one ``or`` per distinct word, whatever the number of phrases that
share it, and does not depend on what was read before.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from counterpitch.features.phrase import MOST_NEEDS
from counterpitch.features.rarity import STAR

_MEMORY: Final = 40_000
_HAN: Final = re.compile("[\u3400-\u9fff]+")


class PhraseIndex:
    """An index over the needs of numbered phrases."""

    def __init__(self, needs: Sequence[Sequence[Iterable[str]]]) -> None:
        self._size = len(needs)
        self._bits: dict[str, list[int]] = {}
        always = 0
        for number, own in enumerate(needs):
            for slot in range(MOST_NEEDS):
                bit = slot * self._size + number
                if slot >= len(own):
                    always |= 1 << bit
                    continue
                for token in own[slot]:
                    self._bits.setdefault(token, []).append(bit)
        self._always = always
        self._all = (1 << self._size) - 1
        self._stars = sorted({len(token) - 1 for token in self._bits if token.endswith(STAR)})
        self._masks: dict[str, int] = {}

    def candidates(self, tokens: Iterable[str]) -> Iterator[int]:
        """Yield the numbers of the phrases whose needs are all met, in order."""
        met = self._always
        masks = self._masks
        for token in tokens:
            mask = masks.get(token)
            if mask is None:
                mask = self._mask(token)
            if mask:
                met |= mask
        found = met & self._all
        for slot in range(1, MOST_NEEDS):
            if not found:
                return
            found &= met >> slot * self._size
        while found:
            lowest = found & -found
            yield lowest.bit_length() - 1
            found ^= lowest

    def _mask(self, token: str) -> int:
        """Return the mask of a token, the beginnings of words included; remembers it."""
        bits = list(self._bits.get(token, ()))
        for size in self._stars:
            if size > len(token):
                break
            bits += self._bits.get(f"{token[:size]}{STAR}", ())
        mask = 0
        if bits:
            field = bytearray(max(bits) // 8 + 1)
            for bit in bits:
                field[bit >> 3] |= 1 << (bit & 7)
            mask = int.from_bytes(field, "little")
        if len(self._masks) >= _MEMORY:
            self._masks.clear()
        self._masks[token] = mask
        return mask


def tokens_of(text: str, *, han: bool) -> set[str]:
    """Return the words of a folded text; with ``han`` its characters and their pairs too."""
    tokens = set(text.split(" "))
    if han:
        for run in _HAN.findall(text):
            tokens.update(run)
            tokens.update(map("".join, itertools.pairwise(run)))
    return tokens
