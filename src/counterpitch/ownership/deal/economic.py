"""The economic share over all chains of a table: shares multiplied along each chain, added.

Bounds are fixed points of monotone maps, iterated from below: the lower one is the sum over
chains of the least shares; the upper one that of the most, cut off at the whole. Every
completion of the bands lies between.
"""

from collections.abc import Mapping
from typing import Final

from counterpitch.ownership.answer import Bounds
from counterpitch.ownership.deal.lines import Lines
from counterpitch.ownership.deal.shares import stake

MOST_ROUNDS: Final = 200
ENOUGH: Final = 1e-12

Matrix = dict[str, dict[str, float]]


def economic(holder: str, target: str, companies: Mapping[str, Lines]) -> Bounds:
    """Return the share of ``target`` that ``holder`` has, directly and through companies."""
    low: Matrix = {}
    high: Matrix = {}
    for company, lines in companies.items():
        stakes = {each: stake(lines, [each]).shares for each in lines.holders}
        low[company] = {each: bounds.lo for each, bounds in stakes.items()}
        high[company] = {each: bounds.hi for each, bounds in stakes.items()}
    least, most = _held(holder, low)[target], _held(holder, high)[target]
    return Bounds(least, most, (least + most) / 2)


def _held(holder: str, shares: Matrix) -> dict[str, float]:
    held = dict.fromkeys(shares, 0.0)
    for _ in range(MOST_ROUNDS):
        after = {company: _once(holder, owners, held) for company, owners in shares.items()}
        moved = max((abs(after[each] - held[each]) for each in held), default=0.0)
        held = after
        if moved < ENOUGH:
            break
    return held


def _once(holder: str, owners: Mapping[str, float], held: Mapping[str, float]) -> float:
    through = sum(
        share * held.get(owner, 0.0) for owner, share in owners.items() if owner != holder
    )
    return min(owners.get(holder, 0.0) + through, 1.0)
