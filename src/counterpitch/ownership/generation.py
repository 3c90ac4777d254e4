"""A generation on disk: all nodes and interests as Parquet, and what holds now beside them.

Nodes are numbered in the order of their ids, so that the order of input plays no part.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from counterpitch.ownership import interestfiles, nodefiles
from counterpitch.ownership.dates import days
from counterpitch.ownership.interestfiles import Interests
from counterpitch.ownership.names import Names
from counterpitch.ownership.nodefiles import Chosen
from counterpitch.ownership.nodesources import Source
from counterpitch.ownership.ordering import Ordered, ordered
from counterpitch.ownership.pairs import pairs
from counterpitch.ownership.records import NO_DAY, Columns, Records
from counterpitch.ownership.snapshot import arranged
from counterpitch.ownership.terms import Terms
from counterpitch.ownership.texts import Texts

Ints = npt.NDArray[np.int32]


def write(
    target: Path, names: Names, records: Records, described: tuple[list[Source], Chosen],
    merged: dict[str, str], newest: date, order: Ints,
) -> None:  # fmt: skip
    """Write the generation into ``target``, which has a folder ``snapshot``.

    ``merged`` names for each id that was merged the one that stands for it. What ends after
    ``newest`` still holds. ``order`` lists the numbers of all names in the order of their ids.
    """
    ids = names.finish()
    numbers = np.empty(len(order), np.int32)
    numbers[order] = np.arange(len(order), dtype=np.int32)
    with ThreadPoolExecutor(1) as beside:
        nodes = beside.submit(
            nodefiles.write, order, *described, ids, target / "nodes.parquet",
            target / "snapshot" / "nodes.arrow",
        )  # fmt: skip
        standing = _standing(ids, numbers, merged)
        _write_alias(target / "snapshot", standing, numbers)
        _write_interests(target, records, ids, _Numbers(numbers, standing), newest)
        nodes.result()


class _Numbers(NamedTuple):
    """Of each id its own number, and that of the node which stands for it."""

    own: Ints
    standing: Ints


def _write_interests(
    target: Path, records: Records, ids: Texts, numbers: _Numbers, newest: date
) -> None:
    columns, refs = records.columns()
    found = ordered(columns, records.terms, refs, numbers.standing)
    interests = Interests(found.rows, columns, records.terms, refs, ids)
    now = holding(columns, found, records.terms, newest)
    with ThreadPoolExecutor(1) as beside:
        written = beside.submit(
            interestfiles.write_parquet, interests, target / "interests.parquet"
        )
        folder = target / "snapshot"
        interestfiles.write_evidence(interests, now, numbers.own, folder)
        arrays = arranged(len(numbers.own), pairs(found, now, records.terms))
        for name, array in arrays._asdict().items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
        written.result()


def holding(columns: Columns, found: Ordered, terms: Terms, newest: date) -> npt.NDArray[np.bool_]:
    """Tell of each row whether it holds now and gives a share or a vote."""
    last = np.int32(days(newest) or 0)
    until = columns.until
    still = ((until == NO_DAY) | (until > last)) & (columns.known_until == NO_DAY)
    held: npt.NDArray[np.bool_] = still[found.rows.record] & terms.counts()[found.rows.term]
    return held


def _standing(ids: Texts, numbers: Ints, merged: dict[str, str]) -> Ints:
    """Return of each id the number of the node that stands for it."""
    if not merged:
        return numbers
    wanted = sorted({*merged, *merged.values()})
    every = ids.of(np.arange(len(ids)))
    place = pc.index_in(every, value_set=pa.array(wanted)).fill_null(-1).to_numpy()
    at = np.flatnonzero(place >= 0)
    known = {wanted[place[id]]: int(id) for id in at}
    standing = numbers.copy()
    for id, head in merged.items():
        if id in known and head in known:
            standing[known[id]] = numbers[known[head]]
    return standing


def _write_alias(folder: Path, standing: Ints, numbers: Ints) -> None:
    """Write who has whose number, by own number."""
    at = np.flatnonzero(standing != numbers)
    rows = np.stack([numbers[at], standing[at]], axis=1).astype(np.int32)
    np.save(folder / "alias.npy", rows[np.argsort(rows[:, 0])], allow_pickle=False)
