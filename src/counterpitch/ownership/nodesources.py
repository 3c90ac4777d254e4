"""Sources of nodes: rows of this load or of an earlier one, taken as they are asked for."""

from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from counterpitch.ownership import arrow
from counterpitch.ownership.names import Names
from counterpitch.ownership.nativepsc import SOURCE, Found
from counterpitch.ownership.schemas import NODE_SCHEMA
from counterpitch.ownership.texts import reordered

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Source(Protocol):
    """Rows about nodes: whose they are, who says so, and the rows themselves."""

    numbers: Ints
    saying: Ints
    """Who says so, and in which load: by number."""

    unnamed: Flags
    age: int
    """0 for this load, 1 for an earlier one."""

    def rows(self, index: Longs) -> pa.Table:
        """Return some rows, with the columns of `NODE_SCHEMA`."""

    def refs(self, index: Longs) -> pa.Array:
        """Return the references of some rows."""


class Plain:
    """What the compiled reader found: a row a node."""

    def __init__(self, found: Found, names: Names, sayings: dict[Any, int]) -> None:
        self._found, self._names = found, names
        self.age = 0
        self.numbers = np.ascontiguousarray(found.nodes["number"])
        saying = sayings.setdefault((SOURCE, 0), len(sayings))
        self.saying = np.full(len(self.numbers), saying, np.int32)
        self.unnamed = found.unnamed()

    def rows(self, index: Longs) -> pa.Table:
        """Return some rows."""
        return self._found.table(index, self._names.texts())

    def refs(self, index: Longs) -> pa.Array:
        """Return the references of some rows."""
        return self._found.refs.of(self._found.nodes["claim"][index])


class Mapped:
    """Rows of an Arrow file on disk, taken without reading the rest."""

    def __init__(self, path: Path, names: Names, age: int, sayings: dict[Any, int]) -> None:
        file = pa.ipc.open_file(pa.memory_map(str(path)))
        self._batches = [file.get_batch(at) for at in range(file.num_record_batches)]
        self.age = age
        self._starts = np.cumsum([0, *(batch.num_rows for batch in self._batches)])
        numbers, saying, unnamed = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], []
        for batch in self._batches:
            numbers.append(names.add(batch.column("id")))
            unnamed.append(_is_empty(batch.column("name")))
            saying.append(_sayings(batch.column("source"), age, sayings))
        self.numbers, self.saying = np.concatenate(numbers), np.concatenate(saying)
        self.unnamed = np.concatenate([np.zeros(0, np.bool_), *unnamed])

    def rows(self, index: Longs) -> pa.Table:
        """Return some rows."""
        return self._taken(index, lambda batch: batch)

    def refs(self, index: Longs) -> pa.Array:
        """Return the references of some rows."""
        table = self._taken(index, lambda batch: batch.select(["source_ref"]))
        return table.column(0).combine_chunks()

    def _taken(self, index: Longs, part: Any) -> pa.Table:
        which = np.searchsorted(self._starts, index, side="right") - 1
        found, places = [], [np.zeros(0, np.int64)]
        for at in np.unique(which).tolist():
            here = np.flatnonzero(which == at)
            found.append(
                part(self._batches[at]).take(arrow.numbers(index[here] - self._starts[at]))
            )
            places.append(here)
        if not found:
            return part(NODE_SCHEMA.empty_table())
        back = np.argsort(np.concatenate(places), kind="stable")
        table = pa.Table.from_batches(found).combine_chunks()
        return table if len(found) == 1 else reordered(table, back)


def _is_empty(column: pa.Array) -> Flags:
    return arrow.flags_of(pc.equal(column, arrow.one_text("")))


def _sayings(column: pa.Array, age: int, sayings: dict[Any, int]) -> Ints:
    coded = column.dictionary_encode()
    codes = [sayings.setdefault((each, age), len(sayings)) for each in coded.dictionary.to_pylist()]
    found: Ints = np.array([*codes, 0], np.int32)[arrow.numbers_of(coded.indices)]
    return found
