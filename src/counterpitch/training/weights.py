"""Weights: bounded logistic regressions over indicators and leans.

Evidence of an approach has weights >= 0 and counter-evidence <= 0, together at most the
cap; each is drawn towards the default of its level, so that what was rarely seen keeps it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterpitch.assessment.weigh import SCAM_DISCOUNT
from counterpitch.model.indicator import Indicator
from counterpitch.recognisers.lean import amounts
from counterpitch.rulebook.book import Levels, Weights

Array = NDArray[np.float64]
PULL: Final = 6.0
"""Strength of the pull towards a level's default, in squared log-odds."""
CAP: Final = 3.0
"""The most (log-odds) that counter-evidence takes off."""
LOOSE_CAP: Final = 1.0
"""The most (log-odds) that counter-evidence takes off which is merely asserted, or far."""
SHRUNK: Final = 0.35
"""Share of a level's default that an indicator weighs beside leans, before any fitting."""
HARDLY_SHRUNK: Final = 0.8
"""The same for level critical: what is that plain speaks for itself, and is too rare to fit."""


class Observed(msgspec.Struct):
    """Conversations as a 0/1 matrix of indicators, leans summed both ways, labels, weights."""

    x: Array
    towards: Array
    against: Array
    label: list[str]
    weight: Array


def observed(
    rules: Sequence[Indicator],
    found: Sequence[Sequence[str]],
    leans: Sequence[Sequence[float]],
    label: Sequence[str],
    weight: Sequence[float],
) -> Observed:
    """Lay out conversations by the indicators found and the leans of their sentences."""
    column = {rule.name: n for n, rule in enumerate(rules)}
    x = np.zeros((len(found), len(rules)))
    for row, names in enumerate(found):
        x[row, [column[name] for name in names if name in column]] = 1.0
    sums = [[sum(amounts(each, towards=way).values()) for each in leans] for way in (True, False)]
    return Observed(x, np.array(sums[0]), np.array(sums[1]), list(label), np.array(weight))


class _Fit:
    """One regression: which weights are free, their bounds, and what they are drawn to."""

    def __init__(self, rules: Sequence[Indicator], data: Observed, kind: str, fixed: Array) -> None:
        self._data, self._fixed, self._kind = data, fixed, kind
        kinds = np.array([rule.kind for rule in rules])
        self._own, self._benign, self._scam = kinds == kind, kinds == "benign", kinds == "scam"
        self.free = np.flatnonzero(self._own | (self._benign if kind == "approach" else False))
        self._base = prior(rules)[self.free]
        self._y = np.array([label == WANTED[kind] for label in data.label], float)

    def run(self) -> tuple[Array, float, float]:
        """Return all weights, the bias and the weight of a lean."""
        from scipy.optimize import minimize

        bounds = [(-2.0, 0.0) if self._benign[i] else (0.0, 4.0) for i in self.free]
        lean = (0.0, 3.0) if self._kind == "approach" else (0.0, 0.0)
        start = np.concatenate([self._base, [-2.5, 0.5 if self._kind == "approach" else 0.0]])
        done = minimize(
            self._loss, start, method="L-BFGS-B", jac=True, bounds=[*bounds, (-8.0, 0.0), lean]
        )
        w = self._fixed.copy()
        w[self.free] = done.x[:-2]
        return w, float(done.x[-2]), float(done.x[-1])

    def _loss(self, v: Array) -> tuple[float, Array]:
        data, w = self._data, self._fixed.copy()
        w[self.free] = v[:-2]
        counter = data.x[:, self._benign] @ w[self._benign] - v[-1] * data.against
        is_open = counter > -CAP
        z = (
            v[-2]
            + data.x[:, self._own] @ w[self._own]
            + v[-1] * data.towards
            + np.maximum(-CAP, counter)
        )
        if self._kind == "approach":
            z = z - np.minimum(SCAM_DISCOUNT, 0.5 * (data.x[:, self._scam] @ w[self._scam]))
        loss = float(np.sum(data.weight * np.logaddexp(0.0, -(2 * self._y - 1) * z)))
        r = data.weight * (1 / (1 + np.exp(-z)) - self._y)
        g = data.x[:, self.free].T @ r
        g[self._benign[self.free]] = data.x[:, self.free[self._benign[self.free]]].T @ (r * is_open)
        lean = float(np.sum(r * (data.towards - data.against * is_open)))
        apart = v[:-2] - self._base
        return (
            loss + PULL * 0.5 * float(np.sum(apart**2)),
            np.concatenate([g + PULL * apart, [float(np.sum(r)), lean]]),
        )


WANTED: Final[Mapping[str, str]] = {"approach": "covert_approach", "scam": "scam"}


def prior(rules: Sequence[Indicator]) -> Array:
    """Return the weight of each rule before fitting, with its sign."""
    return np.array([_prior(rule) for rule in rules])


def _prior(rule: Indicator) -> float:
    share = HARDLY_SHRUNK if rule.level == "critical" else SHRUNK
    return float(getattr(Levels(), rule.level)) * (-1.0 if rule.kind == "benign" else 1.0) * share


def fitted_weights(rules: Sequence[Indicator], data: Observed, note: str) -> Weights:
    """Return the weights for close readings, fitted on ``data``."""
    base = prior(rules)
    w, scam_bias, _ = _Fit(rules, data, "scam", base).run()
    w, bias, lean = _Fit(rules, data, "approach", w).run()
    seen = data.x.sum(0)
    values: dict[str, Any] = {
        rule.name: round(abs(float(w[n])), 3) for n, rule in enumerate(rules) if seen[n] > 0
    }
    values |= {
        r.name: round(abs(float(base[n])), 3) for n, r in enumerate(rules) if r.name not in values
    }
    return Weights(
        version="2", bias=round(bias, 3), scam_bias=round(scam_bias, 3), benign_cap=CAP,
        loose_cap=LOOSE_CAP, lean=round(lean, 3), indicators=values, fitted_on=note,
    )  # fmt: skip
