"""Weighing: contributions in log-odds, one sum per kind, readable on one screen.

``approach = bias + sum(approach weights) + max(-cap, sum(benign weights)) + scam discount``.
Evidence of an approach has weights >= 0 and can only raise the sum; counter-evidence
has weights <= 0 and its sum is bounded by ``benign_cap``, so that pasted phrases of
compliance cannot buy a clean verdict; what is loose of it (merely asserted, or far from what is
asked) by ``loose_cap`` within that.
"""

import math
from collections.abc import Iterable

import msgspec

from counterpitch.model.indicator import Indicator, Kind
from counterpitch.model.verdict import Band
from counterpitch.rulebook.book import Bands, Weights

SCAM_DISCOUNT = 1.5
"""The most (log-odds) that signs of a scam take off the probability of an approach."""


class Weighed(msgspec.Struct, frozen=True):
    """Log-odds of both kinds, and how much counter-evidence the cap left unused (>= 0)."""

    approach: float
    scam: float
    unused: float


def weight_of(rule: Indicator, weights: Weights) -> float:
    """Return the contribution of ``rule`` in log-odds: >= 0, or <= 0 for benign, 0 for owner."""
    if rule.kind == "owner":
        return 0.0
    fitted = weights.indicators.get(rule.name)
    size = abs(fitted) if fitted is not None else float(getattr(weights.levels, rule.level))
    return -size if rule.kind == "benign" else size


def weigh_up(
    contributions: Iterable[tuple[Kind, float]], weights: Weights, loose: Iterable[float] = ()
) -> Weighed:
    """Sum contributions (log-odds), each with the kind of its indicator.

    ``loose`` are those of the benign ones that count within the narrower bound.
    """
    sums: dict[str, list[float]] = {"approach": [], "benign": [], "scam": [], "owner": []}
    for kind, contribution in contributions:
        sums[kind].append(contribution)
    # fsum: the result does not depend on the order in which evidence came.
    approach, benign, scam = map(math.fsum, (sums["approach"], sums["benign"], sums["scam"]))
    slight = math.fsum(loose)
    bound = slight if weights.loose_cap is None else max(-weights.loose_cap, slight)
    counted = max(-weights.benign_cap, benign - slight + bound)
    return Weighed(
        weights.bias + approach + counted - min(SCAM_DISCOUNT, 0.5 * scam),
        weights.scam_bias + scam + counted,
        counted - benign,
    )


def probability(log_odds: float) -> float:
    """Return the probability of log-odds."""
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, log_odds))))


def band_of(value: float, bands: Bands) -> Band:
    """Return the band of a probability."""
    if value >= bands.high:
        return "high"
    if value >= bands.elevated:
        return "elevated"
    return "low" if value >= bands.low else "none"
