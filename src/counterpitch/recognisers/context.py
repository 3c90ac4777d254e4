"""Evidence in context: what the rules found, what the recognisers found, put together.

Where the recognisers know an indicator, a sentence carries it if their log-odds, raised
where a rule found it too, reach the indicator's threshold. So a phrase in an
innocent sentence is let go, and a sentence without any known phrase is found.
"""

import math
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Match, Quote
from counterpitch.model.move import Move, Moves
from counterpitch.recognisers.card import Card
from counterpitch.recognisers.reading import UNREAD, Reading
from counterpitch.recognisers.sentences import Sentence

LEAST_SHARED = 6
"""Characters that a quote and a sentence share at least, or half of a shorter sentence, or
all of a shorter quote (most of the Chinese ones)."""

SLACK = 1.0
"""Log-odds below its threshold down to which an indicator is the best name for a lean."""


class Context(msgspec.Struct, frozen=True):
    """The evidence in context.

    ``matches`` are the indicators with their quotes; ``near`` gives for each sentence the
    indicators that it carries or almost carries, the surest first; ``moves`` the moves in order.
    """

    matches: list[Match]
    near: list[list[str]]
    moves: tuple[Move, ...]


def carries(sentence: Sentence, message: int, start: int, end: int) -> bool:
    """Tell whether a quote stands in a sentence by more than a sliver."""
    if sentence.message != message:
        return False
    shared = min(end, sentence.end) - max(start, sentence.start)
    least = min(LEAST_SHARED, (sentence.end - sentence.start) / 2, end - start)
    return shared > 0 and shared >= least


def in_context(
    conversation: Conversation, matches: Sequence[Match], reading: Reading, card: Card, moves: Moves
) -> Context:
    """Return the evidence of rules and recognisers together."""
    seen = _Seen(conversation, matches, reading, card)
    made = _moves(reading, card, moves)
    found = {match.indicator: match for match in matches if match.indicator not in card.least}
    found |= {match.indicator: match for match in seen.matches()}
    for name, quotes in _sequences(made, moves, conversation, matches):
        found.setdefault(name, Match(name, quotes))
    return Context(sorted(found.values(), key=lambda m: m.indicator), seen.near, made)


class _Seen:
    """The indicators that the recognisers know, sentence by sentence."""

    def __init__(
        self, conversation: Conversation, matches: Sequence[Match], reading: Reading, card: Card
    ) -> None:
        self._texts = [message.text for message in conversation.messages]
        self._sentences = reading.sentences
        self._read = set(np.flatnonzero((reading.labels > UNREAD).any(1)).tolist())
        self._spans = [
            (s.message, s.start, s.end) for n, s in enumerate(reading.sentences) if n in self._read
        ]
        self._rules = {match.indicator: match.quotes for match in matches}
        self._quotes: dict[str, list[Quote]] = {}
        near: list[list[tuple[float, str]]] = [[] for _ in reading.sentences]
        for column, name in enumerate(card.indicators):
            if name in card.least:
                self._judge(name, reading.labels[:, column].tolist(), card, near)
        self.near = [
            [name for _, name in sorted(each, key=lambda pair: (-pair[0], pair[1]))]
            for each in near
        ]

    def _judge(
        self, name: str, odds: list[float], card: Card, near: list[list[tuple[float, str]]]
    ) -> None:
        own = self._rules.get(name, ())
        quotes = [quote for quote in own if not self._was_read(quote)]
        side = "owner" if name.startswith(OWNER) else "contact"
        for number, sentence in enumerate(self._sentences):
            if sentence.sender != side or number not in self._read:
                continue
            inside = [q for q in own if q.end and carries(sentence, q.message, q.start, q.end)]
            raised = card.raised(name, odds[number]) if inside else odds[number]
            over = raised - card.least[name]
            if over >= -SLACK:
                near[number].append((raised, name))
            if over >= 0.0:
                quotes += inside or [self._whole(sentence)]
        if quotes:
            self._quotes[name] = quotes

    def _was_read(self, quote: Quote) -> bool:
        """Tell whether any of a quote was read closely.

        An address or a file stands in no sentence, and a text may be too long to be read to
        its end: what was not read is not for the recognisers to judge.
        """
        return any(
            message == quote.message and quote.start < end and start < quote.end
            for message, start, end in self._spans
        )

    def _whole(self, sentence: Sentence) -> Quote:
        text = self._texts[sentence.message][sentence.start : sentence.end]
        return Quote(sentence.message, sentence.start, sentence.end, text)

    def matches(self) -> Iterator[Match]:
        """Yield what was found, each quote once and in order."""
        for name, quotes in self._quotes.items():
            unique = {(q.message, q.start, q.end, q.text): q for q in quotes}
            yield Match(name, tuple(unique[key] for key in sorted(unique)))


OWNER = ("owner-", "disclosure-", "new-owner-accepts-")
"""How the names of indicators begin that are about the person approached."""


def _moves(reading: Reading, card: Card, moves: Moves) -> tuple[Move, ...]:
    found: list[Move] = []
    for number, sentence in enumerate(reading.sentences):
        for column, name in enumerate(card.moves, len(card.indicators)):
            odds = float(reading.labels[number, column])
            rule = moves.moves.get(name)
            if rule is not None and rule.author == sentence.sender and odds >= card.least_move:
                probability = 1.0 / (1.0 + math.exp(-odds))
                found.append(
                    Move(
                        name, sentence.message, sentence.sender, sentence.start, sentence.end,
                        probability,
                    )
                )  # fmt: skip
    return tuple(found)


def _sequences(
    made: Sequence[Move], moves: Moves, conversation: Conversation, matches: Sequence[Match]
) -> Iterator[tuple[str, tuple[Quote, ...]]]:
    """Yield the indicators whose moves follow one another, with the sentences that made them."""
    for sequence in moves.sequences:
        backing = [q for m in matches if m.indicator in sequence.backed for q in m.quotes]
        chain: list[Move] = []
        for step in sequence.steps:
            after = chain[-1].message if chain else -1
            following = [m for m in made if m.move in step and m.message > after]
            if sequence.backed and not chain:
                following = [m for m in following if _is_backed(m, backing)]
            if not following:
                break
            chain.append(following[0])
        else:
            if not any(m.move in sequence.never and m.message > chain[0].message for m in made):
                yield sequence.indicator, tuple(_quote(move, conversation) for move in chain)


def _is_backed(move: Move, quotes: Sequence[Quote]) -> bool:
    return any(
        quote.message == move.message and quote.start < move.end and move.start < quote.end
        for quote in quotes
    )


def _quote(move: Move, conversation: Conversation) -> Quote:
    text = conversation.messages[move.message].text
    return Quote(move.message, move.start, move.end, text[move.start : move.end])
