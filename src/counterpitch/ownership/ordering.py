"""Interests in the order of held and holder, once each: the only sort of them."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from counterpitch.ownership import arrow
from counterpitch.ownership.records import NO_DAY, Columns, Refs
from counterpitch.ownership.terms import Terms

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
_LAST = np.iinfo(np.int32).max


class Rows(NamedTuple):
    """One element an interest: its record and its term; ``pair`` numbers held and holder."""

    record: Ints
    term: Ints
    pair: Ints


class Ordered(NamedTuple):
    """The interests in order, and of each pair its held and holder and first record's set.

    ``alone`` marks pairs that one record states: nothing but its set has to be looked at.
    """

    rows: Rows
    held: Ints
    holder: Ints
    terms: Ints
    alone: npt.NDArray[np.bool_]


def ordered(columns: Columns, terms: Terms, refs: Refs, standing: Ints) -> Ordered:
    """Return the interests by held, holder, basis, capacity, source, reference and date.

    ``standing`` is the number of the node that stands for each id, in the order of ids.
    """
    key = standing[columns.owned].astype(np.int64) << 32 | standing[columns.owner]
    record = np.argsort(key).astype(np.int32)
    key = key[record]
    begins = np.concatenate([[True], key[1:] != key[:-1]]) if len(key) else np.zeros(0, np.bool_)
    pair = (np.cumsum(begins) - 1).astype(np.int32)
    size = np.bincount(pair) if len(pair) else np.zeros(0, np.int64)
    several = size[pair] > 1
    if several.any():
        at = np.flatnonzero(several)
        record[at] = record[at][_by_record(columns, refs, record[at], pair[at])]
    rows = _exploded(columns, terms, record, pair)
    if several.any():
        rows = _once(columns, terms, refs, rows, size > 1)
    firsts = np.flatnonzero(begins)
    return Ordered(
        rows, (key[firsts] >> 32).astype(np.int32), key[firsts].astype(np.int32),
        columns.terms[record[firsts]], size == 1,
    )  # fmt: skip


def _by_record(columns: Columns, refs: Refs, record: Ints, pair: Ints) -> Any:
    """Return the order within pairs that several records state."""
    table = pa.table(
        {
            "pair": arrow.numbers(pair), "ref": refs.of(columns.ref[record]),
            **{name: arrow.numbers(_late(getattr(columns, name)[record]))
               for name in ("since", "known_from", "until", "known_until", "owner", "owned")},
        }
    )  # fmt: skip
    keys = [(name, "ascending") for name in table.column_names]
    return arrow.numbers_of(pc.sort_indices(table, sort_keys=keys))


def _late(column: Ints) -> Ints:
    return np.where(column == NO_DAY, _LAST, column).astype(np.int32)


def whole(columns: Columns, terms: Terms) -> Rows:
    """Return the interests of records as they come."""
    every = np.arange(len(columns.owner), dtype=np.int32)
    return _exploded(columns, terms, every, every)


def _exploded(columns: Columns, terms: Terms, record: Ints, pair: Ints) -> Rows:
    """Return a row for each term of each record."""
    flat, starts = terms.flat()
    of_record = columns.terms[record]
    counts = np.diff(starts).astype(np.int32)[of_record]
    at = starts.astype(np.int32)[of_record] - (np.cumsum(counts, dtype=np.int32) - counts)
    at = np.repeat(at, counts)
    at += np.arange(len(at), dtype=np.int32)
    return Rows(np.repeat(record, counts), flat[at], np.repeat(pair, counts))


def _once(
    columns: Columns, terms: Terms, refs: Refs, rows: Rows, several: npt.NDArray[np.bool_]
) -> Rows:
    """Put the terms of pairs of several records in order; what is stated twice counts once."""
    at = np.flatnonzero(several[rows.pair])
    record, term, pair = (each[at] for each in rows)
    order = np.lexsort((terms.ranks()[term], pair))
    record, term = record[order], term[order]
    for whole, part in zip(rows, (record, term, pair), strict=True):
        whole[at] = part
    _, reference = np.unique(
        arrow.numbers_of(refs.of(columns.ref[record]).dictionary_encode().indices),
        return_inverse=True,
    )
    same = [
        reference, term, pair,
        *(getattr(columns, name)[record]
          for name in ("since", "until", "known_until", "owner", "owned")),
    ]  # fmt: skip
    sorting = np.lexsort((columns.known_from[record], *same))
    again = np.ones(len(sorting), np.bool_)
    again[:1] = False
    for key in same:
        again[1:] &= key[sorting][1:] == key[sorting][:-1]
    keep = np.ones(len(rows.record), np.bool_)
    keep[at[sorting[again]]] = False
    return rows if keep.all() else Rows(*(each[keep] for each in rows))
