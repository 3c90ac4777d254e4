"""Where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.evaluation.sentences import Sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", " Two!", " Three?", " Four"]),
        ("It costs 3.50 at a.example today. Yes.", ["It costs 3.50 at a.example today.", " Yes."]),
        ("Ask J. Brandvold, e.g. on Monday.", ["Ask J. Brandvold, e.g. on Monday."]),
        ("“Done.” Then he left…\nA line", ["“Done.”", " Then he left…", "\n", "A line"]),
        ("你好。请问？好", ["你好。", "请问？", "好"]),
        ("", [""]),
    ],
)
def test_texts_are_cut_where_sentences_end(text: str, expected: list[str]) -> None:
    """Marks end a sentence, numbers and initials do not."""
    assert [text[a:b] for a, b in Sentences(text).spans()] == expected


@given(st.text(alphabet="ab .!?。\n\"'”", max_size=80), st.data())
def test_sentences_cover_the_text_and_hold_what_they_are_asked_for(
    text: str, data: st.DataObject
) -> None:
    """Spans leave no gap, and the stretch around a place contains that place."""
    sentences = Sentences(text)
    spans = sentences.spans()
    assert "".join(text[a:b] for a, b in spans) == text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = sentences.around(start, end)
    assert low <= start
    assert end <= high
