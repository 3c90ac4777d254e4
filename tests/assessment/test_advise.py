"""What stands beside a verdict."""

from typing import Any

import msgspec
import pytest

from counterpitch.assessment.advise import Adviser, disclosures, steps_for, steps_of
from counterpitch.model.guidance import Guidance, Question, Step, TwinRule
from counterpitch.model.indicator import Level
from counterpitch.model.match import Quote
from counterpitch.model.verdict import Finding, Verdict
from counterpitch.rulebook.book import rulebook

GUIDANCE = Guidance(
    twins=(
        TwinRule("recruiter", ("unnamed", "cv"), "a recruiter", "the vacancy"),
        TwinRule("scholar", ("paper",), "a scholar", "the journal"),
        TwinRule("anyone", (), "somebody honest", "their name"),
    ),
    questions=(Question("client", "Who pays?", ("asks-client",), ("names-client",), ("unnamed",)),),
    steps=(Step("Stop", "stop"),),
    scam_steps=(Step("Bank", "bank"),),
    quiet_steps=(),
    routes=(),
    disclaimer="",
)
ADVISER = Adviser(GUIDANCE)


def finding(
    name: str, kind: Any = "approach", weight: float = 1.0, messages: tuple[int, ...] = (0,)
) -> Finding:
    """Return a finding with a quote per message."""
    quotes = tuple(Quote(message, 0, 1, "x") for message in messages)
    return Finding(name, name, kind, "medium", None, "", "", "", weight, quotes)


def test_the_twin_fits_the_strongest_evidence() -> None:
    """The explanation with the most weight wins; one for anyone where none fits."""
    both = [finding("unnamed", weight=0.4), finding("paper", weight=0.9)]
    assert ADVISER.twin(both) is not None
    assert ADVISER.twin(both).explanation == "a scholar"  # type: ignore[union-attr]
    assert ADVISER.twin([finding("other")]).explanation == "somebody honest"  # type: ignore[union-attr]
    assert ADVISER.twin([finding("unnamed", "benign")]) is None


def test_a_question_is_open_until_it_is_answered() -> None:
    """Raised by evidence or asked by the owner; closed by an answer."""
    (raised,) = ADVISER.open_questions([finding("unnamed")])
    assert (raised.asked, raised.message) == (False, None)
    (asked,) = ADVISER.open_questions([finding("asks-client", "owner", messages=(4, 2))])
    assert (asked.asked, asked.message) == (True, 4)
    assert ADVISER.open_questions([finding("unnamed"), finding("names-client", "benign")]) == ()
    assert ADVISER.open_questions([finding("other")]) == ()


def test_disclosures_are_the_owners() -> None:
    """Every quote of a disclosure is listed, nothing else."""
    found = disclosures(
        [
            finding("disclosure-project", "owner", messages=(1, 3)),
            finding("owner-refuses", "owner"),
            finding("disclosure-x"),
        ]
    )
    assert [(d.what, d.quote.message) for d in found] == [
        ("disclosure-project", 1), ("disclosure-project", 3),
    ]  # fmt: skip


def test_steps_fit_the_kind() -> None:
    """A scam, an approach and nothing are told apart."""
    assert steps_for("scam", GUIDANCE)[0].name == "Bank"
    assert steps_for("approach", GUIDANCE)[0].name == "Stop"
    assert steps_for("none", GUIDANCE) == ()


QUIET = "Nothing here asks for what it should not."


@pytest.mark.parametrize(
    ("levels", "told"),
    [((), QUIET), (("low",), "weak"), (("medium",), "weak"), (("low", "high"), "serious"),
     (("critical",), "serious")],
)  # fmt: skip
def test_what_was_found_is_not_called_harmless(levels: tuple[Level, ...], told: str) -> None:
    """Only where nothing speaks is it said that nothing is asked for; a high level is told."""
    guidance = msgspec.structs.replace(GUIDANCE, quiet_steps=(Step("Recognise", QUIET),))
    text = steps_for("none", guidance, levels)[0].text
    assert told in text
    assert (QUIET in text) == (not levels)


@pytest.mark.parametrize(("level", "told"), [("low", "weak"), ("high", "before you pay")])
def test_what_may_be_a_scam_is_not_advised_as_an_approach(level: Level, told: str) -> None:
    """A low verdict that leads to a scam says to pay nothing, and has nobody report it."""
    found = msgspec.structs.replace(finding("lure", "scam"), level=level)
    verdict = Verdict("x", 0.1, 0.3, "low", "none", None, (), (found,), 0.0, 0.0, None, (), (), "1")
    guidance = rulebook().guidance
    first, *others = steps_of(verdict, guidance)
    assert told in first.text
    assert others == [guidance.scam_steps[1]]
    approach = msgspec.structs.replace(verdict, probability=0.4)
    assert steps_of(approach, guidance)[1] == guidance.quiet_steps[1]


def test_only_the_owner_can_have_asked() -> None:
    """Whether "you asked" is told hangs on what the owner wrote, not on words of the contact."""
    book = rulebook()
    kinds = {indicator.name: indicator.kind for indicator in book.indicators}
    asked = {name for question in book.guidance.questions for name in question.asked}
    assert {name for name in asked if kinds[name] != "owner"} == {
        "question-about-client-unanswered"  # a sequence that begins with the owner's question
    }
