"""Bounded logistic regressions over indicators: evidence >= 0, counter-evidence <= 0.

Log-odds are summed as ``counterpitch.assessment.weigh`` sums them: counter-evidence takes off
at most ``cap`` together, signs of a scam at most ``SCAM_DISCOUNT`` from an approach. Each weight
is drawn towards the default of its level, so that what was rarely seen keeps it.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterpitch.assessment.weigh import SCAM_DISCOUNT
from counterpitch.model.indicator import Indicator
from counterpitch.rulebook.book import Levels
from counterpitch.training.observed import Array, Observed

Wanted = Literal["approach", "scam"]
WANTED: Final[Mapping[Wanted, str]] = {"approach": "covert_approach", "scam": "scam"}
"""The label that a regression tells from all others."""
PULL: Final = 6.0
"""Strength of the pull towards a level's default, in squared log-odds."""


class Shape(msgspec.Struct, frozen=True):
    """What the weights may be, in log-odds, and what they are drawn to."""

    cap: float
    """The most that counter-evidence takes off together."""
    least: float
    """The bound of one indicator of counter-evidence, <= 0."""
    share: float
    """Share of a level's default that an indicator weighs before any fitting."""
    critical_share: float
    """The same for level critical."""
    leans: bool
    """Whether what sentences lean to is weighed as well."""


class Fitted(NamedTuple):
    """Weights (one a rule, signed), the bias and the weight of a lean, in log-odds."""

    weights: Array
    bias: float
    lean: float


def prior(rules: Sequence[Indicator], shape: Shape) -> Array:
    """Return the weight of each rule before fitting, with its sign."""
    return np.array([_prior(rule, shape) for rule in rules])


def _prior(rule: Indicator, shape: Shape) -> float:
    share = shape.critical_share if rule.level == "critical" else shape.share
    return float(getattr(Levels(), rule.level)) * (-1.0 if rule.kind == "benign" else 1.0) * share


def both(rules: Sequence[Indicator], data: Observed, shape: Shape) -> tuple[Fitted, Fitted]:
    """Fit the weights of scams first, then those of approaches; return scam and approach.

    The second holds all weights: those of scams count against an approach as they were fitted.
    """
    scam = Regression(rules, data, "scam", prior(rules, shape), shape).run()
    return scam, Regression(rules, data, "approach", scam.weights, shape).run()


class Regression:
    """One regression: which weights are free, their bounds, and what they are drawn to.

    ``fixed`` are the weights of the rules that are not free: scams while approaches are fitted.
    """

    def __init__(
        self, rules: Sequence[Indicator], data: Observed, kind: Wanted, fixed: Array, shape: Shape
    ) -> None:
        self._data, self._fixed, self._kind, self._shape = data, fixed, kind, shape
        kinds = np.array([rule.kind for rule in rules])
        self._own, self._benign, self._scam = kinds == kind, kinds == "benign", kinds == "scam"
        self.free = np.flatnonzero(self._own | (self._benign if kind == "approach" else False))
        self._base = prior(rules, shape)[self.free]
        self._y = np.array([label == WANTED[kind] for label in data.label], float)

    def run(self) -> Fitted:
        """Return all weights, the bias and the weight of a lean."""
        from scipy.optimize import minimize

        leans = self._kind == "approach" and self._shape.leans
        bounds = [(self._shape.least, 0.0) if self._benign[i] else (0.0, 4.0) for i in self.free]
        start = np.concatenate([self._base, [-2.5, 0.5 if leans else 0.0]])
        done = minimize(
            self._loss, start, method="L-BFGS-B", jac=True,
            bounds=[*bounds, (-8.0, 0.0), (0.0, 3.0) if leans else (0.0, 0.0)],
        )  # fmt: skip
        w = self._fixed.copy()
        w[self.free] = done.x[:-2]
        return Fitted(w, float(done.x[-2]), float(done.x[-1]))

    def log_odds(self, fitted: Fitted) -> Array:
        """Return the log-odds of every conversation (conversations,)."""
        return self._sums(*fitted)[0]

    def _sums(self, w: Array, bias: float, lean: float) -> tuple[Array, NDArray[np.bool_]]:
        """Return the log-odds, and whether counter-evidence stays above its cap."""
        data, cap = self._data, self._shape.cap
        counter = data.x[:, self._benign] @ w[self._benign] - lean * data.against
        z = (
            bias
            + data.x[:, self._own] @ w[self._own]
            + lean * data.towards
            + np.maximum(-cap, counter)
        )
        if self._kind == "approach":
            z = z - np.minimum(SCAM_DISCOUNT, 0.5 * (data.x[:, self._scam] @ w[self._scam]))
        return z, counter > -cap

    def _loss(self, v: Array) -> tuple[float, Array]:
        """Return the loss at free weights, bias and lean, and its gradient."""
        data, w = self._data, self._fixed.copy()
        w[self.free] = v[:-2]
        z, is_open = self._sums(w, v[-2], v[-1])
        loss = float(np.sum(data.weight * np.logaddexp(0.0, -(2 * self._y - 1) * z)))
        r = data.weight * (1 / (1 + np.exp(-z)) - self._y)
        g = data.x[:, self.free].T @ r
        g[self._benign[self.free]] = data.x[:, self.free[self._benign[self.free]]].T @ (r * is_open)
        leaned = r * (data.towards - data.against * is_open)
        lean = float(np.sum(leaned)) if self._shape.leans else 0.0
        apart = v[:-2] - self._base
        return (
            loss + PULL * 0.5 * float(np.sum(apart**2)),
            np.concatenate([g + PULL * apart, [float(np.sum(r)), lean]]),
        )
