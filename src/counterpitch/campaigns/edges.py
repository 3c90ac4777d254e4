"""Edges: why two approaches may belong together, weighed, with a sentence a person can check."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import pyarrow


class Edge(msgspec.Struct, frozen=True, gc=False):
    """One reason that ties approaches ``a`` and ``b`` (conversation ids, ``a < b``).

    ``kind`` is a kind of key or a family's own word (``persona``, ``front-firm``, ``text``);
    ``weight`` the log-odds (natural) that this reason alone gives; ``strong`` says that it may link
    alone; ``reason`` is a sentence; ``evidence`` what was shared, as the family shows it (a value,
    a passage, a waterfall as JSON).
    """

    a: str
    b: str
    kind: str
    weight: float
    strong: bool
    reason: str
    evidence: str = ""


def ordered(edge: Edge) -> Edge:
    """Return ``edge`` with its ends in order, so that a pair has one spelling."""
    return edge if edge.a <= edge.b else msgspec.structs.replace(edge, a=edge.b, b=edge.a)


def schema() -> "pyarrow.Schema":
    """Return the columns of a table of edges."""
    import pyarrow as pa

    text = pa.string()
    return pa.schema(
        [
            ("a", text), ("b", text), ("kind", text), ("weight", pa.float32()),
            ("strong", pa.bool_()), ("reason", text), ("evidence", text),
        ]
    )  # fmt: skip


def table(edges: Iterable[Edge]) -> "pyarrow.Table":
    """Return ``edges`` as an Arrow table, each with its ends in order."""
    import pyarrow as pa

    rows = [msgspec.to_builtins(ordered(edge)) for edge in edges]
    return pa.Table.from_pylist(rows, schema=schema())
