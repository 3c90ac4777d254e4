"""Alignment: which passages two texts share, in whatever order, and what differs between them.

Passages are found greedily, longest first from every word (greedy string tiling, Wise 1993, with
runs of three words as seeds): linear in the texts, since a seed looks at a few places only.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from counterpitch.campaigns.reuse.letters import SYLLABLE_UNITS, letter_table

SEED: Final = 3
"""Words (Chinese: characters) that a shared passage has at least."""
PLACES: Final = 12
"""Places of the same seed that are looked at."""
LONGEST: Final = 20_000
"""Words that are aligned; what follows is not."""


class Word(NamedTuple):
    """A word: its letters that count, and where it stands (code points)."""

    letters: str
    start: int
    end: int


class Shared(NamedTuple):
    """A passage in both texts: code points in the one and in the other."""

    start: int
    end: int
    other_start: int
    other_end: int


@lru_cache(maxsize=8)
def words(text: str) -> Sequence[Word]:
    """Return the words of ``text``: runs of letters, or single ideographs and syllables."""
    table = letter_table()
    found: list[Word] = []
    start, held = 0, ""
    for at, char in enumerate(text):
        code = ord(char)
        entry = int(table[code]) if code < len(table) else 0
        wide = entry >> 24 == SYLLABLE_UNITS
        if held and (wide or (not entry and not _inside(char))):
            found.append(Word(held, start, at))
            held = ""
        if wide:
            found.append(Word(chr(entry & 0xFFFFFF), at, at + 1))
        elif entry:
            start = at if not held else start
            held += chr(entry & 0xFFFFFF)
        if len(found) >= LONGEST:
            return found
    return [*found, Word(held, start, len(text))] if held else found


def _inside(char: str) -> bool:
    """Tell whether a sign that counts for nothing leaves a word whole: an accent, a joiner."""
    return (not char.isspace() and not char.isalnum() and not char.isprintable()) or char in "'’"


def shared(one: str, other: str) -> list[Shared]:
    """Return the passages that both texts hold, in the order of ``one``; none overlap."""
    a, b = words(one), words(other)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(b) - SEED + 1):
        seen = places[tuple(word.letters for word in b[at : at + SEED])]
        if len(seen) < PLACES:
            seen.append(at)
    found: list[Shared] = []
    taken = bytearray(len(b))
    at = 0
    while at <= len(a) - SEED:
        seed = tuple(word.letters for word in a[at : at + SEED])
        best, length = max(
            ((place, _length(a, at, b, place, taken)) for place in places.get(seed, ())),
            key=lambda each: (each[1], -each[0]),
            default=(0, 0),
        )
        if length < SEED:
            at += 1
            continue
        last, end = at + length - 1, best + length - 1
        found.append(Shared(a[at].start, a[last].end, b[best].start, b[end].end))
        taken[best : best + length] = b"\1" * length
        at += length
    return found


def _length(a: Sequence[Word], i: int, b: Sequence[Word], j: int, taken: bytearray) -> int:
    length = 0
    while (
        i + length < len(a)
        and j + length < len(b)
        and not taken[j + length]
        and a[i + length].letters == b[j + length].letters
    ):
        length += 1
    return length


def merged(one: str, other: str, passages: Sequence[Shared]) -> str:
    """Return ``one`` with what stands in ``other`` instead, in brackets: ``Dear ⟨Ann → Bo⟩, I
    saw``."""
    found = ""
    at = other_at = 0
    for each in [*passages, Shared(len(one), len(one), len(other), len(other))]:
        theirs = other[other_at : each.other_start] if each.other_start >= other_at else "…"
        found += _marked(one[at : each.start], theirs) + one[each.start : each.end]
        at, other_at = each.end, each.other_end
    return found.strip()


def _marked(mine: str, theirs: str) -> str:
    """Return what differs in brackets, with the blanks that stand around it in the first text."""
    here, there = mine.strip(), theirs.strip()
    if not here and not there:
        return mine
    if not here:
        return f" ⟨ → {there}⟩ "
    lead = mine[: len(mine) - len(mine.lstrip())]
    return f"{lead}⟨{here} → {there}⟩{mine[len(mine.rstrip()) :]}"
