"""The economic share over all chains of a table: shares multiplied along each chain, added.

Bounds are fixed points of monotone maps, iterated from below: the lower one is the sum over
chains of the least shares; the upper one that of the most, cut off at the whole. Every
completion of the bands lies between. A holder that is held itself does not count the ways that
lead back through it.
"""

from collections.abc import Mapping
from typing import Final

from counterpitch.ownership.answer import Bounds
from counterpitch.ownership.deal.shares import Book

MOST_ROUNDS: Final = 200
ENOUGH: Final = 1e-12

Matrix = dict[str, dict[str, float]]
"""For each company the holders that are companies of the table, with their share in it."""


class Economy:
    """What each holder has of ``target`` over all chains.

    How much of the target each company carries is found once; a holder's share is then the sum
    over the companies that it holds.
    """

    def __init__(self, target: str, books: Mapping[str, Book]) -> None:
        self._target = target
        self._holdings: dict[str, dict[str, Bounds]] = {}
        low: Matrix = {company: {} for company in books}
        high: Matrix = {company: {} for company in books}
        for company, book in books.items():
            for holder in book.holders:
                shares = book.stake([holder]).shares
                self._holdings.setdefault(holder, {})[company] = shares
                if holder in books:
                    low[company][holder], high[company][holder] = shares.lo, shares.hi
        self._matrices = low, high
        self._carried = self._carry("")

    def share(self, holder: str) -> Bounds:
        """Return the bounds of the holder's share."""
        held = self._holdings.get(holder, {})
        low, high = self._carry(holder) if holder in self._matrices[0] else self._carried
        least = sum(bounds.lo * low[company] for company, bounds in held.items())
        most = min(sum(bounds.hi * high[company] for company, bounds in held.items()), 1.0)
        return Bounds(min(least, most), most, (least + most) / 2)

    def _carry(self, without: str) -> tuple[dict[str, float], dict[str, float]]:
        least, most = (_carried(self._target, matrix, without) for matrix in self._matrices)
        return least, most


def _carried(target: str, matrix: Matrix, without: str) -> dict[str, float]:
    """Return how much of ``target`` lies below each company, not by way of ``without``."""
    above: dict[str, list[tuple[str, float]]] = {}
    for company, holders in matrix.items():
        for holder, share in holders.items():
            if holder != without:
                above.setdefault(company, []).append((holder, share))
    carried = dict.fromkeys(matrix, 0.0)
    carried[target] = 1.0
    moving = {target: 1.0}
    for _ in range(MOST_ROUNDS):
        after: dict[str, float] = {}
        for company, part in moving.items():
            for holder, share in above.get(company, ()):
                after[holder] = after.get(holder, 0.0) + part * share
        moving = {company: part for company, part in after.items() if part > ENOUGH}
        for company, part in moving.items():
            carried[company] = min(carried[company] + part, 1.0)
        if not moving:
            break
    return carried
