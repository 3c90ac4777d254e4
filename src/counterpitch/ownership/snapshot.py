"""What holds now, as arrays on disk that are mapped into memory: asked in milliseconds.

``build`` writes them with each generation. Nodes are numbered in the order of their ids, so that
the order of input plays no part. Interests that all say "indirect" are claims about a way through
other companies; they are left out of the arrays where that way is there already.
"""

from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from counterpitch.ownership.answer import OPENNESS
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.graph import Graph
from counterpitch.ownership.node import Node
from counterpitch.ownership.share import (
    FLAG_CLAIM,
    FLAG_INFLUENCE,
    FLAG_RIGHT,
    FLAG_STATED,
    IGNORED,
    RIGHT,
    RIGHTS,
)

_CLAIM_STEPS: Final = 100_000


class Arrays(NamedTuple):
    """Pairs of holder and held, listed by what is held; see `Graph` and `share.Combined`.

    The interests of pair ``p`` are the rows ```first[p, 0]:first[p, 1]`` of the evidence. The pairs
    that node ``n`` holds are ``down[down_pointer[n]:down_pointer[n + 1]]``. ``claims`` has a row
    for each claim that was left out: held, holder, first row of evidence, and the row after it.
    """

    pointer: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int32]
    lo: npt.NDArray[np.float64]
    hi: npt.NDArray[np.float64]
    vote_lo: npt.NDArray[np.float64]
    vote_hi: npt.NDArray[np.float64]
    flags: npt.NDArray[np.uint8]
    first: npt.NDArray[np.int64]
    down_pointer: npt.NDArray[np.int64]
    down: npt.NDArray[np.int32]
    claims: npt.NDArray[np.int64]

    @property
    def shares(self) -> Graph:
        """Return the graph of economic shares."""
        return Graph(self.pointer, self.owner, self.lo, self.hi)

    @property
    def votes(self) -> Graph:
        """Return the graph of votes."""
        return Graph(self.pointer, self.owner, self.vote_lo, self.vote_hi)


def build(connection: Any, data: Path, merged: dict[str, str] | None = None) -> None:
    """Write the snapshot of the generation in ``data`` from the view ``changed``.

    ``merged`` names for each id that was merged the one that stands for it.
    """
    folder = data / "snapshot"
    folder.mkdir()
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE numbers AS SELECT id, hash(id) AS key,"
        " (row_number() OVER (ORDER BY id) - 1)::INTEGER"
        f" AS number FROM read_parquet('{_quoted(data / 'nodes.parquet')}')"
    )
    _alias(connection, folder, merged or {})
    [(nodes, keys)] = connection.execute(
        "SELECT count(*), count(DISTINCT key) FROM numbers"
    ).fetchall()
    _write_interests(connection, data, unique=nodes == keys)
    _write_nodes(connection, data, folder)
    _write_evidence(connection, data, folder)
    pairs = connection.execute(_pairs(data)).fetchnumpy()
    _write_arrays(folder, nodes, {name: np.ma.getdata(value) for name, value in pairs.items()})
    connection.execute("DROP TABLE numbers")


def _alias(connection: Any, folder: Path, merged: dict[str, str]) -> None:
    """Give merged nodes the number of the one that stands for them, and write who has whose."""
    if merged:
        connection.register("merged", pa.table({"id": [*merged], "head": [*merged.values()]}))
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE standing AS SELECT m.id, h.number FROM merged m"
            " JOIN numbers h ON h.id = m.head"
        )
        connection.execute(
            "UPDATE numbers SET number = s.number FROM standing s WHERE numbers.id = s.id"
        )
        connection.unregister("merged")
    rows = connection.execute(
        "SELECT (row_number() OVER (ORDER BY id) - 1)::INTEGER AS own, number FROM numbers"
        " QUALIFY own <> number ORDER BY own"
    ).fetchnumpy()
    pairs = np.stack([np.ma.getdata(rows["own"]), np.ma.getdata(rows["number"])], axis=1)
    np.save(folder / "alias.npy", pairs.astype(np.int32), allow_pickle=False)


