"""Stages: does the verdict say how far a covert approach has come?"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from counterpitch.evaluation.case import Judged
from counterpitch.evaluation.interval import Rate, rate
from counterpitch.model.indicator import STAGES

NAMES: Final = ("contact", *STAGES[1:])
"""The stages as corpora name them; their ``contact`` is the program's ``spot``."""


class StageFigures(msgspec.Struct, frozen=True):
    """``exact`` over all covert conversations with a stage; no stage told counts as wrong.

    ``distance`` is the mean number of steps between told and labelled stage where one was
    told. ``baseline`` and ``baseline_distance``: always saying the most frequent stage.
    ``table``: labelled stage → told stage ("none" if none) → how many.
    """

    exact: Rate
    told: int
    exact_told: Rate
    distance: float | None
    baseline: Rate
    baseline_distance: float
    table: dict[str, dict[str, int]]


def stage_figures(judged: Sequence[Judged]) -> StageFigures | None:
    """Return the figures of the covert conversations; None if none has a stage."""
    pairs = [(_number(j.case.stage), _told(j)) for j in judged if j.covert]
    known = [(label, told) for label, told in pairs if label is not None]
    if not known:
        return None
    told = [(label, stage) for label, stage in known if stage is not None]
    exact = sum(label == stage for label, stage in told)
    labels = [label for label, _ in known]
    common = Counter(labels).most_common(1)[0][0]
    return StageFigures(
        exact=rate(exact, len(known)),
        told=len(told),
        exact_told=rate(exact, len(told)),
        distance=sum(abs(a - b) for a, b in told) / len(told) if told else None,
        baseline=rate(labels.count(common), len(labels)),
        baseline_distance=sum(abs(label - common) for label in labels) / len(labels),
        table=_table(known),
    )


def _number(stage: str) -> int | None:
    plain = "contact" if stage == "spot" else stage
    return NAMES.index(plain) if plain in NAMES else None


def _told(judged: Judged) -> int | None:
    stage = judged.verdict.stage
    return STAGES.index(stage) if stage else None


def _table(known: Sequence[tuple[int, int | None]]) -> dict[str, dict[str, int]]:
    counts = Counter(known)
    columns: list[int | None] = [None, *range(len(NAMES))]
    return {
        NAMES[row]: {
            "none" if column is None else NAMES[column]: counts[row, column] for column in columns
        }
        for row in range(len(NAMES))
    }
