"""The holdings of a register as arrays: who holds how much, listed by what is held (CSR)."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from counterpitch._native.ownership import kernel

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


class Graph(NamedTuple):
    """Holdings in node ``j`` stand at ``pointer[j]:pointer[j + 1]`` of the other arrays.

    ``lo`` and ``hi`` are bounds of the fraction of ``j`` that ``owner`` holds. No node holds
    itself: build with `graph`, which settles own shares.
    """

    pointer: Longs
    owner: Ints
    lo: Floats
    hi: Floats

    @property
    def nodes(self) -> int:
        """Return the number of nodes."""
        return len(self.pointer) - 1

    @property
    def owned(self) -> Ints:
        """Return the held node of each holding."""
        return np.repeat(np.arange(self.nodes, dtype=np.int32), np.diff(self.pointer))


def graph(
    nodes: int, owner: Iterable[int], owned: Iterable[int], lo: Iterable[float], hi: Iterable[float]
) -> Graph:
    """Return the graph of holdings in any order, own shares settled."""
    arrays = (
        np.ascontiguousarray(owner, dtype=np.int32),
        np.ascontiguousarray(owned, dtype=np.int32),
        np.ascontiguousarray(lo, dtype=np.float64),
        np.ascontiguousarray(hi, dtype=np.float64),
    )
    low, high = without_own(*arrays)
    keep = arrays[0] != arrays[1]
    return gathered(nodes, *(array[keep] for array in (arrays[0], arrays[1], low, high)))


def gathered(nodes: int, owner: Ints, owned: Ints, lo: Floats, hi: Floats) -> Graph:
    """Sort holdings by what is held, keeping their order."""
    if kernel is not None:
        blocks = kernel.gather(nodes, owner, owned, lo, hi)
        return Graph(
            np.frombuffer(blocks[0], np.int64), np.frombuffer(blocks[1], np.int32),
            np.frombuffer(blocks[2], np.float64), np.frombuffer(blocks[3], np.float64),
        )  # fmt: skip
    order = np.argsort(owned, kind="stable")
    pointer = np.zeros(nodes + 1, np.int64)
    np.cumsum(np.bincount(owned, minlength=nodes), out=pointer[1:])
    return Graph(pointer, owner[order], lo[order], hi[order])


def without_own(owner: Ints, owned: Ints, lo: Floats, hi: Floats) -> tuple[Floats, Floats]:
    """Return the bounds of holdings as they are once own shares are left out.

    A company's own shares carry no votes and their value is the other holders': a holder of
    ``s`` beside own shares of ``a`` has ``s / (1 - a)``.
    """
    own = owner == owned
    if not own.any():
        return lo, hi
    least, most = _own_bounds(owned[own], lo[own], hi[own])
    lo, hi = lo.copy(), hi.copy()
    for at in np.flatnonzero(~own & np.isin(owned, owned[own])):
        node = int(owned[at])
        lo[at] = min(1.0, lo[at] / max(1 - least[node], lo[at])) if lo[at] > 0 else 0.0
        hi[at] = min(1.0, hi[at] / (1 - most[node])) if most[node] < 1 else float(hi[at] > 0)
    return lo, hi


def _own_bounds(owned: Ints, lo: Floats, hi: Floats) -> tuple[dict[int, float], dict[int, float]]:
    least: dict[int, float] = {}
    most: dict[int, float] = {}
    for node, low, high in zip(owned.tolist(), lo.tolist(), hi.tolist(), strict=True):
        least[node] = min(1.0, max(least.get(node, 0.0), low))
        most[node] = min(1.0, most.get(node, 0.0) + high)
    return least, most


class Integrated(NamedTuple):
    """Every layered company's ultimate owners with bounds.

    ``layered`` lists companies that have a holder with holders, owners first; the pairs of
    ``layered[i]`` stand at ``start[i]:start[i + 1]`` of ``owner``, ``lo``, ``point`` and ``hi``,
    and ``rings[i]`` numbers its ring (-1: none). A company that is not layered has its direct
    holdings. ``over`` marks companies declared to more than 100 per cent, and
    ``inexact`` counts owners of large, nearly closed rings whose bounds are sound but not
    proved sharp.
    """

    layered: Ints
    rings: Ints
    start: Longs
    owner: Ints
    lo: Floats
    point: Floats
    hi: Floats
    over: npt.NDArray[np.uint8]
    inexact: int

    @property
    def ring(self) -> Ints:
        """Return the number of each node's ring, -1 outside of rings."""
        found = np.full(len(self.over), -1, np.int32)
        found[self.layered] = self.rings
        return found


def integrated(holdings: Graph) -> Integrated:
    """Return integrated ownership with bounds for every layered company.

    By the compiled kernel where it is built, else by `reference`, which gives the same.
    """
    if kernel is None:
        from counterpitch.ownership.reference import integrate

        return integrate(holdings)
    layered, rings, start, owner, lo, point, hi, over, inexact = kernel.integrate(*holdings)
    return Integrated(
        np.frombuffer(layered, np.int32), np.frombuffer(rings, np.int32),
        np.frombuffer(start, np.int64), np.frombuffer(owner, np.int32),
        np.frombuffer(lo, np.float64), np.frombuffer(point, np.float64),
        np.frombuffer(hi, np.float64), np.frombuffer(over, np.uint8), inexact,
    )  # fmt: skip


def heads(votes: Graph, order: Integrated) -> Ints:
    """Return the head of the group that controls each node by majorities, itself if none does.

    A ring of companies that control each other with no one above is named by its smallest node.
    """
    if kernel is None:
        from counterpitch.ownership.reference import control

        return control(votes, order)
    block = kernel.control(votes.pointer, votes.owner, votes.lo, order.layered, order.rings)
    return np.frombuffer(block, np.int32)
