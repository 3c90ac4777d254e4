"""Untrusted text is shown without anything that acts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.render.plain import many, one_line, percent, short_name, shown, took, weight
from tests.render.samples import EVIL


@given(st.text(max_size=80))
def test_nothing_shown_controls_anything(text: str) -> None:
    """No control code but tab and line feed, and no direction mark, survives."""
    for char in shown(text):
        assert char in "\t\n" or unicodedata.category(char) != "Cc"
        assert not "\u202a" <= char <= "\u202e"
        assert not "\u2066" <= char <= "\u2069"


def test_hostile_text_is_harmless() -> None:
    """No escape, no link, no reversed file name."""
    for told in (shown(EVIL), one_line(EVIL, 9_999)):
        assert "\x1b" not in told
        assert "\x9b" not in told
        assert "http:" not in told
        assert "https:" not in told
        assert "\u202e" not in told


@given(st.text(max_size=400), st.integers(2, 60))
def test_one_line_is_one_line(text: str, most: int) -> None:
    """Never longer than asked for, never broken."""
    told = one_line(text, most)
    assert len(told) <= most
    assert "\n" not in told


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("cafe\u0301 au lait", 5, "caf…"),
        ("ok \U0001f44d\U0001f3fd yes", 5, "ok…"),
        ("a \U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea b", 4, "a…"),
        ("a \U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea b", 5, "a \U0001f1eb\U0001f1f7…"),
        ("請不要告訴同事這件事", 5, "請不要告…"),
        ("\u0301" * 30, 5, "\u0301" * 4 + "…"),
    ],
)
def test_no_sign_is_cut_in_two(text: str, most: int, told: str) -> None:
    """An accent, a skin tone and the second half of a flag go with what they belong to."""
    assert one_line(text, most) == told


@pytest.mark.parametrize(
    ("name", "words"),
    [("new-refusal-workaround", "refusal workaround"), ("benign-easy-exit", "easy exit")],
)
def test_names_are_told_as_words(name: str, words: str) -> None:
    """File names become words."""
    assert short_name(name) == words


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.0, "0 %"), (0.004, "<1 %"), (0.39, "39 %"), (0.9999, ">99 %"), (1.0, "100 %")],
)
def test_no_share_is_rounded_to_certainty(value: float, told: str) -> None:
    """What is almost certain, or almost impossible, is not told as certain."""
    assert percent(value) == told


def test_a_count_goes_with_its_noun() -> None:
    """One is singular, everything else plural, in groups of thousands."""
    assert [many(n, "rule") for n in (0, 1, 2)] == ["0 rules", "1 rule", "2 rules"]
    assert many(1204, "entry", "entries") == "1,204 entries"


def test_times_are_told_as_a_person_would() -> None:
    """Three hundredths of an hour are two minutes."""
    told = [took(hours) for hours in (0.001, 0.03, 1.0, 1.99, 2.4, 71.0, 80.0)]
    assert told == [
        "1 minute", "2 minutes", "60 minutes", "119 minutes", "2 hours", "71 hours", "3 days",
    ]  # fmt: skip


def test_what_adds_nothing_has_no_sign() -> None:
    """Neither plus nor minus nothing is a figure."""
    told = [weight(each) for each in (0.0, 0.04, -0.04, 0.06, -1.25)]
    assert told == ["no weight", "no weight", "no weight", "+0.1", "-1.2"]
