"""Weights for close readings: of indicators, and of what sentences lean to.

Evidence of an approach has weights >= 0 and counter-evidence <= 0, together at most the
cap; see ``counterpitch.training.regression``.
"""

from collections.abc import Sequence
from typing import Any, Final

from counterpitch.model.indicator import Indicator
from counterpitch.rulebook.book import Weights
from counterpitch.training.observed import Observed
from counterpitch.training.regression import Shape, both, prior

CAP: Final = 3.0
"""The most (log-odds) that counter-evidence takes off."""
LOOSE_CAP: Final = 1.0
"""The most (log-odds) that counter-evidence takes off which is merely asserted, or far."""
CLOSE: Final = Shape(cap=CAP, least=-2.0, share=0.35, critical_share=0.8, leans=True)
"""Indicators beside leans: what is plain (critical) speaks for itself, and is too rare to fit."""


def fitted_weights(rules: Sequence[Indicator], data: Observed, note: str) -> Weights:
    """Return the weights for close readings, fitted on ``data``."""
    base = prior(rules, CLOSE)
    scam, found = both(rules, data, CLOSE)
    seen = data.x.sum(0)
    values: dict[str, Any] = {
        rule.name: round(abs(float(found.weights[n])), 3)
        for n, rule in enumerate(rules)
        if seen[n] > 0
    }
    values |= {
        r.name: round(abs(float(base[n])), 3) for n, r in enumerate(rules) if r.name not in values
    }
    return Weights(
        version="2", bias=round(found.bias, 3), scam_bias=round(scam.bias, 3), benign_cap=CAP,
        loose_cap=LOOSE_CAP, lean=round(found.lean, 3), indicators=values, fitted_on=note,
    )  # fmt: skip