def _write_nodes(connection: Any, data: Path, folder: Path) -> None:
    path = _quoted(data / "nodes.parquet")
    columns = ", ".join(f'"{field}"' for field in Node.__struct_fields__)
    connection.execute("SET preserve_insertion_order = true")
    _write_ipc(
        connection,
        f"SELECT {columns} FROM read_parquet('{path}')",
        folder / "nodes.arrow",
    )


def _write_interests(connection: Any, data: Path, *, unique: bool) -> None:
    """Write all interests, numbered and in the order of held and holder: the only sort of them."""
    columns = ", ".join(f'i."{field}"' for field in Interest.__struct_fields__)
    joined = "hash(i.{0}) = {0}s.key" if unique else "i.{0} = {0}s.id"
    connection.execute(
        f"""COPY (
          SELECT {columns}, owneds.number AS held, owners.number AS holder FROM changed i
          JOIN numbers owneds ON {joined.format("owned")}
          JOIN numbers owners ON {joined.format("owner")}
          ORDER BY held, holder, i.basis, i.capacity, i.source, i.source_ref, i.since, i.known_from
        ) TO '{_quoted(data / "interests.parquet")}' (FORMAT parquet, COMPRESSION zstd)"""
    )


def _now(data: Path) -> str:
    ignored = ", ".join(f"'{basis}'" for basis in sorted(IGNORED))
    return (
        f"read_parquet('{_quoted(data / 'interests.parquet')}')"
        f" WHERE until IS NULL AND known_until IS NULL AND basis NOT IN ({ignored})"
    )


def _write_evidence(connection: Any, data: Path, folder: Path) -> None:
    plain = ", ".join(f'"{field}"' for field in Interest.__struct_fields__)
    connection.execute("SET preserve_insertion_order = true")
    _write_ipc(connection, f"SELECT {plain} FROM {_now(data)}", folder / "evidence.arrow")
    connection.execute("SET preserve_insertion_order = false")


def _write_ipc(connection: Any, query: str, path: Path) -> None:
    reader = connection.sql(query).to_arrow_reader(100_000)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)


_LOW: Final = f"lo + CASE WHEN lo_open THEN {OPENNESS} ELSE 0 END"
_HIGH: Final = f"hi - CASE WHEN hi_open THEN {OPENNESS} ELSE 0 END"
_BASES: Final = ("shares", "votes", "surplus")
_RIGHTS: Final = ", ".join(f"'{basis}'" for basis in sorted(RIGHTS))


def _by_basis(template: str) -> str:
    return ", ".join(template.format(basis=basis) for basis in _BASES)


def _pairs(data: Path) -> str:
    return _PAIRS.replace("FROM evidence", f"FROM {_now(data)}")


_PAIRS: Final = f"""
WITH capacities AS (
  SELECT held, holder, source, capacity, count(*) AS rows,
    {
    _by_basis(
        f"max({_LOW}) FILTER (basis = '{{basis}}') AS {{basis}}_lo, "
        f"max({_HIGH}) FILTER (basis = '{{basis}}') AS {{basis}}_hi"
    )
},
    bool_or(basis IN ({_RIGHTS})) AS rights, bool_or(basis = 'influence') AS influence,
    bool_and(directness = 'indirect') AS claim
  FROM evidence GROUP BY held, holder, source, capacity
), sources AS (
  SELECT held, holder, source, sum(rows) AS rows,
    {_by_basis("max({basis}_lo) AS {basis}_lo, sum({basis}_hi) AS {basis}_hi")},
    bool_or(rights) AS rights, bool_or(influence) AS influence, bool_and(claim) AS claim
  FROM capacities GROUP BY held, holder, source
), pairs AS (
  SELECT held, holder, sum(rows)::BIGINT AS rows,
    {
    _by_basis(
        "min({basis}_lo) AS {basis}_lo,"
        " CASE WHEN max({basis}_hi) > 1 THEN 1.0 ELSE max({basis}_hi) END AS {basis}_hi"
    )
},
    bool_or(rights) AS rights, bool_or(influence) AS influence, bool_and(claim) AS claim
  FROM sources GROUP BY held, holder
)
SELECT held, holder, rows, coalesce(shares_lo, surplus_lo, 0.0) AS lo,
  coalesce(shares_hi, surplus_hi, 1.0) AS hi,
  CASE WHEN rights THEN greatest({RIGHT}, coalesce(votes_lo, shares_lo, surplus_lo, 0.0))
    ELSE coalesce(votes_lo, shares_lo, surplus_lo, 0.0) END AS vote_lo,
  CASE WHEN rights THEN 1.0 ELSE coalesce(votes_hi, shares_hi, surplus_hi, 1.0) END AS vote_hi,
  (CASE WHEN rights THEN {FLAG_RIGHT} ELSE 0 END
    + CASE WHEN influence THEN {FLAG_INFLUENCE} ELSE 0 END
    + CASE WHEN claim THEN {FLAG_CLAIM} ELSE 0 END
    + CASE WHEN coalesce(shares_lo, surplus_lo, votes_lo) IS NULL THEN 0 ELSE {FLAG_STATED} END
  )::UTINYINT AS flags
FROM pairs ORDER BY held, holder
"""


