"""Moves: what a sentence does in a conversation, whatever its words."""

import msgspec

from counterpitch.model.message import Side


class MoveRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A move of rules/moves.yml: its title, who makes it, the indicators that are one."""

    title: str
    indicators: tuple[str, ...]
    author: Side = msgspec.field(name="from")


class Move(msgspec.Struct, frozen=True):
    """A move seen in a message, with the sentence (code points) that makes it."""

    move: str
    message: int
    sender: Side
    start: int
    end: int
    probability: float
