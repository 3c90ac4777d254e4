"""Groups messages by conversation with bounded memory.

Exports list messages in any order. A spool keeps them in memory up to a limit
and then moves them to a temporary SQLite file, so that a 2 GB export is read
within the same memory as a small one.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import msgspec

from counterpitch.model.message import Message

MEMORY_LIMIT = 48 * 1024 * 1024
"""Bytes of encoded messages held before the spool moves to disk."""


class Spool:
    """A multimap from a conversation key to its messages, in order of arrival.

    ``groups`` yields each key once, in order of first appearance. Use as a
    context manager, so that the temporary file goes away.
    """

    def __init__(self, memory_limit: int = MEMORY_LIMIT) -> None:
        self._limit = memory_limit
        self._held = 0
        self._order: dict[str, int] = {}
        self._buffer: dict[str, list[bytes]] = {}
        self._database: sqlite3.Connection | None = None
        self._directory: tempfile.TemporaryDirectory[str] | None = None
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Message).decode

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._order)

    def add(self, key: str, message: Message) -> None:
        """Append ``message`` to the group ``key``."""
        self._order.setdefault(key, len(self._order))
        encoded = self._encode(message)
        self._buffer.setdefault(key, []).append(encoded)
        self._held += len(encoded) + 64
        if self._held > self._limit:
            self._spill()

    def groups(self) -> Iterator[tuple[str, list[Message]]]:
        """Yield each key with its messages, keys in order of first appearance."""
        if self._database is None:
            for key, encoded in self._buffer.items():
                yield key, [self._decode(each) for each in encoded]
            return
        self._spill()
        for key, number in self._order.items():
            rows = self._database.execute(
                "select body from message where conversation = ? order by rowid", (number,)
            )
            yield key, [self._decode(body) for (body,) in rows]

    def close(self) -> None:
        """Drop everything held, the temporary file included."""
        if self._database is not None:
            self._database.close()
            self._database = None
        if self._directory is not None:
            self._directory.cleanup()
            self._directory = None
        self._buffer.clear()

    def _spill(self) -> None:
        database = self._database or self._create()
        with database:
            database.executemany(
                "insert into message (conversation, body) values (?, ?)",
                (
                    (self._order[key], body)
                    for key, bodies in self._buffer.items()
                    for body in bodies
                ),
            )
        self._buffer.clear()
        self._held = 0

    def _create(self) -> sqlite3.Connection:
        self._directory = tempfile.TemporaryDirectory(prefix="counterpitch-")
        database = sqlite3.connect(Path(self._directory.name) / "spool.sqlite")
        database.executescript(
            "pragma journal_mode = off; pragma synchronous = off;"
            "create table message (conversation integer not null, body blob not null);"
            "create index by_conversation on message (conversation);"
        )
        self._database = database
        return database
