"""Writes many rows at once, as fast as each database takes them.

SQLite gets one prepared statement for all rows, PostgreSQL a COPY in its binary form, which is
half the bytes of the text form where most is JSON. Both work within the caller's transaction, and
both refuse what the tables refuse.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from counterpitch.cases.ready import refusal
from counterpitch.cases.tables.base import Moment, to_micros


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
        _inserted(connection, inserting(table.name, names), rows)


def _inserted(connection: sa.Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    """Write rows past SQLAlchemy, whose part would take longer than that of the database."""
    driver: Any = connection.connection.dbapi_connection
    dialect: Any = connection.dialect
    try:
        driver.executemany(statement, rows)
    except dialect.loaded_dbapi.Error as error:
        raise refusal(error, statement, dialect) from error


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
def inserting(table: str, names: tuple[str, ...]) -> str:
    """Return the statement by which SQLite writes one row."""
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" for _ in names)
    return f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'  # noqa: S608  # nosec B608
