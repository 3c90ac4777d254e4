"""A generation of a register from its parts: one row an interest, one row a node, both clocks."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any, Final

from counterpitch.ownership.edge import Interest
from counterpitch.ownership.merges import heads, recorded
from counterpitch.ownership.node import Node
from counterpitch.ownership.register import Register
from counterpitch.ownership.snapshot import build
from counterpitch.ownership.staging import Staging

_CLOCK: Final = ("known_from", "known_until")
_KEY: Final = tuple(field for field in Interest.__struct_fields__ if field not in _CLOCK)
_RANK: Final = (
    "CASE source WHEN 'uk-companies' THEN 0 WHEN 'gleif' THEN 1 WHEN 'bods' THEN 2"
    " WHEN 'ftm' THEN 3 ELSE 4 END"
)
"""Which source's words about a node go first: the register of companies itself."""


def assemble(
    staging: Staging, folder: Path, earlier: Register | None, sources: tuple[str, ...],
    snapshot: date,
) -> tuple[Path, int]:  # fmt: skip
    """Write a new generation; return its folder and how many interests are gone.

    What ``earlier`` holds of ``sources`` is replaced; all else of it is kept.
    """
    target = staging.folder / "generation"
    target.mkdir()
    connection = staging.connection
    _views(staging, earlier)
    gone = _changed(connection, earlier, sources, snapshot)
    _nodes(connection, target, earlier)
    build(connection, target, heads(recorded(folder)))
    return target, gone


def rebuild(staging: Staging, register: Register) -> Path:
    """Write a generation with the same interests and nodes, merged by what is decided now."""
    target = staging.folder / "generation"
    target.mkdir()
    interests = _quoted(str(register.data / "interests.parquet"))
    columns = ", ".join(f'"{field}"' for field in Interest.__struct_fields__)
    staging.connection.execute(
        f"CREATE OR REPLACE VIEW changed AS SELECT {columns} FROM read_parquet('{interests}')"
    )
    shutil.copyfile(register.data / "nodes.parquet", target / "nodes.parquet")
    build(staging.connection, target, heads(recorded(register.folder)))
    return target


def _views(staging: Staging, earlier: Register | None) -> None:
    for kind, noun in (("interests", Interest), ("nodes", Node)):
        parts = staging.parts(kind)
        listed = "[" + ", ".join(f"'{_quoted(part)}'" for part in parts) + "]"
        columns = ", ".join(f'"{field}"' for field in noun.__struct_fields__)
        if parts:
            query = f"SELECT {columns} FROM read_parquet({listed}, union_by_name=true)"
        else:
            query = _empty(staging, kind)
        staging.connection.execute(f"CREATE OR REPLACE VIEW new_{kind} AS {query}")
        if earlier is not None:
            path = _quoted(str(earlier.data / f"{kind}.parquet"))
            staging.connection.execute(
                f"CREATE OR REPLACE VIEW old_{kind} AS SELECT {columns} FROM read_parquet('{path}')"
            )


def _empty(staging: Staging, kind: str) -> str:
    import pyarrow.parquet as pq

    from counterpitch.ownership.staging import INTEREST_SCHEMA, NODE_SCHEMA, table

    path = staging.folder / f"none-{kind}.parquet"
    pq.write_table(table([], INTEREST_SCHEMA if kind == "interests" else NODE_SCHEMA), path)
    return f"SELECT * FROM read_parquet('{_quoted(str(path))}')"


def _changed(
    connection: Any, earlier: Register | None, sources: tuple[str, ...], snapshot: date
) -> int:
    """View ``changed``: every interest once, on both clocks; returns how many are gone."""
    key = ", ".join(f'"{field}"' for field in _KEY)
    [(rows, distinct)] = connection.execute(
        f"SELECT count(*), count(DISTINCT hash({key})) FROM new_interests"
    ).fetchall()
    fresh = f"SELECT {key}, known_from FROM new_interests"
    if rows != distinct:  # something is there twice; it counts once
        fresh = f"SELECT {key}, min(known_from) AS known_from FROM new_interests GROUP BY {key}"
    if earlier is None:
        connection.execute(
            f"CREATE OR REPLACE VIEW changed AS SELECT {key}, known_from,"
            f" NULL::DATE AS known_until FROM ({fresh})"
        )
        return 0
    connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS {fresh}")
    return _difference(connection, sources, snapshot)


