"""Shares and votes of a set of holders, as bounds that every completion keeps.

Sharp for a set of holders: the least share is theirs at least against the others' most.
"""

import math
from collections.abc import Callable, Collection

import msgspec

from counterpitch.ownership.answer import Bounds
from counterpitch.ownership.deal.lines import Line, Lines

Weight = Callable[[Line], float]


class Stake(msgspec.Struct, frozen=True):
    """A stake in a company: as issued, and the range that conversions leave open."""

    shares: Bounds
    votes: Bounds
    shares_range: Bounds
    votes_range: Bounds


def stake(lines: Lines, holders: Collection[str]) -> Stake:
    """Return the stake of ``holders`` together."""
    return Stake(
        _issued(lines, holders, _one),
        _issued(lines, holders, _votes),
        _range(lines, holders, _one),
        _range(lines, holders, _votes),
    )


def _one(line: Line) -> float:
    return 1.0


def _votes(line: Line) -> float:
    return line.votes


def _issued(lines: Lines, holders: Collection[str], weight: Weight) -> Bounds:
    issued = [line for line in lines.lines if not line.optional]
    mine = [line for line in issued if line.holder in holders]
    others = [line for line in issued if line.holder not in holders]
    low = _part(_low(mine, weight), _high(others, weight))
    high = _part(_high(mine, weight), _low(others, weight))
    return _bounds(lines, mine, low, high, weight)


def _range(lines: Lines, holders: Collection[str], weight: Weight) -> Bounds:
    mine = [line for line in lines.lines if line.holder in holders]
    others = [line for line in lines.lines if line.holder not in holders]
    low = _part(_low(_firm(mine), weight), _high(others, weight))
    high = _part(_high(mine, weight), _low(_firm(others), weight))
    return _bounds(lines, _firm(mine), low, high, weight, optional=mine != _firm(mine))


def _bounds(
    lines: Lines, mine: list[Line], low: float, high: float, weight: Weight, *,
    optional: bool = False,
) -> Bounds:  # fmt: skip
    if lines.contradictory:
        # Some stated stake is untrue, and nobody knows which: nothing is certain.
        return Bounds(0.0, min(high, 1.0) if not optional else 1.0, 0.0)
    if lines.whole is not None and weight is _one and not optional and _all_firm(lines):
        low = max(low, _low(mine, weight) / lines.whole)
        high = min(high, _high(mine, weight) / lines.whole)
    return Bounds(low, high, (low + high) / 2)


def _all_firm(lines: Lines) -> bool:
    return not any(line.optional for line in lines.lines)


def _firm(lines: list[Line]) -> list[Line]:
    return [line for line in lines if not line.optional]


def _low(lines: list[Line], weight: Weight) -> float:
    return sum(line.units.low * weight(line) for line in lines)


def _high(lines: list[Line], weight: Weight) -> float:
    return sum(line.units.high * weight(line) for line in lines if weight(line))


def _part(mine: float, others: float) -> float:
    """Return the part of ``mine`` in ``mine + others``, where either may be without limit."""
    if mine <= 0:
        return 0.0
    if math.isinf(mine):
        return 1.0
    return 0.0 if math.isinf(others) else mine / (mine + others)
