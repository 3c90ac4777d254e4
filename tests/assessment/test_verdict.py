"""Verdicts: monotone, bounded, independent of order, and fully explained."""

import itertools
import math

import msgspec
import pytest

from counterpitch.assessment.stages import stage_moves
from counterpitch.assessment.weigh import band_of, probability, weight_of
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.model.verdict import Finding
from counterpitch.pipeline.assessed import assessor
from counterpitch.rulebook.book import Bands, Stages, rulebook
from tests.assessment.sums import weighed

BOOK = rulebook()
RULES = BOOK.indicators
LURE = (
    "We represent a client who prefers to stay unnamed. Please write a short report for 3,000 on "
    "your employer's internal plans, send us the unpublished documents, do not tell your employer, "
    "and we settle it in cash. Which of your colleagues sign off the releases?"
)


def conversation(*texts: str) -> Conversation:
    """Return a conversation of the contact's texts."""
    return Conversation("c", "other", tuple(Message("contact", text) for text in texts))


@pytest.mark.parametrize("rule", [r for r in RULES if r.kind == "approach"], ids=lambda r: r.name)
def test_evidence_of_an_approach_never_lowers(rule: object) -> None:
    """Adding any approach indicator to any other leaves the sum at least as high."""
    for others in ([], [RULES[0]], list(RULES[:40])):
        with_it = weighed([*others, rule], BOOK.weights)  # type: ignore[list-item]
        assert with_it.approach >= weighed(others, BOOK.weights).approach


def test_counter_evidence_is_bounded() -> None:
    """All counter-evidence at once takes off the cap and not more."""
    benign = [rule for rule in RULES if rule.kind == "benign"]
    strong = [rule for rule in RULES if rule.kind == "approach"][:10]
    alone, shielded = weighed(strong, BOOK.weights), weighed([*strong, *benign], BOOK.weights)
    assert alone.approach - shielded.approach == pytest.approx(BOOK.weights.benign_cap)
    assert shielded.unused > 0


def test_pasted_compliance_phrases_buy_no_clean_verdict() -> None:
    """Every honest phrase of the rulebook pasted below a lure leaves a finding."""
    ready = assessor()
    plain = ready.assess(conversation(LURE))
    honest = "\n".join(
        example.text
        for rule in RULES
        if rule.kind == "benign"
        for example in rule.examples
        if example.text and example.language == "en"
    )
    assert plain.band == "high"
    assert ready.assess(conversation(f"{LURE}\n\n{honest}")).band in ("elevated", "high")


def test_order_of_evidence_changes_no_bit() -> None:
    """The same rules in any order give the same sum to the last bit."""
    some = [rule for rule in RULES if rule.kind == "approach"][:6]
    sums = {weighed(order, BOOK.weights).approach for order in itertools.permutations(some)}
    assert len(sums) == 1


def test_contributions_add_up_to_the_probability() -> None:
    """Base, contributions and the unused rest are exactly the log-odds of the verdict."""
    verdict = assessor().assess(conversation(LURE))
    total = verdict.base + verdict.counter_evidence_unused
    total += math.fsum(f.contribution for f in verdict.findings if f.kind in ("approach", "benign"))
    assert not [f for f in verdict.findings if f.kind == "scam"]
    assert probability(total) == pytest.approx(verdict.probability, abs=1e-9)


def test_every_quote_is_what_stands_there() -> None:
    """Each quote is the text between its own offsets."""
    talk = conversation(
        LURE, "Ｗｈｉｃｈ of your col\u200bleagues sign o\u0440ders, and who approves the budget?"
    )
    verdict = assessor().assess(talk)
    quotes = [q for f in verdict.findings for q in f.quotes if q.end > q.start]
    assert quotes
    for quote in quotes:
        assert talk.messages[quote.message].text[quote.start : quote.end] == quote.text


def test_every_approach_has_twin_questions_and_reasons() -> None:
    """A verdict of an approach shows three reasons, an honest twin and open questions."""
    verdict = assessor().assess(conversation(LURE))
    assert verdict.kind == "approach"
    assert len(verdict.strongest()) == 3
    assert verdict.twin is not None
    assert {question.topic for question in verdict.unanswered} & {"client", "employer", "use"}


def test_a_scam_is_not_an_approach() -> None:
    """Plain fraud is told as a scam."""
    text = (
        "Your parcel is held. Pay the customs fee of 2.99 now with a gift card, send me the code, "
        "and log in with your bank password at the link below within 24 hours or it is destroyed."
    )
    verdict = assessor().assess(conversation(text))
    assert verdict.kind == "scam"


def test_owner_conduct_weighs_nothing() -> None:
    """What the owner says or reveals is shown and never counted."""
    assert all(weight_of(rule, BOOK.weights) == 0 for rule in RULES if rule.kind == "owner")


@pytest.mark.parametrize(
    ("value", "band"),
    [(0.0, "none"), (0.15, "low"), (0.45, "elevated"), (0.75, "high"), (1.0, "high")],
)
def test_bands_begin_where_they_say(value: float, band: str) -> None:
    """A band begins at its own threshold."""
    assert band_of(value, Bands()) == band


def test_stage_is_reached_by_the_message_that_fills_the_measure() -> None:
    """Two weak signs of a stage reach it at the second; a lower stage later is not told."""
    rule = next(f for f in assessor().assess(conversation(LURE)).findings if f.kind == "approach")

    def finding(stage: str, message: int, contribution: float) -> Finding:
        quote = msgspec.structs.replace(rule.quotes[0], message=message)
        return msgspec.structs.replace(
            rule,
            stage=stage,
            contribution=contribution,
            quotes=(quote,),
            indicator=f"{stage}{message}",
        )

    moves = stage_moves(
        [finding("develop", 1, 1.0), finding("develop", 3, 1.0), finding("assess", 5, 2.0)],
        Stages(),
    )
    assert [(move.stage, move.message) for move in moves] == [("develop", 3)]


@pytest.mark.parametrize("quick", [True, False])
def test_the_sum_that_is_shown_gives_the_probability_that_is_shown(quick: bool) -> None:
    """Base, reasons, what is beyond a bound and the discount of a scam: together the log-odds."""
    mixed = conversation(
        "Do not tell your employer, please send the unpublished test report.",
        "The interviewer joins through AnyDesk, install it now. Pay the fee of 300 by gift cards.",
    )
    verdict = assessor(quick=quick).assess(mixed)
    discount = verdict.scam_discount()
    assert discount > 0.1
    assert probability(verdict.evidence_sum() - discount) == pytest.approx(verdict.probability)
    if quick:
        scam = math.fsum(f.contribution for f in verdict.findings if f.kind == "scam")
        assert discount == pytest.approx(min(1.5, 0.5 * scam))
    assert assessor(quick=quick).assess(conversation(LURE)).scam_discount() == pytest.approx(0.0)