def _difference(connection: Any, sources: tuple[str, ...], snapshot: date) -> int:
    """Table ``changed``: what stays, what is new, what is gone; returns how many are gone."""
    key = ", ".join(f'"{field}"' for field in _KEY)
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
        SELECT {key}, known_from, CASE WHEN {live} THEN $snapshot::DATE ELSE known_until END
        FROM old_interests o WHERE NOT EXISTS (SELECT 1 FROM fresh f WHERE {match})""",
        {"snapshot": snapshot},
    )
    [(gone,)] = connection.execute(
        f"SELECT count(*) FROM old_interests o WHERE {live}"
        f" AND NOT EXISTS (SELECT 1 FROM fresh f WHERE {match})"
    ).fetchall()
    return int(gone)


def _nodes(connection: Any, target: Path, earlier: Register | None) -> None:
    """One row a node: of several rows of one source the first, of several sources the best.

    Where several sources speak, lists are those of all of them.
    """
    both = "SELECT *, 0 AS age FROM new_nodes"
    if earlier is not None:
        both += " UNION ALL SELECT *, 1 AS age FROM old_nodes"
    connection.execute(f"CREATE OR REPLACE VIEW all_nodes AS {both}")
    [(sayings,)] = connection.execute(
        "SELECT count(*) FROM (SELECT DISTINCT source, age FROM all_nodes)"
    ).fetchall()
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE several AS SELECT id FROM all_nodes GROUP BY id"
        " HAVING min(source) <> max(source) OR min(age) <> max(age)"
        if sayings > 1
        else "CREATE OR REPLACE TEMP TABLE several (id VARCHAR)"
    )
    columns = ", ".join(f'"{field}"' for field in Node.__struct_fields__)
    path = _quoted(str(target / "nodes.parquet"))
    connection.execute(
        f"""COPY (
          SELECT {columns} FROM (
            SELECT * FROM all_nodes ANTI JOIN several USING (id)
            QUALIFY row_number() OVER (PARTITION BY id ORDER BY name = '', source_ref) = 1
          )
          UNION ALL SELECT {columns} FROM ({_MERGED})
          UNION ALL SELECT {columns} FROM ({_STUBS})
          ORDER BY id
        ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"""
    )


_TEXTS: Final = ("name", "jurisdiction", "status", "category", "born", "reason", "verified",
                 "source", "source_ref")  # fmt: skip
_DATES: Final = ("incorporated", "dissolved")
_LISTS: Final = ("addresses", "numbers", "former_names", "sic")
_ROW: Final = "{" + ", ".join(f"'{field}': {field}" for field in (*_TEXTS, *_DATES)) + "}"


def _filled() -> str:
    """Each field from the best row, and from any other where the best says nothing."""
    texts = [f"coalesce(nullif(best.{f}, ''), most_{f}) AS {f}" for f in _TEXTS]
    dates = [f"coalesce(best.{f}, most_{f}) AS {f}" for f in _DATES]
    lists = [f"list_sort(list_distinct(flatten({f}))) AS {f}" for f in _LISTS]
    return ", ".join([*texts, *dates, *lists])


_MERGED: Final = f"""
SELECT id, coalesce(kind, 'unknown') AS kind, {_filled()}, known_from, NULL::DATE AS known_until
FROM (
  SELECT id, min(kind) FILTER (kind <> 'unknown') AS kind,
    arg_min({_ROW}, (age, {_RANK}, name = '', source_ref)) AS best,
    {", ".join(f"max({f}) AS most_{f}" for f in (*_TEXTS, *_DATES))},
    {", ".join(f"list({f}) AS {f}" for f in _LISTS)}, min(known_from) AS known_from
  FROM all_nodes SEMI JOIN several USING (id) GROUP BY id
)
"""

_STUBS: Final = """
SELECT id, CASE WHEN id LIKE 'gb-coh:%' THEN 'company' ELSE 'unknown' END AS kind, '' AS name,
  CASE WHEN id LIKE 'gb-coh:%' THEN 'GB' ELSE '' END AS jurisdiction, '' AS status,
  NULL::DATE AS incorporated, NULL::DATE AS dissolved, []::VARCHAR[] AS addresses,
  CASE WHEN id LIKE 'gb-coh:%' THEN ['GB-COH:' || id[8:]] ELSE []::VARCHAR[] END AS numbers,
  []::VARCHAR[] AS former_names, []::VARCHAR[] AS sic, '' AS category, '' AS born,
  'not-described' AS reason, '' AS verified, '' AS source, '' AS source_ref,
  NULL::DATE AS known_from, NULL::DATE AS known_until
FROM (
  SELECT DISTINCT owned AS id FROM changed
  UNION SELECT DISTINCT owner FROM changed WHERE source <> 'uk-psc'
) ANTI JOIN all_nodes USING (id)
"""
"""Nodes that are named by an interest and described nowhere."""


def _quoted(path: str) -> str:
    return path.replace("'", "''")
