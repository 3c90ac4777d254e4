"""Capitals where none is due, in words that no rule knows."""

import time

import pytest

from counterpitch.secondreader.capitals import Capitalised

KNOWN = frozenset(
    "we met at the on monday row und die ich habe mit der gesprochen said yes".split()
)


def names(*texts: str) -> list[str]:
    """Return what is taken for a name in the texts of one conversation."""
    found = Capitalised(texts, KNOWN)
    return [text[start:end] for text in texts for start, end in found.places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Quorndon at the row", ["Quorndon"]),
        ("We met at Kestrel Row on Monday", ["Kestrel Row"]),
        ("Quorndon said yes", []),
        ("we met at the FPGA", []),
        ("ich habe mit der Sensorik und die Halbleiter gesprochen", []),
    ],
)
def test_only_unknown_capitals_in_mid_sentence_count(text: str, expected: list[str]) -> None:
    """Neither a sentence's first word nor an acronym nor a German noun."""
    assert names(text) == expected


def test_a_name_found_once_is_hidden_everywhere() -> None:
    """Also where it begins a sentence of another message."""
    assert names("we met Quorndon", "Quorndon said yes") == ["Quorndon", "Quorndon"]


def test_two_in_a_row_count_in_german_too() -> None:
    """A given name with a family name is seldom two nouns."""
    assert names("ich habe mit der Ulrike Pellworm gesprochen") == ["Ulrike Pellworm"]


def test_a_long_row_of_capitals_takes_linear_time() -> None:
    """Every word is looked at once, however long the row is."""
    begin = time.process_time()
    assert len(names("we met " + "Xoq Zarn " * 20_000)) == 1
    assert time.process_time() - begin < 10
