"""Bounds on power contain the power of every completion."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.ownership.power.bounds import MOST_PLAYERS, Band, shapley_bounds
from counterpitch.ownership.power.game import majority, special
from counterpitch.ownership.power.indices import power


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.integers(0, 25), st.booleans())
@settings(max_examples=80, deadline=None)
def test_bounds_contain_the_exact_index(votes: list[int], width: int, ordinary: bool) -> None:
    """Whatever the votes within their bands are, the index lies within its bounds."""
    total = sum(votes)
    if not total:
        return
    shares = [vote / total for vote in votes]
    bands = [Band(max(s - width / 100, 0), min(s + width / 100, 1)) for s in shares]
    bounds = shapley_bounds(bands, 0.5 if ordinary else 0.75, strict=ordinary)
    exact = power(majority(votes) if ordinary else special(votes))
    assert bounds is not None
    for index, bound in zip(exact, bounds, strict=True):
        assert bound.low - 1e-9 <= index.shapley <= bound.high + 1e-9


def test_exact_votes_on_the_grid_give_exact_bounds() -> None:
    """Where nothing is open, the bounds meet."""
    bounds = shapley_bounds([Band(0.4, 0.4), Band(0.35, 0.35), Band(0.25, 0.25)], 0.5)
    assert bounds is not None
    for bound in bounds:
        assert bound.low == pytest.approx(1 / 3)
        assert bound.high == pytest.approx(1 / 3)


def test_too_many_players_are_refused() -> None:
    """Beyond the limit there are no bounds rather than minutes of waiting."""
    assert shapley_bounds([Band(0.01, 0.02)] * (MOST_PLAYERS + 1), 0.5) is None
