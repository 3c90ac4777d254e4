"""The words of a text, and that each part of it leads back to it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch import _native
from counterpitch.cases.finding import parts_of
from counterpitch.cases.text import folded
from counterpitch.cases.words import LONGEST, PART, STEP, number, numbered, worded, words

_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("aé1_ \n\u2019\u201c—€雷达·\u0301ß"), st.characters(codec="utf-8"))
)  # fmt: skip


def plainly(text: str) -> set[str]:
    """Return what the words are by definition, without any shortcut."""
    found: set[str] = set()
    for run in re.findall(f"[{_CHINESE}]+", text):
        found.update(run)
        found.update(run[at : at + 2] for at in range(len(run) - 1))
    for word in re.findall(r"\w+", re.sub(f"[{_CHINESE}]", " ", text)):
        if len(word) <= LONGEST:
            found.add(word)
        else:
            found.update(word[at : at + LONGEST] for at in range(0, len(word) - STEP, STEP))
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("an ai_1 lab-x", {"an", "ai_1", "lab", "x"}),
        ("don\u2019t \u201cgo\u201d \u2013 \u00a35", {"don", "t", "go", "5"}),
        ("\u00e9t\u00e9 \u00e0 la caf\u00e9", {"\u00e9t\u00e9", "\u00e0", "la", "caf\u00e9"}),
        ("雷达ab c", {"雷", "达", "雷达", "ab", "c"}),
        ("", set()),
    ],
)
def test_words(text: str, found: set[str]) -> None:
    """A word ends where no letter and no digit stands, in ASCII or not; Chinese is cut in pairs."""
    assert words(text) == found


@given(_TEXTS)
def test_words_are_what_they_are_by_definition(text: str) -> None:
    """The shortcuts find the very same."""
    assert words(text) == plainly(text)


@given(_TEXTS, st.integers(0, 100), st.integers(3, 100))
def test_every_part_of_a_text_leads_to_it(text: str, start: int, size: int) -> None:
    """What is asked of the index for any stretch of a text, the text fulfils."""
    text = folded(f"An {text} end")
    start %= len(text) - 2
    _led(text, text[start : start + size])


@given(st.integers(LONGEST - 1, 4 * LONGEST), st.data())
def test_every_part_of_a_long_word_leads_to_it(size: int, data: st.DataObject) -> None:
    """A word that is kept in pieces is found by any part of it."""
    word = "".join(data.draw(st.lists(st.sampled_from("ab1"), min_size=size, max_size=size)))
    start = data.draw(st.integers(0, size - 3))
    part = word[start : start + data.draw(st.integers(3, size))]
    _led(f"x {word} y", part)
    _led(f"x {word} y", f"x {word[:start]}".strip())


def _led(text: str, part: str) -> None:
    held = words(text)
    whole, parts = parts_of(part)
    assert whole <= held
    for each in parts:
        assert len(each.text) <= LONGEST
        assert any(_holds(word, each.text, each.begins, each.ends) for word in held), each


def _holds(word: str, text: str, begins: bool, ends: bool) -> bool:
    if begins or ends:
        return (not begins or word.startswith(text)) and (not ends or word.endswith(text))
    return text in word


def test_what_is_no_word_is_not_asked_for() -> None:
    """One or two letters at an edge may be part of anything, and tell nothing."""
    assert parts_of("a.b") == (set(), [])
    assert [part.text for part in parts_of("x" * 50)[1]] == ["x" * PART] * 2


def test_numbers_tell_short_words_apart() -> None:
    """One and two characters have numbers of their own, which no longer word has."""
    short = ["a", "b", "ab", "ba", "雷", "雷达", "达雷", "a\U0003ffff"]
    assert len({number(word) for word in short}) == len(short)
    assert min(number(word) for word in short) > number("abc")
    assert max(number(word) for word in short) < 1 << 63


@given(_TEXTS)
def test_compiled_words_are_the_same(text: str) -> None:
    """The compiled code and the Python code find the same words, and give the same numbers."""
    if _native.words is None:
        pytest.skip("the compiled core is not built")
    found = worded(text)
    assert sorted(found.split()) == sorted(words(text))
    assert set(worded(found).split()) == words(text)
    compiled = numbered(found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_native, "numbers", None)
        assert numbered(found) == compiled
