"""Looks at a ZIP's directory before it is loaded, since a hostile one fills the memory."""

import io
import struct
from typing import BinaryIO

from counterpitch.intake.origin import Origin

MAX_DIRECTORY = 16 * 1024**2
"""Bytes of a directory that is loaded: about 150,000 members."""

_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_TAIL = 65_535 + _END.size + _END64_LOCATOR.size


def directory_problem(origin: Origin) -> str:
    """Say what keeps the directory from being loaded, or an empty text."""
    try:
        with origin.open() as stream:
            size = stream.seek(0, io.SEEK_END)
            stream.seek(max(0, size - _TAIL))
            tail = stream.read(_TAIL)
            place = tail.rfind(b"PK\x05\x06")
            if place < 0 or place + _END.size > len(tail):
                return "its end is missing"
            length = _END.unpack_from(tail, place)[5]
            if length == 0xFFFFFFFF:
                length = _length64(stream, tail, place)
    except (OSError, ValueError, struct.error):
        return "its end cannot be read"
    return "its directory is too long" if length > min(MAX_DIRECTORY, size) else ""


def _length64(stream: BinaryIO, tail: bytes, place: int) -> int:
    start = place - _END64_LOCATOR.size
    if start < 0 or tail[start : start + 4] != b"PK\x06\x07":
        return 0xFFFFFFFF
    stream.seek(_END64_LOCATOR.unpack_from(tail, start)[2])
    return int(_END64.unpack(stream.read(_END64.size))[8])
