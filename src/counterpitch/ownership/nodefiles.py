"""Nodes written: one row a node in the order of ids, as Parquet and as Arrow.

Of several rows of one source the first by name and reference; where several sources speak, the
best of them, filled from the others, with the lists of all. Nodes that are named by an interest
and described nowhere are told as such.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from counterpitch.ownership import arrow
from counterpitch.ownership.nodesources import Flags, Ints, Longs, Source
from counterpitch.ownership.schemas import NODE_SCHEMA
from counterpitch.ownership.texts import Texts, pieces, reordered

BATCH: Final = 100_000
_PLAIN: Final = ("id", "name", "source_ref", "addresses", "numbers")
_PREFIX: Final = b"gb-coh:"


class Chosen:
    """Which row of which source describes each node."""

    def __init__(self, count: int) -> None:
        self.source = np.full(count, -1, np.int8)
        self.row = np.zeros(count, np.int64)

    def take(self, at: int, source: Source) -> None:
        """Take all rows of the source that is listed at ``at``, each about another node."""
        self.source[source.numbers] = at
        self.row[source.numbers] = np.arange(len(source.numbers))


def several(sources: list[Source], count: int) -> Flags:
    """Tell of each node whether more than one publisher, or load, speaks of it."""
    first = np.full(count, -1, np.int32)
    found = np.zeros(count, np.bool_)
    for source in sources:
        for saying in np.unique(source.saying).tolist():
            at = source.numbers[source.saying == saying]
            found[at[(first[at] >= 0) & (first[at] != saying)]] = True
            first[at] = saying
    return found


def chosen(sources: list[Source], count: int, left: Flags) -> Chosen:
    """Return the best row of each node that one publisher speaks of; ``left`` are the others."""
    best = Chosen(count)
    for at, source in enumerate(sources):
        index = _firsts(source, np.flatnonzero(~left[source.numbers]))
        numbers = source.numbers[index]
        again = best.source[numbers] >= 0
        for row in index[again].tolist():
            number = int(source.numbers[row])
            if _key(source, row) < _key(sources[best.source[number]], int(best.row[number])):
                best.source[number], best.row[number] = at, row
        best.source[numbers[~again]] = at
        best.row[numbers[~again]] = index[~again]
    return best


def _key(source: Source, row: int) -> tuple[bool, str]:
    return bool(source.unnamed[row]), source.refs(np.array([row]))[0].as_py()


def _firsts(source: Source, index: Longs) -> Longs:
    """Return of rows about one node the named one with the smallest reference."""
    numbers = source.numbers[index]
    counts = np.bincount(numbers, minlength=1)
    twice = counts[numbers] > 1
    if not twice.any():
        return index
    some = index[twice]
    table = pa.table(
        {
            "number": arrow.numbers(source.numbers[some]),
            "unnamed": arrow.flags(source.unnamed[some]),
            "ref": source.refs(some),
        }
    )
    keys = [(name, "ascending") for name in table.column_names]
    order = arrow.numbers_of(pc.sort_indices(table, sort_keys=keys))
    ranked = source.numbers[some][order]
    first = np.concatenate([[True], ranked[1:] != ranked[:-1]])
    return np.concatenate([index[~twice], some[order][first]])


def write(
    order: Ints, sources: list[Source], best: Chosen, ids: Texts, parquet: Path, arrow: Path
) -> None:
    """Write all nodes; ``order`` lists their numbers in the order of ids."""
    with (
        pq.ParquetWriter(
            parquet, NODE_SCHEMA, compression="zstd", compression_level=1, store_schema=False,
            use_dictionary=[name for name in NODE_SCHEMA.names if name not in _PLAIN],
            write_statistics=["id"],
        ) as rows,
        pa.OSFile(str(arrow), "wb") as sink,
        pa.ipc.new_file(sink, NODE_SCHEMA) as mapped,
    ):  # fmt: skip
        for table in _tables(order, sources, best, ids):
            rows.write_table(table)
            mapped.write_table(table)


def _tables(
    order: Ints, sources: list[Source], best: Chosen, ids: Texts
) -> Iterator[pa.Table]:  # fmt: skip
    for first in range(0, max(len(order), 1), BATCH):
        numbers = order[first : first + BATCH]
        which = best.source[numbers]
        parts, places = [], []
        for at in np.unique(which).tolist():
            here = np.flatnonzero(which == at)
            index = best.row[numbers[here]]
            parts.append(sources[at].rows(index) if at >= 0 else stubs(ids, numbers[here]))
            places.append(here)
        if len(parts) == 1:
            yield parts[0]
        elif parts:
            back = np.argsort(np.concatenate(places), kind="stable")
            yield reordered(pa.concat_tables(parts), back)
        else:
            yield NODE_SCHEMA.empty_table()


def stubs(ids: Texts, numbers: Ints) -> pa.Table:
    """Return nodes that an interest names and nothing describes."""
    texts = ids.of(numbers)
    here = pc.starts_with(texts, _PREFIX.decode())
    at = np.flatnonzero(arrow.flags_of(here))
    starts = ids.offsets[numbers[at]] + len(_PREFIX)
    official = pieces(ids.data, starts, ids.offsets[numbers[at] + 1] - starts)
    stated = pc.binary_join_element_wise(arrow.one_text("GB-COH:"), official, arrow.one_text(""))
    offsets = np.concatenate([[0], np.cumsum(arrow.flags_of(here))]).astype(np.int32)
    known: dict[str, Any] = {
        "id": texts,
        "kind": pc.if_else(here, arrow.one_text("company"), arrow.one_text("unknown")),
        "jurisdiction": pc.if_else(here, arrow.one_text("GB"), arrow.one_text("")),
        "numbers": pa.ListArray.from_arrays(arrow.numbers(offsets), stated),
        "reason": pa.repeat(arrow.one_text("not-described"), len(numbers)),
    }
    columns = [known.get(field.name, _nothing(field, len(numbers))) for field in NODE_SCHEMA]
    return pa.table(columns, schema=NODE_SCHEMA)


def _nothing(field: pa.Field, count: int) -> pa.Array:
    if field.type == pa.date32():
        return pa.nulls(count, field.type)
    if field.type == pa.string():
        return pa.repeat(arrow.one_text(""), count)
    offsets = arrow.numbers(np.zeros(count + 1, np.int32))
    return pa.ListArray.from_arrays(offsets, arrow.texts([]))
