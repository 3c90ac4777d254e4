"""Members of a ZIP as origins, read without trusting what the ZIP says of itself.

Nothing is written to disk under a member's name. Sizes are counted while bytes
are really decompressed; a member that grows beyond the limits, or breaks, ends
there with one notice, so that a reader sees a shorter file and no exception.
"""

import io
import stat
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from counterpitch.intake.directory import directory_problem
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.salvage import salvaged

MAX_MEMBERS = 20_000
MAX_MEMBER_BYTES = 8 * 1024**3
MAX_TOTAL_BYTES = 32 * 1024**3
MAX_RATIO = 200
"""Decompressed bytes to one of the ZIP, once ``FREE_BYTES`` have been read."""

FREE_BYTES = 64 * 1024**2
MAX_NESTED_BYTES = 256 * 1024**2
"""Size of a ZIP within a ZIP, which is held in memory."""

ENCRYPTED = 0x1
_JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_zip(head: bytes) -> bool:
    """Tell whether ``head`` is the beginning of a ZIP."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK"))


def holds_files(origin: Origin) -> bool:
    """Tell whether a file is a ZIP, other than an office document."""
    with origin.open() as stream:
        beginning = stream.read(512)
    document = b"[Content_Types].xml" in beginning or beginning[30:38] == b"mimetype"
    return is_zip(beginning) and not document


def members(origin: Origin, notices: Notices, *, nested: bool = False) -> Iterator[Origin]:
    """Yield the files of a ZIP, and of a ZIP within it, each with its siblings.

    What is left out (encrypted, damaged, too large, too many) is told to
    ``notices``. ``nested`` tells that this ZIP is itself in a ZIP.
    """
    archive = _Archive(origin, notices)
    found = archive.origins()
    _make_siblings(found)
    for member in found:
        if not holds_files(member):
            yield member
        elif nested:
            notices.add(
                "nested-zip",
                f"{member.name} is a ZIP within a ZIP within a ZIP and was left out; unpack it and"
                " give it on its own.",
                member.path,
            )
        else:
            yield from _nested(member, notices)


def _nested(member: Origin, notices: Notices) -> Iterator[Origin]:
    with member.open() as stream:
        data = stream.read(MAX_NESTED_BYTES + 1)
    if len(data) > MAX_NESTED_BYTES:
        notices.add(
            "nested-zip",
            f"{member.name} is a ZIP within a ZIP of more than {MAX_NESTED_BYTES // 1024**2} MB"
            " and was left out; unpack it and give it on its own.",
            member.path,
        )
        return
    inner = Origin(member.path, lambda: io.BytesIO(data), len(data), parent=member.digest)
    yield from members(inner, notices, nested=True)


def _make_siblings(found: list[Origin]) -> None:
    folders: dict[str, dict[str, Origin]] = {}
    for member in found:
        folder = member.path.rpartition("!")[2].rpartition("/")[0]
        siblings = folders.setdefault(folder, {})
        siblings.setdefault(member.name.lower(), member)
        member.siblings = siblings


class _Archive:
    """One ZIP: its members, and how many bytes have been taken out of it."""

    def __init__(self, origin: Origin, notices: Notices) -> None:
        self.origin = origin
        self.notices = notices
        self.taken = 0
        self._told: set[str] = set()
        self._seen: dict[str, list[tuple[int, int]]] = {}

    def origins(self) -> list[Origin]:
        """Return the members that can be read."""
        problem = directory_problem(self.origin)
        if not problem:
            try:
                file = zipfile.ZipFile(self.origin.open())
                return [self._member(file, info) for info in self._usable(file)]
            except Exception:  # zipfile raises many kinds on a damaged directory
                problem = "its directory is damaged"
        found = salvaged(self.origin, MAX_MEMBERS)
        self.tell(
            "damaged-zip",
            f"{self.origin.name} is damaged or incomplete ({problem}); "
            + (
                f"{len(found)} files were recovered from what is there."
                if found
                else "no file could be recovered. Download it again."
            ),
        )
        return [self.wrap(self._name(each.name), each.opener, each.size) for each in found]

    def _usable(self, file: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
        infos = file.infolist()
        if len(infos) > MAX_MEMBERS:
            self.tell(
                "too-many-members",
                f"{self.origin.name} holds {len(infos):,} files; only the first {MAX_MEMBERS:,}"
                " were looked at.",
            )
        for info in infos[:MAX_MEMBERS]:
            if info.is_dir() or _is_junk(info.filename):
                continue
            if self._refuse(info) is None:
                yield info

    def _refuse(self, info: zipfile.ZipInfo) -> str | None:
        """Tell why a member is left out; None if it is read."""
        name = self._name(info.filename)
        seen = self._seen.setdefault(name, [])
        if info.flag_bits & ENCRYPTED:
            kind, why = "encrypted", "is encrypted and was left out; unpack it and give the file."
        elif info.compress_type not in _READ:
            kind, why = (
                "compression",
                "is compressed in an unusual way; unpack it and give the file.",
            )
        elif stat.S_ISLNK(info.external_attr >> 16):
            kind, why = "symbolic-link", "is a symbolic link and was left out."
        elif (info.CRC, info.file_size) in seen:
            kind, why = (
                "duplicate-member",
                "is there twice with the same content; it was read once.",
            )
        else:
            seen.append((info.CRC, info.file_size))
            return None
        self.notices.add(kind, f"{name} {why}", f"{self.origin.path}!{name}")
        return kind

    def _member(self, file: zipfile.ZipFile, info: zipfile.ZipInfo) -> Origin:
        name = self._name(info.filename)
        number = self._seen[name].index((info.CRC, info.file_size)) + 1
        if number > 1:
            self.notices.add(
                "duplicate-member",
                f"{name} is there {number} times with different content; all were read.",
                f"{self.origin.path}!{name}",
            )
            folder, slash, last = name.rpartition("/")
            name = f"{folder}{slash}({number}) {last}"
        return self.wrap(name, lambda: file.open(info), info.file_size)

    def _name(self, name: str) -> str:
        """Return a member's name as it is shown: a relative path without tricks."""
        plain = "".join(each if each.isprintable() and each != "!" else "\ufffd" for each in name)
        parts = plain.replace("\\", "/").split("/")
        kept = "/".join(part for part in parts if part not in ("", ".", "..")) or "unnamed"
        if kept != name:
            self.tell(
                "odd-name",
                f"{self.origin.name} holds files with paths that lead elsewhere or with characters"
                " that cannot be shown; they were read in place, under a plain name.",
            )
        return kept[:500]

    def wrap(self, name: str, opener: Callable[[], object], size: int) -> Origin:
        """Return a member as an origin whose streams never fail."""
        path = f"{self.origin.path}!{name}"

        def opened() -> BinaryIO:
            return io.BufferedReader(Guarded(opener, self, path), 65_536)

        return Origin(path, opened, size, parent=self.origin.digest)

    def tell(self, kind: str, message: str, path: str = "") -> None:
        """Give a notice about a file once, however often it is opened."""
        if f"{kind}\0{path}" not in self._told:
            self._told.add(f"{kind}\0{path}")
            self.notices.add(kind, message, path or self.origin.path)

    def too_much(self, taken: int) -> bool:
        """Count nothing; tell whether ``taken`` bytes of one member are too many."""
        return (
            taken > MAX_MEMBER_BYTES
            or self.taken > MAX_TOTAL_BYTES
            or (taken > FREE_BYTES and taken > MAX_RATIO * self.origin.size)
            or (self.taken > 16 * FREE_BYTES and self.taken > 4 * MAX_RATIO * self.origin.size)
        )


