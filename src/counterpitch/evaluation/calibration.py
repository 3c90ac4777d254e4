"""Calibration: does a probability of 0.7 mean seven in ten?"""

from collections.abc import Sequence
from typing import Final

import msgspec

from counterpitch.evaluation.interval import Rate, rate

BINS: Final = 10


class Bin(msgspec.Struct, frozen=True):
    """Conversations whose probability lies in [low, high), in the last bin [low, high].

    ``mean`` is their mean probability, ``covert`` the share that is covert.
    """

    low: float
    high: float
    mean: float
    covert: Rate


class Calibration(msgspec.Struct, frozen=True):
    """Brier score, that of always saying the share of covert, expected error, the bins."""

    conversations: int
    brier: float
    brier_constant: float
    expected_error: float
    bins: tuple[Bin, ...]


def calibration(pairs: Sequence[tuple[float, bool]]) -> Calibration | None:
    """Return the calibration of (probability, is covert); None without any.

    The expected calibration error is the mean over conversations of the distance between
    their bin's mean probability and its share of covert ones.
    """
    if not pairs:
        return None
    total = len(pairs)
    share = sum(covert for _, covert in pairs) / total
    bins = _bins(pairs)
    error = sum(b.covert.total * abs(b.mean - (b.covert.value or 0.0)) for b in bins) / total
    brier = sum((p - covert) ** 2 for p, covert in pairs) / total
    return Calibration(total, brier, share * (1 - share), error, bins)


def _bins(pairs: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    inside: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for probability, covert in pairs:
        inside[min(int(probability * BINS), BINS - 1)].append((probability, covert))
    return tuple(
        Bin(
            at / BINS, (at + 1) / BINS, sum(p for p, _ in some) / len(some),
            rate(sum(covert for _, covert in some), len(some)),
        )
        for at, some in enumerate(inside)
        if some
    )  # fmt: skip
