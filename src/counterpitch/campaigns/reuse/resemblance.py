"""Resemblance: from matching minima to how much of two texts is the same, and what that weighs."""

import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import msgspec

from counterpitch.campaigns.reuse.signing import BINS, PLANES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHANCE: Final = 1 / 2**PLANES
"""How often minima of different windows agree in the bits that are kept."""
STRONG: Final = math.log(100)
"""Log-odds from which one reason links alone: one wrong link in a hundred."""
MOST: Final = 12.0
"""A cap: no text proves more than this."""


class TextWeights(msgspec.Struct, frozen=True):
    """Log-odds are ``intercept + slope * resemblance``; below ``least`` nothing is kept."""

    intercept: float
    slope: float
    least: float
    source: str


@cache
def weights() -> TextWeights:
    """Return the fitted weights (``bench.link.calibrate``)."""
    data = files("counterpitch.campaigns").joinpath("data/text-weights.json").read_bytes()
    return msgspec.json.decode(data, type=TextWeights)


def resemblance(matches: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """Estimate the share of windows that two texts have in common (Jaccard, 0 to 1).

    The standard error is 0.03 at most.
    """
    import numpy as np

    return np.clip((matches / BINS - CHANCE) / (1 - CHANCE), 0.0, 1.0)


def least_matches() -> int:
    """Return the matches from which a pair is kept."""
    return math.ceil((weights().least * (1 - CHANCE) + CHANCE) * BINS)


def log_odds(resembling: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the weight of a resemblance: the log-odds that two approaches belong together."""
    import numpy as np

    fitted = weights()
    return np.clip(fitted.intercept + fitted.slope * resembling, 0.0, MOST)
