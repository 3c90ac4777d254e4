"""How well covert approaches are told from honest conversations, with intervals."""

from collections.abc import Sequence

import msgspec

from counterpitch.evaluation.case import Judged
from counterpitch.evaluation.interval import Estimate, estimate, resamples
from counterpitch.evaluation.ranking import PERCENTS, Ranking, Scored, Threshold, auc


class Recall(msgspec.Struct, frozen=True):
    """Recall at a threshold that flags at most so many honest conversations."""

    threshold: Threshold
    recall: Estimate


class Separation(msgspec.Struct, frozen=True):
    """Covert against legitimate; ``auc_scam`` covert against scam, ``auc_rest`` against both.

    ``roc`` holds (false-alarm rate, recall), ``precision_recall`` (recall, precision).
    """

    covert: int
    legitimate: int
    scam: int
    auc: Estimate
    average_precision: Estimate
    recalls: tuple[Recall, ...]
    auc_scam: float | None
    auc_rest: float | None
    roc: list[tuple[float, float]]
    precision_recall: list[tuple[float, float]]


def separation(judged: Sequence[Judged], times: int, seed: int) -> Separation:
    """Return the figures of ``judged``; pairs are resampled together, ``times`` times."""
    used = [each for each in judged if each.covert or each.honest]
    numbers: dict[str, int] = {}
    scored = [
        Scored(each.score, each.covert, numbers.setdefault(each.case.group, len(numbers)))
        for each in used
    ]
    ranking = Ranking(scored)
    whole = ranking.summary()
    samples = [
        summary
        for weights in (resamples(len(numbers), times, seed) if whole else ())
        if (summary := ranking.summary(weights)) is not None
    ]
    covert = [each.score for each in judged if each.covert]
    scam = [each.score for each in judged if each.case.label == "scam"]
    rest = [each.score for each in judged if not each.covert]
    return Separation(
        covert=ranking.covert,
        legitimate=ranking.honest,
        scam=len(scam),
        auc=estimate(whole.auc if whole else None, [s.auc for s in samples]),
        average_precision=estimate(
            whole.average_precision if whole else None, [s.average_precision for s in samples]
        ),
        recalls=tuple(
            Recall(threshold, estimate(whole.recalls[at], [s.recalls[at] for s in samples]))
            for at, percent in enumerate(PERCENTS)
            if whole and (threshold := ranking.threshold(percent)) is not None
        ),
        auc_scam=auc(covert, scam),
        auc_rest=auc(covert, rest),
        roc=ranking.roc(),
        precision_recall=ranking.precision_recall(),
    )
