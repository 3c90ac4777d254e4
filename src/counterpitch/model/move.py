"""Moves: what a sentence does in a conversation, whatever its words (rules/moves.yml)."""

import msgspec

from counterpitch.model.message import Side


class MoveRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A move: its title, who makes it, and the indicators of which each is one."""

    title: str
    indicators: tuple[str, ...]
    author: Side = msgspec.field(name="from")


class MoveSequence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An indicator that holds where moves follow one another, each in a later message.

    ``steps`` are alternatives; if one of the moves ``never`` comes after the first step,
    the sequence does not count. Where ``backed`` names indicators, the rules must have found one
    of them in the sentence of the first step: a question about the day is none about the client.
    """

    indicator: str
    steps: tuple[tuple[str, ...], ...]
    never: tuple[str, ...] = ()
    backed: tuple[str, ...] = ()


class Moves(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in rules/moves.yml.

    ``asserted`` are indicators of counter-evidence that the contact merely asserts: words about
    rules, routes and proofs, which cost nothing and which no conduct in the conversation bears out.
    """

    moves: dict[str, MoveRule] = {}
    sequences: tuple[MoveSequence, ...] = ()
    asserted: frozenset[str] = frozenset()


class Move(msgspec.Struct, frozen=True):
    """A move seen in a message, with the sentence (code points) that makes it."""

    move: str
    message: int
    sender: Side
    start: int
    end: int
    probability: float
