"""Writes many rows at once, as fast as each database takes them.

SQLite gets statements of many rows, PostgreSQL a COPY in its binary form, which is
half the bytes of the text form where most is JSON. Both work within the caller's transaction, and
both refuse what the tables refuse.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, Final

import sqlalchemy as sa

from counterpitch.cases.ready import refusal
from counterpitch.cases.tables.base import Moment, to_micros

VALUES: Final = 4_000
"""The most values that one statement takes to SQLite."""
_ROWS: Final = 64
"""What is left of a table goes in as statements of half as many rows each, down to so many, and
then all of it: so few statements of many rows are kept."""


def write_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Write ``rows`` into ``table``; a column that no row names stays empty."""
    if not rows:
        return
    names = tuple(column.name for column in table.c if column.name in rows[0])
    pick: Callable[[dict[str, Any]], Any] = itemgetter(*names)
    values = [pick(row) for row in rows] if len(names) > 1 else [(pick(row),) for row in rows]
    places = [n for n, name in enumerate(names) if isinstance(table.c[name].type, Moment)]
    if places:
        values = [_plain(row, places) for row in values]
    write_values(connection, table, names, values)


def _plain(row: tuple[Any, ...], places: list[int]) -> tuple[Any, ...]:
    values = list(row)
    for place in places:
        if values[place] is not None:
            values[place] = to_micros(values[place])
    return tuple(values)


def write_values(
    connection: sa.Connection,
    table: sa.TableClause,
    names: tuple[str, ...],
    values: Iterable[tuple[Any, ...]],
) -> None:
    """Write rows of plain values into the named columns of a table, whose types are declared."""
    if connection.dialect.name == "postgresql":
        cursor = connection.connection.cursor()
        with cursor.copy(_copy(table.name, names)) as copy:
            copy.set_types(_types(table, names, connection.dialect))
            for row in values:
                copy.write_row(row)
        cursor.close()
    elif rows := list(values):
        _inserted(connection, table.name, names, rows)


def write_new(
    connection: sa.Connection, table: str, names: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> None:
    """Write into SQLite those rows that are not there yet."""
    _inserted(connection, table, names, rows, "INSERT OR IGNORE")


def _inserted(
    connection: sa.Connection,
    table: str,
    names: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    verb: str = "INSERT",
) -> None:
    """Write rows past SQLAlchemy, whose part would take longer than that of the database.

    Many go in as one step. After each step Python waits its turn, up to five milliseconds while
    another thread works; row by row, the thread that reads and the one that writes would do their
    work one after the other.
    """
    driver: Any = connection.connection.dbapi_connection
    dialect: Any = connection.dialect
    for part in _steps(rows, max(1, VALUES // len(names))):
        statement = inserting(table, names, len(part), verb)
        try:
            driver.execute(statement, tuple(chain.from_iterable(part)))
        except dialect.loaded_dbapi.Error as error:
            raise refusal(error, inserting(table, names), dialect) from error


def _steps(rows: list[tuple[Any, ...]], most: int) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows in as few parts as few different sizes allow."""
    start = 0
    while start < len(rows):
        while most > max(_ROWS, len(rows) - start):
            most = max(_ROWS, most // 2)
        yield rows[start : start + most]
        start += most


@lru_cache(maxsize=64)
def _copy(table: str, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f'COPY "{table}" ({columns}) FROM STDIN (FORMAT binary)'


@lru_cache(maxsize=64)
def _types(table: sa.TableClause, names: tuple[str, ...], dialect: sa.Dialect) -> tuple[str, ...]:
    """Return the types of columns as the driver calls them; it writes no other in this form."""
    told = [table.c[name].type.compile(dialect).partition("(")[0].lower() for name in names]
    return tuple("float8" if each == "float" else each for each in told)


@lru_cache(maxsize=64)
def inserting(table: str, names: tuple[str, ...], rows: int = 1, verb: str = "INSERT") -> str:
    """Return the statement by which SQLite writes so many rows."""
    columns = ", ".join(f'"{name}"' for name in names)
    row = f"({', '.join('?' for _ in names)})"
    values = ", ".join(row for _ in range(rows))
    return f'{verb} INTO "{table}" ({columns}) VALUES {values}'  # nosec B608
