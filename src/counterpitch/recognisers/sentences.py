"""A conversation as masked sentences, each with its place in the original text."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from counterpitch.features.fold import Text, trace
from counterpitch.features.mask import Masker
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Side

MOST_CHARACTERS: Final = 20_000
"""Characters of one message that are read closely: a longer one is read up to here."""
_ASKS: Final = re.compile(r"[\s)\"'”»]{0,3}[?？]")
_CALLS: Final = re.compile(r"[\s)\"'”»]{0,3}[!！]")


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a message.

    ``start`` and ``end`` are code points of the original text, ``words`` is folded and
    masked, ``mark`` is how it ends: ``.``, ``?`` or ``!``.
    """

    message: int
    sender: Side
    start: int
    end: int
    words: str
    mark: str


def sentences_of(conversation: Conversation, masker: Masker) -> list[Sentence]:
    """Return the sentences of every message, in order."""
    return [
        sentence
        for index, message in enumerate(conversation.messages)
        for sentence in _of_message(index, message.sender, message.text[:MOST_CHARACTERS], masker)
    ]


def _of_message(index: int, sender: Side, text: str, masker: Masker) -> Iterator[Sentence]:
    traced = trace(text, masker)
    at = 0
    for piece in traced.value.split("."):
        words = piece.strip()
        if words:
            start, end = _place(traced, at + piece.index(words), len(words))
            yield Sentence(index, sender, start, end, words, _mark(text, end))
        at += len(piece) + 1


def _place(traced: Text, at: int, size: int) -> tuple[int, int]:
    assert traced.starts is not None and traced.ends is not None  # noqa: S101 - traced texts have both
    return traced.starts[at], traced.ends[at + size - 1]


def _mark(text: str, end: int) -> str:
    following = text[end : end + 4]
    if _ASKS.match(following):
        return "?"
    return "!" if _CALLS.match(following) else "."
