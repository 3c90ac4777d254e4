"""The conversation as it may go out: nobody in it can be recognised, and every place is known.

Everything but the hidden stretches keeps its spelling. If anything that was to be hidden is
still there afterwards, ``MaskingFailed`` is raised, and nothing goes out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from counterpitch.errors import CounterpitchError
from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message, Side
from counterpitch.secondreader.capitals import Capitalised
from counterpitch.secondreader.hannames import han_names
from counterpitch.secondreader.identities import identities
from counterpitch.secondreader.nameplaces import FILE, NAME, NamePlaces
from counterpitch.secondreader.reachable import Place, reachable

MOST: Final = 24_000
"""Characters of a conversation that are sent; of a longer one its newest messages."""
LONGEST: Final = 8_000
"""Characters that are sent of one message."""
_BEYOND: Final = 500
"""Characters masked beyond that, so that no name is cut in two and half of it sent."""
_EACH: Final = 60


class MaskingFailed(CounterpitchError):
    """Something that was to be hidden is still in the text; nothing may be sent."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a masked text and the stretch of the original that it stands for."""

    start: int
    end: int
    original_start: int
    original_end: int
    hidden: bool


class MaskedText(msgspec.Struct, frozen=True):
    """One masked message: its index in the conversation, who wrote it, and the way back."""

    message: int
    sender: Side
    text: str
    pieces: tuple[Piece, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the masked text stands in the original (code points)."""
        touched = [p for p in self.pieces if p.start < end and start < p.end]
        if not touched:
            return 0, 0
        first, last = touched[0], touched[-1]
        low = first.original_start + (0 if first.hidden else max(0, start - first.start))
        high = last.original_end - (0 if last.hidden else max(0, last.end - end))
        return low, high


def masked(conversation: Conversation, matcher: Matcher) -> tuple[MaskedText, ...]:
    """Return the newest messages masked, in order: at most ``MOST`` characters in all.

    Raises ``MaskingFailed``.
    """
    chosen = _newest(conversation.messages)
    texts = {number: conversation.messages[number].text[: LONGEST + _BEYOND] for number in chosen}
    names = NamePlaces(identities(conversation), matcher)
    capitals = Capitalised(texts.values(), matcher.vocabulary)
    out: list[MaskedText] = []
    for number, text in texts.items():
        places = [*reachable(text), *names.places(text)]
        places += [(a, b, NAME) for a, b in (*capitals.places(text), *han_names(text))]
        places += _files(text, conversation.messages[number])
        new = _replaced(number, conversation.messages[number].sender, text, joined(places))
        if names.left_in(new.text):
            raise MaskingFailed(
                f"a name or address in message {number + 1} could not be hidden, so nothing was"
                " sent."
            )
        out.append(new)
    return tuple(out)


def _files(text: str, message: Message) -> Iterator[Place]:
    """Yield where a message names a file that came with it."""
    for name in {each.name for each in message.attachments if len(each.name) > 3}:
        yield from ((m.start(), m.end(), FILE) for m in re.finditer(re.escape(name), text))


def _newest(messages: Sequence[Message]) -> list[int]:
    """Return the indexes of the newest messages that fit, oldest first."""
    room = MOST
    chosen: list[int] = []
    for number in range(len(messages) - 1, -1, -1):
        room -= min(len(messages[number].text), LONGEST) + _EACH
        if room < 0 and chosen:
            break
        if messages[number].text.strip():
            chosen.append(number)
    return chosen[::-1]


def joined(places: Iterable[Place]) -> Iterator[Place]:
    """Yield the places in order, those that overlap as one under the first one's placeholder."""
    current: Place | None = None
    for place in sorted(places, key=lambda each: (each[0], -each[1])):
        if place[1] <= place[0]:
            continue
        if current is None or place[0] >= current[1]:
            if current is not None:
                yield current
            current = place
        else:
            current = (current[0], max(current[1], place[1]), current[2])
    if current is not None:
        yield current


def _replaced(number: int, sender: Side, text: str, places: Iterable[Place]) -> MaskedText:
    out: list[str] = []
    pieces: list[Piece] = []
    at = length = 0

    def add(new: str, start: int, end: int, hidden: bool) -> None:
        nonlocal length
        if new:
            out.append(new)
            pieces.append(Piece(length, length + len(new), start, end, hidden))
            length += len(new)

    for start, end, placeholder in places:
        add(text[at : min(start, LONGEST)], at, min(start, LONGEST), False)
        if start >= LONGEST:
            break
        add(placeholder, start, end, True)
        at = end
    else:
        add(text[at:LONGEST], at, min(len(text), LONGEST), False)
    return MaskedText(number, sender, "".join(out), tuple(pieces))
