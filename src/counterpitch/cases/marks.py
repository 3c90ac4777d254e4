"""What tells a message from every other one, so that each counts once."""

import hashlib
from collections.abc import Iterator

from counterpitch.intake.known import Known
from counterpitch.model.conversation import Conversation


class Marks:
    """Gives each message of one file its mark, the same whenever the file is read again.

    The same words twice within a file are two messages: the second one's mark says that it is
    the second. So the second in another file is known again as the second of this one.
    """

    def __init__(self) -> None:
        self._known = Known()
        self._given = 0
        self._repeated: dict[bytes, int] = {}

    def close(self) -> None:
        """Forget what was given, a temporary file included."""
        self._known.close()

    def of(self, conversation: Conversation) -> tuple[bytes, ...]:
        """Return one mark a message, in order; one if it holds none."""
        return tuple(self._numbered(base) for base in _bases(conversation))

    def _numbered(self, base: bytes) -> bytes:
        self._given += 1
        if self._known.first(base, self._given) == self._given:
            return _digest(base)
        # Only what occurs more than once is counted, so that memory stays small.
        count = self._repeated[base] = self._repeated.get(base, 0) + 1
        return _digest(base, count.to_bytes(8, "big"))


def _bases(conversation: Conversation) -> Iterator[bytes]:
    who = (conversation.channel, conversation.contact.name, conversation.owner.name)
    if not any(each.text for each in conversation.messages):
        for message in conversation.messages or (None,):
            at = str(message.sent_at) if message else ""
            yield _joined("no words", conversation.id, *who, at)
        return
    whole = ""
    for message in conversation.messages:
        mail = message.headers.message_id if message.headers else ""
        if message.sent_at:
            at = message.sent_at.isoformat()
        else:
            # "Hello" without a date proves nothing: then the whole conversation must be the same.
            at = whole = whole or _joined(*(each.text for each in conversation.messages)).hex()
        if mail:
            yield _joined("mail", mail, message.sender, at, message.text)
        else:
            yield _joined("text", *who, message.sender, at, message.text)


def _joined(*parts: str) -> bytes:
    return _digest(*(part.encode("utf-8", "surrogatepass") for part in parts))


def _digest(*parts: bytes) -> bytes:
    whole = b"".join([piece for part in parts for piece in (len(part).to_bytes(8, "big"), part)])
    return hashlib.blake2b(whole, digest_size=16).digest()
