"""A generation of a register from its parts: one row an interest, one row a node, both clocks."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from counterpitch.ownership import nodefiles
from counterpitch.ownership.caution import refuse_most
from counterpitch.ownership.difference import changed
from counterpitch.ownership.generation import write
from counterpitch.ownership.merges import heads, recorded
from counterpitch.ownership.nodemerge import merged
from counterpitch.ownership.nodesources import Mapped, Plain, Source
from counterpitch.ownership.readers.psc import term
from counterpitch.ownership.records import Records
from counterpitch.ownership.register import Register
from counterpitch.ownership.schemas import INTEREST_SCHEMA, NODE_SCHEMA
from counterpitch.ownership.staging import Staging
from counterpitch.ownership.terms import Terms

_BATCH: Final = 250_000


def assemble(
    staging: Staging, folder: Path, earlier: Register | None, sources: tuple[str, ...],
    snapshot: date, *, end_most: bool,
) -> tuple[Path, int]:  # fmt: skip
    """Write a new generation; return its folder and how many interests are gone.

    What ``earlier`` holds of ``sources`` is replaced; all else of it is kept. Raises UsageError
    if most of a source would be gone, unless ``end_most`` allows it.
    """
    records = Records(staging.names, Terms())
    plain = staging.plain.take(snapshot) if staging.plain else None
    gone = 0
    if plain is not None:
        records.add_native(plain.columns(records.terms, term), plain.refs)
    records.add(_parts(staging.parts("interests"), INTEREST_SCHEMA))
    if earlier is not None:
        records, endings = changed(staging, records, earlier, sources, snapshot)
        if not end_most:
            refuse_most(endings)
        gone = sum(each.gone for each in endings)
    sayings: dict[Any, int] = {}
    listed: list[Source] = []
    if plain is not None:
        listed.append(Plain(plain, staging.names, sayings))
    listed.append(Mapped(_node_file(staging), staging.names, 0, sayings))
    if earlier is not None:
        listed.append(Mapped(nodefile(earlier.data), staging.names, 1, sayings))
    return _written(staging, records, listed, folder, snapshot), gone


def rebuild(staging: Staging, register: Register) -> Path:
    """Write a generation with the same interests and nodes, merged by what is decided now."""
    records = Records(staging.names, Terms())
    records.add(_parts([str(register.data / "interests.parquet")], INTEREST_SCHEMA))
    listed: list[Source] = [Mapped(nodefile(register.data), staging.names, 0, {})]
    newest = register.manifest.newest or date.min
    return _written(staging, records, listed, register.folder, newest)


def nodefile(data: Path) -> Path:
    """Return where a generation keeps its nodes as Arrow."""
    return data / "snapshot" / "nodes.arrow"


def _written(
    staging: Staging, records: Records, sources: list[Source], folder: Path, newest: date
) -> Path:
    target = staging.folder / "generation"
    (target / "snapshot").mkdir(parents=True)
    with ThreadPoolExecutor(1) as beside:
        sorting = beside.submit(staging.names.order)
        left = nodefiles.several(sources, len(staging.names))
        best = nodefiles.chosen(sources, len(staging.names), left)
        order = sorting.result()
    if left.any():
        file = merged(staging, sources, left)
        sources.append(file)
        best.take(len(sources) - 1, file)
    standing = heads(recorded(folder))
    write(target, staging.names, records, (sources, best), standing, newest, order)
    return target


def _parts(paths: list[str], schema: pa.Schema) -> Iterator[pa.Table]:
    for path in paths:
        for batch in pq.ParquetFile(path).iter_batches(_BATCH):
            yield pa.Table.from_batches([batch]).select(schema.names).cast(schema)


def _node_file(staging: Staging) -> Path:
    """Write the parts of nodes as one file that can be mapped into memory."""
    path = staging.folder / "nodes.arrow"
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, NODE_SCHEMA) as out:
        for table in _parts(staging.parts("nodes"), NODE_SCHEMA):
            out.write_table(table)
    return path
