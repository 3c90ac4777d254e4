"""Untrusted text is shown without anything that acts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.render.plain import one_line, short_name, shown
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
    ("name", "words"),
    [("new-refusal-workaround", "refusal workaround"), ("benign-easy-exit", "easy exit")],
)
def test_names_are_told_as_words(name: str, words: str) -> None:
    """File names become words."""
    assert short_name(name) == words
