"""Nodes of which several sources, or an earlier load, speak: one row from all of theirs."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa

from counterpitch.ownership.nodefiles import BATCH
from counterpitch.ownership.nodesources import Flags, Mapped, Source
from counterpitch.ownership.schemas import NODE_SCHEMA
from counterpitch.ownership.staging import Staging

_RANK: Final = (
    "CASE source WHEN 'uk-companies' THEN 0 WHEN 'gleif' THEN 1 WHEN 'bods' THEN 2"
    " WHEN 'ftm' THEN 3 ELSE 4 END"
)
"""Which source's words about a node go first: the register of companies itself."""

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
  FROM sayings GROUP BY id
)
"""


def merged(staging: Staging, sources: list[Source], several: Flags) -> Mapped:
    """Return a row for each node that ``several`` marks, out of those of all sources."""
    schema = NODE_SCHEMA.append(pa.field("age", pa.int32()))
    reader = pa.RecordBatchReader.from_batches(schema, _rows(sources, several, schema))
    path = staging.folder / "merged.arrow"
    connection = staging.connection
    connection.register("sayings", reader)
    columns = ", ".join(f'"{name}"' for name in NODE_SCHEMA.names)
    found = connection.sql(f"SELECT {columns} FROM ({_MERGED})").to_arrow_reader(BATCH)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, NODE_SCHEMA) as out:
        for batch in found:
            out.write_table(pa.Table.from_batches([batch]).cast(NODE_SCHEMA))
    connection.unregister("sayings")
    return Mapped(path, staging.names, 0, {})


def _rows(sources: list[Source], several: Flags, schema: pa.Schema) -> Iterator[Any]:
    for source in sources:
        index = np.flatnonzero(several[source.numbers])
        for first in range(0, len(index), BATCH):
            table = source.rows(index[first : first + BATCH])
            age = pa.repeat(pa.scalar(source.age, pa.int32()), table.num_rows)
            yield from table.append_column("age", age).cast(schema).to_batches()
