"""The conversations read last, held back because a file to come may hold more of them."""

from collections.abc import Iterator, Sequence

import msgspec

from counterpitch.intake.fingerprint import Marked
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message

ROOM = 32 * 1024 * 1024
"""Characters of the messages that are held back; what exceeds them is given out, oldest first."""
_BESIDE = 500
"""What a message takes beside its text."""


class Held:
    """A conversation that may still grow, with the marks of its messages."""

    def __init__(self, conversation: Conversation, marked: Sequence[Marked]) -> None:
        self.conversation = conversation
        self.marked = marked
        self.weight = sum(_weight(each.message) for each in marked)


def _weight(message: Message) -> int:
    beside = (message.headers, message.links, message.attachments)
    more = len(msgspec.json.encode(beside)) if any(beside) else 0
    return len(message.text) + _BESIDE + more


class Window:
    """Conversations by number, in the order in which they came; bounded in size."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._held: dict[int, Held] = {}
        self._weight = 0

    def __contains__(self, number: int) -> bool:
        return number in self._held

    def __getitem__(self, number: int) -> Held:
        return self._held[number]

    def put(self, number: int, held: Held) -> None:
        """Hold a conversation; one that is held already is replaced where it stands."""
        before = self._held.get(number)
        self._weight += held.weight - (before.weight if before else 0)
        self._held[number] = held

    def pop(self, number: int) -> Held:
        """Take a conversation out."""
        held = self._held.pop(number)
        self._weight -= held.weight
        return held

    def overflow(self) -> Iterator[Conversation]:
        """Yield what there is no longer room for."""
        while self._weight > self._room:
            yield self.pop(next(iter(self._held))).conversation

    def rest(self) -> Iterator[Conversation]:
        """Yield all that is held."""
        while self._held:
            yield self.pop(next(iter(self._held))).conversation
