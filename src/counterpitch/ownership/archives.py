"""Files as given, unpacked: a ZIP, a gzip, or plain; a register's own sizes are allowed.

Nothing is written under a member's name. Bytes are counted as they are unpacked; what grows
out of proportion ends there with a notice.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from counterpitch.errors import UnreadableInput
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.ownership.inflate import opened

MOST_BYTES: Final = 64 * 1024**3
"""Bytes unpacked from one member; the PSC snapshot has about 13 billion."""

MOST_RATIO: Final = 200
FREE_BYTES: Final = 64 * 1024**2
"""Unpacked bytes before the ratio to the packed ones is looked at."""

MOST_MEMBERS: Final = 1000


def origins(path: Path, notices: Notices) -> Iterator[Origin]:
    """Yield what a file holds: itself, or the members of a ZIP."""
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
    except OSError as error:
        raise UnreadableInput(
            f"the file cannot be opened ({error.strerror}).", where=str(path), hint="Check it."
        ) from None
    if head.startswith(b"PK"):
        yield from _members(path, notices)
    elif head.startswith(b"\x1f\x8b"):
        size = path.stat().st_size
        yield Origin(
            str(path).removesuffix(".gz"),
            lambda: _guarded(cast("BinaryIO", gzip.open(path, "rb")), size, str(path), notices),  # noqa: SIM115
            size,
        )
    else:
        yield Origin.of_file(path)


def _members(path: Path, notices: Notices) -> Iterator[Origin]:
    try:
        archive = zipfile.ZipFile(path)
        infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableInput(
            f"the ZIP is damaged or incomplete ({error}).",
            where=str(path),
            hint="Download it again.",
        ) from None
    for info in infos[:MOST_MEMBERS]:
        if info.is_dir():
            continue
        name = f"{path}!{info.filename.replace(chr(0), '')[:200]}"
        if info.flag_bits & 1:
            notices.add("encrypted", f"{name} is encrypted and was left out.", name)
            continue
        yield Origin(name, _opener(archive, info, name, notices), info.file_size)
    if len(infos) > MOST_MEMBERS:
        notices.add(
            "too-many-members", f"Only the first {MOST_MEMBERS:,} files were read.", str(path)
        )


def _opener(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, notices: Notices
) -> "_Opener":
    return _Opener(archive, info, name, notices)


class _Opener:
    """Opens one member, guarded."""

    def __init__(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, notices: Notices
    ) -> None:
        self.archive, self.info, self.name, self.notices = archive, info, name, notices

    def __call__(self) -> BinaryIO:
        try:
            stream = opened(self.archive, self.info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            self.notices.add("damaged-member", f"{self.name} cannot be read ({error}).", self.name)
            return io.BytesIO()
        return _guarded(stream, self.info.compress_size, self.name, self.notices)


def _guarded(stream: BinaryIO, packed: int, name: str, notices: Notices) -> BinaryIO:
    return io.BufferedReader(_Guarded(stream, packed, name, notices), 1 << 20)


class _Guarded(io.RawIOBase):
    """A stream that ends, with a notice, where it is damaged or grows out of proportion."""

    def __init__(self, stream: BinaryIO, packed: int, name: str, notices: Notices) -> None:
        self._stream, self._packed, self._name, self._notices = stream, packed, name, notices
        self._taken = 0
        self._ended = False

    def readable(self) -> bool:
        """Return True: it can be read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill ``buffer``; 0 at the end, or where reading had to stop."""
        if self._ended:
            return 0
        try:
            part = self._next(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            return self._end(
                "truncated", f"it breaks off or is damaged ({str(error)[:80]}); what came before"
                " was read. Download it again"
            )  # fmt: skip
        self._taken += len(part)
        most = min(MOST_BYTES, max(FREE_BYTES, MOST_RATIO * self._packed))
        if self._taken > most:
            return self._end("bomb", "it unpacks to far more than is plausible; the rest was left")
        buffer[: len(part)] = part
        return len(part)

    def _next(self, most: int) -> bytes:
        """Return what is there without waiting for more: a break loses only what follows it."""
        read: Any = getattr(self._stream, "read1", self._stream.read)
        found: bytes = read(min(most, 1 << 18))
        return found

    def _end(self, kind: str, why: str) -> int:
        self._ended = True
        if not self._notices.counts[kind, self._name]:  # a file may be opened more than once
            self._notices.add(kind, f"{self._name}: {why}.", self._name)
        return 0

    def close(self) -> None:
        """Close this stream and its source."""
        if not self.closed:
            self._stream.close()
        super().close()
