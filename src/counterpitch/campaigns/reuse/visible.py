"""What really stands in both of two aligned texts: numbers and signs as well as words.

Passages are found by letters alone, so that neither a fee nor a hidden sign hides them. Who reads
two texts beside each other must see the fee: here each passage is cut where the texts differ for
the eye. Blanks, line breaks, invisible signs and look-alike letters are no difference to it.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from counterpitch.campaigns.reuse.align import LONGEST, Shared, shared, words
from counterpitch.campaigns.reuse.letters import letter_table

_SIGNS: Final = re.compile(r"\d+(?:[.,:/'’-]\d+)*|\S")
"""A number as it is written (``10,500``, ``12:30``), or a single sign."""


class Token(NamedTuple):
    """A word, number or sign: how it looks, and where it stands (code points)."""

    look: str
    start: int
    end: int


@lru_cache(maxsize=8)
def tokens(text: str) -> Sequence[Token]:
    """Return the words of ``text`` with the numbers and signs between them, in order."""
    found: list[Token] = []
    at = 0
    own = words(text)
    for word in own:
        found.extend(_signs(text, at, word.start))
        found.append(Token(_look(text[word.start : word.end]), word.start, word.end))
        at = word.end
    return found if len(own) >= LONGEST else [*found, *_signs(text, at, len(text))]


def matches(one: str, other: str) -> dict[int, int]:
    """Return the tokens (by number) of ``one`` that stand in ``other`` too, and where there.

    They are those of the shared passages, and what stands the same right before and behind.
    """
    a, b = tokens(one), tokens(other)
    aligned = [*_aligned(one, other), (len(a), len(b))]
    taken = {j for _, j in aligned}
    found: dict[int, int] = {}
    at = (0, 0)
    for i, j in aligned:
        ahead = zip(range(at[0], i), range(at[1], len(b)), strict=False)
        first = at[0] + _alike(a, b, ahead, taken, found)
        back = zip(range(i - 1, first - 1, -1), range(j - 1, -1, -1), strict=False)
        _alike(a, b, back, taken, found)
        if i < len(a) and a[i].look == b[j].look:
            found[i] = j
        at = (i + 1, j + 1)
    return dict(sorted(found.items()))


def visible(one: str, other: str) -> list[Shared]:
    """Return the passages that look the same in both texts, in the order of ``one``."""
    a, b = tokens(one), tokens(other)
    found: list[Shared] = []
    before = (-2, -2)
    for i, j in matches(one, other).items():
        start, other_start = a[i].start, b[j].start
        if before == (i - 1, j - 1):
            last = found.pop()
            start, other_start = last.start, last.other_start
        found.append(Shared(start, a[i].end, other_start, b[j].end))
        before = (i, j)
    return found


def _alike(
    a: Sequence[Token], b: Sequence[Token], pairs: Iterable[tuple[int, int]], taken: set[int],
    found: dict[int, int],
) -> int:  # fmt: skip
    """Note the pairs that look the same, up to the first that does not or is taken; count them."""
    count = 0
    for i, j in pairs:
        if j in taken or a[i].look != b[j].look:
            break
        found[i] = j
        taken.add(j)
        count += 1
    return count


def _aligned(one: str, other: str) -> Iterator[tuple[int, int]]:
    """Yield the words of the shared passages, as numbers of tokens."""
    a = {each.start: at for at, each in enumerate(tokens(one))}
    b = {each.start: at for at, each in enumerate(tokens(other))}
    own, others = _Starts(one), _Starts(other)
    for each in shared(one, other):
        mine = own.within(each.start, each.end)
        theirs = others.within(each.other_start, each.other_end)
        yield from ((a[i], b[j]) for i, j in zip(mine, theirs, strict=True))


class _Starts:
    """Where the words of a text begin."""

    def __init__(self, text: str) -> None:
        self._starts = [each.start for each in words(text)]

    def within(self, start: int, end: int) -> list[int]:
        return self._starts[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _signs(text: str, start: int, end: int) -> Iterator[Token]:
    for each in _SIGNS.finditer(text, start, end):
        if each[0].isprintable():
            yield Token(unicodedata.normalize("NFKC", each[0]), each.start(), each.end())


def _look(word: str) -> str:
    """Return a word as it looks: with its capitals and accents, look-alike letters exchanged."""
    table = letter_table()
    told: list[str] = []
    for char in unicodedata.normalize("NFKD", word):
        code = ord(char)
        letter = chr(int(table[code]) & 0xFFFFFF) if code < len(table) and table[code] else char
        told.append(letter.upper() if char.isupper() else letter)
    return "".join(char for char in told if char.isprintable())
