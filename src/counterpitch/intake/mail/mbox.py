"""Cuts a mailbox into messages, holding one message at a time."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

MAX_MESSAGE = 32 * 1024 * 1024
"""Bytes of one message that are kept; what follows is counted and left out."""

_CHUNK = 1024 * 1024
# A separator is judged by its line and the next one; both fit in this many bytes.
_AHEAD = 4096
_BEHIND = 4

_HEADER = rb"\r?\n(?:>From |[!-9;-~]{1,100}[ \t]{0,8}:)"
_DATED = re.compile(
    rb"From [^\r\n]{0,500}?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[, ]\s{0,4}"
    rb"\w{1,4}\.?\s{1,4}\w{1,4}\s{1,4}[^\r\n]{0,80}" + _HEADER
)
_ADDRESSED = re.compile(
    rb"From (?:-|MAILER-DAEMON|[^\s@]{0,200}@[^\s]{0,300})(?: [^\r\n]{0,200})?" + _HEADER
)
_BLANK_BEFORE = re.compile(rb"(?:\A|\n\r?)\n\Z")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


class Piece(NamedTuple):
    """One message as it stood: 0-based byte offset, bytes, and how many were cut off.

    In a mailbox the bytes begin with the ``From `` line.
    """

    offset: int
    data: bytes
    cut: int = 0


def is_separator(data: bytes, position: int) -> bool:
    """Tell whether a message begins at ``position``: a ``From `` line, then a header."""
    if _DATED.match(data, position):
        return True
    before = data[max(0, position - _BEHIND) : position]
    if position and not _BLANK_BEFORE.search(before):
        return False
    return bool(_ADDRESSED.match(data, position))


def unescape(data: bytes) -> bytes:
    """Undo ``>From`` in a body: one ``>`` goes, as both mbox dialects agree for ``>From``."""
    return _ESCAPED.sub(rb"\1", data) if b">From " in data else data


def split(stream: BinaryIO, offset: int = 0) -> Iterator[Piece]:
    """Yield the messages of a mailbox from ``offset`` on, ``MAX_MESSAGE`` bytes of each at most."""
    stream.read(offset)
    current = _Message(offset)
    window = stream.read(_CHUNK)
    base, position, ended = offset, 0, False
    while True:
        block = b"" if ended else stream.read(_CHUNK)
        ended = not block
        window = window[max(0, position - _BEHIND) :] + block
        base, position = _advance(base, position)
        limit = len(window) if ended else len(window) - _AHEAD
        for start in _separators(window, position, limit):
            current.add(window[position:start])
            if not current.is_blank():
                yield current.piece()
            current, position = _Message(base + start), start
        current.add(window[position : max(position, limit)])
        position = max(position, limit)
        if ended:
            break
    if not current.is_blank():
        yield current.piece()


def whole(stream: BinaryIO, offset: int = 0, length: int | None = None) -> Piece:
    """Return a file that is one message, of ``length`` bytes (to the end if None)."""
    stream.read(offset)
    if length is not None and length <= MAX_MESSAGE:
        return Piece(offset, stream.read(length))
    data = stream.read(MAX_MESSAGE)
    cut = 0
    while block := stream.read(_CHUNK):
        cut += len(block)
    return Piece(offset, data, cut)


def _advance(base: int, position: int) -> tuple[int, int]:
    dropped = max(0, position - _BEHIND)
    return base + dropped, position - dropped


def _separators(window: bytes, position: int, limit: int) -> Iterator[int]:
    # From one byte back: the line may begin exactly where the last scan ended.
    at = window.find(b"\nFrom ", max(0, position - 1))
    while 0 <= at < limit - 1:
        if is_separator(window, at + 1):
            yield at + 1
        at = window.find(b"\nFrom ", at + 1)


class _Message:
    """A message being gathered; bytes past the cap are only counted."""

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._parts: list[bytes] = []
        self._held = 0
        self._cut = 0

    def add(self, data: bytes) -> None:
        kept = data[: max(0, MAX_MESSAGE - self._held)]
        if kept:
            self._parts.append(kept)
            self._held += len(kept)
        self._cut += len(data) - len(kept)

    def is_blank(self) -> bool:
        return self._held < 4096 and not b"".join(self._parts).strip(b"\r\n\t \xef\xbb\xbf\0")

    def piece(self) -> Piece:
        return Piece(self._offset, b"".join(self._parts), self._cut)
