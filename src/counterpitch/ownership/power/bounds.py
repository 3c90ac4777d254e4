"""Bounds on voting power where votes are known as bands, or may yet be converted.

A coalition of others surely swings for a player if it loses even with the most votes that
its members can have and wins with the player even with the least; it may swing if it can
lose and can win. Both are counted by dynamic programming over pairs of sums (least, most).
The bounds contain the power of every completion of the bands; they are not always sharp,
since the coalitions are bounded one by one and votes are rounded outwards to a grid.
"""

import math
from collections.abc import Sequence
from math import comb
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

STEPS: Final = 100
"""Units into which all votes are divided."""

MOST_PLAYERS: Final = 40
"""Beyond this many, bounds would take too long, and are not given."""

SLACK: Final = 1e-9
"""What floating-point sums may be off by; votes are rounded outwards past it."""


class Band(msgspec.Struct, frozen=True):
    """The least and the most of something, as shares of one (0 to 1)."""

    low: float
    high: float


def shapley_bounds(
    votes: Sequence[Band], quota: float, *, strict: bool = True
) -> tuple[Band, ...] | None:
    """Return bounds on each player's Shapley–Shubik index, or None for too many players.

    ``votes`` are shares of all votes cast (they sum to one in every completion); ``quota`` is
    the share that carries, or must be exceeded if ``strict``.
    """
    if len(votes) > MOST_PLAYERS:
        return None
    least = [math.floor(vote.low * STEPS + SLACK) for vote in votes]
    most = [min(math.ceil(vote.high * STEPS - SLACK), STEPS) for vote in votes]
    needed = _Needed(quota * STEPS, strict)
    return tuple(_player(least, most, at, needed) for at in range(len(votes)))


class _Needed(msgspec.Struct, frozen=True):
    """The quota in units, and whether it must be exceeded."""

    units: float
    strict: bool

    def carries(self, votes: Any) -> Any:
        """Tell for each number of votes whether it carries."""
        return votes > self.units + SLACK if self.strict else votes >= self.units - SLACK


def _player(least: list[int], most: list[int], at: int, needed: _Needed) -> Band:
    others = [other for other in range(len(least)) if other != at]
    counts = _coalitions([least[other] for other in others], [most[other] for other in others])
    low = np.arange(counts.shape[1])[:, None]
    high = np.arange(counts.shape[2])[None, :]
    sure = ~needed.carries(high) & needed.carries(low + least[at])
    may = ~needed.carries(low) & needed.carries(high + most[at])
    return Band(_weighed(counts, sure & may), min(_weighed(counts, may), 1.0))


def _coalitions(least: list[int], most: list[int]) -> NDArray[np.float64]:
    """Return how many coalitions there are by size, least sum and most sum (cut off)."""
    top = STEPS + 1
    counts = np.zeros((len(least) + 1, top + 1, top + 1))
    counts[0, 0, 0] = 1.0
    for low, high in zip(least, most, strict=True):
        counts[1:] += _shifted(counts[:-1], low, high, top)
    return counts


def _shifted(counts: NDArray[np.float64], low: int, high: int, top: int) -> NDArray[np.float64]:
    """Return ``counts`` moved by (low, high); what passes the top gathers there."""
    return _moved(_moved(counts, low, top, 1), high, top, 2)


def _moved(counts: NDArray[np.float64], by: int, top: int, axis: int) -> NDArray[np.float64]:
    turned = np.moveaxis(counts, axis, 0)
    moved = np.zeros_like(turned)
    by = min(by, top)
    moved[by:] = turned[: top + 1 - by]
    moved[top] += turned[top + 1 - by :].sum(axis=0)
    return np.moveaxis(moved, 0, axis)


def _weighed(counts: NDArray[np.float64], chosen: NDArray[np.bool_]) -> float:
    """Return the share of orders in which one of the ``chosen`` coalitions stands before."""
    players = counts.shape[0]
    per_size = (counts * chosen[None, :, :]).sum(axis=(1, 2))
    return float(
        sum(number / (players * comb(players - 1, size)) for size, number in enumerate(per_size))
    )
