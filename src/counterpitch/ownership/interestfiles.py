"""Interests written: all of them as Parquet, and as evidence what holds now.

Evidence is a table of whole numbers beside its terms and references, all mapped into memory, so
that the few rows a trace asks for are read without the rest.
"""

from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from counterpitch.ownership import arrow
from counterpitch.ownership.dates import from_days
from counterpitch.ownership.edge import Interest
from counterpitch.ownership.ordering import Rows
from counterpitch.ownership.records import NO_DAY, Columns, Refs, dates
from counterpitch.ownership.schemas import INTEREST_SCHEMA
from counterpitch.ownership.terms import Term, Terms
from counterpitch.ownership.texts import Texts

BATCH: Final = 100_000
_PLAIN: Final = ("owner", "owned", "source_ref")
"""Columns with so many different texts that a dictionary of them would not be smaller."""


class Interests:
    """What both files are written from: rows in order over records, and the ids by number."""

    def __init__(self, rows: Rows, columns: Columns, terms: Terms, refs: Refs, ids: Texts) -> None:
        self.rows, self.columns, self.terms, self.refs, self.ids = rows, columns, terms, refs, ids
        self._values = {
            name: _values([term[at] for term in terms.listed], INTEREST_SCHEMA.field(name))
            for at, name in enumerate(Term._fields)
        }

    def table(self, first: int, end: int) -> pa.Table:
        """Return rows as a table with the fields of `Interest`, repeated texts in dictionaries."""
        record, term = self.rows.record[first:end], arrow.numbers(self.rows.term[first:end])
        fields: dict[str, Any] = {
            "owner": self.ids.of(self.columns.owner[record]),
            "owned": self.ids.of(self.columns.owned[record]),
            "source_ref": self.refs.of(self.columns.ref[record]),
        }
        for name in ("since", "until", "known_from", "known_until"):
            fields[name] = dates(getattr(self.columns, name)[record])
        fields |= {name: values.take(term) for name, values in self._values.items()}
        return pa.table([fields[name] for name in INTEREST_SCHEMA.names], INTEREST_SCHEMA.names)


def _values(values: list[Any], field: pa.Field) -> pa.Array:
    if field.type == pa.string():
        return arrow.texts(values).dictionary_encode()
    if field.type == pa.bool_():
        return arrow.flags(np.array(values, np.bool_))
    return arrow.numbers(np.array(values, np.float64))


def write_parquet(interests: Interests, path: Path) -> None:
    """Write all interests in order."""
    count = len(interests.rows.record)
    with pq.ParquetWriter(
        path, interests.table(0, 0).schema, compression="zstd", compression_level=1,
        store_schema=False,
        use_dictionary=[name for name in INTEREST_SCHEMA.names if name not in _PLAIN],
        write_statistics=["owner", "owned"],
    ) as writer:  # fmt: skip
        for first in range(0, max(count, 1), BATCH):
            writer.write_table(interests.table(first, first + BATCH))


EVIDENCE: Final = np.dtype(
    [(name, np.int32) for name in ("owner", "owned", "term", "since", "until", "known_from", "ref")]
)


def write_evidence(
    interests: Interests, now: npt.NDArray[np.bool_], numbers: npt.NDArray[np.int32], folder: Path
) -> None:
    """Write what holds now. ``numbers`` is the node of each id, in the order of ids."""
    at = np.flatnonzero(now)
    record = interests.rows.record[at]
    begins = np.concatenate([[True], record[1:] != record[:-1]])[: len(at)]
    firsts = np.append(np.flatnonzero(begins), len(at))
    stated = record[firsts[:-1]]
    with (folder / "evidence.npy").open("wb") as out:
        header = {"descr": EVIDENCE.descr, "fortran_order": False, "shape": (len(at),)}
        np.lib.format.write_array_header_2_0(out, header)
        for first in range(0, len(stated), BATCH):
            some = firsts[first : first + BATCH + 1]
            rows = _evidence(interests.columns, stated[first : first + BATCH], numbers, first)
            rows = np.repeat(rows, np.diff(some))
            rows["term"] = interests.rows.term[at[some[0] : some[-1]]]
            out.write(rows.tobytes())
    _write_refs(interests.refs, interests.columns.ref[stated], folder)
    (folder / "terms.json").write_bytes(msgspec.json.encode(interests.terms.listed))


def _evidence(
    columns: Columns, records: npt.NDArray[np.int32], numbers: npt.NDArray[np.int32], first: int
) -> npt.NDArray[Any]:
    """Return a row a record, without a term; ``first`` is the place of its first reference."""
    rows = np.empty(len(records), EVIDENCE)
    for name in ("owner", "owned"):
        rows[name] = numbers[getattr(columns, name)[records]]
    for name in ("since", "until", "known_from"):
        rows[name] = getattr(columns, name)[records]
    rows["ref"] = np.arange(first, first + len(records), dtype=np.int32)
    return rows


def _write_refs(refs: Refs, index: npt.NDArray[np.int32], folder: Path) -> None:
    ends = np.zeros(len(index) + 1, np.int64)
    with (folder / "refs.bin").open("wb") as out:
        for first in range(0, len(index), BATCH):
            texts = refs.of(index[first : first + BATCH])
            _, offsets, data = texts.buffers()
            sizes = np.frombuffer(offsets, np.int32)[: len(texts) + 1]
            ends[first + 1 : first + 1 + len(texts)] = ends[first] + sizes[1:]
            if data is not None:
                out.write(memoryview(data)[: int(sizes[-1])])
    np.save(folder / "refs.npy", ends, allow_pickle=False)


class Evidence:
    """What `write_evidence` wrote, read row by row as interests; ``ids`` names a node."""

    def __init__(self, folder: Path, ids: Any) -> None:
        # As plain arrays: a memmap costs several times as much at every slice.
        self._rows = np.asarray(np.load(folder / "evidence.npy", mmap_mode="r"))
        self._ends = np.asarray(np.load(folder / "refs.npy", mmap_mode="r"))
        path = folder / "refs.bin"
        self._refs = np.asarray(np.memmap(path, np.uint8, "r")) if path.stat().st_size else b""
        self._terms = [
            term._asdict()
            for term in msgspec.json.decode((folder / "terms.json").read_bytes(), type=list[Term])
        ]
        self._ids = ids

    def __getitem__(self, rows: slice) -> list[Interest]:
        """Return the interests of some rows."""
        return [
            Interest(
                self._ids(owner), self._ids(owned), since=_day(since), until=_day(until),
                known_from=_day(known_from), source_ref=self._ref(ref), **self._terms[term],
            )
            for owner, owned, term, since, until, known_from, ref in self._rows[rows].tolist()
        ]  # fmt: skip

    def _ref(self, number: int) -> str:
        first, end = self._ends[number : number + 2].tolist()
        return bytes(self._refs[first:end]).decode()


def _day(number: int) -> Any:
    return None if number == NO_DAY else from_days(number)
