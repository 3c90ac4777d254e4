"""Conversations, readings and a small vocabulary made by hand for the recognisers' tests."""

from collections.abc import Mapping, Sequence

import numpy as np

from counterpitch.features.fold import trace
from counterpitch.features.mask import Masker, Places
from counterpitch.features.money import Currencies
from counterpitch.indicators.matcher import Folded
from counterpitch.indicators.tables import numbers
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.message import Message, Side
from counterpitch.recognisers.card import Card
from counterpitch.recognisers.reading import Reading
from counterpitch.recognisers.sentences import Sentence, sentences_of
from counterpitch.recognisers.wordpiece import WordPieces

MASKER = Masker(Places([]), [], frozenset(), Currencies([]))
"""Hides addresses only, so that every name is left to the recognisers."""
PIECES = (
    "[UNK] [CLS] [unused1] [unused2] . ? ! un ##aff ##able hello report the a b ##b don can ' t i m"
    " 保 密 § ##§".split(" ")
)


def talk(*texts: str, contact: str = "") -> Conversation:
    """Return a conversation in which contact and owner take turns, the contact first."""
    sides: tuple[Side, Side] = ("contact", "owner")
    messages = tuple(Message(sides[n % 2], text) for n, text in enumerate(texts))
    return Conversation("t", "other", messages, Contact(name=contact))


def folded(conversation: Conversation) -> list[Folded]:
    """Return the folded texts of a conversation, no name hidden."""
    traced = [trace(message.text[:100_000], MASKER) for message in conversation.messages]
    return [Folded(t.value, numbers(t.starts or ()), numbers(t.ends or ())) for t in traced]


def cut(conversation: Conversation) -> list[Sentence]:
    """Return the sentences of a conversation."""
    return sentences_of(conversation, folded(conversation))


def card(
    indicators: Sequence[str], moves: Sequence[str] = (), least: float = 0.0, bonus: float = 2.0
) -> Card:
    """Return a card that knows these outputs, the same numbers for each indicator."""
    return Card(
        "test", tuple(indicators), tuple(moves), dict.fromkeys(indicators, bonus),
        dict.fromkeys(indicators, least),
    )  # fmt: skip


def reading(
    sentences: list[Sentence],
    own: Card,
    odds: Mapping[tuple[int, str], float],
    leans: Mapping[int, float] | None = None,
) -> Reading:
    """Return a reading of -9 everywhere but where ``odds`` (sentence, output) says otherwise."""
    labels = np.full((len(sentences), own.width), -9.0, np.float32)
    names = (*own.indicators, *own.moves)
    for (number, name), value in odds.items():
        labels[number, names.index(name)] = value
    lean = np.zeros(len(sentences), np.float32)
    for number, value in (leans or {}).items():
        lean[number] = value
    return Reading(sentences, labels, lean)


def vocabulary() -> WordPieces:
    """Return a vocabulary of a few pieces."""
    return WordPieces({piece: n for n, piece in enumerate(PIECES)})
