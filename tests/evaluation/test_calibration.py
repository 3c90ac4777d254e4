"""Calibration by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.evaluation.calibration import calibration

PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50)


def test_worked_example_by_hand() -> None:
    """Brier, expected error and bins of four verdicts, computed on paper."""
    found = calibration([(0.1, False), (0.15, True), (0.9, True), (1.0, True)])
    assert found is not None
    assert found.brier == pytest.approx((0.01 + 0.7225 + 0.01 + 0.0) / 4)
    assert found.brier_constant == pytest.approx(0.75 * 0.25)
    # |0.125 - 1/2| for two, |0.95 - 1| for two
    assert found.expected_error == pytest.approx((2 * 0.375 + 2 * 0.05) / 4)
    assert [(b.low, b.covert.count, b.covert.total) for b in found.bins] == [
        (0.1, 1, 2), (0.9, 2, 2),
    ]  # fmt: skip


@given(PAIRS)
def test_figures_stay_in_their_ranges(pairs: list[tuple[float, bool]]) -> None:
    """All conversations are in some bin, and no error is beyond 1."""
    found = calibration(pairs)
    assert found is not None
    assert sum(each.covert.total for each in found.bins) == len(pairs)
    assert 0 <= found.brier <= 1
    assert 0 <= found.expected_error <= 1


def test_perfect_foresight_costs_nothing() -> None:
    """Saying 1 and 0 rightly has no error; nothing at all has no figures."""
    found = calibration([(1.0, True), (0.0, False)])
    assert found is not None
    assert (found.brier, found.expected_error) == (0.0, 0.0)
    assert calibration([]) is None
