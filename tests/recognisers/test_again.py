"""Reading again: what padding calms is read by itself, and can only gain by it."""

from collections.abc import Sequence
from typing import Any, cast

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Match, Quote
from counterpitch.recognisers.again import Again
from counterpitch.recognisers.encoder import Encoder
from counterpitch.recognisers.reading import UNREAD, Reading
from counterpitch.recognisers.sentences import Sentence
from counterpitch.recognisers.windows import NEAR, STRETCHES, Window
from tests.recognisers.samples import card, cut, reading, talk, vocabulary

OWN = card(["unnamed-client"])
SHORT = talk("Send the report. You can tell anybody.", "I cannot.", "Send it.")
LONG = talk(*["hello hello hello hello hello hello hello hello."] * 200)


class Stub:
    """An encoder that gives every sentence of a window the same lean, and notes the windows."""

    def __init__(self, lean: float) -> None:
        self.vocabulary = vocabulary()
        self.windows: list[Window] = []
        self.card = OWN
        self._lean = lean

    def run(self, window: Window) -> tuple[Any, Any]:
        """Return labels that matter to nobody, and the lean."""
        self.windows.append(window)
        count = len(window.sentences)
        return np.zeros((count, OWN.width)), np.full(count, self._lean, np.float32)


def at(conversation: Conversation, indicator: str, number: int) -> Match:
    """Return a match that quotes a sentence of a conversation."""
    sentence = cut(conversation)[number]
    text = conversation.messages[sentence.message].text[sentence.start : sentence.end]
    return Match(indicator, (Quote(sentence.message, sentence.start, sentence.end, text),))


def again(
    conversation: Conversation, matches: Sequence[Match], lean: float, windows: int = 1
) -> tuple[Stub, Reading, Reading | None]:
    """Return encoder, first and second reading; every first lean is 1."""
    sentences = cut(conversation)
    first = reading(sentences, OWN, {}, dict.fromkeys(range(len(sentences)), 1.0))
    first = msgspec.structs.replace(first, windows=windows)
    stub = Stub(lean)

    return stub, first, made(stub).read(first, matches)


def made(stub: Stub) -> Again:
    """Return the second reading by a stub; what is said late is worth most."""

    def worth(some: Sequence[Sentence]) -> float:
        return float(any(sentence.message > 150 for sentence in some))

    return Again(cast(Encoder, cast(Any, stub)), ["benign-easy-exit"], worth)


def test_a_request_is_read_without_what_is_merely_asserted() -> None:
    """The asserting sentence is left out and keeps its lean; the others gain."""
    matches = [at(SHORT, "document-request", 0), at(SHORT, "benign-easy-exit", 1)]
    stub, _, found = again(SHORT, matches, 3.0)
    assert found is not None
    assert [len(window.sentences) for window in stub.windows] == [3]
    assert found.lean.tolist() == [3.0, 1.0, 3.0, 3.0]
    assert not found.far


def test_without_cause_nothing_is_read_again() -> None:
    """An assertion alone, a request alone, and both in one sentence are read once."""
    asks, claims = at(SHORT, "document-request", 0), at(SHORT, "benign-easy-exit", 1)
    own = at(SHORT, "benign-easy-exit", 0)
    for matches in ([], [asks], [claims], [asks, own]):
        stub, _, found = again(SHORT, matches, 3.0)
        assert found is None
        assert not stub.windows


def test_of_a_long_conversation_stretches_with_findings_come_first() -> None:
    """What rules found is in a stretch, then what is worth most; everything else is far."""
    stub, first, found = again(LONG, [at(LONG, "document-request", 20)], 3.0, windows=6)
    assert found is not None
    read = {number for window in stub.windows for number in window.sentences}
    assert len(stub.windows) == STRETCHES
    assert 20 in read
    assert max(read) > 150
    assert found.far == set(range(len(first.sentences))) - read
    assert all(len(window.pieces) <= NEAR for window in stub.windows)


@settings(max_examples=40, deadline=None)
@given(st.floats(-9, 9, width=32), st.sampled_from([1, 6]), st.integers(0, 3))
def test_a_second_reading_never_lowers_anything(lean: float, windows: int, number: int) -> None:
    """Whatever the second reading says, every sentence keeps at least its first lean and labels."""
    matches = [at(SHORT, "document-request", 0), at(SHORT, "benign-easy-exit", number)]
    _, first, found = again(SHORT, matches, lean, windows)
    if found is not None:
        assert (found.lean >= first.lean).all()
        assert (found.labels >= first.labels).all()


def test_a_second_reading_raises_only_what_speaks_for_an_approach() -> None:
    """Of a sentence read surer by itself the request counts so, and no counter-evidence does."""
    own = card(["unnamed-client", "benign-on-record", "owner-refuses"], ["ask"])
    stub = Stub(0.0)
    stub.card = own
    stub.run = lambda window: (  # type: ignore[method-assign]
        np.full((len(window.sentences), own.width), 5.0),
        np.zeros(len(window.sentences)),
    )
    first = reading(cut(SHORT), own, {})
    claims = at(SHORT, "benign-easy-exit", 1)
    found = made(stub).read(first, [at(SHORT, "document-request", 0), claims])
    assert found is not None
    raised = (found.labels > first.labels).any(0)
    assert raised.tolist() == [True, False, False, False]


def test_a_first_look_reads_the_stretches_and_nothing_else() -> None:
    """Their sentences have labels and leans; all others are unread, lean nothing and are far."""
    stub = Stub(3.0)
    look = made(stub).look(cut(LONG), [at(LONG, "document-request", 20)])
    assert look is not None
    read = {number for window in stub.windows for number in window.sentences}
    unread = set(range(len(look.reading.sentences))) - read
    assert len(stub.windows) == STRETCHES
    assert 20 in read
    assert look.reading.far == unread
    assert {n for n, lean in enumerate(look.reading.lean.tolist()) if lean} == read
    assert (look.reading.labels[sorted(unread)] == UNREAD).all()


def test_a_short_conversation_gets_no_first_look() -> None:
    """What one window holds is read at once."""
    stub = Stub(3.0)
    assert made(stub).look(cut(SHORT), [at(SHORT, "document-request", 0)]) is None
    assert not stub.windows


def test_what_a_first_look_read_is_not_read_twice() -> None:
    """The second reading takes the runs of the look, and comes out the same."""
    matches = [at(LONG, "document-request", 20)]
    _, first, expected = again(LONG, matches, 3.0, windows=6)
    stub = Stub(3.0)
    own = made(stub)
    look = own.look(cut(LONG), matches)
    found = own.read(first, matches, look)
    assert len(stub.windows) == STRETCHES
    assert found is not None
    assert expected is not None
    assert found.lean.tolist() == expected.lean.tolist()
    assert found.far == expected.far
