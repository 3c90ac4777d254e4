"""Padding, with the recognisers that are shipped: it buys no clean verdict and raises no alarm."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from counterpitch.assessment.assess import Assessor
from counterpitch.evaluation.corpus import conversations
from counterpitch.indicators.matcher import Matcher
from counterpitch.intake.notices import Notices
from counterpitch.model.conversation import Conversation
from counterpitch.recognisers.recogniser import Recogniser, available
from counterpitch.rulebook.book import rulebook
from tests.recognisers.samples import talk

pytestmark = pytest.mark.skipif(not available(), reason="no artefact is installed")

TELLING = (
    "We pay 2,000 dollars for a short report on your project. My client prefers to stay unnamed.",
    "I cannot share anything internal.",
    "Everybody does it. Send the unpublished test results as photos, and do not tell your employer"
    " about us. Payment is in cash, without a contract.",
)
HONEST = (
    "I saw your talk on battery ageing at the open day. Is there a public paper that you recommend?",
    "Yes, the review of last year.",
    "Thank you, I will cite it. Good luck with the next one.",
)
ASSERTED = (
    " For completeness: we only want public information, we sign a confidentiality agreement, our"
    " compliance department checks everything, please tell your manager, and you can verify us"
    " through our main number."
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
THINGS = (
    "we repaired the fence behind the barn", "the children painted the old boat",
    "I cooked beans with too much salt", "a storm took two tiles off the roof",
    "the choir sang in the market hall", "my aunt came to visit with her dog",
    "we picked plums until it got dark", "the bus did not come, so we walked home",
)  # fmt: skip
SMALL_TALK = " ".join(f"On {day} {thing}." for thing in THINGS for day in DAYS) * 5
READY = Assessor(Matcher(rulebook()), Recogniser(rulebook().moves))
Said = tuple[str, str, str]
PADDED: dict[str, Callable[[Said], tuple[str, ...]]] = {
    "asserted": lambda t: (t[0], t[1], t[2] + ASSERTED),
    "after": lambda t: (t[0], t[1], f"{t[2]} {SMALL_TALK}"),
    "before": lambda t: (f"{SMALL_TALK} {t[0]}", t[1], t[2]),
    "between": lambda t: (t[0], t[1], SMALL_TALK, "Indeed.", t[2]),
}


@pytest.mark.parametrize("way", PADDED)
def test_a_padded_approach_keeps_its_band(way: str) -> None:
    """High as written, high with words of compliance, high in two thousand words of small talk."""
    assert READY.assess(talk(*TELLING)).band == "high"
    assert READY.assess(talk(*PADDED[way](TELLING))).band == "high"


@pytest.mark.parametrize("way", PADDED)
def test_a_padded_honest_contact_stays_quiet(way: str) -> None:
    """Whoever means no harm and writes at length is no more suspicious for it."""
    assert READY.assess(talk(*HONEST)).band == "none"
    assert READY.assess(talk(*PADDED[way](HONEST))).band == "none"


CALMED = "dev-313"
"""A labelled approach that fell from high to none in small talk when it was read only once."""


@pytest.mark.parametrize("first", [True, False])
def test_an_approach_that_small_talk_calmed_stays_an_alarm(first: bool) -> None:
    """Small talk around it changes how its sentences read together, not how they read alone."""
    folder = Path(__file__).parents[2] / "data" / "conversations" / "dev"
    every = conversations(folder / "conversations.jsonl", Notices())
    told = next(each for each in every if each.id == CALMED)
    assert READY.assess(told).band == "high"
    assert READY.assess(_around(told, first)).band in ("elevated", "high")


def _around(told: Conversation, first: bool) -> Conversation:
    at = [n for n, m in enumerate(told.messages) if m.sender == "contact"][0 if first else -1]
    text = told.messages[at].text
    padded = f"{SMALL_TALK} {text}" if first else f"{text} {SMALL_TALK}"
    messages = list(told.messages)
    messages[at] = msgspec.structs.replace(messages[at], text=padded)
    return msgspec.structs.replace(told, messages=tuple(messages))
