"""Ranking: how well scores put covert approaches above honest conversations.

Exact definitions. AUC: share of (covert, honest) pairs in which the covert one scores
higher, ties counting half. Recall at p %: with n honest conversations, the threshold is
the (floor(p·n/100)+1)-th largest honest score, and a conversation is flagged if it scores
strictly above; so at most floor(p·n/100) honest ones are flagged.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

PERCENTS: Final = (1, 5)
"""False alarms, in percent of the honest conversations, at which recall is told."""


class Scored(msgspec.Struct, frozen=True):
    """A score, whether it belongs to a covert approach, and its group (for resampling)."""

    score: float
    covert: bool
    group: int = 0


class Summary(msgspec.Struct, frozen=True):
    """The figures of one ranking; ``recalls`` in the order of ``PERCENTS``."""

    auc: float
    average_precision: float
    recalls: tuple[float, ...]


class Threshold(msgspec.Struct, frozen=True):
    """A threshold (flagged is what scores strictly above) and what it flags."""

    percent: int
    allowed: int
    value: float
    flagged_honest: int
    flagged_covert: int


class _Step(msgspec.Struct, frozen=True):
    """Everything with one score: groups of its covert and of its honest conversations."""

    score: float
    covert: tuple[int, ...]
    honest: tuple[int, ...]


class Ranking:
    """Scores in order, the largest first, ties together."""

    def __init__(self, scored: Sequence[Scored]) -> None:
        ordered = sorted(scored, key=lambda each: -each.score)
        self._steps = [
            _step(score, list(run))
            for score, run in itertools.groupby(ordered, key=lambda each: each.score)
        ]
        self.covert = sum(each.covert for each in scored)
        self.honest = len(scored) - self.covert

    def summary(self, weights: Sequence[int] | None = None) -> Summary | None:
        """Return the figures, each conversation counting as often as its group's weight.

        None where there is no covert or no honest conversation.
        """
        counts = list(self._counts(weights))
        covert, honest = (sum(pair[at] for pair in counts) for at in (0, 1))
        if not covert or not honest:
            return None
        allowed = [percent * honest // 100 for percent in PERCENTS]
        recalls: list[float] = []
        above = below = twice = 0
        precision = 0.0
        for more, alarms in counts:
            # `above` holds what scores strictly higher than this step.
            while len(recalls) < len(allowed) and below + alarms > allowed[len(recalls)]:
                recalls.append(above / covert)
            twice += alarms * (2 * above + more)
            above, below = above + more, below + alarms
            if more:
                precision += more * above / (above + below)
        return Summary(twice / (2 * covert * honest), precision / covert, tuple(recalls))

    def _counts(self, weights: Sequence[int] | None) -> Iterator[tuple[int, int]]:
        if weights is None:
            yield from ((len(step.covert), len(step.honest)) for step in self._steps)
            return
        for step in self._steps:
            more = sum([weights[group] for group in step.covert])
            alarms = sum([weights[group] for group in step.honest])
            if more or alarms:
                yield more, alarms

    def threshold(self, percent: int) -> Threshold | None:
        """Return the threshold at ``percent`` false alarms; None without honest scores."""
        allowed = percent * self.honest // 100
        above = below = 0
        for step in self._steps:
            if below + len(step.honest) > allowed:
                return Threshold(percent, allowed, step.score, below, above)
            above, below = above + len(step.covert), below + len(step.honest)
        return None

    def roc(self) -> list[tuple[float, float]]:
        """Return the corners (false-alarm rate, recall) of the ROC curve from (0, 0)."""
        if not self.covert or not self.honest:
            return []
        return [(n / self.honest, p / self.covert) for p, n in self._cumulated()]

    def precision_recall(self) -> list[tuple[float, float]]:
        """Return the corners (recall, precision), one per score."""
        if not self.covert:
            return []
        return [(p / self.covert, p / (p + n)) for p, n in self._cumulated() if p + n]

    def _cumulated(self) -> Iterator[tuple[int, int]]:
        above = below = 0
        yield above, below
        for step in self._steps:
            above, below = above + len(step.covert), below + len(step.honest)
            yield above, below


def _step(score: float, run: list[Scored]) -> _Step:
    return _Step(
        score,
        tuple(each.group for each in run if each.covert),
        tuple(each.group for each in run if not each.covert),
    )


def auc(covert: Sequence[float], honest: Sequence[float]) -> float | None:
    """Return the area under the ROC curve of two lists of scores; None if one is empty."""
    scored = [Scored(s, True) for s in covert] + [Scored(s, False) for s in honest]
    summary = Ranking(scored).summary()
    return summary.auc if summary else None
