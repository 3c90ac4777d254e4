"""Reads gzip with a limit, so that a small file cannot unpack without end."""

import gzip
import io
import zlib
from typing import BinaryIO

from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import HEAD, Origin

UNPACKED_LIMIT = 256 * 1024 * 1024
"""Unpacked bytes that are always allowed."""
RATIO_LIMIT = 100
"""Beyond ``UNPACKED_LIMIT``, unpacked bytes allowed for each packed one."""


def is_gzip(head: bytes) -> bool:
    """Tell whether ``head`` begins a gzip file."""
    return head.startswith(b"\x1f\x8b\x08")


def gunzip_head(head: bytes) -> bytes:
    """Return the first ``HEAD`` unpacked bytes, or nothing where it is damaged."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD)
    except zlib.error:
        return b""


def open_gzip(origin: Origin, notices: Notices) -> BinaryIO:
    """Return the unpacked stream; it ends, with a notice, at damage or at the limit."""
    return io.BufferedReader(_Unpacked(origin, notices), HEAD)


class _Unpacked(io.RawIOBase):
    def __init__(self, origin: Origin, notices: Notices) -> None:
        self._origin = origin
        self._notices = notices
        self._packed = origin.open()
        self._stream = gzip.GzipFile(fileobj=self._packed, mode="rb")
        self._stopped = False
        self._left = max(UNPACKED_LIMIT, origin.size * RATIO_LIMIT)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        data = b"" if self._stopped else self._next(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            self._stop("decompression-limit", "unpacks to far more than its size")
            return 0
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._packed.close()
        super().close()

    def _next(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except (OSError, EOFError, zlib.error):
            self._stop("damaged-archive", "is cut off or damaged")
            return b""

    def _stop(self, kind: str, what: str) -> None:
        self._stopped = True
        self._left = 0
        message = f"The compressed file {what}; what comes after this point was not read."
        self._notices.add(kind, message, self._origin.path, offset=self._packed.tell())
