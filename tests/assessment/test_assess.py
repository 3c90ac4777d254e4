"""Assessment over the built-in rules: bounded, monotone, explained."""

import random
from pathlib import Path

import msgspec
import pytest

from counterpitch.assessment.assess import Assessor
from counterpitch.assessment.weigh import probability
from counterpitch.indicators.matcher import Matcher
from counterpitch.intake.jsonl import read
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.message import Message
from counterpitch.rulebook.book import rulebook

FILE = Path(__file__).parents[2] / "data" / "conversations" / "dev" / "conversations.jsonl"


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    """Return the assessor of the built-in rules."""
    return Assessor(Matcher(rulebook()))


@pytest.fixture(scope="module")
def conversations() -> list[Conversation]:
    """Return labelled conversations."""
    return list(read(Origin.of_file(FILE), Notices()))


def test_the_sum_is_what_the_findings_say(
    assessor: Assessor, conversations: list[Conversation]
) -> None:
    """A reader can add up the probability from what is shown."""
    for conversation in conversations[:120]:
        verdict = assessor.assess(conversation)
        if any(f.kind == "scam" for f in verdict.findings):
            continue
        total = verdict.base + verdict.counter_evidence_unused
        total += sum(f.contribution for f in verdict.findings)
        assert verdict.probability == pytest.approx(probability(total))


def test_every_finding_shows_its_words(
    assessor: Assessor, conversations: list[Conversation]
) -> None:
    """Each finding has a quote, and each quote is exactly what stands at its place."""
    for conversation in conversations:
        for finding in assessor.assess(conversation).findings:
            assert finding.quotes, (conversation.id, finding.indicator)
            for quote in finding.quotes:
                if quote.end and quote.text:
                    text = conversation.messages[quote.message].text
                    assert text[quote.start : quote.end] == quote.text


def test_pasted_compliance_buys_no_clean_verdict(
    assessor: Assessor, conversations: list[Conversation]
) -> None:
    """Every honest phrase of the whole rulebook pasted into a high verdict leaves it visible."""
    honest = " ".join(
        f"{example.text}."
        for rule in assessor.matcher.book.indicators
        if rule.kind == "benign"
        for example in rule.examples
        if example.text
    )
    high = [c for c in conversations if assessor.assess(c).band == "high"]
    assert len(high) > 20
    for conversation in high:
        pasted = (*conversation.messages, Message("contact", honest))
        verdict = assessor.assess(msgspec.structs.replace(conversation, messages=pasted))
        assert verdict.band != "none", conversation.id


def test_only_behaviour_counts(assessor: Assessor, conversations: list[Conversation]) -> None:
    """Role, sector, location, labels and the id are no input."""
    chance = random.Random(3)
    for conversation in chance.sample(conversations, 60):
        other = msgspec.structs.replace(
            conversation, id="z", title="z", extra={"label": "covert_approach"},
            owner=msgspec.structs.replace(conversation.owner, role="z", sector="z", organisation="z"),
            contact=msgspec.structs.replace(conversation.contact, location="Zedland"),
        )  # fmt: skip
        one, two = assessor.assess(conversation), assessor.assess(other)
        assert (one.probability, one.findings) == (two.probability, two.findings)


@pytest.mark.parametrize(
    "messages",
    [
        (), (Message("contact", ""),), (Message("owner", "x" * 200_000),),
        (Message("contact", "\x00\ud800\U0010ffff" * 50),), (Message("contact", "§" * 500),),
    ],
)  # fmt: skip
def test_odd_conversations_get_a_verdict(assessor: Assessor, messages: tuple[Message, ...]) -> None:
    """Nothing to read is nothing to report, never an error."""
    contact = Contact("\u202e", "", "§", "", "@", ("",))
    verdict = assessor.assess(Conversation("x", "other", messages, contact))
    assert verdict.band == "none"


def test_the_owner_cannot_incriminate_the_contact(
    assessor: Assessor, conversations: list[Conversation]
) -> None:
    """A conversation in which only the owner writes is no approach."""
    for conversation in conversations[:80]:
        own = tuple(msgspec.structs.replace(m, sender="owner") for m in conversation.messages)
        verdict = assessor.assess(Conversation("x", "other", own))
        assert verdict.kind != "approach", conversation.id
