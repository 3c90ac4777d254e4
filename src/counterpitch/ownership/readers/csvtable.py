"""A large CSV as a DuckDB table of text, header names in any spacing, odd rows told."""

from typing import Final

from counterpitch.ownership.readers.context import Context
from counterpitch.ownership.staging import Staging

_PIECE: Final = 16 * 1024 * 1024


def load(context: Context, staging: Staging, name: str) -> dict[str, str] | None:
    """Load a CSV as table ``name``; return its columns by their name without space and case.

    None, with a notice, if it cannot be read as CSV at all.
    """
    path = staging.folder / f"{name}.csv"
    with context.origin.open() as source, path.open("wb") as out:
        header, rest = _header(source.read(_PIECE))
        out.write(header + rest)
        while piece := source.read(_PIECE):
            out.write(piece)
    connection = staging.connection
    quoted = str(path).replace("'", "''")
    duckdb_error = __import__("duckdb").Error
    connection.execute("SET preserve_insertion_order = false")
    try:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS FROM read_csv('{quoted}', header=true,"
            " all_varchar=true, delim=',', quote='\"', escape='\"', null_padding=true,"
            " store_rejects=true, rejects_table='rejected', rejects_scan='rejected_scan',"
            " strict_mode=false, parallel=false, max_line_size=4000000)"
        )
    except duckdb_error as error:
        context.broken(f"The file is no readable CSV ({str(error).splitlines()[0][:120]}).")
        return None
    finally:
        path.unlink(missing_ok=True)
    _tell_rejected(context, staging)
    described = connection.execute(f"DESCRIBE {name}").fetchall()
    context.lines += connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
    return {_plain(row[0]): row[0] for row in described}


def column(columns: dict[str, str], name: str) -> str:
    """Return SQL for the column called ``name``, an empty text if there is none or it is NULL."""
    found = columns.get(_plain(name))
    escaped = (found or "").replace('"', '""')
    return f"coalesce(\"{escaped}\", '')" if found else "''"


def _plain(name: str) -> str:
    return "".join(name.lower().split())


def _header(beginning: bytes) -> tuple[bytes, bytes]:
    """Join a header that was broken over lines, as some copies have it."""
    quote = beginning.find(b'"')
    end = beginning.find(b"\n", quote if quote >= 0 else 0)
    first = beginning.find(b"\n")
    if quote > first >= 0 and beginning[:quote].count(b"\n") > 1:
        start = beginning.rfind(b"\n", 0, quote) + 1
        return beginning[:start].replace(b"\r", b"").replace(b"\n", b"") + b"\n", beginning[start:]
    return beginning[: end + 1], beginning[end + 1 :]


def _tell_rejected(context: Context, staging: Staging) -> None:
    rows = staging.connection.execute(
        "SELECT line, error_message FROM rejected ORDER BY line LIMIT 20"
    ).fetchall()
    [(count,)] = staging.connection.execute("SELECT count(*) FROM rejected").fetchall()
    for line, message in rows:
        context.warn("damaged-row", f"Row {line} is damaged ({message[:80]}).", line)
    context.damaged += count
    staging.connection.execute("DROP TABLE IF EXISTS rejected; DROP TABLE IF EXISTS rejected_scan")
