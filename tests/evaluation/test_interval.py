"""Intervals agree with scipy and numpy, and are the same for the same seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from counterpitch.evaluation.interval import quantile, rate, ratio, resamples, wilson


@given(st.integers(1, 500), st.data())
def test_wilson_is_scipys(total: int, data: st.DataObject) -> None:
    """Wilson's interval is the one that scipy computes."""
    count = data.draw(st.integers(0, total))
    expected = binomtest(count, total).proportion_ci(0.95, method="wilson")
    assert wilson(count, total) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_the_ends_of_an_interval_are_exact() -> None:
    """None of ten starts at exactly 0, all of ten ends at exactly 1, nothing has no interval."""
    assert rate(0, 10).low == 0.0
    assert rate(10, 10).high == 1.0
    assert rate(0, 0).value is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0, 1))
def test_quantile_is_numpys(values: list[float], share: float) -> None:
    """The quantile is numpy's with linear interpolation."""
    assert quantile(values, share) == pytest.approx(float(np.quantile(values, share)))


def test_resamples_are_seeded_and_whole() -> None:
    """The same seed draws the same, another seed something else; sizes are kept."""
    first = list(resamples(20, 5, 1))
    assert first == list(resamples(20, 5, 1))
    assert first != list(resamples(20, 5, 2))
    assert all(sum(weights) == 20 for weights in first)


def test_ratio_is_pooled_and_its_interval_holds_it() -> None:
    """Hits are summed before they are divided; groups without cases change nothing."""
    found = ratio([(1, 1), (0, 3), (0, 0)], 500, 1)
    assert found.value == 0.25
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 0.25 <= found.high
    assert ratio([(0, 0)], 10, 1).value is None


def test_the_bootstrap_covers_what_it_should() -> None:
    """For a mean of many coins the percentile interval is close to the normal one."""
    parts = [(n % 2, 1) for n in range(400)]
    found = ratio(parts, 2000, 3)
    assert found.low == pytest.approx(0.5 - 1.96 * 0.5 / 20, abs=0.01)
    assert found.high == pytest.approx(0.5 + 1.96 * 0.5 / 20, abs=0.01)
