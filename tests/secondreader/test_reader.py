"""A second reader over a real connection: asked in the form it knows, its quotes checked."""

from pathlib import Path

import pytest

from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Contact, Conversation, Owner
from counterpitch.model.message import Message
from counterpitch.secondreader.failure import Refused, SecondReaderFailed
from counterpitch.secondreader.masking import MaskingFailed
from counterpitch.secondreader.nameplaces import NamePlaces
from counterpitch.secondreader.reader import ask
from tests.secondreader.conftest import Served

TALK = Conversation(
    "t", "text",
    (
        Message("contact", "Dear Ines Roth, which of the  trials\nfailed at Brightmoor last year?"),
        Message("owner", "I cannot say, Dana. Who is the client?"),
        Message("contact", "He prefers not to be named. Call +44 7700 900123 and tell nobody."),
    ),
    Contact("Dana Okafor"), Owner(name="Ines Roth", organisation="Brightmoor"),
)  # fmt: skip


def test_an_opinion_quotes_the_original_words(served: Served, matcher: Matcher) -> None:
    """Quotes of the masked text lead to the places and words of the original."""
    told = ask(TALK, matcher, served.at("answer"))
    assert (told.kind, told.probability, told.model) == ("approach", 0.87, "tiny-reader.gguf")
    assert (told.given, told.dropped, told.read, told.messages) == (3, 0, 3, 3)
    first = told.reasons[0].quote
    assert first.text == "Dear Ines Roth, which of the  trials\nfaile"
    assert TALK.messages[0].text[first.start : first.end] == first.text
    assert "Dana" in told.reasons[1].quote.text


def test_only_the_masked_text_was_sent(served: Served, matcher: Matcher) -> None:
    """What the server received names nobody."""
    ask(TALK, matcher, served.at("answer"))
    body = served.requests()[0]["body"]
    for word in ("Ines", "Roth", "Dana", "Okafor", "Brightmoor", "7700"):
        assert word not in body
    assert "Dear [owner], which of the  trials" in body


@pytest.mark.parametrize(
    ("manner", "forms"),
    [
        ("answer", ["json_schema"]),
        ("noschema", ["json_schema", "json_object"]),
        ("textonly", ["json_schema", "json_object", None]),
    ],
)
def test_a_simpler_form_is_asked_for_where_one_is_refused(
    served: Served, matcher: Matcher, manner: str, forms: list[str | None]
) -> None:
    """JSON schema, then JSON, then text; the opinion is the same."""
    assert ask(TALK, matcher, served.at(manner)).probability == 0.87
    asked = [body.get("response_format", {}).get("type") for body in served.bodies()]
    assert asked == forms


@pytest.mark.parametrize("manner", ["fenced", "chatty"])
def test_json_is_found_in_what_a_model_says_around_it(
    served: Served, matcher: Matcher, manner: str
) -> None:
    """Thinking aloud, a code fence and friendly words do no harm."""
    assert ask(TALK, matcher, served.at(manner)).kind == "approach"


def test_a_busy_server_is_asked_once_more(served: Served, matcher: Matcher) -> None:
    """One retry, and no second one."""
    assert ask(TALK, matcher, served.at("busy")).kind == "approach"
    assert len(served.bodies()) == 2
    with pytest.raises(Refused, match="answers 503"):
        ask(TALK, matcher, served.at("status-503"))
    assert len(served.bodies()) == 4


def test_invented_quotes_are_dropped_and_counted(served: Served, matcher: Matcher) -> None:
    """Two of five reasons quote what is there, one of them under a wrong number."""
    told = ask(TALK, matcher, served.at("invented"))
    assert [reason.title for reason in told.reasons] == ["True", "Elsewhere"]
    assert (told.given, told.dropped) == (5, 3)
    assert told.reasons[1].quote.message == 0
    assert told.supported


@pytest.mark.parametrize("manner", ["madeup", "noreason"])
def test_an_opinion_without_true_words_is_unsupported(
    served: Served, matcher: Matcher, manner: str
) -> None:
    """It is shown, and it is said that nothing supports it."""
    assert not ask(TALK, matcher, served.at(manner)).supported


def test_hundreds_of_reasons_are_six(served: Served, matcher: Matcher) -> None:
    """The number of reasons is bounded whatever comes."""
    assert ask(TALK, matcher, served.at("many")).given == 6


@pytest.mark.parametrize(
    ("manner", "words"),
    [
        ("garbage", "no chat completion"), ("html", "no chat completion"), ("list", "no chat completion"),
        ("events", "no chat completion"), ("nochoice", "said nothing"), ("silent", "said nothing"),
        ("prose", "is not JSON"), ("nested", "is not JSON"), ("cutoff", "was cut off"),
        ("wrongform", "does not have the form"), ("certain", "does not have the form"),
        ("missing", "does not have the form"),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_told(
    served: Served, matcher: Matcher, manner: str, words: str
) -> None:
    """Not JSON, JSON of another form, or nothing: one sentence each."""
    to = served.at(manner)
    with pytest.raises(SecondReaderFailed) as caught:
        ask(TALK, matcher, to)
    assert words in caught.value.message
    assert caught.value.where == to.shown()


def test_nothing_is_sent_where_masking_fails(
    served: Served, matcher: Matcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not one request reaches the server."""
    monkeypatch.setattr(NamePlaces, "left_in", lambda self, text: True)
    with pytest.raises(MaskingFailed):
        ask(TALK, matcher, served.at("answer"))
    assert served.requests() == []


def test_a_conversation_without_words_is_not_sent(served: Served, matcher: Matcher) -> None:
    """There is nothing to ask about."""
    with pytest.raises(SecondReaderFailed, match="no text"):
        ask(Conversation("t", "text", (Message("contact", " "),)), matcher, served.at("answer"))
    assert served.requests() == []
