"""Bounded regressions: signs, bounds, priors, and a gradient that is one."""

import numpy as np
import pytest

from counterpitch.assessment.weigh import weigh_up
from counterpitch.rulebook.book import Weights
from counterpitch.training.observed import Observed
from counterpitch.training.regression import Regression, Shape, Wanted, both, prior
from counterpitch.training.weights import CLOSE
from tests.training.drawn import NAMES, RULES, drawn

ALONE = Shape(cap=2.0, least=-1.5, share=1.0, critical_share=1.0, leans=False)
SHAPES = pytest.mark.parametrize("shape", [CLOSE, ALONE])


@SHAPES
@pytest.mark.parametrize("spite", [False, True])
def test_signs_and_bounds(shape: Shape, spite: bool) -> None:
    """Whatever the data say, evidence stays >= 0, counter-evidence <= 0, each within its bound."""
    scam, approach = both(RULES, drawn(1, spite=spite), shape)
    for each, weight in zip(RULES, approach.weights, strict=True):
        low, high = {"benign": (shape.least, 0.0)}.get(each.kind, (0.0, 4.0))
        assert low <= weight <= high, each.name
    assert -8.0 <= approach.bias <= 0.0
    assert -8.0 <= scam.bias <= 0.0


def test_without_leans_they_weigh_nothing() -> None:
    """Where the rules stand alone, leans that are there change no weight."""
    data = drawn(1)
    none = np.zeros_like(data.towards)
    _, with_leans = both(RULES, data, ALONE)
    without = both(RULES, Observed(data.x, none, none, data.label, data.weight), ALONE)[1]
    assert with_leans.lean == 0.0
    assert (with_leans.weights == without.weights).all()
    assert both(RULES, data, CLOSE)[1].lean > 0.0


def test_the_prior_is_the_share_of_a_level() -> None:
    """Evidence begins at the share of its level's default, counter-evidence at minus that."""
    for shape in (CLOSE, ALONE):
        found = prior(RULES, shape)
        assert found[0] == pytest.approx(0.9 * shape.share)
        assert found[NAMES.index("benign-0")] == pytest.approx(-0.9 * shape.share)


def test_log_odds_are_summed_as_in_a_verdict() -> None:
    """What a fit takes for the sum of a conversation is what weighing makes of its evidence."""
    data = drawn(3)
    _, approach = both(RULES, data, ALONE)
    found = Regression(RULES, data, "approach", approach.weights, ALONE).log_odds(approach)
    weights = Weights(bias=approach.bias, benign_cap=ALONE.cap)
    for row, odds in zip(data.x, found, strict=True):
        evidence = [(RULES[n].kind, float(approach.weights[n])) for n in np.flatnonzero(row)]
        assert weigh_up(evidence, weights).approach == pytest.approx(odds)


@SHAPES
@pytest.mark.parametrize("kind", ["approach", "scam"])
def test_the_gradient_is_that_of_the_loss(kind: Wanted, shape: Shape) -> None:
    """Small steps change the loss by what the gradient says; leans only where they are weighed."""
    fit = Regression(RULES, drawn(2), kind, prior(RULES, shape), shape)
    draw = np.random.default_rng(5)
    size = len(fit.free) + 2
    for scale in (0.2, 1.0):
        v = draw.normal(size=size) * scale
        value, gradient = fit._loss(v)
        assert np.isfinite(value)
        for n in range(size if shape.leans else size - 1):
            step = np.zeros(size)
            step[n] = 1e-6
            slope = (fit._loss(v + step)[0] - fit._loss(v - step)[0]) / 2e-6
            assert slope == pytest.approx(gradient[n], rel=1e-3, abs=1e-3)
