"""Lean: only the strongest sentences count, and only beyond the least."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.recognisers.lean import LEAST, STRONGEST, amounts

LEANS = st.lists(st.floats(-20, 20), max_size=30)


def test_small_leans_say_nothing() -> None:
    """Up to the least a lean adds nothing; beyond it what goes beyond."""
    leans = [LEAST, -LEAST, LEAST + 1, -LEAST - 3, 0.0]
    assert amounts(leans, towards=True) == pytest.approx({2: 1.0})
    assert amounts(leans, towards=False) == pytest.approx({3: 3.0})


def test_only_the_strongest_count() -> None:
    """A page of padding adds up to no more than the strongest sentences."""
    found = amounts([LEAST + 1] * 100 + [LEAST + 2], towards=True)
    assert list(found) == [100, *range(STRONGEST - 1)]
    assert amounts([LEAST + 1] * 100, towards=True).keys() == set(range(STRONGEST))


@given(LEANS, st.floats(-20, 20))
def test_one_more_sentence_never_takes_away(leans: list[float], more: float) -> None:
    """A further sentence lowers neither sum."""
    for towards in (True, False):
        before = sum(amounts(leans, towards=towards).values())
        assert sum(amounts([*leans, more], towards=towards).values()) >= before - 1e-9


@given(LEANS)
def test_both_sides_mirror_each_other(leans: list[float]) -> None:
    """What is towards of leans is against of the opposite leans; no sentence is both."""
    towards, against = amounts(leans, towards=True), amounts(leans, towards=False)
    assert amounts([-lean for lean in leans], towards=False) == towards
    assert not towards.keys() & against.keys()
    assert all(amount > 0 for amount in (*towards.values(), *against.values()))
