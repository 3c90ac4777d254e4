"""Registers written from a few interests and nodes, for tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from counterpitch.ownership.database import fresh
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.node import Node
from counterpitch.ownership.register import FORMAT, MANIFEST, Manifest, Register
from counterpitch.ownership.snapshot import build

_DATES = {"since", "until", "known_from", "known_until", "incorporated", "dissolved"}
_LISTS = {"addresses", "numbers", "former_names", "sic"}
_FLOATS = {"lo", "hi"}
_BOOLS = {"lo_open", "hi_open"}


def _type(name: str) -> Any:
    if name in _DATES:
        return pa.date32()
    if name in _LISTS:
        return pa.list_(pa.string())
    return pa.float64() if name in _FLOATS else pa.bool_() if name in _BOOLS else pa.string()


def _write(path: Path, kind: Any, rows: Sequence[Any]) -> None:
    fields = kind.__struct_fields__
    schema = pa.schema([(name, _type(name)) for name in fields])
    columns = {
        name: [list(v) if isinstance(v := getattr(row, name), tuple) else v for row in rows]
        for name in fields
    }
    pq.write_table(pa.table(columns, schema=schema), path)


def register(folder: Path, nodes: Sequence[Node], interests: Sequence[Interest]) -> Register:
    """A register of these nodes and interests; nodes that are only named are added."""
    from datetime import date

    known = {node.id for node in nodes}
    named = {id for each in interests for id in (each.owner, each.owned)} - known
    extra = [Node(id=id, kind="company", name=id) for id in sorted(named)]
    data = folder / "generation-00001"
    data.mkdir(parents=True)
    _write(data / "nodes.parquet", Node, [*nodes, *extra])
    _write(folder / "raw.parquet", Interest, interests)
    manifest = Manifest(FORMAT, data.name, (), date(2026, 11, 28))
    (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    connection = fresh()
    connection.read_parquet(str(folder / "raw.parquet")).create_view("changed")
    build(connection, data)
    return Register.open(folder)
