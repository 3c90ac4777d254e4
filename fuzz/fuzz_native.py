"""Fuzzes the compiled core: any bytes as text must give what the Python code gives."""

from functools import cache
from pathlib import Path

from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.message import Message
from counterpitch.recognisers.gate import WEIGHTS, Gate
from counterpitch.recognisers.recogniser import ARTEFACT
from counterpitch.recognisers.sentences import contact_texts
from counterpitch.rulebook.book import rulebook
from fuzz.harness import run

SAMPLES = Path(__file__).parents[1] / "examples"
MOST = 4_000
"""Characters that are compared: the Python code is slow on more."""


@cache
def _both() -> tuple[Matcher, Matcher]:
    return Matcher(rulebook()), Matcher(rulebook(), native=False)


@cache
def _gate() -> Gate:
    return Gate(ARTEFACT / WEIGHTS)


def target(data: bytes) -> None:
    """Match ``data`` as a contact's and an owner's message with both; demand equality."""
    at = data[0] * 64 if data else 0
    text = data[at : at + MOST].decode("utf-8", "surrogateescape")
    name, _, rest = text.partition("\n")
    messages = (Message("contact", rest), Message("owner", text), Message("contact", text[::-1]))
    conversation = Conversation("fuzz", "other", messages, Contact(name=name[:60]))
    native, pure = _both()
    assert native.texts(conversation) == pure.texts(conversation)
    assert native.match(conversation) == pure.match(conversation)
    gate = _gate()
    if native.core is not None and gate.compiled is not None:
        own = contact_texts(conversation, pure.texts(conversation))
        assert native.core.match_and_odds(conversation, gate.compiled)[1] == gate.log_odds(own)


if __name__ == "__main__":
    run(target, [path for path in SAMPLES.rglob("*") if path.is_file()])
