"""Staging: how much evidence makes a stage, fitted on approaches whose stage is labelled."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from counterpitch.assessment.stages import answered, stage_moves
from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import STAGES
from counterpitch.model.verdict import Finding, Verdict
from counterpitch.rulebook.book import Stages

STEPS: Final = (0.0, 0.3, 0.6, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0)
"""Log-odds that are tried for each stage."""
ROUNDS: Final = 3
DISTANCE: Final = 0.05
"""What one step too far or too short costs, beside a stage that is not the labelled one."""
EVEN: Final = 0.5
"""Share of each approach's weight that is split evenly among stages: late ones are rare."""
FEWEST: Final = 50
"""Labelled approaches below which nothing is fitted."""


class Labelled(msgspec.Struct, frozen=True):
    """What was found in an approach, the owner's first message, and the number of its stage."""

    findings: tuple[Finding, ...]
    answer: int
    stage: int


def labelled(verdicts: Iterable[tuple[Conversation, Verdict]]) -> list[Labelled]:
    """Return the approaches whose stage is labelled; a corpus says ``contact`` for ``spot``."""
    found = []
    for conversation, verdict in verdicts:
        said = str(conversation.extra.get("stage") or "")
        stage = "spot" if said == "contact" else said
        if conversation.extra.get("label") == "covert_approach" and stage in STAGES:
            found.append(Labelled(verdict.findings, answered(conversation), STAGES.index(stage)))
    return found


def fitted_stages(known: Sequence[Labelled], start: Stages) -> Stages:
    """Return what each stage past the first asks for, one after the other, some rounds."""
    best = start
    if len(known) < FEWEST:
        return best
    weights = _weights(known)
    for stage in STAGES[1:] * ROUNDS:
        tried = [msgspec.structs.replace(best, **{stage: step}) for step in STEPS]
        best = max(tried, key=lambda least: _worth(known, weights, least))
    return best


def _weights(known: Sequence[Labelled]) -> list[float]:
    """Return the weight of an approach by its stage."""
    counts = Counter(each.stage for each in known)
    even = EVEN * len(known) / len(counts)
    return [1.0 - EVEN + (even / counts[n] if counts[n] else 0.0) for n in range(len(STAGES))]


def _worth(known: Sequence[Labelled], weights: Sequence[float], least: Stages) -> float:
    total = 0.0
    for each in known:
        told = _told(each, least)
        off = DISTANCE * abs(each.stage - max(told, 0))
        total += weights[each.stage] * ((told == each.stage) - off)
    return total


def _told(each: Labelled, least: Stages) -> int:
    moves = stage_moves(each.findings, least, each.answer)
    return STAGES.index(moves[-1].stage) if moves else -1
