"""The 17 areas: every example, every near miss, and what hostile text does."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.ownership.areas.area import Area, areas
from counterpitch.ownership.areas.classify import LONGEST, classify, described

EXAMPLES = [(area, text) for area in areas() for text in area.examples]
NEAR_MISSES = [(area, text) for area in areas() for text in area.near_misses]


def level(area: Area, text: str, *sic: str) -> str:
    """How sure the area is, "" if it is not named."""
    return next((f.level for f in classify(text, sic) if f.area.id == area.id), "")


def named(id: str) -> Area:
    """The area of that id."""
    return next(area for area in areas() if area.id == id)


def test_there_are_the_seventeen() -> None:
    """Each Schedule from 1 to 17 has one area."""
    assert [area.schedule for area in areas()] == list(range(1, 18))


@pytest.mark.parametrize(("area", "text"), EXAMPLES, ids=[text[:40] for _, text in EXAMPLES])
def test_examples_are_likely_with_quoted_words(area: Area, text: str) -> None:
    """An example is likely to lie in its area, and the words that say so are marked."""
    assert level(area, text) == "likely"
    reason = next(f for f in classify(text) if f.area.id == area.id).reasons[0]
    assert reason.sentence in text or text.startswith(reason.sentence)
    assert all(reason.sentence[start:end].strip() for start, end in reason.marks)


@pytest.mark.parametrize(("area", "text"), NEAR_MISSES, ids=[t[:40] for _, t in NEAR_MISSES])
def test_near_misses_are_never_likely(area: Area, text: str) -> None:
    """What tempts an area does not lie in it."""
    assert level(area, text) != "likely"


@pytest.mark.parametrize("text", sorted({text for _, text in NEAR_MISSES}))
def test_near_misses_are_likely_in_no_area(text: str) -> None:
    """What tempts one area does not fall into another."""
    assert [f.area.id for f in classify(text) if f.level == "likely"] == []


def test_medicine_made_by_engineered_biology_is_possible_with_its_reason() -> None:
    """What the Schedule leaves out on conditions is possible, and the condition is said."""
    text = "We engineer cell lines that deliver immunotherapy to patients."
    found = next(f for f in classify(text) if f.area.id == "synthetic-biology")
    assert found.level == "possible"
    assert "left out" in found.reasons[0].says


def test_ai_for_another_purpose_is_possible() -> None:
    """AI outside the three purposes raises the question and no more."""
    text = "Our machine learning model plans the shifts of nurses."
    assert level(named("artificial-intelligence"), text) == "possible"


def test_a_sic_code_alone_is_possible() -> None:
    """A code raises the question; the answer says that the text is silent."""
    found = classify("", ["72110"])
    assert {f.level for f in found} == {"possible"}
    assert "SIC 72110" in found[0].reasons[0].says


def test_what_is_denied_is_not_likely() -> None:
    """A company that says what it does not do is not taken at half its word."""
    assert level(named("defence"), "We do not supply the Ministry of Defence.") != "likely"


def test_invisible_letters_hide_nothing() -> None:
    """Zero-width marks within a word do not hide it."""
    text = "We build quan\u200btum com\u200bputers."
    assert level(named("quantum-technologies"), text) == "likely"


def test_a_long_text_is_read_in_linear_time() -> None:
    """A megabyte of hostile text takes no more than seconds."""
    start = time.monotonic()
    classify("quantum " * 150_000 + "ai robot " * 50_000)
    assert time.monotonic() - start < 20
    assert LONGEST <= 200_000


@given(st.text(max_size=300), st.lists(st.text(max_size=8), max_size=3))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str, sic: list[str]) -> None:
    """Nothing raises, marks lie within their sentence."""
    for finding in classify(text, sic):
        for reason in finding.reasons:
            assert all(0 <= a < b <= len(reason.sentence) for a, b in reason.marks)


def test_without_a_text_only_a_code_that_points_somewhere_answers() -> None:
    """A SIC code that points nowhere is no text without a sign: nothing was read, None says so."""
    assert described("", ("26701",)) is None
    assert described(" ", ()) is None
    assert described("A family bakery.", ("26701",)) == ()
    assert [each.level for each in described("", ("72110",)) or ()] == ["possible"]
