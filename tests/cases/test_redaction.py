import time

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.cases.redaction import redacted
from counterpitch.model.match import Quote
from tests.cases.samples import verdict, words

_PIECES = st.lists(
    st.sampled_from(
        ["Tom Byst", "a.b@corvale.example", "+44 20 7946 0123", "plain words", "量子", ". ", " "]
    ),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(_PIECES, st.integers(0, 200), st.integers(0, 80))
def test_quotes_follow_their_words(parts: list[str], start: int, length: int) -> None:
    """After hiding, a quote's place holds exactly what the quote says."""
    text = "".join(parts) or "x"
    begin = min(start, len(text) - 1)
    end = min(begin + 1 + length, len(text))
    conversation = words(1, (text,))
    found = verdict(conversation)
    quote = Quote(0, begin, end, text[begin:end])
    finding = msgspec.structs.replace(found.findings[0], quotes=(quote,))
    found = msgspec.structs.replace(found, findings=(finding,))
    shown = redacted(conversation, found, ["Tom Byst"])
    assert shown.verdict is not None
    moved = shown.verdict.findings[0].quotes[0]
    new = shown.conversation.messages[0].text
    assert 0 <= moved.start <= moved.end <= len(new)
    assert "Tom Byst" not in new
    assert "@corvale" not in new
    assert new[moved.start : moved.end] == moved.text


def test_contact_and_owner_stay() -> None:
    """The two people are no bystanders: names stay, and the contact's own address."""
    conversation = words(1, ("I am Helen Ashworth 1, write to helen@ledger.example",))
    contact = msgspec.structs.replace(conversation.contact, email="helen@ledger.example")
    shown = redacted(msgspec.structs.replace(conversation, contact=contact), None)
    assert shown.hidden == 0
    assert shown.conversation.messages[0].text.endswith("helen@ledger.example")


def test_hiding_is_linear() -> None:
    """A text made to be slow takes no longer than its length allows."""
    for text in ("1 " * 100_000, "a@" * 100_000, "+1(" * 60_000, "a." * 100_000 + "@"):
        began = time.process_time()
        redacted(words(1, (text,)), None, ["Tom Byst"])
        assert time.process_time() - began < 5.0
