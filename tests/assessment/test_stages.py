"""Stages: reached in the order of the messages, never on a whisper."""

from typing import Any

import msgspec

from counterpitch.assessment.stages import answered, stage_moves
from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Quote
from counterpitch.model.message import Message
from counterpitch.model.verdict import Finding, StageMove
from counterpitch.rulebook.book import Stages

LEAST = Stages()


def finding(
    name: str, stage: Any, message: int, kind: Any = "approach", weight: float = 1.0
) -> Finding:
    """Return a finding with one quote."""
    quotes = (Quote(message, 0, 1, "x"),)
    return Finding(name, name, kind, "medium", stage, "", "", "", weight, quotes)


def moves_of(*findings: Finding) -> tuple[StageMove, ...]:
    """Return the moves where every stage is reached at 1."""
    return stage_moves(findings, Stages(spot=1, assess=1, develop=1, recruit=1, handle=1))


def test_stages_follow_the_messages() -> None:
    """Each first evidence of a higher stage is a move, whatever the order of findings."""
    findings = [finding("c", "recruit", 5), finding("a", "spot", 0), finding("b", "assess", 2)]
    moves = moves_of(*findings)
    assert [(m.stage, m.message, m.indicator) for m in moves] == [
        ("spot", 0, "a"), ("assess", 2, "b"), ("recruit", 5, "c"),
    ]  # fmt: skip
    assert moves_of(*findings[::-1]) == moves


def test_a_lower_stage_later_is_no_move() -> None:
    """The stage never falls back."""
    moves = moves_of(finding("c", "recruit", 0), finding("a", "assess", 3))
    assert [move.stage for move in moves] == ["recruit"]


def test_weak_signs_add_up() -> None:
    """One weak finding is not enough; the message at which the sum suffices is the move."""
    weak = [finding(name, "recruit", at, weight=0.5) for name, at in (("a", 0), ("b", 4))]
    assert moves_of(weak[0]) == ()
    assert [(m.stage, m.message) for m in moves_of(*weak)] == [("recruit", 4)]


def test_only_evidence_of_an_approach_moves_a_stage() -> None:
    """Counter-evidence, scams and what the owner did never do."""
    assert (
        moves_of(*(finding("a", "recruit", 0, kind) for kind in ("benign", "scam", "owner"))) == ()
    )


def test_what_nobody_answered_is_a_first_contact() -> None:
    """Whatever is asked before the owner's first message moves the stage to spot only."""
    findings = [finding("c", "recruit", 0), finding("a", "assess", 1), finding("b", "develop", 3)]
    told = [(m.stage, m.message) for m in stage_moves(findings, Stages(develop=1), 2)]
    assert told == [("spot", 0), ("develop", 3)]
    assert [m.stage for m in stage_moves(findings[:2], Stages(), 4)] == ["spot"]


def test_answered_is_the_first_message_of_the_owner() -> None:
    """Without one it is past the last message: nobody answered."""
    first, second = Message("contact", "Hello."), Message("owner", "Who are you?")
    conversation = Conversation("c", "email", (first, second, first))
    assert answered(conversation) == 1
    assert answered(msgspec.structs.replace(conversation, messages=(first,))) == 1
    assert answered(msgspec.structs.replace(conversation, messages=(first, first))) == 2
