"""Banzhaf's and Shapley and Shubik's indices of voting power, by dynamic programming.

Methods: L. S. Shapley and M. Shubik, "A method for evaluating the distribution of power in
a committee system", American Political Science Review 48 (1954); J. F. Banzhaf, "Weighted
voting doesn't work", Rutgers Law Review 19 (1965). Coalitions are counted by size and sum
(I. Mann and L. S. Shapley, RAND RM-3158, 1962) in time that grows with players × quota, not
with the number of coalitions.
"""

from collections.abc import Iterator, Sequence
from math import comb
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterpitch.ownership.power.game import Game

Counts = NDArray[np.float64]
"""Number of coalitions by size (rows) and sum of votes below the quota (columns)."""


class Power(msgspec.Struct, frozen=True):
    """Power of one player, each from 0 to 1.

    ``shapley`` is the share of all orders in which the player turns a losing coalition into
    a winning one; ``banzhaf`` the share of all swings that are the player's; ``swings`` the
    share of the others' coalitions that the player can turn (Penrose's measure).
    """

    shapley: float
    banzhaf: float
    swings: float


def power(game: Game) -> tuple[Power, ...]:
    """Return the power of each player, in order.

    If nobody can carry anything (no votes, or a quota out of reach), all are 0.
    """
    found = dict(_leave_one_out(game))
    swings = [found[at][1] for at in range(len(game.weights))]
    total = sum(swings)
    return tuple(
        Power(found[at][0], swings[at] / total if total else 0.0, swings[at])
        for at in range(len(game.weights))
    )


def _leave_one_out(game: Game) -> Iterator[tuple[int, tuple[float, float]]]:
    """Yield (player, (Shapley, swing share)): coalitions of all others, by halving."""
    count = len(game.weights)
    if sum(game.weights) < game.quota:
        yield from ((at, (0.0, 0.0)) for at in range(count))
        return
    start: Counts = np.zeros((count, game.quota))
    start[0, 0] = 1.0
    yield from _halves(game, range(count), start)


def _halves(
    game: Game, players: Sequence[int], counts: Counts
) -> Iterator[tuple[int, tuple[float, float]]]:
    if len(players) == 0:
        return
    if len(players) == 1:
        yield players[0], _pivots(counts, game.weights[players[0]], len(game.weights))
        return
    middle = len(players) // 2
    for inside, outside in (
        (players[:middle], players[middle:]),
        (players[middle:], players[:middle]),
    ):
        yield from _halves(game, inside, _joined(counts, [game.weights[at] for at in outside]))


def _joined(counts: Counts, weights: Sequence[int]) -> Counts:
    """Return ``counts`` once ``weights`` may join or not; sums past the quota fall away."""
    after = counts.copy()
    for weight in weights:
        if weight >= after.shape[1]:
            continue
        end = after.shape[1] - weight
        after[1:, weight:] += after[:-1, :end].copy()
    return after


def _pivots(counts: Counts, weight: int, players: int) -> tuple[float, float]:
    """Return the Shapley value and the swing share of a player of ``weight`` votes."""
    low = max(counts.shape[1] - weight, 0)
    turned: Any = counts[:, low:].sum(axis=1) if weight else np.zeros(counts.shape[0])
    shapley = sum(
        float(number) / (players * comb(players - 1, size))
        for size, number in enumerate(turned)
        if number
    )
    return shapley, float(turned.sum()) / 2.0 ** (players - 1)
