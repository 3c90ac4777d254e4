"""The examples of a rule are its tests."""

from counterpitch.indicators.examples import conversation_of, failures
from counterpitch.indicators.matcher import Matcher
from counterpitch.model.indicator import (
    Condition,
    Example,
    ExampleContact,
    ExampleTurn,
    Phrase,
)
from tests.indicators.test_conditions import book, rule

LEAF = Condition(phrase=Phrase(en=("send files",)))


def test_broken_promises_are_told() -> None:
    """An example that does not match and a near miss that does are failures, numbered."""
    told = rule(
        "x",
        LEAF,
        examples=(Example(text="send files"), Example(text="send maps")),
        near_misses=(Example(owner="send files"), Example(text="please send files")),
    )
    found = failures(Matcher(book(told)), told)
    assert [(f.kind, f.number, f.text) for f in found] == [
        ("example", 2, "send maps"),
        ("near miss", 2, "please send files"),
    ]


def test_an_example_becomes_a_conversation() -> None:
    """Contact, time, files, folder and headers of an example arrive in the conversation."""
    one = conversation_of(
        Example(
            text="hello",
            contact=ExampleContact(name="Dana", email="a@x.example", reply_to="b@y.example"),
            attachments=("a.zip",),
            folder="SPAM",
            links=({"target": "https://x.example", "text": "here"},),
        )
    )
    (message,) = one.messages
    assert message.headers is not None
    assert message.headers.reply_to == "b@y.example"
    assert message.attachments[0].name == "a.zip"
    assert message.links[0].text == "here"
    exchange = conversation_of(
        Example(
            messages=(
                ExampleTurn(owner="a", at="2026-03-02T09:14:00+01:00"),
                ExampleTurn(contact="b"),
            )
        )
    )
    assert [m.sender for m in exchange.messages] == ["owner", "contact"]
    assert str(exchange.messages[0].sent_at) == "2026-03-02 08:14:00+00:00"
