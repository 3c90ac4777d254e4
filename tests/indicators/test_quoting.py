"""Quotes: whole sentences' evidence, in order, and not too many."""

from counterpitch.indicators.matcher import Matcher
from counterpitch.indicators.quoting import MAX_QUOTES
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.indicator import Condition, Phrase
from counterpitch.model.message import Message
from tests.indicators.test_conditions import book, rule

LEAF = Condition(phrase=Phrase(en=("send ~4 files", "today")))


def quotes(*texts: str, name: str = "") -> list[tuple[int, str]]:
    """Return (message, quote) of everything found."""
    messages = tuple(Message("contact", text) for text in texts)
    found = Matcher(book(rule("x", LEAF))).match(
        Conversation("x", "other", messages, Contact(name))
    )
    return [(quote.message, quote.text) for match in found for quote in match.quotes]


def test_masked_words_are_quoted_as_written() -> None:
    """Names and addresses inside the evidence stand in the quote."""
    text = "Please send Dana Reyes-Ortiz the files. Thanks"
    assert quotes(text, name="Dana Reyes-Ortiz") == [(0, "send Dana Reyes-Ortiz the files")]


def test_an_amount_inside_the_evidence_is_quoted_with_its_currency() -> None:
    """Folding takes the currency off, quoting puts it back."""
    assert quotes("send for €500 the files") == [(0, "send for €500 the files")]


def test_quotes_come_in_order_and_are_bounded() -> None:
    """The first ones of many sentences are kept."""
    found = quotes("Send files. " * 40, "today")
    assert found == [(0, "Send files")] * MAX_QUOTES


def test_no_evidence_no_quote() -> None:
    """Nothing found, nothing quoted."""
    assert quotes("Hello") == []
