"""What migrations run beside Alembic's operations: SQL files, and the choice of search."""

from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import op

_SQL: Final = Path(__file__).parent / "sql"
_SEPARATOR: Final = "\n;;\n"


def run(revision: str) -> None:
    """Run the SQL file of ``revision`` for the database at hand."""
    connection = op.get_bind()
    path = _SQL / f"{revision}_{connection.dialect.name}.sql"
    for statement in path.read_text("utf-8").split(_SEPARATOR):
        if statement.strip():
            connection.exec_driver_sql(statement)


def trigrams() -> None:
    """Choose how PostgreSQL is searched, and note it: by pg_trgm if it is there and knows Chinese.

    In a database of the locale C, pg_trgm sees no letters beyond ASCII; then, and where the
    extension is absent, every pair of characters is indexed instead.
    """
    connection = op.get_bind()
    way = "fts5"
    if connection.dialect.name == "postgresql":
        way = "pg_trgm" if _has_trigrams(connection) else "bigram"
        if way == "pg_trgm":
            connection.exec_driver_sql(
                "CREATE INDEX ix_search_body ON search USING gin (body gin_trgm_ops)"
                " WITH (gin_pending_list_limit = 65536)"
            )
    connection.execute(
        sa.text("INSERT INTO setting (name, value) VALUES ('search', :way)"), {"way": way}
    )


def _has_trigrams(connection: sa.Connection) -> bool:
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            found = connection.exec_driver_sql("SELECT show_trgm('\u91cf\u5b50\u8ba1\u7b97')")
            return bool(found.scalar_one())
    except sa.exc.DBAPIError:
        return False
