"""Blocks: the PSC snapshot in pieces of whole lines, unpacked while others are read."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.readers.jsonrecords import records
from counterpitch.ownership.readers.psclines import plain
from counterpitch.ownership.readers.pscsql import LINE_LIMIT

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

BLOCK: Final = 2 * 1024 * 1024
AHEAD: Final = 4
"""Blocks that are read and not yet kept."""

_RECORDS: Final = 50_000
"""Records of an array that make a block."""


def blocks(context: Context) -> Iterator["Buffer"]:
    """Yield the file in pieces of whole lines, each good until ``AHEAD`` more were yielded."""
    head = context.origin.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return _from_array(context) if head.startswith(b"[") else _from_lines(context)


def _from_lines(context: Context) -> Iterator["Buffer"]:
    rest = b""
    with context.origin.open() as stream:
        for buffer, size in _pieces(stream):
            begin, end = LINE_LIMIT - len(rest), LINE_LIMIT + size
            view = memoryview(buffer)
            view[begin:LINE_LIMIT] = rest
            cut = buffer.rfind(b"\n", LINE_LIMIT, end) + 1
            if cut:
                yield view[begin:cut]
            rest = bytes(view[cut or begin : end])
            if len(rest) > LINE_LIMIT:
                context.broken("A line of more than 4 MB was left out; the file is damaged.")
                rest = b'"'
        if rest.strip():
            yield rest


def _from_array(context: Context) -> Iterator["Buffer"]:
    held: list[bytes] = []
    for _, record in records(context):
        held.append(msgspec.json.encode(plain(record)))
        context.lines -= 1
        if len(held) >= _RECORDS:
            yield b"\n".join(held)
            held = []
    if held:
        yield b"\n".join(held)


def _pieces(stream: BinaryIO) -> Iterator[tuple[bytearray, int]]:
    """Yield pieces of a stream, each behind room for a line, and its size.

    The next one is unpacked meanwhile. The same few pieces of memory are used again and
    again: fresh ones cost more than what is read.
    """
    buffers = cycle([bytearray(LINE_LIMIT + BLOCK) for _ in range(AHEAD + 2)])
    with ThreadPoolExecutor(1) as unpacker:
        following = unpacker.submit(_filled, stream, buffer := next(buffers))
        while size := following.result():
            ready = buffer
            following = unpacker.submit(_filled, stream, buffer := next(buffers))
            yield ready, size


def _filled(stream: BinaryIO, buffer: bytearray) -> int:
    """Fill ``buffer`` behind the room for a line; return how much of it, less only at the end."""
    view, whole = memoryview(buffer)[LINE_LIMIT:], 0
    while whole < len(view) and (size := stream.readinto(view[whole:])):  # type: ignore[attr-defined]
        whole += size
    return whole
