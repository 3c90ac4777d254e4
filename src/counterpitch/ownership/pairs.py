"""What one holder has in one company, for all pairs at once, from the interests in order."""

from typing import Any

import numpy as np
import numpy.typing as npt

from counterpitch.ownership.ordering import Ordered
from counterpitch.ownership.share import Combined
from counterpitch.ownership.terms import Terms


def pairs(found: Ordered, now: npt.NDArray[np.bool_], terms: Terms) -> dict[str, Any]:
    """Return the pairs as columns, of those rows that ``now`` marks.

    Most pairs are stated by one record, and records state few different sets of terms: each set
    is combined once.
    """
    rows = np.bincount(found.rows.pair[now], minlength=len(found.held)).astype(np.int64)
    there = np.flatnonzero(rows)
    combined, which = _sets(found, now, rows, terms)
    which = which[there]
    columns: dict[str, Any] = {
        "held": found.held[there], "holder": found.holder[there], "rows": rows[there],
        "flags": np.array([each.flags for each in combined], np.uint8)[which],
    }  # fmt: skip
    for name in ("lo", "hi", "vote_lo", "vote_hi"):
        columns[name] = np.array([getattr(each, name) for each in combined], np.float64)[which]
    return columns


def _sets(
    found: Ordered, now: npt.NDArray[np.bool_], rows: npt.NDArray[np.int64], terms: Terms
) -> tuple[list[Combined], npt.NDArray[np.int32]]:
    """Return what each different set comes to, and for each pair which of them it is."""
    combined = [terms.combined(each) for each in terms.sets()]
    which = found.terms.copy()
    at = np.flatnonzero(now & ~found.alone[found.rows.pair])
    term, of_pair = found.rows.term[at], found.rows.pair[at]
    starts = np.flatnonzero(np.concatenate([[True], of_pair[1:] != of_pair[:-1]])[: len(at)])
    numbers: dict[tuple[int, ...], int] = {}
    listed = term.tolist()
    ends = [*starts[1:].tolist(), len(at)][: len(starts)]
    for first, end, pair in zip(starts.tolist(), ends, of_pair[starts].tolist(), strict=True):
        key = tuple(sorted(listed[first:end]))
        if key not in numbers:
            numbers[key] = len(combined)
            combined.append(terms.combined(key))
        which[pair] = numbers[key]
    return combined, which