class Guarded(io.RawIOBase):
    """The bytes of one member, counted; ends early, with a notice, at damage or a limit."""

    def __init__(self, opener: Callable[[], object], archive: _Archive, path: str) -> None:
        self._archive = archive
        self._path = path
        self._taken = 0
        self._stream: BinaryIO | None = None
        try:
            self._stream = opener()  # type: ignore[assignment]
        except Exception:  # zipfile raises many kinds on a damaged local header
            self._damaged()

    def readable(self) -> bool:
        """Return True: it can be read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill ``buffer`` and return how many bytes were written, 0 at the end."""
        data = self._next(len(buffer)) if self._stream else b""
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close this stream and its source."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        super().close()

    def _next(self, size: int) -> bytes:
        try:
            data = self._stream.read(size) if self._stream else b""
        except Exception:  # zlib.error and whatever else damaged bytes raise
            self._damaged()
            return b""
        self._taken += len(data)
        self._archive.taken += len(data)
        if self._archive.too_much(self._taken):
            self._archive.tell(
                "zip-bomb",
                f"{self._name} unpacks to far more than it should and was read only in part;"
                " such a file is made to do harm.",
                self._path,
            )
            self._stream = None
            return b""
        return data

    @property
    def _name(self) -> str:
        return self._path.rpartition("!")[2]

    def _damaged(self) -> None:
        self._stream = None
        self._archive.tell(
            "damaged-member",
            f"{self._name} is damaged and was read only as far as it is whole.",
            self._path,
        )


def _is_junk(name: str) -> bool:
    lowered = name.lower().replace("\\", "/")
    last = lowered.rsplit("/", 1)[-1]
    return lowered.startswith(_JUNK[0]) or last in _JUNK or last.startswith("._")
