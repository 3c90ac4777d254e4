"""Looking: reading that is brief and frequent, past SQLAlchemy's pool and transactions.

Every page looks into the database two or three times. Taking a connection from SQLAlchemy,
beginning there, rolling back and giving it back takes longer than the questions themselves; on
PostgreSQL it adds four ways to the server. So a few connections are kept for looking alone.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Final

import sqlalchemy as sa

from counterpitch.cases.prepared import Prepared

HELD: Final = 4
"""Connections that are kept open between looks; more at once are opened and closed again."""
_SURE: Final = 1.0
"""Seconds after which PostgreSQL is asked whether it still answers."""


class Look:
    """A connection for questions that are ``Ready``. On SQLite all of them see one state."""

    def __init__(self, engine: sa.Engine) -> None:
        self.dialect: Final = engine.dialect
        # Through SQLAlchemy, so that it is made ready and its errors are those of every other.
        lent = engine.connect()
        lent.detach()
        driver: Any = lent.connection.dbapi_connection
        self.driver: Final[Any] = driver
        self._sqlite: Final = self.dialect.name == "sqlite"
        self._used = time.monotonic()
        self.closed = False
        self.prepared: Final = None if self._sqlite else Prepared(driver)
        if self._sqlite:
            # What is jotted down here may be missing after a power cut, not after a crash.
            self.driver.execute("PRAGMA synchronous = normal")
            # Looks ask for few rows; a quarter of the pages that others hold is enough.
            self.driver.execute("PRAGMA cache_size = -4096")
        else:
            # Each question sees what is committed, as in a transaction of its own.
            self.driver.autocommit = True
            self.driver.execute("SET synchronous_commit = off")

    def begin(self, *, writing: bool = False, single: bool = False) -> None:
        """Begin to look; raise the driver's error where the database does not answer.

        ``writing``: on SQLite as the only writer. On PostgreSQL whoever writes begins and commits,
        so that this goes out with what is written. ``single``: one question is asked, which sees
        one state without a transaction around it.
        """
        if self._sqlite:
            if not single:
                self.driver.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
        elif self.driver.closed:
            raise ConnectionError
        elif time.monotonic() - self._used > _SURE:
            self.driver.execute("SELECT 1")

    def run(self, text: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run a statement that PostgreSQL prepares; return its rows. SQLite has none of these."""
        return self.prepared.run(text, values)[0] if self.prepared is not None else []

    def end(self) -> None:
        """End what was begun; raise the driver's error where it cannot be."""
        if self._sqlite:
            if self.driver.in_transaction:
                self.driver.execute("ROLLBACK")
        elif self.driver.pgconn.transaction_status:
            self.driver.rollback()
        self._used = time.monotonic()

    def close(self) -> None:
        """Close the connection, whatever state it is in."""
        self.closed = True
        with suppress(Exception):
            self.driver.close()


class Looks:
    """The connections of a store's looks. Safe to share between threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self.held: list[Look] = []
        """Those that nobody looks through now."""
        self._closed = False

    @contextmanager
    def one(self, *, writing: bool = False, single: bool = False) -> Iterator[Look]:
        """Yield a look; what went wrong in it does not come back to the next one."""
        look = self._begun(writing, single)
        try:
            yield look
        except sa.exc.DBAPIError:
            # What the driver still knows of its statements may be wrong now.
            look.close()
            raise
        finally:
            self._ended(look)

    def close(self) -> None:
        """Close what is held, and keep nothing any more."""
        self._closed = True
        while self.held:
            self.held.pop().close()

    def _begun(self, writing: bool, single: bool) -> Look:
        while self.held:
            with suppress(IndexError):
                look = self.held.pop()
                if _done(partial(look.begin, writing=writing, single=single)):
                    return look
                look.close()
        look = Look(self._engine)
        look.begin(writing=writing, single=single)
        return look

    def _ended(self, look: Look) -> None:
        if not look.closed and _done(look.end) and not self._closed and len(self.held) < HELD:
            self.held.append(look)
        else:
            look.close()


def _done(step: Callable[[], object]) -> bool:
    """Take a step; False where the connection is of no more use."""
    try:
        step()
    except Exception:
        return False
    return True
