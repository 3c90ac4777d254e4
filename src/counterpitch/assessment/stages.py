"""The stage of an approach, and the message that moved it there."""

from collections import Counter
from collections.abc import Iterable

from counterpitch.model.indicator import STAGES
from counterpitch.model.verdict import Finding, StageMove
from counterpitch.rulebook.book import Stages


def stage_moves(findings: Iterable[Finding], least: Stages) -> tuple[StageMove, ...]:
    """Return the stages in the order in which messages reached them.

    A stage is reached by the message at which the evidence of that stage adds up to
    ``least``; a stage below one already reached is not told.
    """
    reached: list[StageMove] = []
    height = -1
    sums: Counter[str] = Counter()
    for message, finding in _in_order(findings):
        stage = finding.stage
        if stage is None:
            continue
        sums[stage] += finding.contribution  # type: ignore[assignment]
        if sums[stage] >= getattr(least, stage) and STAGES.index(stage) > height:
            height = STAGES.index(stage)
            reached.append(StageMove(stage, message, finding.indicator))
    return tuple(reached)


def _in_order(findings: Iterable[Finding]) -> list[tuple[int, Finding]]:
    dated = [
        (finding.quotes[0].message, finding)
        for finding in findings
        if finding.kind == "approach" and finding.quotes
    ]
    return sorted(dated, key=lambda pair: (pair[0], STAGES.index(pair[1].stage or "spot")))
