"""Queries that every page asks: compiled once, and run past SQLAlchemy's machinery.

SQLAlchemy still writes the SQL for each database and says how values are read. Only the work that
it does anew at every execution is left out, which took longer than the database itself.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases.looking import Look
from counterpitch.cases.prepared import Prepared


def refusal(error: Exception, statement: str, dialect: Any) -> Exception:
    """Return what a driver raised as SQLAlchemy's error of the same kind, without the values."""
    base = dialect.loaded_dbapi.Error
    made: Exception = sa.exc.DBAPIError.instance(statement, None, error, base, hide_parameters=True)
    return made


Asked = sa.Connection | Look
"""What a question is put to."""
Question = sa.Select[Any] | sa.CompoundSelect[Any]
Reader = Callable[[tuple[Any, ...]], Any]
"""Makes a row with names of what the driver returned."""


class _Compiled(msgspec.Struct, frozen=True):
    """A query for one database: its text, its values, and their order where they have one."""

    text: str
    values: dict[str, Any]
    places: tuple[str, ...] | None


class Ready:
    """A query whose values are all simple (numbers, text), each with one to begin with.

    Safe to share between threads. ``made`` makes something of each row instead, which must depend
    on nothing else; for the newest ``held`` different rows it is kept, since lists show the same
    ones all day and dates take longer to make than to compare.
    """

    def __init__(
        self, statement: Question, made: Callable[[Any], Any] | None = None, held: int = 0
    ) -> None:
        self._statement: Final = statement
        self._made: Final = made
        self._held: Final = held
        self._compiled: dict[str, _Compiled] = {}
        self._readers: dict[str, Reader] = {}

    def all(self, connection: Asked, **values: int | str | None) -> list[Any]:
        """Return the rows, with a name for every column, in the connection's transaction."""
        dialect, driver = _driver(connection)
        try:
            if isinstance(connection, Look) and connection.prepared is not None:
                return self._prepared(connection.prepared, dialect, values)
            cursor = self.begun(dialect, driver, values)
            return self.told(dialect, cursor)
        except dialect.loaded_dbapi.Error as error:
            raise refusal(error, self._known(dialect).text, dialect) from error

    def first(self, connection: Asked, **values: int | str | None) -> Any:
        """Return the first row; None where there is none."""
        found = self.all(connection, **values)
        return found[0] if found else None

    def within(
        self, dialect: Any, values: Mapping[str, int | str | None]
    ) -> tuple[str, dict[str, Any]]:
        """Return the text of the question for a larger one, and its values by name."""
        known = self._known(dialect)
        return known.text, {name: values.get(name, usual) for name, usual in known.values.items()}

    def _known(self, dialect: Any) -> _Compiled:
        known = self._compiled.get(dialect.name)
        if known is None:
            known = self._compiled[dialect.name] = _compiled(self._statement, dialect)
        return known

    def begun(self, dialect: Any, driver: Any, values: Mapping[str, int | str | None]) -> Any:
        """Ask, and return the cursor; ``values`` may hold more than this query takes."""
        known = self._known(dialect)
        told = {name: values.get(name, usual) for name, usual in known.values.items()}
        given: Any = told if known.places is None else [told[name] for name in known.places]
        return driver.execute(known.text, given)

    def told(self, dialect: Any, cursor: Any) -> list[Any]:
        """Return the rows that a cursor of ``begun`` brings."""
        rows = cursor.fetchall()
        read = self._readers.get(dialect.name)
        if read is None:
            given = [each[1] for each in cursor.description]
            read = self._reading(dialect, given)
        return [read(row) for row in rows]

    def _prepared(
        self, prepared: Prepared, dialect: Any, values: Mapping[str, int | str | None]
    ) -> list[Any]:
        text, given = self.within(dialect, values)
        rows, types = prepared.run(text, given)
        read = self._readers.get(dialect.name)
        if read is None:
            read = self._reading(dialect, types)
        return [read(row) for row in rows]

    def _reading(self, dialect: Any, given: Sequence[Any]) -> Reader:
        read, made = _reader(self._statement, dialect, given), self._made
        if made is not None:
            read = lru_cache(self._held)(lambda values, plain=read: made(plain(values)))
        self._readers[dialect.name] = read
        return read


def together(look: Look, questions: Sequence[Ready], **values: int | str | None) -> list[list[Any]]:
    """Return the rows of each of ``questions``; each takes what it names of ``values``."""
    return [each.all(look, **values) for each in questions]


def _driver(connection: Asked) -> tuple[Any, Any]:
    """Return dialect and driver of a connection in whose transaction something is asked."""
    if isinstance(connection, Look):
        return connection.dialect, connection.driver
    if not connection.in_transaction():
        connection.begin()
    return connection.dialect, connection.connection.dbapi_connection


def _compiled(statement: Question, dialect: sa.Dialect) -> _Compiled:
    compiled: Any = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    places = tuple(compiled.positiontup) if compiled.positional else None
    return _Compiled(str(compiled), dict(compiled.params), places)


def _reader(statement: Question, dialect: sa.Dialect, given: Sequence[Any]) -> Reader:
    """Return what makes rows; ``given`` are the types as the driver calls them."""
    columns = list(statement.selected_columns)
    # The columns are those of our tables.
    row = namedtuple("Row", [column.name for column in columns])  # type: ignore[misc]
    read = [(n, column.type.dialect_impl(dialect).result_processor(dialect, given[n]))
            for n, column in enumerate(columns)]  # fmt: skip
    changes = [(place, how) for place, how in read if how is not None]
    if not changes:
        return row._make

    def made(values: tuple[Any, ...]) -> Any:
        changed = list(values)
        for place, how in changes:
            changed[place] = how(changed[place])
        return row._make(changed)

    return made
