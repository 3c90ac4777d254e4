"""What holds now, as arrays on disk that are mapped into memory: asked in milliseconds.

Interests that all say "indirect" are claims about a way through other companies; they are left
out of the arrays where that way is there already.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from counterpitch._native.ownership import kernel
from counterpitch.ownership.graph import Graph, without_own
from counterpitch.ownership.share import FLAG_CLAIM

_CLAIM_STEPS: Final = 100_000


class Arrays(NamedTuple):
    """Pairs of holder and held, listed by what is held; see `Graph` and `share.Combined`.

    The interests of pair ``p`` are the rows ```first[p, 0]:first[p, 1]`` of the evidence. The pairs
    that node ``n`` holds are ``down[down_pointer[n]:down_pointer[n + 1]]``. ``claims`` has a row
    for each claim that was left out: held, holder, first row of evidence, and the row after it.
    """

    pointer: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int32]
    lo: npt.NDArray[np.float64]
    hi: npt.NDArray[np.float64]
    vote_lo: npt.NDArray[np.float64]
    vote_hi: npt.NDArray[np.float64]
    flags: npt.NDArray[np.uint8]
    first: npt.NDArray[np.int64]
    down_pointer: npt.NDArray[np.int64]
    down: npt.NDArray[np.int32]
    claims: npt.NDArray[np.int64]

    @property
    def shares(self) -> Graph:
        """Return the graph of economic shares."""
        return Graph(self.pointer, self.owner, self.lo, self.hi)

    @property
    def votes(self) -> Graph:
        """Return the graph of votes."""
        return Graph(self.pointer, self.owner, self.vote_lo, self.vote_hi)


def arranged(nodes: int, pairs: dict[str, Any]) -> Arrays:
    """Return the arrays of ``pairs``, sorted by held and holder: claims and own shares settled.

    ``pairs`` is empty afterwards, so that none of its columns is there twice.
    """
    held = pairs.pop("held").astype(np.int32, copy=False)
    holder = pairs.pop("holder").astype(np.int32, copy=False)
    flags = pairs.pop("flags").astype(np.uint8, copy=False)
    keep = _kept(held, holder, flags, nodes)
    lo, hi = _settled(held, holder, keep, pairs, ("lo", "hi"))
    vote_lo, vote_hi = _settled(held, holder, keep, pairs, ("vote_lo", "vote_hi"))
    rows, left_out = _rows(held, holder, keep, pairs.pop("rows"))
    holder = _only(holder, keep)
    down_pointer, down = _listed(holder, nodes)
    return Arrays(
        _pointer(_only(held, keep), nodes), holder, lo, hi, vote_lo, vote_hi, _only(flags, keep),
        rows, down_pointer, down, left_out,
    )  # fmt: skip


def _only(column: npt.NDArray[Any], keep: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    return column if keep.all() else column[keep]


def _rows(
    held: npt.NDArray[np.int32], holder: npt.NDArray[np.int32], keep: npt.NDArray[np.bool_],
    counts: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:  # fmt: skip
    """Return which rows of the evidence the pairs rest on, and the claims that were left out."""
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    rows = np.empty((int(keep.sum()), 2), np.int64)
    rows[:, 0], rows[:, 1] = _only(first[:-1], keep), _only(first[1:], keep)
    out = np.flatnonzero(~keep & (held != holder))
    left_out = np.stack([held[out], holder[out], first[out], first[out + 1]], axis=1)
    return rows, left_out.astype(np.int64)


def _pointer(of: npt.NDArray[np.int32], nodes: int) -> npt.NDArray[np.int64]:
    pointer = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(of, minlength=nodes), out=pointer[1:])
    return pointer


def _listed(
    of: npt.NDArray[np.int32], nodes: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """Return where the rows of each node begin, and the rows by node."""
    if kernel is None:
        return _pointer(of, nodes), np.argsort(of, kind="stable").astype(np.int32)
    pointer, rows = kernel.listed(nodes, of)
    return np.frombuffer(pointer, np.int64), np.frombuffer(rows, np.int32)


def _settled(
    held: npt.NDArray[np.int32], holder: npt.NDArray[np.int32], keep: npt.NDArray[np.bool_],
    pairs: dict[str, Any], names: tuple[str, str],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:  # fmt: skip
    low, high = (pairs.pop(name).astype(np.float64, copy=False) for name in names)
    low, high = without_own(holder, held, low, high)
    return _only(low, keep), _only(high, keep)


def _kept(
    held: npt.NDArray[np.int32], holder: npt.NDArray[np.int32], flags: Any, nodes: int
) -> npt.NDArray[np.bool_]:
    keep: npt.NDArray[np.bool_] = np.not_equal(held, holder)
    claims = np.flatnonzero((flags & FLAG_CLAIM).astype(bool) & keep)
    if not len(claims):
        return keep
    solid = keep.copy()
    solid[claims] = False
    pointer = _pointer(held[solid], nodes)
    owner = holder[solid]
    for at in claims.tolist():
        if _reaches(pointer, owner, int(held[at]), int(holder[at])):
            keep[at] = False
    return keep


def _reaches(
    pointer: npt.NDArray[np.int64], owner: npt.NDArray[np.int32], below: int, above: int
) -> bool:
    """Tell whether ``above`` stands above ``below`` by holdings that are no claims."""
    seen, waiting = {below}, [below]
    while waiting and len(seen) < _CLAIM_STEPS:
        node = waiting.pop()
        for up in owner[pointer[node] : pointer[node + 1]].tolist():
            if up == above:
                return True
            if up not in seen:
                seen.add(up)
                waiting.append(up)
    return False
