"""Keeps the full-text index of PostgreSQL in order beside a long import.

PostgreSQL lays what is new to the index on a heap and sorts it in when the heap has grown to its
limit, while whoever wrote last waits. Here a connection of its own does that, so that the next
batch is written meanwhile. When all is written it has PostgreSQL look at what the texts hold. It
belongs to no transaction: cut off at any point, it is done again later.
"""

import threading

import sqlalchemy as sa

from counterpitch.cases import index
from counterpitch.cases.store import Store
from counterpitch.errors import CounterpitchError


class Tidying:
    """A thread that sorts in what was written, each time it is told; none on SQLite."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._more = threading.Event()
        self._over = False
        self._thread: threading.Thread | None = None

    def more(self) -> None:
        """Tell that a batch was written. Returns at once."""
        if self._thread is None and not self._store.sqlite:
            self._thread = threading.Thread(target=self._work, name="tidying", daemon=True)
            self._thread.start()
        self._more.set()

    def _work(self) -> None:
        while self._more.wait():
            self._more.clear()
            over = self._over
            try:
                with self._store.write() as connection:
                    index.settle(connection)
                    if over:
                        index.sample(connection)
            except (CounterpitchError, sa.exc.DBAPIError):
                # The import meets the same database, and tells.
                return
            if over:
                return

    def __enter__(self) -> "Tidying":
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._more.set()
        if self._thread is not None:
            self._thread.join()
