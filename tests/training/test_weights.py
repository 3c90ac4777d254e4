"""Fitted weights: their signs and bounds, and a gradient that is one."""

import numpy as np
import pytest

from counterpitch.assessment.weigh import weight_of
from counterpitch.model.indicator import Condition, Indicator, Kind
from counterpitch.recognisers.lean import LEAST
from counterpitch.training.weights import (
    CAP,
    SHRUNK,
    Observed,
    _Fit,
    fitted_weights,
    observed,
    prior,
)
from tests.indicators.test_conditions import rule

KINDS: tuple[Kind, ...] = ("approach", "benign", "scam", "owner")
SPAM = Condition(feature="folder.spam")
RULES: list[Indicator] = [rule(f"{kind}-{n}", SPAM, kind=kind) for kind in KINDS for n in range(3)]
NAMES = [r.name for r in RULES]


def drawn(seed: int, *, spite: bool = False) -> Observed:
    """Return conversations whose indicators go with their labels, or with ``spite`` against."""
    draw = np.random.default_rng(seed)
    labels = draw.choice(["covert_approach", "legitimate", "scam"], 300).tolist()
    told = {"covert_approach": "approach", "legitimate": "benign", "scam": "scam"}
    other = {"covert_approach": "benign", "legitimate": "approach", "scam": "approach"}
    found, leans = [], []
    for label in labels:
        kind = (other if spite else told)[label]
        found.append(
            [n for n in NAMES[:-1] if draw.random() < (0.6 if n.startswith(kind) else 0.1)]
        )
        sign = 1.0 if (label == "covert_approach") != spite else -1.0
        leans.append((sign * 2.5 + draw.normal(size=4)).tolist())
    return observed(RULES, found, leans, labels, [1.0] * len(labels))


def test_conversations_are_laid_out() -> None:
    """Indicators as ones, leans summed beyond the least; unknown names are left out."""
    data = observed(
        RULES, [["approach-1", "nobody"], []], [[LEAST + 1, LEAST + 2, -1.0], [-LEAST - 4]],
        ["covert_approach", "legitimate"], [1.0, 2.0],
    )  # fmt: skip
    assert data.x.sum() == data.x[0, NAMES.index("approach-1")] == 1
    assert data.towards.tolist() == pytest.approx([3.0, 0.0])
    assert data.against.tolist() == pytest.approx([0.0, 4.0])


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
    assert weights.indicators["owner-2"] == pytest.approx(abs(prior(RULES)[unseen]), abs=1e-3)
    assert prior(RULES)[0] == pytest.approx(0.9 * SHRUNK)
    assert prior(RULES)[NAMES.index("benign-0")] == pytest.approx(-0.9 * SHRUNK)


@pytest.mark.parametrize("kind", ["approach", "scam"])
def test_the_gradient_is_that_of_the_loss(kind: str) -> None:
    """Small steps change the loss by what the gradient says."""
    fit = _Fit(RULES, drawn(2), kind, prior(RULES))
    draw = np.random.default_rng(5)
    size = len(fit.free) + 2
    for scale in (0.2, 1.0):
        v = draw.normal(size=size) * scale
        value, gradient = fit._loss(v)
        assert np.isfinite(value)
        for n in range(size):
            step = np.zeros(size)
            step[n] = 1e-6
            slope = (fit._loss(v + step)[0] - fit._loss(v - step)[0]) / 2e-6
            assert slope == pytest.approx(gradient[n], rel=1e-3, abs=1e-3)
