"""Lean: how far a sentence, in its place, speaks for an approach or against it.

Only what goes beyond a threshold counts, and only the strongest sentences of either side,
so that neither a long honest thread nor a page of padding adds up to anything.
"""

from collections.abc import Sequence
from typing import Final

THRESHOLD: Final = 1.0
"""Lean (log-odds) at which a sentence begins to count while the network is fitted."""
LEAST: Final = 1.0
"""Lean up to which a sentence says nothing in a verdict: small leans are many and mean little."""
STRONGEST: Final = 6
"""Sentences of either side that count."""


def amounts(leans: Sequence[float], *, towards: bool) -> dict[int, float]:
    """Return what each sentence that counts adds (> 0), by its number, the strongest first."""
    sign = 1.0 if towards else -1.0
    over = {n: sign * lean - LEAST for n, lean in enumerate(leans)}
    ordered = sorted((n for n in over if over[n] > 0.0), key=lambda n: (-over[n], n))
    return {n: over[n] for n in ordered[:STRONGEST]}
