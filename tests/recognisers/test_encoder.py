"""The encoder gives the same bits for the same bytes, whatever it read before."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.recognisers.encoder import Encoder
from counterpitch.recognisers.recogniser import ARTEFACT, available
from counterpitch.recognisers.windows import Window

pytestmark = pytest.mark.skipif(not available(), reason="no artefact of recognisers")


@cache
def _encoder(number: int) -> Encoder:
    return Encoder(ARTEFACT)


def _window(pieces: list[int], cut: int) -> Window:
    bounds = [(0, len(pieces))] if cut in (0, len(pieces)) else [(0, cut), (cut, len(pieces))]
    return Window(pieces, list(range(len(bounds))), bounds)


@st.composite
def _windows(draw: st.DrawFn) -> Window:
    pieces = draw(st.lists(st.integers(1, 20_000), min_size=2, max_size=60))
    return _window(pieces, draw(st.integers(0, len(pieces))))


@settings(max_examples=12, deadline=None)
@given(_windows(), _windows())
def test_the_same_window_gives_the_same_bits(window: Window, between: Window) -> None:
    """Read first, after another window, or by another session: every number is the same."""
    found, leans = _encoder(0).run(window)
    _encoder(0).run(between)
    for again, other in (_encoder(0).run(window), _encoder(1).run(window)):
        assert np.array_equal(found, again)
        assert np.array_equal(leans, other)


def test_another_window_gives_other_numbers() -> None:
    """The test above can fail: one other piece moves the lean."""
    one, other = _window(list(range(900, 930)), 10), _window(list(range(901, 931)), 10)
    assert not np.array_equal(_encoder(0).run(one)[1], _encoder(0).run(other)[1])
