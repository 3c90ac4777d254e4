"""Sentences: each quotes what the original says, whatever the original is."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.features.fold import fold
from counterpitch.indicators.matcher import Matcher
from counterpitch.recognisers.sentences import MOST_CHARACTERS, Sentence
from counterpitch.recognisers.sentences import sentences_of as of_texts
from counterpitch.rulebook.book import rulebook
from tests.recognisers.samples import cut, talk

HOSTILE = (
    "", " ", "x" * 100_000, "." * 100_000, "?!…" * 30_000, "\ud800\udfff" * 500, "\x00\u202e" * 99,
    "保密" * 50_000, "§" * 5_000, "Hi Hi " * 15_000, "A " * 50_000, "\u0301" * 20_000,
)  # fmt: skip
LETTERS = st.sampled_from(
    [*"aAbN.?!, \n§'’保密，。И́ß\u200b\ud800\U0001d400½é", "Hi ", "Grant", "://"]
)


def test_a_sentence_quotes_the_original() -> None:
    """Start and end give the sentence as it was written, capitals, accents and all."""
    text = "Dürfen wir fragen?  WHO pays for it!\n\nThe report, please."
    quotes = [text[s.start : s.end] for s in cut(talk(text))]
    assert quotes == ["Dürfen wir fragen", "WHO pays for it", "The report, please"]


def test_marks_senders_and_messages() -> None:
    """A sentence says who wrote it, in which message, and how it ends."""
    found = cut(talk("Who pays? We do! Fine.", "这是谁？", "“Really?”"))
    assert [(s.message, s.sender, s.mark) for s in found] == [
        (0, "contact", "?"), (0, "contact", "!"), (0, "contact", "."), (1, "owner", "?"),
        (2, "contact", "?"),
    ]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LETTERS, max_size=40).map("".join))
def test_sentences_stand_apart_in_order(text: str) -> None:
    """Sentences stand in order, apart, within the text, and none is without words."""
    at = 0
    for sentence in cut(talk(text)):
        assert at <= sentence.start < sentence.end <= len(text)
        at = sentence.end
        assert sentence.words == sentence.words.strip() != ""
        assert "  " not in sentence.words


@pytest.mark.parametrize("text", ["The report is due", "Grüße aus dem Büro", "这份报告需要保密"])
def test_words_are_the_folded_quote(text: str) -> None:
    """Words of a sentence are what folding makes of its quote."""
    (sentence,) = cut(talk(text + ("。" if text[0] == "这" else ".")))
    assert sentence.words == fold(text[sentence.start : sentence.end]).strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_cut_in_linear_time(text: str) -> None:
    """No text raises, takes long, or is read behind the limit."""
    conversation = talk(text, text)
    matcher = Matcher(rulebook())
    texts = matcher.texts(conversation)
    before = time.process_time()
    found: list[Sentence] = of_texts(conversation, texts)
    assert time.process_time() - before < 2.0
    assert sum(len(s.words) for s in found if s.message == 0) <= MOST_CHARACTERS
    assert all(0 <= s.start < s.end <= len(text) for s in found)


def test_no_messages_no_sentences() -> None:
    """Nothing was said."""
    assert cut(talk()) == []
