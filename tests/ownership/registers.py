"""Registers written from a few interests and nodes, for tests."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from counterpitch.ownership.assemble import nodefile
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.load import rebuild as rebuilt
from counterpitch.ownership.node import Node
from counterpitch.ownership.register import FORMAT, MANIFEST, Manifest, Register
from counterpitch.ownership.schemas import INTEREST_SCHEMA, NODE_SCHEMA
from counterpitch.ownership.staging import table


def register(folder: Path, nodes: Sequence[Node], interests: Sequence[Interest]) -> Register:
    """A register of these nodes and interests; nodes that are only named are added."""
    known = {node.id for node in nodes}
    named = {id for each in interests for id in (each.owner, each.owned)} - known
    extra = [Node(id=id, kind="company", name=id) for id in sorted(named)]
    manifest = Manifest(FORMAT, "generation-00001", (), date(2026, 11, 28))
    data = folder / manifest.generation
    (data / "snapshot").mkdir(parents=True)
    (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    given = Register.open(folder)
    pq.write_table(table(interests, INTEREST_SCHEMA), data / "interests.parquet")
    with pa.ipc.new_file(str(nodefile(data)), NODE_SCHEMA) as out:
        out.write_table(table([*nodes, *extra], NODE_SCHEMA))
    return rebuilt(given)
