"""Short grams: words of one or two letters and Chinese pairs, whatever stands between them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.cases.index import short, short_grams

_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def plainly(text: str) -> set[str]:
    """Return what short grams are by definition, without any shortcut."""
    found = set(re.findall(r"\b\w\w?\b", text))
    for run in _CHINESE.findall(text):
        found.update(run)
        found.update(run[at : at + 2] for at in range(len(run) - 1))
    return found


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("an ai lab", {"an", "ai"}),
        ("don\u2019t \u201cgo\u201d \u2013 \u00a35", {"t", "go", "5"}),
        ("\u00e9t\u00e9 \u00e0 la caf\u00e9", {"\u00e0", "la"}),
        ("雷达ab c", {"雷", "达", "雷达", "c"}),
        ("", set()),
    ],
)
def test_short_grams(text: str, grams: set[str]) -> None:
    """A word ends where no letter and no digit stands, in ASCII or not."""
    assert short_grams(text) == grams


@given(st.text(alphabet=st.one_of(st.sampled_from("aé1_ \n\u2019\u201c—€雷达·\u0301ß"), st.characters(codec="utf-8"))))  # fmt: skip
def test_short_grams_are_what_they_are_by_definition(text: str) -> None:
    """The shortcuts for ASCII and for typographic signs find the very same."""
    assert short_grams(text) == plainly(text)
    assert set(short(text).split(" ")) - {""} == short_grams(text)
