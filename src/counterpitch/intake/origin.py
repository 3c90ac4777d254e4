"""Something that can be read: a file, a member of a ZIP, or bytes held in memory."""

import hashlib
import io
import stat
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, cast

from counterpitch.errors import UnreadableInput
from counterpitch.model.message import Locator
from counterpitch.model.source import Source

HEAD = 65_536
"""How many bytes ``identify`` may look at."""
HELD_LIMIT = 256 * 1024 * 1024
"""Bytes taken of what can be read only once, such as a pipe; it is held in memory."""


class Origin:
    """A readable byte stream with a name, a digest and a beginning.

    ``opener`` returns a fresh binary stream each time. ``path`` is what the user
    calls it (``export.zip!messages.csv`` for a member), ``name`` its last part.
    ``parent`` is the digest that its messages are evidence of: of the ZIP for a
    member, of the file itself otherwise.
    """

    def __init__(
        self,
        path: str,
        opener: Callable[[], BinaryIO],
        size: int,
        *,
        parent: str = "",
        siblings: "dict[str, Origin] | None" = None,
    ) -> None:
        self.path = path
        self.opener = opener
        self.size = size
        self.parent = parent
        self.siblings: dict[str, Origin] = siblings if siblings is not None else {}

    @classmethod
    def of_file(cls, path: Path) -> "Origin":
        """Make an origin of a file on disk, or of a pipe that was named like one.

        A pipe (``<(…)`` of a shell) can be read only once: it is read to its end, here.
        Raises UnreadableInput where it holds more than ``HELD_LIMIT``.
        """
        status = path.stat()
        if stat.S_ISFIFO(status.st_mode):
            with path.open("rb") as stream:
                return cls.of_stream(str(path), stream)
        return cls(str(path), lambda: path.open("rb"), status.st_size)

    @classmethod
    def of_stream(cls, path: str, stream: BinaryIO) -> "Origin":
        """Read ``stream`` to its end and make an origin of what it held.

        Raises UnreadableInput where that is more than ``HELD_LIMIT``.
        """
        data = stream.read(HELD_LIMIT + 1)
        if len(data) > HELD_LIMIT:
            raise UnreadableInput(
                f"more than {HELD_LIMIT // 1024**2} MB came through the pipe.", where=path,
                hint="Save it to a file and name the file.",
            )  # fmt: skip
        return cls.of_bytes(path, data)

    @classmethod
    def of_bytes(cls, path: str, data: bytes) -> "Origin":
        """Make an origin of bytes held in memory (standard input, a test)."""
        return cls(path, lambda: io.BytesIO(data), len(data))

    @property
    def name(self) -> str:
        """Return the last part of the path."""
        return self.path.replace("!", "/").replace("\\", "/").rsplit("/", 1)[-1]

    def open(self) -> BinaryIO:
        """Return a fresh binary stream from the first byte."""
        return self.opener()

    @cached_property
    def head(self) -> bytes:
        """Return the first ``HEAD`` bytes."""
        with self.open() as stream:
            return stream.read(HEAD)

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 (hex) of the evidence: the enclosing ZIP, or this file."""
        if self.parent:
            return self.parent
        with self.open() as stream:
            return hashlib.file_digest(cast("Any", stream), "sha256").hexdigest()

    def source(self) -> Source:
        """Return this origin as a noun."""
        return Source(self.path, self.digest, self.size)

    def at(self, *, row: int | None = None, offset: int | None = None) -> Locator:
        """Return the locator of a place in this origin."""
        return Locator(self.digest, self.path, row, offset)
