"""An update by difference: what stays, what is new, and what a newer load no longer says."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from counterpitch.ownership.caution import Ending
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.interestfiles import Interests, write_parquet
from counterpitch.ownership.ordering import whole
from counterpitch.ownership.records import Records
from counterpitch.ownership.register import Register
from counterpitch.ownership.schemas import INTEREST_SCHEMA
from counterpitch.ownership.staging import Staging
from counterpitch.ownership.terms import Terms

_BATCH: Final = 250_000
_CLOCK: Final = ("known_from", "known_until")
_KEY: Final = tuple(field for field in Interest.__struct_fields__ if field not in _CLOCK)
_LISTED: Final = ", ".join(f'"{field}"' for field in _KEY)


def changed(
    staging: Staging, fresh: Records, earlier: Register, sources: tuple[str, ...], snapshot: date
) -> tuple[Records, list[Ending]]:
    """Return the records on both clocks, and how many interests of each source are gone.

    What ``earlier`` holds of ``sources`` is replaced by ``fresh``; all else of it is kept.
    """
    connection = staging.connection
    path = staging.folder / "fresh.parquet"
    _write(staging, fresh, path)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT {_LISTED}, min(known_from) AS known_from"
        f" FROM read_parquet('{_quoted(path)}') GROUP BY {_LISTED}"
    )
    connection.execute(
        f"CREATE OR REPLACE VIEW old_interests AS SELECT {_LISTED}, known_from, known_until"
        f" FROM read_parquet('{_quoted(earlier.data / 'interests.parquet')}')"
    )
    endings = _difference(connection, sources, snapshot)
    records = Records(staging.names, Terms())
    records.add(_tables(connection))
    return records, endings


def _write(staging: Staging, fresh: Records, path: Path) -> None:
    columns, refs = fresh.columns()
    rows = whole(columns, fresh.terms)
    write_parquet(Interests(rows, columns, fresh.terms, refs, staging.names.texts()), path)


def _tables(connection: Any) -> Iterator[pa.Table]:
    columns = ", ".join(f'"{name}"' for name in INTEREST_SCHEMA.names)
    for batch in connection.sql(f"SELECT {columns} FROM changed").to_arrow_reader(_BATCH):
        yield pa.Table.from_batches([batch]).cast(INTEREST_SCHEMA)


def _difference(connection: Any, sources: tuple[str, ...], snapshot: date) -> list[Ending]:
    """Table ``changed``: what stays, what is new, what is gone; returns how many are gone."""
    same = " AND ".join(f'f."{field}" IS NOT DISTINCT FROM o."{field}"' for field in _KEY)
    replaced = ", ".join(f"'{source}'" for source in sources) or "''"
    live = f"(source IN ({replaced}) AND known_until IS NULL)"
    known = {
        row[0] for row in connection.execute("SELECT DISTINCT source FROM old_interests").fetchall()
    }
    listed = ", ".join(f"'{source}'" for source in sorted(known)) or "''"
    match = f"o.known_until IS NULL AND {same}"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE changed AS
        SELECT {", ".join(f'f."{field}"' for field in _KEY)},
          coalesce(o.known_from, CASE WHEN f.source IN ({listed}) THEN $snapshot::DATE
            ELSE f.known_from END) AS known_from, NULL::DATE AS known_until
        FROM fresh f LEFT JOIN old_interests o ON {match}
        UNION ALL
        SELECT {_LISTED}, known_from, CASE WHEN {live} THEN $snapshot::DATE ELSE known_until END
        FROM old_interests o WHERE NOT EXISTS (SELECT 1 FROM fresh f WHERE {match})""",
        {"snapshot": snapshot},
    )
    gone = connection.execute(
        f"SELECT source, count(*) FROM old_interests o WHERE {live}"
        f" AND NOT EXISTS (SELECT 1 FROM fresh f WHERE {match}) GROUP BY source ORDER BY source"
    ).fetchall()
    held = dict(
        connection.execute(
            f"SELECT source, count(*) FROM old_interests WHERE {live} GROUP BY source"
        ).fetchall()
    )
    return [Ending(source, int(count), int(held[source])) for source, count in gone]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
