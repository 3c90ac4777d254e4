"""Closing: from out-of-fold readings to the card, the weights and out-of-fold verdicts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from counterpitch.assessment.assess import Assessor
from counterpitch.assessment.leaning import counted
from counterpitch.indicators.matcher import Folded, Matcher
from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import Indicator
from counterpitch.model.match import Match
from counterpitch.model.verdict import Verdict
from counterpitch.recognisers.again import Look
from counterpitch.recognisers.card import Card
from counterpitch.recognisers.context import in_context
from counterpitch.recognisers.reading import Reading
from counterpitch.recognisers.recogniser import Read
from counterpitch.rulebook.book import Weights
from counterpitch.training.corpus import Example
from counterpitch.training.judged import judged
from counterpitch.training.labels import Labels
from counterpitch.training.observed import observed
from counterpitch.training.staging import fitted_stages, labelled
from counterpitch.training.thresholds import ruling, thresholds
from counterpitch.training.weights import fitted_weights

LEAST_MOVE = 0.0
"""Log-odds from which a move is told."""


class Closed(msgspec.Struct, frozen=True):
    """What turns readings into verdicts; ``rules`` are weights of the rules alone."""

    card: Card
    weights: Weights
    rules: Weights


class Material(msgspec.Struct, frozen=True):
    """Examples with what rules and networks found in them, by id."""

    matcher: Any
    labels: Labels
    matches: Mapping[str, Sequence[Match]]
    readings: Mapping[str, Reading]


def closed(
    known: Sequence[Example], material: Material, note: str, unseen: Sequence[Example] = ()
) -> Closed:
    """Fit card and weights on conversations that their networks never saw.

    ``unseen`` are by authors from whom the networks learn nothing at all. What the rules weigh
    alone is fitted on ``known`` only: rules know no author, and gained nothing from more of them.
    """
    examples = [*known, *unseen]
    data = judged(examples, material.matches, material.readings, material.labels)
    ruled = ruling(data)
    card = Card(
        version="0", indicators=material.labels.indicators, moves=material.labels.moves,
        rule_bonus=ruled.bonus, least=_known(thresholds(data, ruled), material),
        least_move=LEAST_MOVE, rule_slope=ruled.slope, rule_offset=ruled.offset,
    )  # fmt: skip
    rules = [
        r
        for r in material.matcher.book.indicators
        if r.kind != "owner" and r.status != "deprecated"
    ]
    kinds = {rule.name: rule.kind for rule in material.matcher.book.indicators}
    reads = [_read(example, material, card) for example in examples]
    found = [[match.indicator for match in read.context.matches] for read in reads]
    leans = [counted(read, kinds) for read in reads]
    share = [example.weight for example in examples]
    seen = observed(rules, found, leans, [example.label for example in examples], share)
    alone = _alone(rules, known, material, note)
    closing = Closed(card, fitted_weights(rules, seen, note), alone)
    told = labelled((e.conversation, v) for e, v in verdicts(examples, material, closing))
    weights = msgspec.structs.replace(
        closing.weights, stages=fitted_stages(told, closing.weights.stages)
    )
    return msgspec.structs.replace(closing, weights=weights)


def _alone(
    rules: Sequence[Indicator], examples: Sequence[Example], material: Material, note: str
) -> Weights:
    """Fit weights of the rules alone, so that a verdict out of fold knows nothing of its fold."""
    found = [[match.indicator for match in material.matches[each.id]] for each in examples]
    labels, weights = [e.label for e in examples], [e.weight for e in examples]
    seen = observed(rules, found, [()] * len(found), labels, weights)
    own = material.matcher.book.weights
    fitted = fitted_weights(rules, seen, note)
    made: Weights = msgspec.structs.replace(
        own, bias=fitted.bias, scam_bias=fitted.scam_bias, indicators=fitted.indicators
    )
    return made


def _known(least: dict[str, float], material: Material) -> dict[str, float]:
    """Return the thresholds of indicators that the rulebook has: the others cannot be told."""
    return {name: value for name, value in least.items() if name in material.matcher.by_name}


def _read(example: Example, material: Material, card: Card) -> Read:
    reading = material.readings[example.id]
    context = in_context(
        example.conversation, material.matches[example.id], reading, card,
        material.matcher.book.moves,
    )  # fmt: skip
    return Read(context, reading)


class StoredReadings:
    """A recogniser that repeats readings made before; takes the place of a ``Recogniser``."""

    def __init__(self, card: Card, readings: Mapping[str, Reading], moves: Any) -> None:
        self.card = card
        self._readings = readings
        self._moves = moves

    def seen(self, conversation: Conversation, matcher: Matcher) -> tuple[list[Match], float]:
        """Return what the rules find; the gate lets everything through."""
        return matcher.match(conversation), 0.0

    def let_through(self, odds: float, evidence: float) -> bool:
        """Tell that every conversation is read closely."""
        return True

    def look(
        self, conversation: Conversation, matches: Sequence[Match], texts: Sequence[Folded]
    ) -> Look | None:
        """Take no first look: everything was read."""
        return None

    def in_context(
        self, conversation: Conversation, matches: Sequence[Match], reading: Reading
    ) -> Read:
        """Return what rules and a reading found together."""
        return Read(in_context(conversation, matches, reading, self.card, self._moves), reading)

    def read(
        self, conversation: Conversation, matches: Sequence[Match], texts: Sequence[Folded],
        look: Look | None = None,
    ) -> Read:  # fmt: skip
        """Return the stored reading in context."""
        return self.in_context(conversation, matches, self._readings[conversation.id])


def verdicts(
    examples: Iterable[Example], material: Material, closing: Closed
) -> Iterable[tuple[Example, Verdict]]:
    """Yield the verdict on every example with stored readings."""
    book = msgspec.structs.replace(
        material.matcher.book, close_weights=closing.weights, weights=closing.rules
    )
    stored = StoredReadings(closing.card, material.readings, book.moves)
    ready = Assessor(_with_book(material.matcher, book), stored)  # type: ignore[arg-type]
    for example in examples:
        yield example, ready.assess(example.conversation)


def _with_book(matcher: Matcher, book: Any) -> Matcher:
    """Return the same matcher with another book beside it: only weights differ."""
    import copy

    other = copy.copy(matcher)
    other.book = book
    return other
