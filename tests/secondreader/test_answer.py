"""Answers are decoded strictly, whatever comes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.secondreader.answer import decoded
from counterpitch.secondreader.failure import SecondReaderFailed

GOOD = {
    "kind": "scam", "probability": 0.5, "honest_explanation": "A sale.",
    "reasons": [{"title": "Fee", "message": 0, "quote": "a small fee"}],
}  # fmt: skip


def completion(content: str, **choice: Any) -> bytes:
    """Return a chat completion that says ``content``."""
    return json.dumps({"choices": [{"message": {"content": content}, **choice}]}).encode()


def test_a_good_answer_is_taken() -> None:
    """Kind, figure, reasons and explanation."""
    answer, model = decoded(completion(json.dumps(GOOD)), "there")
    assert (answer.kind, answer.probability, answer.reasons[0].quote) == (
        "scam",
        0.5,
        "a small fee",
    )
    assert model == ""


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "friend"}, {"kind": None}, {"probability": "0.5"}, {"probability": -0.1},
        {"probability": 1.01}, {"probability": True}, {"reasons": {}}, {"reasons": [1]},
        {"reasons": [{"title": "x"}]}, {"honest_explanation": 4},
        {"reasons": [{"title": "x", "message": 1.5, "quote": "y"}]},
    ],
)  # fmt: skip
def test_another_form_is_refused(change: dict[str, Any]) -> None:
    """Nothing is guessed from a wrong value."""
    with pytest.raises(SecondReaderFailed, match="form"):
        decoded(completion(json.dumps({**GOOD, **change})), "there")


@pytest.mark.parametrize("content", ['{"kind": NaN}', '{"probability": 1e999}', "{}}", "[]", "}{"])
def test_what_is_hardly_json_is_refused(content: str) -> None:
    """Neither Not-a-Number nor half an object is an answer."""
    with pytest.raises(SecondReaderFailed):
        decoded(completion(content), "there")


def test_lengths_are_cut() -> None:
    """Six reasons, short titles, a bounded explanation."""
    reason = {"title": "t" * 9000, "message": 0, "quote": "q" * 9000}
    long = {**GOOD, "reasons": [reason] * 90, "honest_explanation": "e" * 9000}
    answer, _ = decoded(completion(json.dumps(long)), "there")
    assert len(answer.reasons) == 6
    assert len(answer.reasons[0].title) == 80
    assert len(answer.reasons[0].quote) <= 600
    assert len(answer.honest_explanation) == 600


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(completion)))
def test_garbage_is_always_a_sentence(body: bytes) -> None:
    """Whatever bytes come, they are an answer or a failure of one kind."""
    with pytest.raises(SecondReaderFailed):
        decoded(body, "there")
