"""What each evasion costs: the same ranking with the covert texts changed."""

from collections.abc import Callable, Sequence
from itertools import islice

import msgspec

from counterpitch.evaluation.case import JudgeAll, Judged, is_alarm
from counterpitch.evaluation.evasion.evasions import EVASIONS, evaded
from counterpitch.evaluation.ranking import PERCENTS, Ranking, Scored


class EvasionFigures(msgspec.Struct, frozen=True):
    """One evasion: figures after it, and ``…_drop`` how much they fell (percentage points / 100).

    ``recalls`` as in ``PERCENTS``; ``found``: share of covert ones in band elevated or high.
    """

    name: str
    auc: float
    auc_drop: float
    recalls: tuple[float, ...]
    recall_drops: tuple[float, ...]
    found: float
    found_drop: float


def evasion_figures(
    judged: Sequence[Judged],
    judge: JudgeAll,
    seed: int,
    step: Callable[[], None] = lambda: None,
) -> tuple[EvasionFigures, ...]:
    """Judge the covert conversations again after each evasion; the honest ones stay.

    Empty where there is no covert or no honest conversation. ``step`` is called for each
    conversation that was judged.
    """
    covert = [each for each in judged if each.covert]
    honest = [Scored(each.score, False) for each in judged if each.honest]
    if not covert or not honest:
        return ()
    before = _summary([j.score for j in covert], honest)
    found_before = sum(is_alarm(j.verdict) for j in covert) / len(covert)
    rows: list[EvasionFigures] = []
    # One stream for all of them, so that processes that judge are started once.
    changed = (evaded(e.case.conversation, name, seed) for name in EVASIONS for e in covert)
    stream = judge(changed)
    for name in EVASIONS:
        verdicts = []
        for verdict in islice(stream, len(covert)):
            verdicts.append(verdict)
            step()
        auc, recalls = _summary([v.probability for v in verdicts], honest)
        found = sum(map(is_alarm, verdicts)) / len(covert)
        drops = tuple(a - b for a, b in zip(before[1], recalls, strict=True))
        rows.append(
            EvasionFigures(
                name, auc, before[0] - auc, recalls, drops, found, found_before - found
            )
        )  # fmt: skip
    return tuple(rows)


def _summary(covert: Sequence[float], honest: list[Scored]) -> tuple[float, tuple[float, ...]]:
    summary = Ranking([*(Scored(score, True) for score in covert), *honest]).summary()
    if summary is None:
        return 0.0, (0.0,) * len(PERCENTS)
    return summary.auc, summary.recalls


def recalls_before(found: Sequence[EvasionFigures]) -> tuple[float, ...]:
    """Return the recalls of the very conversations that were disguised, as written."""
    first = found[0]
    return tuple(
        after + drop for after, drop in zip(first.recalls, first.recall_drops, strict=True)
    )
