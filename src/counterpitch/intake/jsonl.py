"""Conversations as JSON Lines, the interchange format: reads and writes them.

One conversation a line. Unknown keys are kept in ``Conversation.extra`` and
written back. A message without a locator of its own gets its line's.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec

from counterpitch.errors import UnreadableInput
from counterpitch.intake.encoding import decode_head, utf8
from counterpitch.intake.interchange.compressed import gunzip_head, is_gzip, open_gzip
from counterpitch.intake.interchange.lenient import Lenient, looks_like_conversation
from counterpitch.intake.interchange.wire import Wire, to_wire
from counterpitch.intake.lines import byte_lines
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation

name = "jsonl"
LINES_LOOKED_AT = 20

_strict = Wire()
_encoder = msgspec.json.Encoder()


def identify(origin: Origin) -> bool:
    """Tell whether one of the first lines is a conversation."""
    head = gunzip_head(origin.head) if is_gzip(origin.head) else origin.head
    if not head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t").startswith(b"{"):
        return False
    lines = decode_head(head).replace("\x00", "").splitlines()[:LINES_LOOKED_AT]
    return any(looks_like_conversation(line) for line in lines)


def read(origin: Origin, notices: Notices) -> Iterator[Conversation]:
    """Yield the conversation of each line; damaged lines become notices."""
    found = False
    lenient = Lenient(origin, notices)
    with _open(origin, notices) as stream:
        for row, line in byte_lines(stream, origin, notices):
            if line.isspace():
                continue
            place = origin.at(row=row)
            conversation = _strict.decode(line, place) or lenient.decode(line, place)
            if conversation is not None:
                found = True
                yield conversation
    if not found:
        raise UnreadableInput(
            "No line of this file is a conversation.",
            where=origin.path,
            hint="Each line must be one JSON object with a list of messages.",
        )


def write(conversations: Iterable[Conversation], stream: BinaryIO) -> int:
    """Write one line a conversation to ``stream``; return how many were written."""
    count = 0
    for conversation in conversations:
        stream.write(encode(conversation))
        count += 1
    return count


def encode(conversation: Conversation) -> bytes:
    """Return ``conversation`` as one line of UTF-8, line end included."""
    return _encoder.encode(to_wire(conversation)) + b"\n"


def _open(origin: Origin, notices: Notices) -> BinaryIO:
    if is_gzip(origin.head):
        return utf8(open_gzip(origin, notices), gunzip_head(origin.head))
    return utf8(origin.open(), origin.head)
