"""A weighted voting game: who has how many votes, and how many are needed."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import msgspec

FINEST: Final = 20_000
COARSEST: Final = 2_000
WORK: Final = 600_000
"""Units times holders that are counted in about a second."""

MAJORITY: Final = Fraction(1, 2)
SPECIAL: Final = Fraction(3, 4)


class Game(msgspec.Struct, frozen=True):
    """Votes of each player in whole units, and the least sum that carries a resolution.

    ``rounded`` tells that the votes were too fine to be counted one by one and were
    rounded to `grid` units, so that an index may be off by a tie that is none.
    """

    weights: tuple[int, ...]
    quota: int
    rounded: bool = False


def grid(holders: int) -> int:
    """Return the most units of votes that are counted one by one; beyond, they are rounded."""
    return max(COARSEST, min(FINEST, WORK // max(holders, 1)))


def majority(votes: Sequence[float]) -> Game:
    """Return the game of an ordinary resolution: more than half of the votes."""
    return _game(votes, MAJORITY, strict=True)


def special(votes: Sequence[float]) -> Game:
    """Return the game of a special resolution: three quarters of the votes or more."""
    return _game(votes, SPECIAL, strict=False)


def _game(votes: Sequence[float], share: Fraction, *, strict: bool) -> Game:
    """Return the game in which ``share`` of ``votes`` (or more, if ``strict``) carries."""
    units, rounded = _units(votes)
    needed = share * sum(units)
    quota = math.floor(needed) + 1 if strict else math.ceil(needed)
    return Game(tuple(units), max(quota, 1), rounded)


def _units(votes: Sequence[float]) -> tuple[list[int], bool]:
    """Return ``votes`` as whole units, made as small as they can be without a loss."""
    exact = [Fraction(vote) for vote in votes]
    most = grid(len(exact))
    total = sum(exact, Fraction(0))
    if total <= 0:
        return [0] * len(exact), False
    common = math.lcm(*(vote.denominator for vote in exact)) if _short(exact) else 1
    whole = [vote * common for vote in exact]
    if all(vote.denominator == 1 for vote in whole):
        counts = [vote.numerator for vote in whole]
        divisor = math.gcd(*counts) or 1
        if sum(counts) // divisor <= most:
            return [count // divisor for count in counts], False
    return [round(vote * most / total) for vote in exact], True


def _short(exact: Sequence[Fraction]) -> bool:
    """Tell whether all denominators are small: of halves and tenths, not of rounding noise."""
    return all(vote.denominator <= FINEST for vote in exact)
