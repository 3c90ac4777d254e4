"""The stage of an approach, and the message that moved it there."""

from collections.abc import Iterable
from typing import Final

from counterpitch.model.indicator import STAGES, Stage
from counterpitch.model.verdict import Finding, StageMove
from counterpitch.rulebook.book import Stages


def stage_moves(findings: Iterable[Finding], least: Stages) -> tuple[StageMove, ...]:
    """Return the stages in the order in which messages reached them.

    A stage is reached by the message at which the evidence of that stage adds up to
    ``least``; a stage below one already reached is not told.
    """
    reached: list[StageMove] = []
    height = -1
    sums: dict[Stage, float] = {}
    for message, finding in _in_order(findings):
        stage = finding.stage
        if stage is None:
            continue
        total = sums[stage] = sums.get(stage, 0) + finding.contribution
        if total >= getattr(least, stage) and _HEIGHTS[stage] > height:
            height = _HEIGHTS[stage]
            reached.append(StageMove(stage, message, finding.indicator))
    return tuple(reached)


def _in_order(findings: Iterable[Finding]) -> list[tuple[int, Finding]]:
    dated = [
        (finding.quotes[0].message, finding)
        for finding in findings
        if finding.kind == "approach" and finding.quotes
    ]
    return sorted(dated, key=lambda pair: (pair[0], _HEIGHTS[pair[1].stage or "spot"]))


_HEIGHTS: Final = {stage: height for height, stage in enumerate(STAGES)}
