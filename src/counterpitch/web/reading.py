"""A conversation made ready to show: evidence marked, stages noted, long stretches folded."""

from typing import Final

import msgspec

from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.model.verdict import Finding, StageMove, Verdict
from counterpitch.render.html import segments

WHOLE: Final = 60
"""Up to so many messages a conversation is shown whole."""
_AROUND: Final = 2
_ENDS: Final = 4
MOST: Final = 2000

Segment = tuple[str, str, str]
"""Text, kind of evidence ("" for none), titles of what it is evidence of."""


class Shown(msgspec.Struct, frozen=True):
    """A message: its number from 1, its text in segments, the stages that it moved to.

    ``left_out`` counts the messages before it that are folded away.
    """

    number: int
    message: Message
    segments: tuple[Segment, ...]
    moves: tuple[StageMove, ...]
    left_out: int = 0


def shown(conversation: Conversation, verdict: Verdict | None, *, whole: bool) -> tuple[Shown, ...]:
    """Return the messages to show; all (up to ``MOST``), or those around evidence."""
    marks = _marks(verdict)
    moves: dict[int, list[StageMove]] = {}
    for move in verdict.stages if verdict is not None and verdict.kind == "approach" else ():
        moves.setdefault(move.message, []).append(move)
    count = len(conversation.messages)
    wanted = range(min(count, MOST)) if whole or count <= WHOLE else _near(count, marks, moves)
    found, last = [], -1
    for index in wanted:
        message = conversation.messages[index]
        parts = tuple(segments(message.text, marks.get(index, [])))
        moved = tuple(moves.get(index, ()))
        found.append(Shown(index + 1, message, parts, moved, index - last - 1))
        last = index
    return tuple(found)


def _near(
    count: int,
    marks: dict[int, list[tuple[int, int, Finding]]],
    moves: dict[int, list[StageMove]],
) -> list[int]:
    """Return the messages at both ends and around each sign, in order."""
    near = {*range(_ENDS), *range(count - _ENDS, count)}
    for index in (*marks, *moves):
        near.update(range(index - _AROUND, index + _AROUND + 1))
    return sorted(index for index in near if 0 <= index < count)[:MOST]


def _marks(verdict: Verdict | None) -> dict[int, list[tuple[int, int, Finding]]]:
    found: dict[int, list[tuple[int, int, Finding]]] = {}
    for finding in verdict.findings if verdict is not None else ():
        for quote in finding.quotes:
            if quote.end > quote.start:
                found.setdefault(quote.message, []).append((quote.start, quote.end, finding))
    return found
