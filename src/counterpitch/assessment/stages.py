"""The stage of an approach, and the message that moved it there."""

from collections.abc import Iterable
from typing import Final

from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import STAGES, Stage
from counterpitch.model.verdict import Finding, StageMove
from counterpitch.rulebook.book import Stages


def answered(conversation: Conversation) -> int:
    """Return the number of the owner's first message; without one, how many messages there are."""
    messages = conversation.messages
    return next((n for n, m in enumerate(messages) if m.sender == "owner"), len(messages))


def stage_moves(
    findings: Iterable[Finding], least: Stages, answer: int = 0
) -> tuple[StageMove, ...]:
    """Return the stages in the order in which messages reached them.

    A stage is reached by the message at which the evidence of that stage adds up to
    ``least``; a stage below one already reached is not told. Whatever is asked before the
    owner's first message, ``answer``, is a first contact: nobody has let it come any further.
    """
    reached: list[StageMove] = []
    height = -1
    sums: dict[Stage, float] = {}
    for message, finding in _in_order(findings):
        if finding.stage is None:
            continue
        stage = finding.stage if message >= answer else "spot"
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
