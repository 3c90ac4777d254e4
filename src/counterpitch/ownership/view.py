"""What is asked when a company is traced: numbers for ids, holdings above and below, evidence.

Either the snapshot of a stored register, mapped into memory (`stored`), or any interests and
nodes at hand (`of`), such as those of an earlier day or a planned deal. Both give the same
answers to the same interests.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from counterpitch.errors import UnreadableInput
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.interestfiles import Evidence
from counterpitch.ownership.node import Node
from counterpitch.ownership.share import IGNORED, combined
from counterpitch.ownership.snapshot import Arrays, arranged


class View:
    """Arrays of pairs, and what they rest on."""

    def __init__(
        self, arrays: Arrays, nodes: Any, evidence: Any,
        alias: npt.NDArray[np.int32] | None = None,
    ) -> None:  # fmt: skip
        self.arrays = arrays
        self._alias = np.zeros((0, 2), np.int32) if alias is None else alias
        self._nodes = nodes
        self._evidence = evidence

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._nodes)

    def number(self, id: str) -> int | None:
        """Return the number of the node called ``id``, None if there is none."""
        low, high = 0, len(self._nodes)
        while low < high:
            middle = (low + high) // 2
            if self._nodes.id(middle) < id:
                low = middle + 1
            else:
                high = middle
        if low < len(self._nodes) and self._nodes.id(low) == id:
            return self._standing_for(low)
        return None

    def _standing_for(self, number: int) -> int:
        at = int(np.searchsorted(self._alias[:, 0], number))
        merged = at < len(self._alias) and int(self._alias[at, 0]) == number
        return int(self._alias[at, 1]) if merged else number

    def id(self, number: int) -> str:
        """Return the id of a node."""
        found: str = self._nodes.id(number)
        return found

    def node(self, number: int) -> Node:
        """Return a node."""
        found: Node = self._nodes.node(number)
        return found

    def claims(self, company: int) -> list[tuple[int, tuple[Interest, ...]]]:
        """Return the claims about a company that were left out: holder, and what it rests on."""
        rows = self.arrays.claims
        first, end = np.searchsorted(rows[:, 0], [company, company + 1])
        return [
            (int(holder), tuple(self._evidence[int(start) : int(stop)]))
            for _, holder, start, stop in rows[int(first) : int(end)].tolist()
        ]

    def interests(self, pair: int) -> tuple[Interest, ...]:
        """Return the interests that a pair rests on."""
        first, end = self.arrays.first[pair].tolist()
        return tuple(self._evidence[first:end])


class _Listed:
    """Nodes in a list, sorted by id."""

    def __init__(self, nodes: list[Node]) -> None:
        self._nodes = nodes

    def __len__(self) -> int:
        return len(self._nodes)

    def id(self, number: int) -> str:
        return self._nodes[number].id

    def node(self, number: int) -> Node:
        return self._nodes[number]


class _Mapped:
    """Nodes in an Arrow file that stays on disk, read one by one."""

    def __init__(self, path: Path) -> None:
        self._file = pa.ipc.open_file(pa.memory_map(str(path)))
        counts = [0]
        self._batches = []
        for at in range(self._file.num_record_batches):
            batch = self._file.get_batch(at)
            self._batches.append(batch)
            counts.append(counts[-1] + batch.num_rows)
        self._starts = counts
        self._ids = self._batches[0].schema.get_field_index("id") if self._batches else -1

    def __len__(self) -> int:
        return self._starts[-1]

    def _place(self, row: int) -> tuple[Any, int]:
        at = bisect_right(self._starts, row) - 1
        return self._batches[at], row - self._starts[at]

    def id(self, row: int) -> str:
        batch, at = self._place(row)
        found: str = batch.column(self._ids)[at].as_py()
        return found

    def node(self, row: int) -> Node:
        batch, at = self._place(row)
        values: list[Any] = [batch.column(c)[at].as_py() for c in range(batch.num_columns)]
        listed: list[Any] = [tuple(v) if isinstance(v, list) else v for v in values]
        return Node(*listed)


def stored(data: Path) -> View:
    """Open the snapshot of the generation in ``data``."""
    folder = data / "snapshot"
    try:
        arrays = Arrays(
            *(np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in Arrays._fields)
        )
        nodes = _Mapped(folder / "nodes.arrow")
        alias = np.load(folder / "alias.npy", mmap_mode="r")
        return View(arrays, nodes, Evidence(folder, nodes.id), alias)
    except (OSError, ValueError, msgspec.MsgspecError, pa.ArrowInvalid) as error:
        raise UnreadableInput(
            f"the register's snapshot cannot be read ({str(error)[:120]}).",
            where=str(folder),
            hint="Load the files again.",
        ) from None


def of(interests: Iterable[Interest], nodes: Iterable[Node] = ()) -> View:
    """Return a view of interests at hand; nodes that are not described are made up as unknown."""
    kept = sorted(
        {each for each in interests if each.basis not in IGNORED},
        key=lambda i: (i.owned, i.owner, i.basis, i.capacity, i.source, i.source_ref, i.lo, i.hi),
    )
    known = {node.id: node for node in nodes}
    ids = sorted({*known, *(i.owner for i in kept), *(i.owned for i in kept)})
    numbers = {id: number for number, id in enumerate(ids)}
    rows = [
        (numbers[pair[0]], numbers[pair[1]], combined(group), len(group))
        for pair, group in (
            (pair, list(found)) for pair, found in groupby(kept, lambda i: (i.owned, i.owner))
        )
    ]
    pairs = {
        "held": np.array([row[0] for row in rows], np.int32),
        "holder": np.array([row[1] for row in rows], np.int32),
        "rows": np.array([row[3] for row in rows], np.int64),
        "flags": np.array([row[2].flags for row in rows], np.uint8),
    }
    for name in ("lo", "hi", "vote_lo", "vote_hi"):
        pairs[name] = np.array([getattr(row[2], name) for row in rows], np.float64)
    listed = [known.get(id) or Node(id, reason="not-described") for id in ids]
    return View(arranged(len(ids), pairs), _Listed(listed), kept)
