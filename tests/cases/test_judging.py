from pathlib import Path

import pytest

from counterpitch.cases import Store, approach, assign, judge, outcome, reassess
from counterpitch.cases.nouns.approaches import JudgementWord
from counterpitch.errors import UsageError
from tests.cases.conftest import Clock
from tests.cases.samples import received, words


@pytest.fixture
def code(store: Store, tmp_path: Path) -> str:
    """The receipt code of a report of two approaches."""
    return received(store, tmp_path, [words(1), words(2)], "he").code


def test_judgements_are_appended(store: Store, code: str, clock: Clock) -> None:
    """A second judgement stands beside the first; the newest is where the approach stands."""
    judge(store, [1], "carl", "false-alarm", "looks like a known firm")
    clock.forward(hours=3)
    judge(store, [1], "dora", "confirmed", "the firm says no")
    found = approach(store, 1)
    assert [(j.actor, j.judgement) for j in found.judgements] == [
        ("carl", "false-alarm"), ("dora", "confirmed"),
    ]  # fmt: skip
    assert found.row.status == "confirmed"


def test_all_or_none_are_judged(store: Store, code: str) -> None:
    """One unknown number, and nobody is judged."""
    with pytest.raises(UsageError, match="no approach 99"):
        judge(store, [1, 99], "carl", "confirmed", "clear")
    assert approach(store, 1).row.status == "new"
    assert judge(store, [1, 2, 2], "carl", "confirmed", "clear") == 2


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_reason_is_required(store: Store, code: str, reason: str) -> None:
    """No judgement without a reason."""
    with pytest.raises(UsageError, match="reason"):
        judge(store, [1], "carl", "confirmed", reason)


def test_unknown_judgement_is_refused(store: Store, code: str) -> None:
    """Only the four judgements exist."""
    with pytest.raises(UsageError, match="no judgement"):
        judge(store, [1], "carl", "maybe", "x")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "answered", "said"),
    [
        ("confirmed", True, "seriously"),
        ("false-alarm", True, "nothing to worry"),
        ("duplicate", True, "colleagues reported"),
        ("needs-information", False, "need to know more"),
    ],
)
def test_reporter_sees_the_outcome(
    store: Store, code: str, word: JudgementWord, answered: bool, said: str
) -> None:
    """The receipt code leads to one sentence, and to nothing about staff or other reports."""
    assert "Nobody has looked" in outcome(store, code).answer
    judge(store, [1, 2], "carl", word, "secret reason")
    found = outcome(store, code)
    assert said in found.answer
    assert (found.answered_at is not None) == answered
    assert "carl" not in str(found)
    assert "secret" not in str(found)


def test_assigning_is_noted(store: Store, code: str) -> None:
    """Who looks after an approach changes, and the journal says so."""
    assign(store, [1], "carl", "dora")
    found = approach(store, 1)
    assert found.row.assignee == "dora"
    assert found.journal[-1].action == "assigned"
    assign(store, [1], "dora", "")
    assert approach(store, 1).row.assignee == ""


def test_reassessment_stands_beside(store: Store, code: str) -> None:
    """A new assessment is a new version; the one before stays, and the same again adds none."""
    from counterpitch.cases import How

    before = approach(store, 1)
    assert reassess(store, [1], actor="carl", how=How(quick=True)) == 1
    assert reassess(store, [1], actor="carl", how=How(quick=True)) == 0
    after = approach(store, 1)
    assert [each.version for each in after.assessments] == [2, 1]
    assert after.assessments[1] == before.assessments[0]
    assert after.assessments[0].rules != before.assessments[0].rules
    assert after.verdict is not None
    assert after.row.band == after.verdict.band
