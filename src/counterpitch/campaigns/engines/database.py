"""DuckDB over the files of a state, on one machine and out of core."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from counterpitch.silence import DUCKDB

MEMORY: Final = 1200
BY_APPROACH: Final = 0.0003
"""MB that DuckDB may hold in memory, at least and for each approach; beyond, it works on disk."""


class Database:
    """A connection of its own, and the few things that linking asks of it."""

    def __init__(self, scratch: Path, approaches: int = 0) -> None:
        import duckdb

        self._db = duckdb.connect(config=dict(DUCKDB))
        room = max(MEMORY, int(approaches * BY_APPROACH))
        self._db.execute(f"SET memory_limit = '{room}MB'")
        self._db.execute(f"SET temp_directory = '{quoted(scratch)}'")
        self._db.execute("SET preserve_insertion_order = false")
        self._db.execute("SET enable_progress_bar = false")

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def run(self, statement: str) -> None:
        """Run a statement that returns nothing."""
        self._db.execute(statement)

    def table(self, name: str, query: str) -> None:
        """Keep the result of ``query`` as ``name``."""
        self._db.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def view(self, name: str, query: str) -> None:
        """Call ``query`` ``name``."""
        self._db.execute(f"CREATE OR REPLACE VIEW {name} AS {query}")

    def give(self, name: str, rows: Any) -> None:
        """Let queries read the Arrow table ``rows`` as ``name``."""
        self._db.register(name, rows)

    def mapped(self, name: str, paths: Sequence[str], columns: Mapping[str, str]) -> None:
        """Let queries read Arrow files, of which there may be none, as ``name``; they are mapped
        into memory."""
        import pyarrow as pa

        if not paths:
            self.run(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {parquet((), columns)}")
            return
        files = (pa.ipc.open_file(pa.memory_map(path)).read_all() for path in paths)
        self.give(name, pa.concat_tables(files))

    def rows(self, query: str) -> Any:
        """Return the result of ``query`` as an Arrow table."""
        return self._db.sql(query).to_arrow_table()

    def one(self, query: str) -> tuple[Any, ...]:
        """Return the only row of the result of ``query``."""
        found: tuple[Any, ...] = self._db.execute(query).fetchall()[0]
        return found

    def write(self, query: str, path: Path) -> None:
        """Write the result of ``query`` to a Parquet file."""
        self._db.execute(f"COPY ({query}) TO '{quoted(path)}' (FORMAT parquet)")


def parquet(paths: Sequence[str], columns: Mapping[str, str]) -> str:
    """Return what reads ``columns`` (names and types) of Parquet files, of which there may be
    none."""
    if paths:
        return f"(SELECT {', '.join(columns)} FROM read_parquet({listed(paths)}))"
    nothing = ", ".join(f"NULL::{kind} AS {name}" for name, kind in columns.items())
    return f"(SELECT {nothing} WHERE false)"


def listed(paths: Sequence[str]) -> str:
    """Return paths as a list of SQL."""
    return "[" + ", ".join(f"'{quoted(Path(path))}'" for path in paths) + "]"


def quoted(path: Path) -> str:
    """Return a path as it stands in a literal of SQL."""
    return str(path).replace("'", "''")
