"""What a colleague is told in plain words."""

from datetime import UTC, datetime

import pytest

from counterpitch.cases.nouns.approaches import Reason
from counterpitch.cases.nouns.receipts import Receipt, VerdictSummary
from counterpitch.model.verdict import VerdictKind
from counterpitch.web.plainwords import Told, steps, told, unread_steps

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("indicator", "words"),
    [("pasted-command", "serious in itself"), ("vague-role", "a weak sign or two")],
)
def test_a_low_verdict_over_a_grave_reason_is_not_called_weak(indicator: str, words: str) -> None:
    """What is said of a low verdict hangs on the gravest of its reasons."""
    assert words in _told(indicator, 0.1).verdicts[0].words


def test_a_low_verdict_that_leads_to_a_scam_says_to_pay_nothing() -> None:
    """What is advised fits what it would be: a scam, or an approach."""
    assert "Pay nothing" in _told("pasted-command", 0.35).steps[1].text
    assert "Pay nothing" not in _told("pasted-command", 0.1).steps[1].text


def _told(indicator: str, scam: float) -> Told:
    reason = Reason(indicator, "Title", 1.0)
    summary = VerdictSummary(1, "", "low", "none", 0.3, scam, None, (reason,))
    return told((Receipt("x", 1, "", 0, AT, "done", (1,), 1, 1, (summary,), ()),))


@pytest.mark.parametrize("kind", ["approach", "scam"])
def test_whoever_reported_it_is_told_that_it_is_done(kind: VerdictKind) -> None:
    """The step that says to report says first that it has been reported here."""
    (text,) = (each.text for each in steps(kind, "high") if each.name == "Report")
    assert "you have reported it here" in text.casefold()
    assert "before you reply" not in text
    assert ("police" in text) == (kind == "scam")
    (unread,) = (each.text for each in unread_steps() if each.name == "Report")
    assert "you have reported it here" in unread
