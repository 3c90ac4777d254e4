"""Finds the files in a ZIP whose directory is missing: a download that broke off."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from counterpitch.intake.origin import Origin

_LOCAL = struct.Struct("<4s5H3L2H")
_SIGNATURE = b"PK\x03\x04"
_CHUNK = 65_536
_STORED, _DEFLATED, _UNREADABLE = 0, 8, -1
_UNKNOWN_LENGTH = 0x8
_ENCRYPTED = 0x1

MAX_SCANNED = 8 * 1024**3
"""Bytes unpacked in all while looking for where members end."""


class Salvaged(NamedTuple):
    """A member found by its own header."""

    name: str
    opener: Callable[[], BinaryIO]
    size: int


class _Local(NamedTuple):
    name: str
    method: int
    start: int
    length: int | None


def salvaged(origin: Origin, limit: int) -> list[Salvaged]:
    """Return up to ``limit`` members of ``origin`` that can be read."""
    found: list[Salvaged] = []
    with origin.open() as stream:
        place = _next_signature(stream, 0)
        budget = MAX_SCANNED
        while place >= 0 and len(found) < limit and budget > 0:
            local = _local_at(stream, place)
            if local is None:
                break
            end, scanned = _end(origin, local, budget)
            budget -= scanned
            place = _next_signature(stream, end)
            if local.length is None and local.method == _STORED and place >= 0:
                local = local._replace(length=place - local.start)
            if local.method != _UNREADABLE and not local.name.endswith("/"):
                size = local.length if local.length is not None else end - local.start
                found.append(Salvaged(local.name, _opener(origin, local), max(0, size)))
    return found


def _local_at(stream: BinaryIO, place: int) -> _Local | None:
    stream.seek(place)
    header = stream.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(_SIGNATURE):
        return None
    _, _, flags, method, _, _, _, packed, _, names, extras = _LOCAL.unpack(header)
    raw = stream.read(names)
    name = raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")
    unknown = flags & _UNKNOWN_LENGTH or packed == 0xFFFFFFFF
    if flags & _ENCRYPTED or method not in (_STORED, _DEFLATED):
        method = _UNREADABLE
    start = place + _LOCAL.size + names + extras
    return _Local(name, method, start, None if unknown else packed)


def _opener(origin: Origin, local: _Local) -> Callable[[], BinaryIO]:
    return lambda: io.BufferedReader(_Inflated(origin, local), _CHUNK)


def _end(origin: Origin, local: _Local, budget: int) -> tuple[int, int]:
    """Return where the packed bytes of a member end, and how many were unpacked to see it."""
    if local.length is not None:
        return local.start + local.length, 0
    if local.method != _DEFLATED:
        return local.start, 0  # it ends where the next header is found
    taken = 0
    with _Inflated(origin, local) as inflated:
        try:
            while taken < budget and (data := inflated.read(_CHUNK)):
                taken += len(data)
        except zlib.error:
            return local.start, taken
        return inflated.position, taken


def _next_signature(stream: BinaryIO, place: int) -> int:
    stream.seek(place)
    before = b""
    while chunk := stream.read(_CHUNK):
        found = (before + chunk).find(_SIGNATURE)
        if found >= 0:
            return place - len(before) + found
        place += len(chunk)
        before = chunk[-3:]
    return -1


class _Inflated(io.RawIOBase):
    """The bytes of a member from its own header on; ``position`` is its packed end."""

    def __init__(self, origin: Origin, local: _Local) -> None:
        self._stream = origin.open()
        self._stream.seek(local.start)
        self._left = local.length
        self._inflate = zlib.decompressobj(-15) if local.method == _DEFLATED else None
        self._ended = local.method == _UNREADABLE
        self._packed = b""
        self.position = local.start

    def readable(self) -> bool:
        """Return True: it can be read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill ``buffer`` and return how many bytes were written, 0 at the end."""
        data = b""
        while not data and not self._ended:
            data = self._step(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close this stream and its source."""
        self._stream.close()
        super().close()

    def _step(self, size: int) -> bytes:
        if not self._packed:
            self._packed = self._take()
        if not self._packed:
            self._ended = True
            return b""
        if self._inflate is None:
            data, self._packed = self._packed[:size], self._packed[size:]
            return data
        data = self._inflate.decompress(self._packed, size)
        self._packed = self._inflate.unconsumed_tail
        if self._inflate.eof:
            self._ended = True
            self.position -= len(self._inflate.unused_data)
        return data

    def _take(self) -> bytes:
        size = _CHUNK if self._left is None else min(_CHUNK, self._left)
        data = self._stream.read(size)
        if self._left is not None:
            self._left -= len(data)
        self.position += len(data)
        return data
