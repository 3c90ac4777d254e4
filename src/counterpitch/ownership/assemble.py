"""A generation of a register from its parts: one row an interest, one row a node, both clocks."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node
from counterpitch.ownership.register import Register
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
    gone = _interests(connection, target, earlier, sources, snapshot)
    _nodes(connection, target, earlier)
    from counterpitch.ownership.snapshot import build

    build(connection, target)
    return target, gone


def _views(staging: Staging, earlier: Register | None) -> None:
    for kind, noun in (("interests", Interest), ("nodes", Node)):
        parts = staging.parts(kind)
        listed = "[" + ", ".join(f"'{_quoted(part)}'" for part in parts) + "]"
        columns = ", ".join(f'"{field}"' for field in noun.__struct_fields__)
        if parts:
            query = f"SELECT {columns} FROM read_parquet({listed}, union_by_name=true)"  # noqa: S608
        else:
            query = _empty(staging, kind)
        staging.connection.execute(f"CREATE OR REPLACE VIEW new_{kind} AS {query}")
        if earlier is not None:
            path = _quoted(str(earlier.data / f"{kind}.parquet"))
            staging.connection.execute(
                f"CREATE OR REPLACE VIEW old_{kind} AS SELECT {columns}"  # noqa: S608
                f" FROM read_parquet('{path}')"
            )


def _empty(staging: Staging, kind: str) -> str:
    import pyarrow.parquet as pq

    from counterpitch.ownership.staging import INTEREST_SCHEMA, NODE_SCHEMA, table

    path = staging.folder / f"none-{kind}.parquet"
    pq.write_table(table([], INTEREST_SCHEMA if kind == "interests" else NODE_SCHEMA), path)
    return f"SELECT * FROM read_parquet('{_quoted(str(path))}')"  # noqa: S608


def _interests(
    connection: Any, target: Path, earlier: Register | None, sources: tuple[str, ...],
    snapshot: date,
) -> int:  # fmt: skip
    key = ", ".join(f'"{field}"' for field in _KEY)
    fresh = f"SELECT {key}, min(known_from) AS known_from FROM new_interests GROUP BY {key}"  # noqa: S608
    gone = 0
    if earlier is None:
        query = f"SELECT {key}, known_from, NULL::DATE AS known_until FROM ({fresh})"  # noqa: S608
    else:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS {fresh}")
        gone = _difference(connection, sources, snapshot)
        query = "SELECT * FROM changed"
    path = _quoted(str(target / "interests.parquet"))
    columns = ", ".join(f'"{field}"' for field in Interest.__struct_fields__)
    connection.execute(
        f"COPY (SELECT {columns} FROM ({query}) ORDER BY owned, owner, {key}, known_from)"  # noqa: S608
        f" TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
    )
    return gone


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
        FROM old_interests o WHERE NOT EXISTS (SELECT 1 FROM fresh f WHERE {match})""",  # noqa: S608
        {"snapshot": snapshot},
    )
    [(gone,)] = connection.execute(
        f"SELECT count(*) FROM old_interests o WHERE {live}"  # noqa: S608
        f" AND NOT EXISTS (SELECT 1 FROM fresh f WHERE {match})"
    ).fetchall()
    return int(gone)


def _nodes(connection: Any, target: Path, earlier: Register | None) -> None:
    """One row a node: from the best source that has one, lists from all of them."""
    both = "SELECT *, 0 AS age FROM new_nodes"
    if earlier is not None:
        both += " UNION ALL SELECT *, 1 AS age FROM old_nodes"
    connection.execute(f"CREATE OR REPLACE VIEW all_nodes AS {both}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE several AS"
        " SELECT id FROM all_nodes GROUP BY id HAVING count(*) > 1"
    )
    columns = ", ".join(f'"{field}"' for field in Node.__struct_fields__)
    path = _quoted(str(target / "nodes.parquet"))
    connection.execute(
        f"""COPY (
          SELECT {columns} FROM all_nodes ANTI JOIN several USING (id)
          UNION ALL SELECT {columns} FROM ({_MERGED})
          UNION ALL SELECT {columns} FROM ({_stubs(target)})
          ORDER BY id
        ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"""  # noqa: S608
    )


def _best(field: str, condition: str) -> str:
    order = f"(age, {_RANK}, known_from, source_ref, {field}::VARCHAR)"
    return f"arg_min({field}, {order}) FILTER ({condition}) AS {field}"


def _texts() -> str:
    found = (
        f"coalesce(arg_min({field}, (age, {_RANK}, source_ref, {field})) FILTER ({field} <> ''), '')"
        f" AS {field}"
        for field in ("name", "jurisdiction", "status", "category", "born", "reason", "verified",
                      "source", "source_ref")
    )  # fmt: skip
    return ", ".join(found)


def _lists() -> str:
    found = (
        f"list_sort(list_distinct(flatten(list({field})))) AS {field}"
        for field in ("addresses", "numbers", "former_names", "sic")
    )
    return ", ".join(found)


_MERGED: Final = f"""
SELECT id, coalesce(arg_min(kind, (age, {_RANK}, kind)) FILTER (kind <> 'unknown'), 'unknown') AS kind,
  {_texts()}, arg_min(incorporated, (age, {_RANK}, incorporated)) FILTER (incorporated IS NOT NULL)
    AS incorporated,
  arg_min(dissolved, (age, {_RANK}, dissolved)) FILTER (dissolved IS NOT NULL) AS dissolved,
  {_lists()}, min(known_from) AS known_from, NULL::DATE AS known_until
FROM all_nodes SEMI JOIN several USING (id) GROUP BY id
"""  # noqa: S608


def _stubs(target: Path) -> str:
    """Nodes that are named by an interest and described nowhere."""
    path = _quoted(str(target / "interests.parquet"))
    return f"""
    SELECT id, 'unknown' AS kind, '' AS name, '' AS jurisdiction, '' AS status,
      NULL::DATE AS incorporated, NULL::DATE AS dissolved, []::VARCHAR[] AS addresses,
      []::VARCHAR[] AS numbers, []::VARCHAR[] AS former_names, []::VARCHAR[] AS sic,
      '' AS category, '' AS born, 'not-described' AS reason, '' AS verified, '' AS source,
      '' AS source_ref, NULL::DATE AS known_from, NULL::DATE AS known_until
    FROM (
      SELECT DISTINCT unnest([owner, owned]) AS id FROM read_parquet('{path}')
      WHERE source <> 'uk-psc'
    ) ANTI JOIN all_nodes USING (id)"""  # noqa: S608


def _quoted(path: str) -> str:
    return path.replace("'", "''")
