"""The recogniser: gate, encoder and card of one artefact, as the assessment uses them."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.indicators.matcher import Folded, Matcher
from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Match
from counterpitch.model.move import Moves
from counterpitch.recognisers.again import Again, Look
from counterpitch.recognisers.card import Card, read_card
from counterpitch.recognisers.context import Context, in_context
from counterpitch.recognisers.encoder import CARD, Encoder
from counterpitch.recognisers.gate import WEIGHTS, Gate
from counterpitch.recognisers.reading import Reading
from counterpitch.recognisers.sentences import Sentence, contact_texts, contact_words, sentences_of

ARTEFACT: Final = Path(__file__).parent / "artefact"


class Read(msgspec.Struct, frozen=True):
    """A conversation read closely: its evidence in context, and the reading behind it.

    ``again`` is the second reading of a long conversation, in short stretches.
    """

    context: Context
    reading: Reading
    again: Reading | None = None


class Recogniser:
    """The recognisers of one artefact folder; the network is loaded when first needed."""

    def __init__(self, moves: Moves, folder: Path = ARTEFACT) -> None:
        self._folder = folder
        self._moves = moves
        self.gate = Gate(folder / WEIGHTS)

    @cached_property
    def card(self) -> Card:
        """Return the card of the artefact."""
        return read_card(self._folder / CARD)

    @cached_property
    def encoder(self) -> Encoder:
        """Return the network."""
        return Encoder(self._folder)

    @cached_property
    def _again(self) -> Again:
        return Again(self.encoder, self._moves.asserted, self._worth)

    def seen(self, conversation: Conversation, matcher: Matcher) -> tuple[list[Match], float]:
        """Return what the rules find, and the gate's log-odds for the contact's texts."""
        if matcher.core is not None and self.gate.compiled is not None:
            return matcher.core.match_and_odds(conversation, self.gate.compiled)
        matches, texts = matcher.match_and_texts(conversation)
        return matches, self.gate.log_odds(contact_texts(conversation, texts))

    def let_through(self, odds: float, evidence: float) -> bool:
        """Tell whether a conversation is not plainly ordinary by the gate's log-odds.

        ``evidence`` is what the rules found for an approach or a scam (log-odds).
        """
        if evidence >= self.card.evidence:
            return True
        return odds + self.card.evidence_share * evidence >= self.card.gate

    def _worth(self, sentences: Sequence[Sentence]) -> float:
        """Return how far the contact's sentences are from plainly ordinary."""
        return self.gate.log_odds(contact_words(sentences))

    def look(
        self, conversation: Conversation, matches: Sequence[Match], texts: Sequence[Folded]
    ) -> Look | None:
        """Take a first look at a long conversation: its stretches alone; None at a short one."""
        return self._again.look(sentences_of(conversation, texts), matches)

    def in_context(
        self, conversation: Conversation, matches: Sequence[Match], reading: Reading
    ) -> Read:
        """Return what rules and a reading found together."""
        return Read(in_context(conversation, matches, reading, self.card, self._moves), reading)

    def read(
        self,
        conversation: Conversation,
        matches: Sequence[Match],
        texts: Sequence[Folded],
        look: Look | None = None,
    ) -> Read:
        """Read a conversation closely; ``matches`` are what the rules found in it.

        What a first ``look`` has read is not read twice.
        """
        first = self.encoder.read(sentences_of(conversation, texts), self._worth)
        again = self._again.read(first, matches, look)
        whole = self.in_context(conversation, matches, first)
        if first.windows > 1:
            return Read(whole.context, first, again)
        return whole if again is None else self.in_context(conversation, matches, again)


def available(folder: Path = ARTEFACT) -> bool:
    """Tell whether an artefact lies in ``folder``."""
    return (folder / CARD).is_file()
