"""Weights for close readings: what they learn, and what they keep."""

import pytest

from counterpitch.assessment.weigh import weight_of
from counterpitch.training.regression import prior
from counterpitch.training.weights import CAP, CLOSE, fitted_weights
from tests.training.drawn import NAMES, RULES, drawn


@pytest.mark.parametrize("spite", [False, True])
def test_signs_and_bounds(spite: bool) -> None:
    """Even where the data say the opposite, evidence never speaks against, and all is bounded."""
    weights = fitted_weights(RULES, drawn(1, spite=spite), "toy")
    assert weights.benign_cap == CAP
    assert 0.0 <= weights.lean <= 3.0
    assert -8.0 <= weights.bias <= 0.0
    for each in RULES:
        weight = weight_of(each, weights)
        low, high = {"benign": (-2.0, 0.0), "owner": (0.0, 0.0)}.get(each.kind, (0.0, 4.0))
        assert low <= weight <= high, each.name
    assert set(weights.indicators) == set(NAMES)


def test_weights_learn_what_the_data_say() -> None:
    """Evidence that goes with approaches weighs more than where it goes with the honest."""
    fair, spiteful = (fitted_weights(RULES, drawn(1, spite=s), "toy") for s in (False, True))
    assert fair.lean > spiteful.lean
    for name in ("approach-0", "approach-1", "approach-2"):
        assert fair.indicators[name] > spiteful.indicators[name]


def test_what_was_never_seen_keeps_its_prior() -> None:
    """An indicator without a single example weighs its share of the level's default."""
    weights = fitted_weights(RULES, drawn(1), "toy")
    unseen = NAMES.index("owner-2")
    assert weights.indicators["owner-2"] == pytest.approx(
        abs(prior(RULES, CLOSE)[unseen]), abs=1e-3
    )
