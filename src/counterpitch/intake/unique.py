"""Counts what came in twice only once, and keeps conversation ids apart."""

from collections.abc import Iterator, Sequence

import msgspec

from counterpitch.intake.fingerprint import Marked, marked
from counterpitch.intake.joining import as_one, joined
from counterpitch.intake.known import Known
from counterpitch.intake.notices import Notices
from counterpitch.intake.window import ROOM, Held, Window
from counterpitch.model.conversation import Conversation

LONGEST = 50_000
"""Messages of a conversation up to which it is joined from several sources."""
EFFORT = 10_000_000
"""Messages gone through for joining, all together: a thousand files made to share one long chat
must not cost a thousand times that chat."""
_BITS = 32
"""Bits of the number of a conversation, below those of the number of its source."""


class Unique:
    """Remembers the messages of each source, joins conversations, and keeps ids apart.

    A message counts as read before only if another *source* held it: within one
    source, the same words twice are two messages. The conversations read last are held back, so
    that what another source holds of them joins them; the verdict is on the whole then,
    whichever source came first.
    """

    def __init__(self, notices: Notices, room: int = ROOM) -> None:
        self._notices = notices
        self._known = Known()
        self._ids: set[str] = set()
        self._window = Window(room)
        self._became: dict[int, int] = {}
        self._count = 0
        self._effort = 0

    def close(self) -> None:
        """Forget everything, the temporary file included."""
        self._known.close()

    def add(
        self,
        conversation: Conversation,
        source: int,
        path: str,
        *,
        with_id: bool = False,
        alone: bool = False,
    ) -> Iterator[Conversation]:
        """Take ``conversation`` of ``source`` and yield what is held back no longer.

        ``with_id`` makes the id part of what tells messages apart, for corpora
        in which the same words stand in different conversations on purpose. ``alone`` says
        that there is no other source, so that nothing need be remembered or held back.
        """
        if alone:
            yield self._with_own_id(conversation)
            return
        messages = list(marked(conversation, with_id=with_id))
        found = [self._number(each, source) for each in messages]
        numbers = sorted({number for number in found if number is not None})
        here = [number for number in numbers if number in self._window]
        if here and self._fit(here, len(messages), found.count(None)):
            into = self._join(here, conversation, messages, path)
        elif numbers and None not in found:
            self._tell(conversation, "duplicate", len(messages), path)
            return
        else:
            if numbers:
                repeated = len(found) - found.count(None)
                self._tell(conversation, "again", repeated, path)
            into = self._hold(conversation, messages)
        self._remember(messages, source, into)
        yield from self._window.overflow()

    def rest(self) -> Iterator[Conversation]:
        """Yield the conversations that are still held back: nothing more is to come."""
        yield from self._window.rest()

    def _number(self, each: Marked, source: int) -> int | None:
        """Return the number of the conversation of another source that holds a message."""
        for mark in (each.mark, each.in_minute(told=not each.told)):
            holder = self._known.holder(mark) if mark else None
            if holder is not None and holder >> _BITS != source:
                number = holder & ((1 << _BITS) - 1)
                while number in self._became:
                    number = self._became[number]
                return number
        return None

    def _fit(self, numbers: Sequence[int], messages: int, new: int) -> bool:
        held = sum(len(self._window[number].marked) for number in numbers)
        self._effort += held + messages
        return held + new <= LONGEST and self._effort <= EFFORT

    def _join(
        self,
        numbers: Sequence[int],
        conversation: Conversation,
        messages: Sequence[Marked],
        path: str,
    ) -> int:
        """Join a conversation, and what it brings together, into the first one held."""
        first, *others = numbers
        held = self._window[first]
        for number in others:
            self._became[number] = first
            held = _both(held, self._window.pop(number))
        whole = _both(held, Held(conversation, messages))
        repeated = len(held.marked) + len(messages) - len(whole.marked)
        kind = "joined" if repeated < len(messages) else "duplicate"
        self._tell(conversation, kind, repeated, path)
        self._window.put(first, whole)
        return first

    def _hold(self, conversation: Conversation, messages: Sequence[Marked]) -> int:
        self._count += 1
        self._window.put(self._count, Held(self._with_own_id(conversation), messages))
        return self._count

    def _remember(self, messages: Sequence[Marked], source: int, number: int) -> None:
        place = source << _BITS | number
        for each in messages:
            self._known.first(each.mark, place)
            if minute := each.in_minute(told=each.told):
                self._known.first(minute, place)

    def _with_own_id(self, conversation: Conversation) -> Conversation:
        given, number = conversation.id, 1
        while given in self._ids:
            number += 1
            given = f"{conversation.id}-{number}"
        self._ids.add(given)
        if number == 1:
            return conversation
        return msgspec.structs.replace(conversation, id=given)

    def _tell(self, conversation: Conversation, kind: str, repeated: int, path: str) -> None:
        who = conversation.contact.name or conversation.id
        one = f"1 message with {who} was"
        were = one if repeated == 1 else f"{repeated:,} messages with {who} were"
        kind, said = {
            "duplicate": (
                "duplicate", f"The conversation with {who} was read from another file already.",
            ),
            "joined": (
                "duplicate-messages",
                f"{were} read from another file already; the conversation is judged as a whole.",
            ),
            "again": (
                "duplicate-messages",
                f"{were} read from another file already. The conversation is judged as a whole, so"
                " that they stand in two verdicts.",
            ),
        }[kind]  # fmt: skip
        self._notices.add(kind, said, path)


def _both(held: Held, new: Held) -> Held:
    messages = joined(held.marked, new.marked)
    return Held(as_one(held.conversation, new.conversation, messages), messages)
