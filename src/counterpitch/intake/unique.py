"""Counts what came in twice only once, and keeps conversation ids apart."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import msgspec

from counterpitch.intake.known import Known
from counterpitch.intake.notices import Notices
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message


class Unique:
    """Remembers the messages of each source, and the ids given out.

    A message counts as read before only if another *source* held it: within one
    source, the same words twice are two messages.
    """

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._known = Known()
        self._ids: set[str] = set()

    def close(self) -> None:
        """Forget everything, the temporary file included."""
        self._known.close()

    def new(
        self,
        conversation: Conversation,
        source: int,
        path: str,
        *,
        with_id: bool = False,
        alone: bool = False,
    ) -> Conversation | None:
        """Return ``conversation`` without what another source held; None if nothing is new.

        ``with_id`` makes the id part of what tells messages apart, for corpora
        in which the same words stand in different conversations on purpose. ``alone`` says
        that there is no other source, so that nothing need be remembered.
        """
        if alone:
            return self._with_own_id(conversation)
        fresh = self._fresh(conversation, source, with_id)
        repeated = len(conversation.messages) - len(fresh)
        if repeated:
            self._tell(conversation, repeated, bool(fresh), path)
            if not fresh:
                return None
            conversation = msgspec.structs.replace(conversation, messages=tuple(fresh))
        return self._with_own_id(conversation)

    def _fresh(self, conversation: Conversation, source: int, with_id: bool) -> list[Message]:
        fresh: list[Message] = []
        for message, mark, minute in _fingerprints(conversation, with_id):
            elsewhere = self._known.first(mark, source) != source
            if minute is not None and message.sent_at is not None:
                elsewhere |= self._in_minute(minute, message.sent_at, source)
            if not elsewhere:
                fresh.append(message)
        return fresh

    def _in_minute(self, minute: bytes, at: datetime, source: int) -> bool:
        """Tell whether another source held these words in this minute, where one told no seconds.

        Some exports of the same messages tell seconds and others only minutes.
        """
        told = b"told" if at.second or at.microsecond else b"untold"
        other = {b"told": b"untold", b"untold": b"told"}[told]
        self._known.first(_short(minute + told), source)
        return self._known.holder(_short(minute + other)) not in (None, source)

    def _with_own_id(self, conversation: Conversation) -> Conversation:
        given, number = conversation.id, 1
        while given in self._ids:
            number += 1
            given = f"{conversation.id}-{number}"
        self._ids.add(given)
        if number == 1:
            return conversation
        return msgspec.structs.replace(conversation, id=given)

    def _tell(self, conversation: Conversation, repeated: int, some: bool, path: str) -> None:
        who = conversation.contact.name or conversation.id
        if some:
            kind, was = "duplicate-messages", "was" if repeated == 1 else "were"
            counted = f"{repeated:,} {'message' if repeated == 1 else 'messages'}"
            said = f"{counted} with {who} {was} read from another file already."
        else:
            kind = "duplicate"
            said = f"The conversation with {who} was read from another file already."
        self._notices.add(kind, said, path)


def _fingerprints(
    conversation: Conversation, with_id: bool
) -> Iterator[tuple[Message, bytes, bytes | None]]:
    """Yield each message with its mark, and with one of its minute where nothing better is known.

    The second time that the same words stand in a minute makes another mark than the first.
    """
    whole = _digest(*(each.text for each in conversation.messages)).hex()
    times: Counter[bytes] = Counter()
    for message in conversation.messages:
        mail = message.headers.message_id if message.headers else ""
        who = (conversation.channel, conversation.id if with_id else "")
        said = (mail or conversation.contact.name, message.sender)
        # "Hello" without a date proves nothing: then the whole conversation must be the same.
        at = message.sent_at.isoformat() if message.sent_at else whole
        minute = None
        if message.sent_at and not mail:
            began = message.sent_at.replace(second=0, microsecond=0).isoformat()
            minute = _digest("minute", *who, *said, began, message.text)
            times[minute] += 1
            minute += times[minute].to_bytes(8, "big")
        yield message, _digest(*who, *said, at, message.text), minute


def _digest(*parts: str) -> bytes:
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return _short(b"".join([x for each in encoded for x in (len(each).to_bytes(8, "big"), each)]))


def _short(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
