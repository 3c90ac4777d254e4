"""Originals: kept byte for byte under their SHA-256, read back as streams."""

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

import sqlalchemy as sa

from counterpitch.cases.numbers import alone
from counterpitch.cases.store import Store
from counterpitch.cases.tables import evidence, evidence_chunk
from counterpitch.errors import CounterpitchError, UnreadableInput

CHUNK: Final = 1024 * 1024

Content = Path | bytes | str
"""What is received: a file, bytes, or pasted text (kept as UTF-8)."""


class ErasedBefore(CounterpitchError):
    """These very bytes were received once and erased."""


def opened(content: Content) -> BinaryIO:
    """Return a stream over ``content``; raises ``UnreadableInput`` where there is none."""
    if isinstance(content, str):
        return io.BytesIO(content.encode("utf-8", "surrogatepass"))
    if isinstance(content, bytes):
        return io.BytesIO(content)
    try:
        return content.open("rb")
    except OSError as error:
        raise UnreadableInput(
            f"the file cannot be read ({(error.strerror or 'no access').lower()}).",
            where=str(content), hint="Check the name and who may read it.",
        ) from None  # fmt: skip


def digest(content: Content) -> tuple[str, int]:
    """Return SHA-256 (hex) and size in bytes."""
    with opened(content) as stream:
        hashed, size = hashlib.sha256(), 0
        while piece := stream.read(CHUNK):
            hashed.update(piece)
            size += len(piece)
    return hashed.hexdigest(), size


def keep(connection: sa.Connection, content: Content, sha256: str, size: int, at: datetime) -> bool:
    """Store ``content`` unless its bytes are there; tell whether they were new.

    Raises ``ErasedBefore`` if these bytes were erased, ``UnreadableInput`` if they are no longer
    those that were hashed.
    """
    alone(connection)
    if is_kept(connection, sha256):
        return False
    connection.execute(evidence.insert(), {"sha256": sha256, "size": size, "stored_at": at})
    hashed = hashlib.sha256()
    with opened(content) as stream:
        number = 0
        while piece := stream.read(CHUNK):
            hashed.update(piece)
            row = {"sha256": sha256, "number": number, "data": piece}
            connection.execute(evidence_chunk.insert(), row)
            number += 1
    if hashed.hexdigest() != sha256:
        raise UnreadableInput("the file changed while it was read.", hint="Try again.")
    return True


def is_kept(connection: sa.Connection, sha256: str) -> bool:
    """Return whether these bytes are kept; raise ``ErasedBefore`` if they were erased."""
    found = connection.execute(sa.select(evidence).where(evidence.c.sha256 == sha256)).first()
    if found is not None and found.erased_at is not None:
        raise ErasedBefore(
            f"this very file was received before and erased on {found.erased_at:%Y-%m-%d};"
            " it is not taken in again.",
            hint="If that is wrong, have the reporter send it in another form.",
        )
    return found is not None


def pieces(store: Store, sha256: str) -> Iterator[bytes]:
    """Yield the bytes of an original in order; nothing where they were erased."""
    number = 0
    while (piece := _piece(store, sha256, number)) is not None:
        yield piece
        number += 1


def stream(store: Store, sha256: str) -> BinaryIO:
    """Return a seekable stream over an original."""
    with store.read() as connection:
        size = connection.execute(
            sa.select(evidence.c.size).where(evidence.c.sha256 == sha256)
        ).scalar()
    return io.BufferedReader(_Original(store, sha256, size or 0), 65_536)


def _piece(store: Store, sha256: str, number: int) -> bytes | None:
    chosen = sa.select(evidence_chunk.c.data).where(
        evidence_chunk.c.sha256 == sha256, evidence_chunk.c.number == number
    )
    with store.read() as connection:
        found = connection.execute(chosen).scalar()
    return None if found is None else bytes(found)


class _Original(io.RawIOBase):
    """An original, one piece in memory at a time."""

    def __init__(self, store: Store, sha256: str, size: int) -> None:
        self._store, self._sha256, self._size = store, sha256, size
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        number, start = divmod(self._at, CHUNK)
        if self._held[0] != number:
            self._held = (number, _piece(self._store, self._sha256, number) or b"")
        part = self._held[1][start : start + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)
