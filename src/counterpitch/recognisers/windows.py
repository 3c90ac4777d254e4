"""Windows: how a conversation is laid before the encoder.

``[CLS]`` and then, sentence by sentence, a mark that says who wrote it, its pieces, and
how it ends. A conversation that is too long is cut between sentences.
"""

from collections import deque
from collections.abc import Iterator, Sequence
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
"""Windows that are read of a long conversation: the first, and the last, where it has got to.

What stands between is read by the rules alone.
"""
_SPEAKER: Final = {"contact": "[unused1]", "owner": "[unused2]"}


class Window(msgspec.Struct, frozen=True):
    """Pieces, and where each sentence stands among them.

    ``sentences`` are numbers of sentences of the conversation; ``bounds`` gives for each
    the position of its speaker mark and the position behind its end mark.
    """

    pieces: list[int]
    sentences: list[int]
    bounds: list[tuple[int, int]]


def windows_of(
    sentences: Sequence[Sentence], vocabulary: WordPieces, longest: int = LONGEST
) -> list[Window]:
    """Return the windows of a conversation, of a long one the ``FIRST`` and the ``LAST``."""
    first: list[Window] = []
    last: deque[Window] = deque(maxlen=LAST)
    for window in _all(sentences, vocabulary, longest):
        (first if len(first) < FIRST else last).append(window)
    return [*first, *last]


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