def _write_arrays(folder: Path, nodes: int, pairs: dict[str, Any]) -> None:
    for name, array in arranged(nodes, pairs)._asdict().items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)


def arranged(nodes: int, pairs: dict[str, Any]) -> Arrays:
    """Return the arrays of ``pairs``, sorted by held and holder: claims and own shares settled."""
    held = pairs["held"].astype(np.int32)
    holder = pairs["holder"].astype(np.int32)
    first = np.concatenate([[0], np.cumsum(pairs["rows"])]).astype(np.int64)
    keep = _kept(held, holder, pairs["flags"], nodes)
    lo, hi = _settled(held, holder, pairs["lo"], pairs["hi"])
    vote_lo, vote_hi = _settled(held, holder, pairs["vote_lo"], pairs["vote_hi"])
    pointer = _pointer(held[keep], nodes)
    down = np.argsort(holder[keep], kind="stable").astype(np.int32)
    starts = first[:-1][keep]
    rows = np.stack([held, holder, first[:-1], first[1:]], axis=1).astype(np.int64)
    left_out = rows[~keep & (held != holder)]
    return Arrays(
        pointer, holder[keep], lo[keep], hi[keep], vote_lo[keep], vote_hi[keep],
        pairs["flags"][keep].astype(np.uint8), np.stack([starts, first[1:][keep]], axis=1),
        _pointer(holder[keep], nodes), down,
        left_out,
    )  # fmt: skip


def _pointer(of: npt.NDArray[np.int32], nodes: int) -> npt.NDArray[np.int64]:
    pointer = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(of, minlength=nodes), out=pointer[1:])
    return pointer


def _settled(
    held: npt.NDArray[np.int32], holder: npt.NDArray[np.int32], lo: Any, hi: Any
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    from counterpitch.ownership.graph import without_own

    low, high = np.asarray(lo, np.float64), np.asarray(hi, np.float64)
    return without_own(holder, held, low, high)


def _kept(
    held: npt.NDArray[np.int32], holder: npt.NDArray[np.int32], flags: Any, nodes: int
) -> npt.NDArray[np.bool_]:
    keep: npt.NDArray[np.bool_] = np.not_equal(held, holder)
    claims = np.flatnonzero((flags & FLAG_CLAIM).astype(bool) & keep)
    if not len(claims):
        return keep
    solid = keep.copy()
    solid[claims] = False
    pointer = _pointer(held[solid], nodes)
    owner = holder[solid]
    for at in claims.tolist():
        if _reaches(pointer, owner, int(held[at]), int(holder[at])):
            keep[at] = False
    return keep


def _reaches(
    pointer: npt.NDArray[np.int64], owner: npt.NDArray[np.int32], below: int, above: int
) -> bool:
    """Tell whether ``above`` stands above ``below`` by holdings that are no claims."""
    seen, waiting = {below}, [below]
    while waiting and len(seen) < _CLAIM_STEPS:
        node = waiting.pop()
        for up in owner[pointer[node] : pointer[node + 1]].tolist():
            if up == above:
                return True
            if up not in seen:
                seen.add(up)
                waiting.append(up)
    return False


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
