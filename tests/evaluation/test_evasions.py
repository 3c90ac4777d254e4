"""Evasions: only the contact's words change, the same for the same seed."""

import random
from functools import partial

import pytest

from counterpitch.evaluation.evasion.evasions import EVASIONS, evaded
from counterpitch.evaluation.evasion.figures import evasion_figures
from counterpitch.evaluation.evasion.letters import EVERY, look_alikes, typos, zero_width
from counterpitch.evaluation.evasion.padding import padding, small_talk
from counterpitch.evaluation.evasion.words import reworded, synonyms
from counterpitch.features.fold import fold
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.model.verdict import Verdict
from counterpitch.pipeline.assessed import assessor
from tests.evaluation.samples import judged, verdict

TEXTS = ("Which of your colleagues sign the internal report? Pay is good.", "I must not say.")
TALK = Conversation(
    "talk", "email", (Message("contact", TEXTS[0]), Message("owner", TEXTS[1])), language="en"
)


@pytest.mark.parametrize("name", EVASIONS)
def test_the_owner_never_says_something_else(name: str) -> None:
    """The owner's message stays, the contact's changes (or is split), twice alike."""
    changed = evaded(TALK, name, 1)
    assert changed == evaded(TALK, name, 1)
    assert [m.text for m in changed.messages if m.sender == "owner"] == [TEXTS[1]]
    assert changed.messages != TALK.messages or name.startswith("typos")
    assert (changed.id, changed.contact) == (TALK.id, TALK.contact)


def test_typos_are_as_many_as_promised() -> None:
    """One long word in twelve is mistyped, its first letter kept; short ones and Chinese stay."""
    text = " ".join(["colleagues"] * 6000)
    words = typos(text, random.Random(1)).split()
    wrong = [word for word in words if word != "colleagues"]
    assert len(wrong) == pytest.approx(6000 / EVERY, rel=0.15)
    assert all(word.startswith("c") for word in wrong)
    assert typos("an ox 内部资料不要外传", random.Random(1)) == "an ox 内部资料不要外传"


def test_disguises_look_the_same() -> None:
    """Look-alikes and zero-width characters fold back to the words that they hide."""
    text = "which colleagues approve reports"
    for change in (look_alikes, zero_width):
        changed = change(text, random.Random(3))
        assert changed != text
        assert fold(changed) == fold(text)


def test_synonyms_replace_whole_words() -> None:
    """Capitals at the beginning stay, parts of words do not change, phrases go before words."""
    assert reworded("Internal internals, not published.", "en").startswith("In-house internals")
    assert reworded("not yet published", "en") == "still under wraps"
    assert reworded("私下问一下", "zh") == "单独问一下"
    assert reworded("internal", "xx") == "internal"
    assert set(synonyms()) == {"en", "zh", "de", "fr", "ru", "es"}


def test_small_talk_is_long_enough_and_says_nothing() -> None:
    """2,000 words in each language, in which the rules find no sign of an approach."""
    for language in padding().small_talk:
        text = small_talk(language, random.Random(2))
        assert len(text.split()) >= 2000 or len(text) >= 3000
        talk = Conversation("x", "email", (Message("contact", text),), language=language)
        signs = [f for f in assessor(quick=True).assess(talk).findings if f.kind == "approach"]
        assert [f.indicator for f in signs] == []


def test_figures_compare_with_the_honest_as_they_were() -> None:
    """A judge that counts words is fooled by padding, and the fall is told."""

    def judge(conversation: Conversation) -> Verdict:
        words = sum(len(m.text.split()) for m in conversation.messages)
        return verdict(conversation.id, 0.9 if words < 20 else 0.1)

    corpus = [judged("a", "covert_approach", 0.9), judged("b", "legitimate", 0.5)]
    found = {each.name: each for each in evasion_figures(corpus, partial(map, judge), 1)}
    assert found["typos, 1 word in 12"].auc_drop == 0.0
    assert found["2,000 words after"].auc == 0.0
    assert found["2,000 words after"].auc_drop == 1.0
    assert found["2,000 words after"].recall_drops == (1.0, 1.0)
    assert found["2,000 words after"].found_drop == 1.0
    assert evasion_figures(corpus[:1], partial(map, judge), 1) == ()
