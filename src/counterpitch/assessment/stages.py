"""The stage of an approach, and the message that moved it there."""

from collections.abc import Iterable
from typing import Final

from counterpitch.model.indicator import STAGES
from counterpitch.model.verdict import Finding, StageMove

_CARRIES: Final = frozenset({"medium", "high", "critical"})


def stage_moves(findings: Iterable[Finding]) -> tuple[StageMove, ...]:
    """Return the stages in the order in which messages reached them.

    A stage beyond ``spot`` needs an indicator of level medium or above, or two of level
    low; the message of the first (of the second) such evidence is the one that moved it.
    """
    reached: list[StageMove] = []
    height = -1
    lows: dict[str, int] = {}
    for message, finding in _in_order(findings):
        stage = finding.stage
        if stage is None:
            continue
        if finding.level not in _CARRIES and stage != "spot":
            lows[stage] = lows.get(stage, 0) + (finding.level == "low")
            if lows[stage] < 2:
                continue
        if STAGES.index(stage) > height:
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
