"""Which quotes are shown: no word that says nothing drowns one that does."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Quote
from counterpitch.model.message import Message
from counterpitch.model.verdict import Finding
from counterpitch.render.evidence import shown_quotes

TEXTS = ("Dear Kim, thank you. I run the desk.", "Let us move to Signal, please.")
TALK = Conversation("x", "text", tuple(Message("contact", text) for text in TEXTS))


def finding(*words: tuple[int, str]) -> Finding:
    """Return a finding that quotes ``words`` of messages."""
    quotes = tuple(Quote(n, TEXTS[n].index(w), TEXTS[n].index(w) + len(w), w) for n, w in words)
    return Finding("x", "X", "approach", "low", None, "", "", "", 0.3, quotes)


def test_words_that_say_nothing_are_left_out() -> None:
    """Beside the words that carry a finding, everyday words are not marked."""
    found = finding((0, "Dear"), (0, "thank you"), (0, "I run the"), (1, "move to Signal"))
    assert [q.text for q in shown_quotes(found, TALK)] == ["move to Signal"]


def test_words_beside_them_that_say_something_stay() -> None:
    """In the same message only what begins and ends with an everyday word goes too."""
    found = finding((0, "Dear"), (0, "run the desk"))
    assert [q.text for q in shown_quotes(found, TALK)] == ["run the desk"]


def test_where_nothing_else_is_left_the_sentence_is_shown() -> None:
    """No finding is shown without its words: a single one is widened to its sentence."""
    (quote,) = shown_quotes(finding((0, "I")), TALK)
    assert quote.text == "I run the desk."
    assert TEXTS[0][quote.start : quote.end] == quote.text


def test_facts_and_telling_quotes_stay_as_they_are() -> None:
    """A fact stands nowhere in the text, and what begins with an everyday word may matter."""
    found = msgspec.structs.replace(finding((0, "I run the")), quotes=(Quote(0, 0, 0, "the"),))
    assert shown_quotes(found, TALK) == found.quotes
    alone = finding((0, "I run the desk"))
    assert shown_quotes(alone, TALK) == alone.quotes


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), min_size=1, max_size=6))
def test_a_finding_with_quotes_keeps_one(spans: list[tuple[int, int]]) -> None:
    """Whatever is quoted, something is shown, and it stands where it says."""
    text = TEXTS[0]
    quotes = tuple(Quote(0, a, min(a + n, len(text)), text[a : a + n]) for a, n in spans)
    found = shown_quotes(msgspec.structs.replace(finding(), quotes=quotes), TALK)
    assert found
    assert all(text[q.start : q.end] == q.text for q in found)
