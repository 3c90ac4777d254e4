"""Remembers which source a message was first seen in, with bounded memory."""

import sqlite3
import tempfile
from pathlib import Path

MEMORY_LIMIT = 300_000
"""How many marks are held in memory before they move to a temporary file."""


class Known:
    """A map from a 16-byte mark to the number of the source that held it first."""

    def __init__(self, memory_limit: int = MEMORY_LIMIT) -> None:
        self._limit = memory_limit
        self._held: dict[bytes, int] = {}
        self._directory: tempfile.TemporaryDirectory[str] | None = None
        self._database: sqlite3.Connection | None = None

    def first(self, mark: bytes, source: int) -> int:
        """Return the source that held ``mark`` first, which is ``source`` if none did."""
        known = self.holder(mark)
        if known is not None:
            return known
        self._held[mark] = source
        if len(self._held) >= self._limit:
            self._spill()
        return source

    def holder(self, mark: bytes) -> int | None:
        """Return the source that held ``mark`` first, None if none did."""
        known = self._held.get(mark)
        if known is None and self._database is not None:
            row = self._database.execute("select source from known where mark = ?", (mark,))
            known = next((number for (number,) in row), None)
        return known

    def close(self) -> None:
        """Drop everything held, the temporary file included."""
        if self._database is not None:
            self._database.close()
            self._database = None
        if self._directory is not None:
            self._directory.cleanup()
            self._directory = None
        self._held.clear()

    def _spill(self) -> None:
        database = self._database or self._create()
        with database:
            database.executemany("insert into known values (?, ?)", sorted(self._held.items()))
        self._held.clear()

    def _create(self) -> sqlite3.Connection:
        self._directory = tempfile.TemporaryDirectory(prefix="counterpitch-")
        self._database = sqlite3.connect(Path(self._directory.name) / "known.sqlite")
        self._database.executescript(
            "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -32768;"
            "create table known (mark blob primary key, source integer not null) without rowid;"
        )
        return self._database
