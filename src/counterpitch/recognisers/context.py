"""Evidence in context: what the rules found, what the recognisers found, put together.

Where the recognisers know an indicator, a sentence carries it if their log-odds, raised
where a rule found it too, reach the indicator's threshold. So a phrase in an
innocent sentence is let go, and a sentence without any known phrase is found.
"""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Match, Quote
from counterpitch.model.move import Move, Moves
from counterpitch.recognisers.card import Card
from counterpitch.recognisers.reading import UNREAD, Reading
from counterpitch.recognisers.sentences import Sentence
from counterpitch.recognisers.sequences import moves_of, sequences_of

LEAST_SHARED = 6
"""Characters that a quote and a sentence share at least, or half of a shorter sentence, or
all of a shorter quote (most of the Chinese ones)."""

SLACK = 2.0
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
    made = moves_of(reading, card, moves)
    found = {match.indicator: match for match in matches if match.indicator not in card.least}
    found |= {match.indicator: match for match in seen.matches()}
    for name, quotes in sequences_of(made, moves, conversation, matches):
        found.setdefault(name, Match(name, quotes))
    return Context(sorted(found.values(), key=lambda m: m.indicator), seen.near, made)


class _Seen:
    """The indicators that the recognisers know, sentence by sentence.

    Where rule and recognisers agree that a sentence speaks for an approach (``_firm``), it is not
    counter-evidence as well, unless a rule says that: "keep it from your boss" was read as its
    opposite.
    """

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
        self._firm: set[int] = set()
        near: list[list[tuple[float, str]]] = [[] for _ in reading.sentences]
        # Counter-evidence last: it depends on what was found before.
        columns = sorted(enumerate(card.indicators), key=lambda each: each[1].startswith(BENIGN))
        for column, name in columns:
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
            if number in self._firm and name.startswith(BENIGN) and not inside:
                continue
            raised = card.raised(name, odds[number]) if inside else odds[number]
            over = raised - card.least[name]
            if over >= -SLACK:
                near[number].append((raised, name))
            if over >= 0.0:
                quotes += inside or [self._whole(sentence)]
                if inside and side == "contact" and not name.startswith(BENIGN):
                    self._firm.add(number)
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


BENIGN = "benign-"
"""How the names of counter-evidence begin."""
OWNER = ("owner-", "disclosure-", "new-owner-accepts-")
"""How the names of indicators begin that are about the person approached."""
