"""Intervals: Wilson's for a share, the bootstrap's for everything else, all of 95 %."""

import math
import random
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

Z: Final = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""

LOW, HIGH = 0.025, 0.975


class Estimate(msgspec.Struct, frozen=True):
    """A figure with its 95 % interval; None where the data cannot tell."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Rate(msgspec.Struct, frozen=True):
    """``count`` of ``total``, as a share with Wilson's interval."""

    count: int
    total: int
    value: float | None
    low: float | None
    high: float | None


def rate(count: int, total: int) -> Rate:
    """Return a share with Wilson's 95 % interval; all None without any case."""
    if not total:
        return Rate(count, total, None, None, None)
    low, high = wilson(count, total)
    return Rate(count, total, count / total, low, high)


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of ``count`` in ``total`` (> 0) cases."""
    share = count / total
    squared = Z * Z / total
    middle = share + squared / 2
    reach = Z * math.sqrt(share * (1 - share) / total + squared / (4 * total))
    low, high = (middle - reach) / (1 + squared), (middle + reach) / (1 + squared)
    # At the ends the formula gives 0 and 1 exactly; rounding must not spoil that.
    return (0.0 if count == 0 else low), (1.0 if count == total else high)


def quantile(values: Sequence[float], share: float) -> float:
    """Return the quantile of ``values`` (not empty), interpolated between neighbours."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    at = math.floor(place)
    beyond = min(at + 1, len(ordered) - 1)
    return ordered[at] + (ordered[beyond] - ordered[at]) * (place - at)


def resamples(groups: int, times: int, seed: int) -> Iterator[list[int]]:
    """Yield ``times`` bootstrap samples: how often each of ``groups`` groups was drawn.

    The same ``seed`` gives the same samples.
    """
    chance = random.Random(seed)  # noqa: S311 - statistics, not secrets  # nosec B311
    numbers = range(groups)
    for _ in range(times):
        weights = [0] * groups
        for drawn in chance.choices(numbers, k=groups):
            weights[drawn] += 1
        yield weights


def estimate(value: float | None, drawn: Sequence[float]) -> Estimate:
    """Return ``value`` with the percentile interval of its bootstrap samples."""
    if value is None or len(drawn) < 2:
        return Estimate(value)
    return Estimate(value, quantile(drawn, LOW), quantile(drawn, HIGH))


def ratio(parts: Sequence[tuple[int, int]], times: int, seed: int) -> Estimate:
    """Return sum of hits / sum of cases over groups of (hits, cases), groups resampled."""
    hits, cases = sum(h for h, _ in parts), sum(n for _, n in parts)
    if not cases:
        return Estimate(None)
    drawn: list[float] = []
    for weights in resamples(len(parts), times, seed):
        total = sum(w * n for w, (_, n) in zip(weights, parts, strict=True))
        if total:
            drawn.append(sum(w * h for w, (h, _) in zip(weights, parts, strict=True)) / total)
    return estimate(hits / cases, drawn)
