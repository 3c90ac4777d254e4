"""What tells a message from every other one, whichever export holds it."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message


class Marked(NamedTuple):
    """A message with its mark.

    ``minute`` is a mark of its minute where nothing better is known: some exports of the same
    messages tell seconds and others only minutes. ``told`` says whether this one tells seconds.
    """

    message: Message
    mark: bytes
    minute: bytes | None
    told: bool

    def in_minute(self, *, told: bool) -> bytes | None:
        """Return the mark under which its minute is known of exports that tell seconds, or not."""
        return _short(self.minute + (b"told" if told else b"untold")) if self.minute else None


def marked(conversation: Conversation, *, with_id: bool) -> Iterator[Marked]:
    """Yield each message with its mark; ``with_id`` makes the id of the conversation part of it.

    The second time that the same words stand in a minute makes another minute's mark than the
    first.
    """
    whole = _digest(*(each.text for each in conversation.messages)).hex()
    times: Counter[bytes] = Counter()
    for message in conversation.messages:
        mail = message.headers.message_id if message.headers else ""
        who = (conversation.channel, conversation.id if with_id else "")
        said = (mail or conversation.contact.name, message.sender)
        # "Hello" without a date proves nothing: then the whole conversation must be the same.
        at = message.sent_at.isoformat() if message.sent_at else whole
        minute, told = None, False
        if message.sent_at and not mail:
            told = bool(message.sent_at.second or message.sent_at.microsecond)
            began = message.sent_at.replace(second=0, microsecond=0).isoformat()
            minute = _digest("minute", *who, *said, began, message.text)
            times[minute] += 1
            minute += times[minute].to_bytes(8, "big")
        yield Marked(message, _digest(*who, *said, at, message.text), minute, told)


def _digest(*parts: str) -> bytes:
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return _short(b"".join([x for each in encoded for x in (len(each).to_bytes(8, "big"), each)]))


def _short(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
