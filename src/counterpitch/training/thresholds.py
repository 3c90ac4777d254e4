"""Thresholds: from log-odds of the evidence head to "this sentence carries it".

Chosen on readings of conversations that the network never saw, for the best F-measure of all
marks together (van Rijsbergen 1979; with ``BETA`` below 1 precision counts more than recall); an
indicator with few marks stays near the common threshold.
"""

import math
from collections import Counter
from collections.abc import Mapping
from typing import Final

import msgspec
import numpy as np

from counterpitch.training.judged import Judged

BETA: Final = 0.7
"""How much finding a mark counts beside naming it rightly: half as much (the square)."""
_GRID: Final = tuple(x / 4 for x in range(-12, 13))
_SHRINK: Final = 12.0
"""Marks that an indicator's own threshold needs to weigh as much as the common one."""
_LEAST: Final = -6.0
"""Log-odds below which a sentence that no rule found says nothing of the line."""
_DRAWN: Final = np.array([0.0, 1.0])
"""Base and rise of a line before anything was seen."""
_PRIOR: Final = (3.0, 6.0)
"""Pseudo-counts (right, all) of a rule's precision before anything was counted."""


def bonuses(data: Judged) -> dict[str, float]:
    """Return for each indicator how much a rule's finding raises the log-odds (>= 0)."""
    found = {}
    for column, name in enumerate(data.names):
        hits = float(data.ruled[:, column].sum())
        right = float((data.ruled[:, column] & data.marked[:, column]).sum())
        precision = (right + _PRIOR[0]) / (hits + _PRIOR[1])
        found[name] = round(max(0.0, min(6.0, math.log(precision / (1 - precision)) + 3.0)), 2)
    return found


class Ruling(msgspec.Struct, frozen=True):
    """What a rule's finding makes of log-odds: ``slope * odds + bonus + offset``."""

    bonus: dict[str, float]
    slope: float = 1.0
    offset: float = 0.0

    def raised(self, data: Judged) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """Return the log-odds of every sentence and indicator, those of found ones as ruled."""
        ruled = self.slope * data.odds + _row(self.bonus, data) + self.offset
        return np.where(data.ruled, ruled, data.odds)


def ruling(data: Judged) -> Ruling:
    """Fit how much log-odds still tell of a sentence in which a rule found the indicator.

    A log-odds says less there: two logistic regressions, one of the sentences without such a
    finding and one of those with it, give the line on which both mean the same.
    """
    bonus = bonuses(data)
    told = ~data.ruled & (data.odds > _LEAST)
    base, rise = _line(data.odds[told], data.marked[told], np.zeros(int(told.sum())))
    rise = max(rise, 0.1)
    known = base + rise * np.broadcast_to(_row(bonus, data), data.odds.shape)[data.ruled]
    more, own = _line(data.odds[data.ruled], data.marked[data.ruled], known)
    slope = min(1.0, max(0.0, own / rise))
    return Ruling(bonus, round(slope, 3), round(more / rise, 3))


def _line(odds: np.ndarray, marked: np.ndarray, known: np.ndarray) -> tuple[float, float]:
    """Return (base, rise) of a logistic regression beside ``known`` log-odds."""
    from scipy.optimize import minimize

    given = np.stack([np.ones_like(odds), odds], 1)
    sign = 2.0 * marked - 1.0

    def loss(line: np.ndarray) -> tuple[float, np.ndarray]:
        z = known + given @ line
        apart = line - _DRAWN
        slope = given.T @ (1.0 / (1.0 + np.exp(-np.clip(z, -30.0, 30.0))) - marked)
        every = float(np.logaddexp(0.0, -sign * z).sum()) + 0.5 * float(apart @ apart)
        return every, slope + apart

    base, rise = minimize(loss, _DRAWN, jac=True, method="L-BFGS-B").x
    return float(base), float(rise)


def _row(bonus: Mapping[str, float], data: Judged) -> np.ndarray:
    return np.array([bonus[name] for name in data.names])


def thresholds(data: Judged, rules: Ruling) -> dict[str, float]:
    """Return the least log-odds of each indicator, drawn towards the best common one."""
    raised = rules.raised(data)
    common = max(_GRID, key=lambda least: _f(raised >= least, data.marked))
    best = _f(raised >= common, data.marked)
    counts = Counter(dict(zip(data.names, data.marked.sum(0).tolist(), strict=True)))
    found = {}
    for column, name in enumerate(data.names):
        own = max(
            _GRID, key=lambda least: _gain(raised[:, column] >= least, data.marked[:, column], best)
        )
        share = counts[name] / (counts[name] + _SHRINK)
        found[name] = round(common + share * (own - common), 2)
    return found


def _gain(found: np.ndarray, marked: np.ndarray, best: float) -> float:
    """Return what this choice adds to the common F-measure (its linear form at ``best``)."""
    right = (1 + BETA**2) * float((found & marked).sum())
    return right - best * float(found.sum() + BETA**2 * marked.sum())


def _f(found: np.ndarray, marked: np.ndarray) -> float:
    right = (1 + BETA**2) * float((found & marked).sum())
    return right / max(1e-9, float(found.sum() + BETA**2 * marked.sum()))
