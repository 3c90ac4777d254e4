"""A conversation as masked sentences, each with its place in the original text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import Final

import msgspec

from counterpitch.indicators.matcher import Folded
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message, Side
from counterpitch.recognisers.names import Names, names_of
from counterpitch.recognisers.people import Line, hidden, may_need_hiding

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
    names = names_of(conversation)
    return [
        sentence
        for index, (message, folded) in enumerate(pairs)
        for sentence in _of_message(index, message, folded, names)
    ]


def contact_texts(conversation: Conversation, texts: Sequence[Folded]) -> list[str]:
    """Return ``contact_words(sentences_of(conversation, texts))``, which costs half as much."""
    names = names_of(conversation)
    pairs = zip(conversation.messages, texts, strict=True)
    own = (
        [told for _, _, told in _told(message, folded, names)]
        for message, folded in pairs
        if message.sender == "contact"
    )
    return [_in_row(words) for words in own if words]


def contact_words(sentences: Iterable[Sentence]) -> list[str]:
    """Return the words of each message of the contact, sentences divided as in folded text."""
    own = (sentence for sentence in sentences if sentence.sender == "contact")
    return [
        _in_row([sentence.words for sentence in run])
        for _, run in groupby(own, key=lambda sentence: sentence.message)
    ]


def _in_row(words: Sequence[str]) -> str:
    return f" {' . '.join(words)} . "


def _of_message(index: int, message: Message, folded: Folded, names: Names) -> Iterator[Sentence]:
    starts, ends = memoryview(folded.starts).cast("i"), memoryview(folded.ends).cast("i")
    for first, size, told in _told(message, folded, names):
        start, end = starts[first], ends[first + size - 1]
        yield Sentence(index, message.sender, start, end, told, _mark(message.text, end))


def _told(message: Message, folded: Folded, names: Names) -> Iterator[tuple[int, int, str]]:
    """Yield each sentence's place and length in the folded text, and its words, names hidden."""
    starts, ends = memoryview(folded.starts).cast("i"), memoryview(folded.ends).cast("i")
    capitals = message.text.lower() != message.text
    at, left = 0, MOST_CHARACTERS
    # The limit is counted after masking, so that it falls on the same word whatever the names.
    for piece in folded.text[: 2 * MOST_CHARACTERS].split("."):
        words = piece.strip()
        if words:
            first = at + piece.index(words)
            told, every = words, words.split(" ")
            if may_need_hiding(every, names):
                told = hidden(_line(every, first, message.text, starts, ends, capitals), names)
            told, left = told[: max(0, left)].rstrip(), left - len(told) - 3
            if not told:
                return
            yield first, len(words), told
        at += len(piece) + 1


def _line(
    every: list[str], first: int, text: str, starts: "memoryview[int]", ends: "memoryview[int]",
    capitals: bool,
) -> Line:  # fmt: skip
    begins = list(accumulate((len(word) + 1 for word in every[:-1]), initial=first))
    lasts = [at + len(word) - 1 for at, word in zip(begins, every, strict=True)]
    return Line(every, [starts[at] for at in begins], [ends[at] for at in lasts], text, capitals)


def _mark(text: str, end: int) -> str:
    following = text[end : end + 4]
    if _ASKS.match(following):
        return "?"
    return "!" if _CALLS.match(following) else "."
