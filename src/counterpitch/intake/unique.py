"""Counts what came in twice only once, and keeps conversation ids apart."""

import hashlib

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
        whole = _digest(*(each.text for each in conversation.messages))
        fresh: list[Message] = []
        for message in conversation.messages:
            mark = _fingerprint(conversation, message, whole, with_id)
            if self._known.first(mark, source) == source:
                fresh.append(message)
        return fresh

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
            kind = "duplicate-messages"
            said = f"{repeated:,} messages with {who} were read from another file already."
        else:
            kind = "duplicate"
            said = f"The conversation with {who} was read from another file already."
        self._notices.add(kind, said, path)


def _fingerprint(
    conversation: Conversation, message: Message, whole: bytes, with_id: bool
) -> bytes:
    mail = message.headers.message_id if message.headers else ""
    # "Hello" without a date proves nothing: then the whole conversation must be the same.
    at = message.sent_at.isoformat() if message.sent_at else whole.hex()
    return _digest(
        conversation.channel,
        conversation.id if with_id else "",
        mail or conversation.contact.name,
        message.sender,
        at,
        message.text,
    )


def _digest(*parts: str) -> bytes:
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    whole = b"".join([piece for each in encoded for piece in (len(each).to_bytes(8, "big"), each)])
    return hashlib.blake2b(whole, digest_size=16).digest()
