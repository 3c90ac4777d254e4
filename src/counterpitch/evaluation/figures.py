"""All figures of one evaluation: what is printed, plotted and written as JSON."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from counterpitch.evaluation.alarms import Alarms, alarms
from counterpitch.evaluation.calibration import Calibration, calibration
from counterpitch.evaluation.case import LABELS, Judged
from counterpitch.evaluation.evasion.figures import EvasionFigures
from counterpitch.evaluation.evidence import EvidenceFigures, evidence_figures
from counterpitch.evaluation.gold import GoldQuote
from counterpitch.evaluation.groups import Fairness, fairness
from counterpitch.evaluation.mistakes import Mistakes, worst
from counterpitch.evaluation.separation import Separation, separation
from counterpitch.evaluation.stages import StageFigures, stage_figures
from counterpitch.evaluation.swap import SwapFigures
from counterpitch.evaluation.tables import Table, tables
from counterpitch.evaluation.twins import PairFigures, pair_figures
from counterpitch.model.verdict import Verdict

SCHEMA: Final = "counterpitch.evaluation/1"
RESAMPLES: Final = 1_000
CELLS: Final = 20


class Settings(msgspec.Struct, frozen=True):
    """How figures are made: bootstrap samples, seed, all evidence or the contact's, mistakes."""

    resamples: int = RESAMPLES
    seed: int = 1
    all_evidence: bool = False
    mistakes: int = 0


class Extras(msgspec.Struct, frozen=True):
    """What goes beside the labelled verdicts: gold quotes, honest texts, groups, reruns."""

    gold: Mapping[str, Sequence[GoldQuote]] = {}
    benign: Mapping[str, Sequence[Verdict]] = {}
    groupings: Mapping[str, Mapping[str, str]] = {}
    evasion: tuple[EvasionFigures, ...] = ()
    swap: SwapFigures | None = None


class Evaluation(msgspec.Struct, frozen=True):
    """Everything that ``counterpitch evaluate`` found; see docs/reference/evaluation.md.

    ``histogram``: label → how many scores lie in each of twenty equal parts of 0 to 1.
    ``cautions``: what to bear in mind; ``notes``: what was left out, and how often. None or
    empty: the corpus cannot tell.
    """

    schema: str
    judge: str
    conversations: int
    settings: Settings
    separation: Separation
    calibration: Calibration | None
    histogram: dict[str, list[int]]
    tables: tuple[Table, ...]
    stages: StageFigures | None
    pairs: PairFigures | None
    evidence: EvidenceFigures | None
    benign: tuple[Alarms, ...]
    fairness: tuple[Fairness, ...]
    swap: SwapFigures | None
    evasion: tuple[EvasionFigures, ...]
    mistakes: Mistakes | None
    cautions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def evaluation(
    judged: Sequence[Judged],
    judge: str,
    settings: Settings,
    extras: Extras,
    cautions: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Evaluation:
    """Return every figure that ``judged`` and ``extras`` allow; pure, and seeded."""
    times, seed = settings.resamples, settings.seed
    apart = separation(judged, times, seed)
    staged = any(each.verdict.stage for each in judged)
    reasoned = any(each.verdict.findings for each in judged)
    return Evaluation(
        schema=SCHEMA,
        judge=judge,
        conversations=len(judged),
        settings=settings,
        separation=apart,
        calibration=calibration([(each.score, each.covert) for each in judged]),
        histogram=_histogram(judged),
        tables=tables(judged, [each.threshold for each in apart.recalls]),
        stages=stage_figures(judged) if staged else None,
        pairs=pair_figures(judged),
        evidence=evidence_figures(
            judged, extras.gold, everything=settings.all_evidence, times=times, seed=seed
        )
        if reasoned
        else None,
        benign=alarms(extras.benign),
        fairness=fairness(extras.groupings, judged, seed),
        swap=extras.swap,
        evasion=extras.evasion,
        mistakes=worst(judged, settings.mistakes) if settings.mistakes else None,
        cautions=(*cautions, *_unsaid(staged, reasoned)),
        notes=tuple(notes),
    )


def _unsaid(staged: bool, reasoned: bool) -> list[str]:
    """Return what is not measured since no verdict says anything of the kind."""
    unsaid = [] if staged else ["No verdict names a stage: stages are not measured."]
    return unsaid if reasoned else [*unsaid, "No verdict gives reasons: evidence is not measured."]


def _histogram(judged: Sequence[Judged]) -> dict[str, list[int]]:
    counts: dict[str, list[int]] = {label: [0] * CELLS for label in LABELS}
    for each in judged:
        counts[each.case.label][min(int(each.score * CELLS), CELLS - 1)] += 1
    return counts
