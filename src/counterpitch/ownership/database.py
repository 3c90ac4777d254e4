"""DuckDB over the Parquet files of one generation, and rows back into structs."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from counterpitch.errors import UsageError
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node
from counterpitch.silence import DUCKDB

_BATCH: Final = 4096
_TUPLES: Final = frozenset({"addresses", "numbers", "former_names", "sic"})


def engine() -> Any:
    """Return the module duckdb; `UsageError` if it is not installed."""
    try:
        import duckdb
    except ImportError:
        raise UsageError(
            "a register needs the package 'duckdb'.", hint="pip install 'counterpitch[own]'."
        ) from None
    return duckdb


def fresh(threads: int = 0, memory: str = "") -> Any:
    """Return an empty DuckDB that reaches nothing but local files and installs nothing."""
    settings = {**DUCKDB, "preserve_insertion_order": "true"}
    if threads:
        settings["threads"] = str(threads)
    if memory:
        settings["memory_limit"] = memory
    connection = engine().connect(":memory:", config=settings)
    connection.execute("SET enable_progress_bar = false")  # it would write into the terminal
    return connection


def connect(data: Path) -> Any:
    """Return a connection with the views ``interests`` and ``nodes`` over ``data``."""
    connection = fresh()
    for view in ("interests", "nodes"):
        path = str(data / f"{view}.parquet").replace("'", "''")
        connection.execute(f"CREATE VIEW {view} AS SELECT * FROM read_parquet('{path}')")
    return connection


def interests(
    connection: Any, as_of: date | None, known_at: date | None, where: str,
    parameters: Iterable[object], newest: date | None = None,
) -> Iterator[Interest]:  # fmt: skip
    """Yield interests on the two clocks that also pass ``where``."""
    held, dates = clocks(as_of, known_at, newest)
    yield from _structs(
        connection, Interest, f"interests WHERE {held} AND ({where})", [*dates, *parameters]
    )


def nodes(connection: Any, where: str, parameters: Iterable[object]) -> Iterator[Node]:
    """Yield nodes that pass ``where``."""
    yield from _structs(connection, Node, f"nodes WHERE {where}", list(parameters))


def clocks(
    as_of: date | None, known_at: date | None, newest: date | None = None
) -> tuple[str, list[date]]:
    """Return SQL, and its parameters, that keeps what held on ``as_of``, known at ``known_at``.

    None is now, as of the register's ``newest`` load: what ends after it still holds. An end
    after ``known_at`` was not on file then, so that it ends nothing.
    """
    held, dates = within("since", "until", as_of, [newest if as_of is None else None, known_at])
    known, more = within("known_from", "known_until", known_at)
    return f"{held} AND {known}", [*dates, *more]


def within(
    first: str, end: str, day: date | None, open_after: Iterable[date | None] = ()
) -> tuple[str, list[date]]:
    """Return SQL, and its parameters, that keeps what spans ``day``; None keeps what has no end.

    An end after one of the days ``open_after`` counts as none. The SQL is never NULL.
    """
    begun, dates = "", []
    if day is not None:
        begun, dates = f'("{first}" IS NULL OR "{first}" <= ?) AND ', [day]
    later = [each for each in (day, *open_after) if each is not None]
    ends = " OR ".join([f'"{end}" IS NULL', *[f'"{end}" > ?'] * len(later)])
    return f"{begun}({ends})", [*dates, *later]


def _structs(connection: Any, noun: Any, rest: str, parameters: list[object]) -> Iterator[Any]:
    fields = noun.__struct_fields__
    columns = ", ".join(f'"{field}"' for field in fields)
    cursor = connection.cursor().execute(f"SELECT {columns} FROM {rest}", parameters)
    while rows := cursor.fetchmany(_BATCH):
        for row in rows:
            yield noun(
                *(
                    tuple(value) if name in _TUPLES else value
                    for name, value in zip(fields, row, strict=True)
                )
            )
