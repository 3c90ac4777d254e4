"""Moves of the dialogue, and the indicators whose moves follow one another."""

import math
from collections.abc import Iterator, Sequence

from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Match, Quote
from counterpitch.model.move import Move, Moves
from counterpitch.recognisers.card import Card
from counterpitch.recognisers.reading import Reading


def moves_of(reading: Reading, card: Card, moves: Moves) -> tuple[Move, ...]:
    """Return the moves that a reading sees each side make, in order."""
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


def sequences_of(
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
