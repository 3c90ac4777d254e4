"""Windows: how a conversation is laid before the encoder.

``[CLS]`` and then, sentence by sentence, a mark that says who wrote it, its pieces, and
how it ends. A conversation that is too long is cut between sentences.
"""

import math
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from heapq import heappush, heappushpop, nlargest
from itertools import islice
from operator import itemgetter
from typing import Final

import msgspec

from counterpitch.recognisers.sentences import Sentence
from counterpitch.recognisers.wordpiece import WordPieces

LONGEST: Final = 384
"""Pieces in one window."""
LONGEST_SENTENCE: Final = 96
"""Pieces of one sentence that are read."""
FIRST: Final = 2
LAST: Final = 4
"""Windows that are read of a long conversation: so many first and last ones, or as many together
that are worth it. What stands between is read by the rules alone.
"""
NEAR: Final = 192
"""Pieces in one stretch of a long conversation that is read again, by itself."""
STRETCHES: Final = 2
"""Stretches that are read again: together one window."""
_SPEAKER: Final = {"contact": "[unused1]", "owner": "[unused2]"}


Worth = Callable[[Sequence[Sentence]], float]
"""How much some sentences are worth reading; more is worth more."""


class Window(msgspec.Struct, frozen=True):
    """Pieces, and where each sentence stands among them.

    ``sentences`` are numbers of sentences of the conversation; ``bounds`` gives for each
    the position of its speaker mark and the position behind its end mark.
    """

    pieces: list[int]
    sentences: list[int]
    bounds: list[tuple[int, int]]


def windows_of(
    sentences: Sequence[Sentence],
    vocabulary: WordPieces,
    longest: int = LONGEST,
    worth: Worth | None = None,
) -> list[Window]:
    """Return the windows of a conversation, of a long one a few, in order.

    With ``worth`` these are the first, the last and those between that are worth most, so that
    no padding pushes out what matters; without it the ``FIRST`` and the ``LAST``.
    """
    every = _all(sentences, vocabulary, longest)
    if worth is not None:
        return _worthiest(every, sentences, worth)
    first: list[Window] = []
    last: deque[Window] = deque(maxlen=LAST)
    for window in every:
        (first if len(first) < FIRST else last).append(window)
    return [*first, *last]


def is_long(sentences: Sequence[Sentence], vocabulary: WordPieces) -> bool:
    """Tell whether a conversation takes more than one window."""
    return next(islice(_all(sentences, vocabulary, LONGEST), 1, None), None) is not None


def stretches_of(
    sentences: Sequence[Sentence], vocabulary: WordPieces, found: Container[int], worth: Worth
) -> list[Window]:
    """Return the stretches to be read by themselves, those first with what the rules found.

    ``found`` are numbers of sentences; then those of most worth come, of equal ones the earlier.
    """

    def rank(window: Window) -> tuple[bool, float]:
        own = worth([sentences[n] for n in window.sentences])
        return any(n in found for n in window.sentences), own

    every = ((rank(window), window) for window in _all(sentences, vocabulary, NEAR))
    best = nlargest(STRETCHES, every, key=itemgetter(0))
    return [window for _, window in best]


def _worthiest(
    every: Iterable[Window], sentences: Sequence[Sentence], worth: Worth
) -> list[Window]:
    """Return at most as many windows as are read of a long conversation; memory is bounded."""
    kept: list[tuple[float, int, Window]] = []
    last: tuple[int, Window] | None = None
    for number, window in enumerate(every):
        if last is not None:
            own = worth([sentences[n] for n in last[1].sentences]) if last[0] else math.inf
            # Of equals the later one stays: there a conversation has got furthest.
            (heappush if len(kept) < FIRST + LAST - 1 else heappushpop)(kept, (own, *last))
        last = (number, window)
    return [window for _, _, window in sorted(kept, key=itemgetter(1))] + [
        *([last[1]] if last is not None else [])
    ]


def _all(sentences: Sequence[Sentence], vocabulary: WordPieces, longest: int) -> Iterator[Window]:
    first = vocabulary["[CLS]"]
    window = Window([first], [], [])
    for number, sentence in enumerate(sentences):
        laid = _laid(sentence, vocabulary)
        if window.sentences and len(window.pieces) + len(laid) > longest:
            yield window
            window = Window([first], [], [])
        at = len(window.pieces)
        window.pieces.extend(laid)
        window.sentences.append(number)
        window.bounds.append((at, at + len(laid)))
    if window.sentences:
        yield window


def _laid(sentence: Sentence, vocabulary: WordPieces) -> list[int]:
    return [
        vocabulary[_SPEAKER[sentence.sender]],
        *vocabulary.of(sentence.words)[:LONGEST_SENTENCE],
        vocabulary[sentence.mark],
    ]
