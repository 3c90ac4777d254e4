"""The store: one database with everything that was received, found, judged and done."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from counterpitch.cases.databasefile import held, none_there, refuse_other
from counterpitch.cases.looking import Look, Looks
from counterpitch.cases.upgrade import newest, revision, upgrade
from counterpitch.errors import CounterpitchError, UsageError

BUSY_SECONDS: Final = 60
"""How long SQLite waits for another writer before it gives up."""
ASIDE: Final = 256
"""KiB of what is new to its index of words that PostgreSQL lays aside, unsorted, at most."""


def data_folder() -> Path:
    """Return the folder for database and keys: ``COUNTERPITCH_DATA``, or the user's own."""
    chosen = os.environ.get("COUNTERPITCH_DATA")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_dir

    return Path(user_data_dir("counterpitch"))


def now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


class Store:
    """An open store. Safe to share between threads; every verb takes it first.

    ``clock`` gives the time; tests set it. ``keys`` is the folder of the key that signs the
    journal.
    """

    def __init__(
        self, engine: sa.Engine, where: str, keys: Path, clock: Callable[[], datetime] = now
    ) -> None:
        self.engine = engine
        self.where = where
        self.keys = keys
        self.clock = clock
        self.made = False
        """Whether there was no database before this one was opened."""
        self.recent: dict[Any, Any] = {}
        """What was worked out a moment ago, by those who keep it (views, counts, trends)."""
        self.lock = threading.Lock()
        self.looks = Looks(engine)

    @property
    def sqlite(self) -> bool:
        """Tell whether this is SQLite; the other one is PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Yield a connection for reading, in a transaction."""
        with _told(self.where), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def look(self, *, writing: bool = False, single: bool = False) -> Iterator[Look]:
        """Yield what ``Ready`` questions are put to; cheaper than ``read``.

        ``writing`` is for ``journal.jotting`` alone; ``single`` where only one question is asked.
        """
        with _told(self.where), self.looks.one(writing=writing, single=single) as look:
            yield look

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[sa.Connection]:
        """Yield a connection in a transaction that is all kept, or nothing of it.

        ``durable`` False spares SQLite the wait for the disk: after a power cut (not a crash of
        the program) the last such transactions may be missing.
        """
        options = {"counterpitch_write": "full" if durable else "normal"}
        with (
            _told(self.where),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.looks.close()
        self.engine.dispose()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(
    url: str | None = None, *, clock: Callable[[], datetime] = now, keys: Path | None = None,
    make: bool = True,
) -> Store:  # fmt: skip
    """Open the store at ``url``, making or upgrading it as needed.

    ``url`` is ``sqlite:///file``, ``postgresql://user@host/name``, or the name of a file; None
    takes ``COUNTERPITCH_DATABASE``, and without that ``desk.sqlite`` in the data folder. With
    ``make`` False nothing is made where no database is. Raises ``CounterpitchError`` in one
    sentence where that cannot be, and where the file is another program's.
    """
    given = url or os.environ.get("COUNTERPITCH_DATABASE") or ""
    target = _url(given)
    if target.get_backend_name() == "sqlite" and target.database:
        _ready_file(Path(target.database), named=bool(given), make=make)
    engine = _engine(target)
    where = target.render_as_string(hide_password=True)
    store = Store(engine, where, keys or data_folder(), clock)
    try:
        with store.read() as connection:
            found = revision(connection)
        store.made = found is None
        if store.made and not make:
            raise none_there(where, named=bool(given))
        if found != newest():
            with store.write() as connection:
                upgrade(connection, where)
    except BaseException:
        engine.dispose()
        raise
    return store


def _ready_file(path: Path, *, named: bool, make: bool) -> None:
    """Refuse a file that is not the desk's before SQLite changes it; make what is missing."""
    what = held(path)
    if what == "other":
        refuse_other(path)
    if what == "nothing" and not make:
        raise none_there(str(path), named=named)
    _make_folder(path)


def _url(given: str) -> sa.URL:
    if not given:
        return sa.URL.create("sqlite", database=str(data_folder() / "desk.sqlite"))
    if "://" not in given:
        return sa.URL.create("sqlite", database=given)
    try:
        url = sa.make_url(given)
    except sa.exc.ArgumentError:
        raise UsageError(
            "this is no address of a database.", where="--database",
            hint="Give postgresql://user@host/name, or the name of a file.",
        ) from None  # fmt: skip
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return url
    raise UsageError(
        f"databases of the kind '{url.drivername}' are not supported.", where="--database",
        hint="Give postgresql://user@host/name, or the name of a file.",
    )  # fmt: skip


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise CounterpitchError(
            f"the database cannot be made ({(error.strerror or 'no access').lower()}).",
            where=str(path), hint="Name another file with --database.",
        ) from None  # fmt: skip


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(
            url,
            hide_parameters=True,
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        )
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", _begin)
        return engine
    try:
        engine = sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)
    except ModuleNotFoundError:
        raise CounterpitchError(
            "the driver for PostgreSQL is not installed.",
            hint="Install it: pip install 'counterpitch[postgres]'.",
        ) from None
    sa.event.listen(engine, "connect", _agree)
    return engine


def _agree(connection: Any, _record: object) -> None:
    """Have PostgreSQL lay aside little for its index of words (``index.put``), and compress by LZ4
    where it was built with it: its own way takes many times as long to write, and longer to read.
    """
    connection.execute(f"SET gin_pending_list_limit = {ASIDE}")
    connection.execute(
        "SELECT set_config('default_toast_compression', 'lz4', false) FROM pg_settings"
        " WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)"
    )
    connection.commit()


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "recursive_triggers = ON",
        "cache_size = -16384",
        "wal_autocheckpoint = 4000",
        "mmap_size = 268435456",
        "trusted_schema = OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    """Begin as asked: readers at once beside a writer, writers one after the other."""
    mode = connection.get_execution_options().get("counterpitch_write")
    driver: Any = connection.connection.dbapi_connection
    if mode is None:
        # Past SQLAlchemy, since every page begins to read two or three times.
        driver.execute("BEGIN")
        return
    info = connection.info
    if info.get("synchronous") != mode:
        driver.execute(f"PRAGMA synchronous = {mode}")
        info["synchronous"] = mode
    driver.execute("BEGIN IMMEDIATE")


@contextmanager
def _told(where: str) -> Iterator[None]:
    """Turn what a database says about itself into a sentence; defects stay as they are."""
    try:
        yield
    except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
        ours = sa.exc.IntegrityError | sa.exc.ProgrammingError | sa.exc.DataError
        if isinstance(error, ours):
            raise
        cause = getattr(error, "orig", None) or error
        said = (str(cause).strip().splitlines() or ["no answer"])[0][:200]
        raise CounterpitchError(
            f"the database refuses: {said}.", where=where,
            hint="Is the server running, the file a counterpitch database, and the disk not full?",
        ) from error  # fmt: skip
