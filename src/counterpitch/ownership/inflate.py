"""A deflated member of a ZIP, unpacked and checked.

As ``zipfile`` does it, but with ISA-L where that is installed, which unpacks and checks a register
in a third of the time.
"""

import io
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

deflate: Any
try:
    from isal import isal_zlib as deflate
except ImportError:  # no wheel of it for this machine: slower, with the same answers
    import zlib as deflate

_PACKED: Final = 1 << 15
"""Bytes of packed data looked at together; what is not used yet is copied at every step."""

_LOCAL: Final = 30
"""Bytes of a member's own header before its name."""


def opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """Open a member; raises what ``ZipFile.open`` raises."""
    stream = archive.open(info)  # it checks the header, and that members do not overlap
    if info.compress_type != zipfile.ZIP_DEFLATED or not archive.filename:
        return cast("BinaryIO", stream)
    stream.close()
    return cast("BinaryIO", Inflated(Path(archive.filename).open("rb"), info))


class Inflated(io.RawIOBase):
    """Raises ``BadZipFile`` at the end of a member whose sum does not fit, EOFError on a break."""

    def __init__(self, file: BinaryIO, info: zipfile.ZipInfo) -> None:
        self._file = file
        self._file.seek(info.header_offset)
        header = self._file.read(_LOCAL)
        behind = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        self._file.seek(behind, io.SEEK_CUR)
        self._packed = info.compress_size
        self._info = info
        self._sum = 0
        self._inflater: Any = deflate.decompressobj(-15)

    def read1(self, size: int) -> bytes:
        """Return up to ``size`` bytes, none at the end."""
        while not self._inflater.eof:
            packed = self._next()
            found = self._unpacked(packed, size)
            if found:
                self._sum = deflate.crc32(found, self._sum)
                return found
            if not packed and not self._inflater.eof:
                raise EOFError("it ends too early")
        if self._sum != self._info.CRC:
            raise zipfile.BadZipFile(f"Bad CRC-32 for file {self._info.filename!r}")
        return b""

    def _unpacked(self, packed: bytes, size: int) -> bytes:
        try:
            found: bytes = self._inflater.decompress(packed, size)
        except deflate.error as error:
            raise zipfile.BadZipFile(str(error)) from None
        return found

    def _next(self) -> bytes:
        """Return packed bytes; none at their end, where unpacked ones may still be held back."""
        waiting: bytes = self._inflater.unconsumed_tail
        found = waiting or self._file.read(min(_PACKED, self._packed))
        self._packed -= 0 if waiting else len(found)
        return found

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()
