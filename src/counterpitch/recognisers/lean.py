"""Lean: how far a sentence, in its place, speaks for an approach or against it.

Only the strongest sentences of either side count, so that neither a long honest thread
nor a page of padding adds up to anything.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Final

THRESHOLD: Final = 1.0
"""Lean (log-odds) below which a sentence hardly counts."""
STRONGEST: Final = 6
"""Sentences of either side that count."""


def towards(lean: float) -> float:
    """Return what a sentence of this lean adds for an approach (>= 0, log-odds)."""
    return _softplus(lean - THRESHOLD)


def against(lean: float) -> float:
    """Return what a sentence of this lean adds against an approach (>= 0, log-odds)."""
    return _softplus(-lean - THRESHOLD)


def strongest(amounts: Sequence[float]) -> list[int]:
    """Return the numbers of the sentences that count, in order of their place."""
    ordered = sorted(range(len(amounts)), key=lambda n: (-amounts[n], n))
    return sorted(ordered[:STRONGEST])


def total(amounts: Iterable[float]) -> float:
    """Return the sum over the sentences that count."""
    return math.fsum(sorted(amounts, reverse=True)[:STRONGEST])


def _softplus(value: float) -> float:
    return max(value, 0.0) + math.log1p(math.exp(-abs(value)))
