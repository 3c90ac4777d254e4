"""The archive: messages and cards of approaches in a state, found without reading all of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from counterpitch.campaigns.source.rows import node
from counterpitch.campaigns.state import State

if TYPE_CHECKING:
    import pyarrow as pa


class Said(msgspec.Struct, frozen=True):
    """One message: its index in its conversation, who wrote it, when, and the text."""

    message: int
    contact: bool
    sent_at: datetime | None
    text: str


class Card(msgspec.Struct, frozen=True):
    """What is known of an approach besides its messages."""

    approach: str
    channel: str = ""
    language: str = ""
    name: str = ""
    headline: str = ""
    company: str = ""
    email: str = ""
    organisation: str = ""
    first: datetime | None = None
    last: datetime | None = None
    messages: int = 0


class Archive:
    """Looks up approaches by id in the files of a state, which stay on disk."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._opened: dict[str, pa.Table] = {}

    def messages(self, approach: str) -> list[Said]:
        """Return the messages of ``approach``, oldest first; none if it is not known."""
        import numpy as np

        wanted = node(approach)
        for path, order, nodes in self._indices:
            low, high = (
                np.searchsorted(nodes, [wanted, wanted + 1]) if wanted < 2**63 - 1 else (0, 0)
            )
            if low < high:
                table = self._table(path)
                # Row by row: taking rows out of a chunked table would copy all its texts.
                rows = [table.slice(at, 1).to_pylist()[0] for at in order[low:high].tolist()]
                return sorted(
                    (Said(r["message"], r["contact"], r["sent_at"], r["text"]) for r in rows),
                    key=lambda each: each.message,
                )
        return []

    def cards(self, approaches: Iterable[str]) -> dict[str, Card]:
        """Return the cards of those of ``approaches`` that are known."""
        found: dict[str, Card] = {}
        for row in self.rows(list(dict.fromkeys(approaches))).to_pylist():
            values = {
                key: value for key, value in row.items() if key != "node" and value is not None
            }
            found[row["approach"]] = Card(**values)
        return found

    def rows(self, approaches: Sequence[str]) -> "pa.Table":
        """Return the rows of those of ``approaches`` that are known, in that order."""
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = pa.array(approaches, pa.string())
        tables = [table.filter(pc.is_in(table["approach"], wanted)) for table in self._approaches]
        known = pa.concat_tables(tables)
        at = pc.index_in(wanted, known["approach"].combine_chunks())
        return known.take(at.drop_null())

    def matching(self, beginning: str) -> list[str]:
        """Return the ids of approaches that begin with ``beginning``, ten at most."""
        import pyarrow.compute as pc

        found: set[str] = set()
        for table in self._approaches:
            hits = table["approach"].filter(pc.starts_with(table["approach"], beginning))
            found |= set(hits.slice(0, 10).to_pylist())
        return sorted(found)[:10]

    @cached_property
    def _approaches(self) -> "Sequence[pa.Table]":
        import pyarrow as pa

        files = self._state.files("approaches", "arrow")
        return [pa.ipc.open_file(pa.memory_map(path)).read_all() for path in files]

    @cached_property
    def _indices(self) -> "Sequence[tuple[str, Any, Any]]":
        """Return for each file of messages its rows and their nodes, in the order of the nodes."""
        import numpy as np

        found = []
        for path in self._state.files("messages", "arrow"):
            index = np.load(path.removesuffix(".arrow") + ".npy", mmap_mode="r")
            found.append((path, index[1], index[0]))
        return found

    def _table(self, path: str) -> "pa.Table":
        """Return a file of messages, opened when first something in it is asked for."""
        import pyarrow as pa

        if path not in self._opened:
            self._opened[path] = pa.ipc.open_file(pa.memory_map(path)).read_all()
        return self._opened[path]
