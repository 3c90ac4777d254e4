"""The records of a load as columns: who is said to hold what in whom, and where it stands."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from counterpitch.ownership import arrow
from counterpitch.ownership.dates import days
from counterpitch.ownership.names import Names
from counterpitch.ownership.terms import Terms
from counterpitch.ownership.texts import Texts, texts_of

NO_DAY: Final = np.iinfo(np.int32).min
"""Stands for no date in a column of days since 1970."""

Ints = npt.NDArray[np.int32]


class Columns(NamedTuple):
    """One element a record; ``terms`` is a set of `Terms`, ``ref`` a text of `Records.refs`."""

    owner: Ints
    owned: Ints
    terms: Ints
    since: Ints
    until: Ints
    known_from: Ints
    known_until: Ints
    ref: Ints


_DATES: Final = ("since", "until", "known_from", "known_until")


class Records:
    """Gathers records from interests in Arrow and from the compiled reader."""

    def __init__(self, names: Names, terms: Terms) -> None:
        self.names = names
        self.terms = terms
        self._parts: list[Columns] = []
        self._refs: list[pa.Array] = []
        self._count = 0
        self._native: list[tuple[Columns, Texts]] = []

    def add(self, interests: Iterable[pa.Table]) -> None:
        """Add rows with the columns of `Interest`."""
        for table in interests:
            refs = [chunk.cast(pa.large_string()) for chunk in table.column("source_ref").chunks]
            rows = np.arange(self._count, self._count + table.num_rows, dtype=np.int32)
            days = {name: _days(table.column(name)) for name in _DATES}
            owner, owned = (
                self.names.add(table.column("owner")),
                self.names.add(table.column("owned")),
            )
            terms = self.terms.numbers_of(table)
            self._parts.append(Columns(owner=owner, owned=owned, terms=terms, ref=rows, **days))
            self._refs += refs
            self._count += table.num_rows

    def add_native(self, columns: Columns, refs: Texts) -> None:
        """Add columns of the compiled reader, whose ``ref`` counts from 0 in ``refs``."""
        self._native.append((columns, refs))

    def columns(self) -> tuple[Columns, "Refs"]:
        """Return all records, and the texts that their references are in."""
        pools = [texts_of(self._refs)]
        parts = list(self._parts)
        for columns, refs in self._native:
            shift = sum(map(len, pools))
            pools.append(refs)
            parts.append(columns._replace(ref=columns.ref + np.int32(shift)))
        self._parts, self._refs, self._native = [], [], []
        if not parts:
            return Columns(*(np.zeros(0, np.int32) for _ in Columns._fields)), Refs(pools)
        if len(parts) == 1:
            return parts[0], Refs(pools)
        return Columns(*(np.concatenate(each) for each in zip(*parts, strict=True))), Refs(pools)


class Refs:
    """References in several pieces of memory, numbered through."""

    def __init__(self, pools: list[Texts]) -> None:
        self._pools = [pool for pool in pools if len(pool)]
        self._starts = np.cumsum([0, *map(len, self._pools)])

    def __len__(self) -> int:
        """Return the number of references."""
        return int(self._starts[-1])

    def of(self, index: npt.NDArray[Any]) -> pa.Array:
        """Return the references at ``index``."""
        if len(self._pools) == 1:
            return self._pools[0].of(index)
        pool = np.searchsorted(self._starts, index, side="right") - 1
        found, places = [arrow.texts([])], [np.zeros(0, np.int64)]
        for at, texts in enumerate(self._pools):
            here = np.flatnonzero(pool == at)
            found.append(texts.of(index[here] - self._starts[at]))
            places.append(here)
        back = np.argsort(np.concatenate(places), kind="stable")
        return pa.concat_arrays(found).take(arrow.numbers(back))


def dates(column: npt.NDArray[Any]) -> pa.Array:
    """Return days, `NO_DAY` for none, as Arrow dates."""
    plain = np.ascontiguousarray(column, np.int32)
    return arrow.dates(plain, plain != NO_DAY)


def _days(column: pa.ChunkedArray) -> Ints:
    found: Ints = column.cast(pa.int32()).fill_null(int(NO_DAY)).to_numpy()
    return found


def known_from(since: Ints, snapshot: date) -> Ints:
    """Return since when records are on file: as stated, never after the snapshot."""
    last = np.int32(days(snapshot) or 0)
    return np.where(since == NO_DAY, last, np.minimum(since, last)).astype(np.int32)
