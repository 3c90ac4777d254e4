"""Numbers for rows that are about to be written, taken all at once."""

from typing import Any, Final

import sqlalchemy as sa

_LOCK: Final = 0x696E74616B
"""The advisory lock of PostgreSQL under which one process at a time takes in approaches."""


def alone(connection: sa.Connection) -> None:
    """Wait until no other process takes in approaches; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def reserved(connection: sa.Connection, table: sa.Table, count: int) -> list[int]:
    """Return ``count`` numbers for ``table`` that nobody had before."""
    if count <= 0:
        return []
    if connection.dialect.name == "postgresql":
        found = connection.execute(
            sa.text(
                "SELECT nextval(pg_get_serial_sequence(:table, 'id'))"
                " FROM generate_series(1, :count)"
            ),
            {"table": table.name, "count": count},
        )
        return sorted(int(number) for (number,) in found)
    last = connection.execute(
        sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table.name}
    ).scalar()
    return list(range((last or 0) + 1, (last or 0) + count + 1))


def inserted(connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> int:
    """Write one row and return the number it got."""
    made = connection.execute(table.insert().returning(table.c.id), row)
    return int(made.scalar_one())
