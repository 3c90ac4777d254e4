"""Windows: how a conversation is laid before the encoder.

``[CLS]`` and then, sentence by sentence, a mark that says who wrote it, its pieces, and
how it ends. A conversation that is too long is cut between sentences.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from counterpitch.recognisers.sentences import Sentence
from counterpitch.recognisers.wordpiece import WordPieces

LONGEST: Final = 384
"""Pieces in one window."""
LONGEST_SENTENCE: Final = 96
"""Pieces of one sentence that are read."""
MOST: Final = 16
"""Windows of one conversation: what comes after them is read by the rules alone."""
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
) -> Iterator[Window]:
    """Yield the windows of a conversation, at most ``MOST``."""
    first = vocabulary["[CLS]"]
    window = Window([first], [], [])
    yielded = 0
    for number, sentence in enumerate(sentences):
        laid = _laid(sentence, vocabulary)
        if window.sentences and len(window.pieces) + len(laid) > longest:
            yield window
            yielded += 1
            if yielded == MOST:
                return
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
