"""A conversation as masked sentences, each with its place in the original text."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from counterpitch.indicators.matcher import Folded
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message, Side
from counterpitch.recognisers.people import hidden, name_words

MOST_CHARACTERS: Final = 20_000
"""Characters of one folded message that are read closely: the rest is read by the rules alone."""
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


def sentences_of(conversation: Conversation, texts: Sequence[Folded]) -> list[Sentence]:
    """Return the sentences of every message, in order; ``texts`` is its folded text."""
    pairs = zip(conversation.messages, texts, strict=True)
    names = name_words(conversation)
    return [
        sentence
        for index, (message, folded) in enumerate(pairs)
        for sentence in _of_message(index, message, folded, names)
    ]


def _of_message(
    index: int, message: Message, folded: Folded, names: frozenset[str]
) -> Iterator[Sentence]:
    starts, ends = memoryview(folded.starts).cast("i"), memoryview(folded.ends).cast("i")
    at = 0
    for piece in folded.text[:MOST_CHARACTERS].split("."):
        words = piece.strip()
        if words:
            first = at + piece.index(words)
            start, end = starts[first], ends[first + len(words) - 1]
            capitals = list(_capitals(words, first, message.text, starts))
            told = hidden(words, capitals, names)
            mark = _mark(message.text, end)
            yield Sentence(index, message.sender, start, end, told, mark)
        at += len(piece) + 1


def _capitals(words: str, first: int, text: str, starts: "memoryview[int]") -> Iterator[bool]:
    """Tell of each word whether it was written with a capital."""
    at = first
    for word in words.split(" "):
        yield text[starts[at]].isupper()
        at += len(word) + 1


def _mark(text: str, end: int) -> str:
    following = text[end : end + 4]
    if _ASKS.match(following):
        return "?"
    return "!" if _CALLS.match(following) else "."
