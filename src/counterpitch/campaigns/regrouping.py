"""Grouping anew: campaigns out of the reasons that were found and of what people judged."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from counterpitch.campaigns.engines.database import Database
from counterpitch.campaigns.graph.campaigns import grouped
from counterpitch.campaigns.graph.remembered import Remembered
from counterpitch.campaigns.judgements import effective, read
from counterpitch.campaigns.reasons import write_reasons
from counterpitch.campaigns.state import State

if TYPE_CHECKING:
    import pyarrow as pa


def regroup(state: State, target: Path) -> None:
    """Write the campaigns that follow from the edges in ``target`` and from what people judged."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    edges = pq.read_table(target / "edges.parquet", memory_map=True)
    judged = effective(read(state.judgements))
    named = sorted({name for each in judged for name in (*each.one, *each.other)})
    remembered = Remembered(state.result if state.manifest.result else None)
    pairs = _tied_pairs(edges)
    ends = pa.chunked_array([*pairs["a"].chunks, *pairs["b"].chunks, pa.array(named, pa.string())])
    first = _first(state, pc.unique(ends), target)
    found = grouped(pairs, first, judged, remembered)
    remembered.write(target)
    pq.write_table(found, target / "campaigns.parquet")
    write_reasons(found, edges, target)


def _tied_pairs(edges: "pa.Table") -> "pa.Table":
    """Return each tied pair of ``edges`` once: a, b, total, value (-1 unless one value is all)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    tied_rows = edges.select(["a", "b", "total", "value"]).filter(edges["tied"])
    pairs = tied_rows.group_by(["a", "b"]).aggregate(
        [("total", "max"), ("value", "min"), ("value", "max")]
    )
    single = pc.equal(pairs["value_min"], pairs["value_max"])
    return pa.table(
        {
            "a": pairs["a"],
            "b": pairs["b"],
            "total": pairs["total_max"],
            "value": pc.if_else(single, pairs["value_min"], -1),
        }
    )


def _first(state: State, wanted: "pa.Array", target: Path) -> "pa.Table":
    """Return approach, first (microseconds, of its first message) of those of ``wanted`` that are
    known."""
    import pyarrow as pa

    files = state.files("approaches", "arrow")
    with Database(target) as db:
        db.mapped("approaches", files, {"approach": "VARCHAR", "first": "TIMESTAMPTZ"})
        db.give("named", pa.table({"approach": wanted}))
        return db.rows(
            "SELECT approach, epoch_us(min(first)) AS first FROM approaches"
            " SEMI JOIN named USING (approach) GROUP BY approach"
        )


def relinked(state: State) -> State:
    """Group anew after a judgement; nothing is read or compared again."""
    target = state.fresh("result")
    for path in state.result.iterdir():
        if path.name.partition(".")[0] not in ("campaigns", "reasons", "parts"):
            os.link(path, target / path.name)
    regroup(state, target)
    found = state.commit(result=target.name)
    found.clear()
    return found
