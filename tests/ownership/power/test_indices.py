"""Power indices against counting every coalition and every order."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.ownership.power.game import Game, majority, special
from counterpitch.ownership.power.indices import power


def brute_banzhaf(weights: tuple[int, ...], quota: int) -> list[int]:
    """Swings of each player, by walking through every coalition."""
    swings = [0] * len(weights)
    for size in range(len(weights) + 1):
        for coalition in itertools.combinations(range(len(weights)), size):
            total = sum(weights[at] for at in coalition)
            if total >= quota:
                for at in coalition:
                    swings[at] += total - weights[at] < quota
    return swings


def brute_shapley(weights: tuple[int, ...], quota: int) -> list[float]:
    """Pivots of each player, by walking through every order."""
    pivots = [0] * len(weights)
    for order in itertools.permutations(range(len(weights))):
        total = 0
        for at in order:
            if total < quota <= total + weights[at]:
                pivots[at] += 1
            total += weights[at]
    return [count / math.factorial(len(weights)) for count in pivots]


games = st.lists(st.integers(0, 12), min_size=1, max_size=6).flatmap(
    lambda weights: st.builds(Game, st.just(tuple(weights)), st.integers(1, max(sum(weights), 1)))
)


@given(games)
@settings(max_examples=150, deadline=None)
def test_indices_are_what_every_coalition_and_order_say(game: Game) -> None:
    """Dynamic programming finds what brute force finds."""
    found = power(game)
    swings = brute_banzhaf(game.weights, game.quota)
    total = sum(swings)
    assert [p.banzhaf for p in found] == pytest.approx(
        [s / total if total else 0.0 for s in swings]
    )
    assert [p.shapley for p in found] == pytest.approx(brute_shapley(game.weights, game.quota))
    assert [p.swings for p in found] == pytest.approx([s / 2 ** (len(swings) - 1) for s in swings])


def test_known_games() -> None:
    """The textbook's games: (51; 50, 49, 1), and the first Council of the Six of 1958."""
    assert [p.banzhaf for p in power(Game((50, 49, 1), 51))] == pytest.approx([0.6, 0.2, 0.2])
    council = power(Game((4, 4, 4, 2, 2, 1), 12))
    assert council[5].shapley == 0.0
    assert council[0].shapley == pytest.approx(14 / 60)
    assert council[3].shapley == pytest.approx(9 / 60)


def test_half_is_not_a_majority_and_three_quarters_is_special() -> None:
    """More than half carries an ordinary resolution; exactly three quarters a special one."""
    assert [p.shapley for p in power(majority([50, 50]))] == [0.5, 0.5]
    assert [p.shapley for p in power(special([75, 25]))] == [1.0, 0.0]
    assert [p.shapley for p in power(special([74, 26]))] == [0.5, 0.5]


def test_shares_by_the_million_are_counted_exactly_where_they_can_be() -> None:
    """A common divisor takes large numbers back to small games; others are said to be rounded."""
    assert majority([51_000_000, 49_000_000]).weights == (51, 49)
    assert not majority([51_000_000, 49_000_000]).rounded
    assert majority([1_000_003, 999_983, 7]).rounded
    assert majority([0.5, 0.25, 0.25]).weights == (2, 1, 1)


def test_no_votes_no_power() -> None:
    """Without votes nobody decides, and nothing is divided by zero."""
    assert [p.shapley for p in power(majority([0, 0]))] == [0.0, 0.0]
    assert power(majority([])) == ()


def test_two_hundred_holders_in_time() -> None:
    """Two hundred holders take seconds, not 2^200 steps, and their power sums to one."""
    found = power(majority(list(range(1, 201))))
    assert sum(p.shapley for p in found) == pytest.approx(1.0)
    assert sum(p.banzhaf for p in found) == pytest.approx(1.0)
