"""Queries that every page asks: compiled once, and run past SQLAlchemy's machinery.

SQLAlchemy still writes the SQL for each database and says how values are read. Only the work that
it does anew at every execution is left out, which took longer than the database itself.
"""

from collections import namedtuple
from collections.abc import Callable
from typing import Any, Final

import msgspec
import sqlalchemy as sa


def refusal(error: Exception, statement: str, dialect: Any) -> Exception:
    """Return what a driver raised as SQLAlchemy's error of the same kind, without the values."""
    base = dialect.loaded_dbapi.Error
    made: Exception = sa.exc.DBAPIError.instance(statement, None, error, base, hide_parameters=True)
    return made


Reader = Callable[[tuple[Any, ...]], Any]
"""Makes a row with names of what the driver returned."""


class _Compiled(msgspec.Struct, frozen=True):
    """A query for one database: its text, its values, and their order where they have one."""

    text: str
    values: dict[str, Any]
    places: tuple[str, ...] | None


class Ready:
    """A query whose values are all simple (numbers, text), each with one to begin with.

    Safe to share between threads.
    """

    def __init__(self, statement: sa.Select[Any]) -> None:
        self._statement: Final = statement
        self._compiled: dict[str, _Compiled] = {}
        self._readers: dict[str, Reader] = {}

    def all(self, connection: sa.Connection, **values: int | str | None) -> list[Any]:
        """Return the rows, with a name for every column, in the connection's transaction."""
        dialect = connection.dialect
        known = self._compiled.get(dialect.name)
        if known is None:
            known = self._compiled[dialect.name] = _compiled(self._statement, dialect)
        if not connection.in_transaction():
            connection.begin()
        told = {**known.values, **values}
        given: Any = told if known.places is None else [told[name] for name in known.places]
        driver: Any = connection.connection.dbapi_connection
        try:
            cursor = driver.execute(known.text, given)
            rows = cursor.fetchall()
        except dialect.loaded_dbapi.Error as error:
            raise refusal(error, known.text, dialect) from error
        read = self._readers.get(dialect.name)
        if read is None:
            found = _reader(self._statement, dialect, cursor.description)
            read = self._readers[dialect.name] = found
        return [read(row) for row in rows]

    def first(self, connection: sa.Connection, **values: int | str | None) -> Any:
        """Return the first row; None where there is none."""
        found = self.all(connection, **values)
        return found[0] if found else None


def _compiled(statement: sa.Select[Any], dialect: sa.Dialect) -> _Compiled:
    compiled: Any = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    places = tuple(compiled.positiontup) if compiled.positional else None
    return _Compiled(str(compiled), dict(compiled.params), places)


def _reader(statement: sa.Select[Any], dialect: sa.Dialect, description: Any) -> Reader:
    """Return what makes rows; ``description`` tells what types the driver gave."""
    columns = list(statement.selected_columns)
    # The columns are those of our tables.
    row = namedtuple("Row", [column.name for column in columns])  # type: ignore[misc]
    given = [each[1] for each in description]
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
