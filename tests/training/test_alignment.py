"""Alignment by IBM model 1: words that stand together become translations."""

import numpy as np
import pytest

from counterpitch.training.alignment import aligned, glossed

NOTHING = 0
PAIRS = [([1, 2], [11, 12]), ([1, 3], [13, 11]), ([2, 3], [12, 13]), ([1], [11])]
"""1, 2 and 3 are English; 11, 12 and 13 say the same."""


@pytest.mark.parametrize("piece", [1, 2, 3])
def test_translations_are_found(piece: int) -> None:
    """Of all English pieces the right one is by far the likeliest, in any order of words."""
    found = aligned(PAIRS, NOTHING)
    own = found.other == piece + 10
    assert found.english[own][found.share[own].argmax()] == piece
    assert found.share[own].max() > 0.6


def test_shares_sum_to_one() -> None:
    """The shares of one piece sum to 1."""
    found = aligned(PAIRS, NOTHING)
    for piece in (11, 12, 13):
        assert found.share[found.other == piece].sum() == pytest.approx(1.0)


def test_a_gloss_is_the_mean_of_translations() -> None:
    """A piece lies nearest its translation; one that never stood anywhere is the mean of all."""
    vectors = np.eye(4, dtype=np.float32)
    made = glossed(aligned(PAIRS, NOTHING), vectors, 11, 4, NOTHING)
    assert [int(row.argmax()) for row in made[:3]] == [1, 2, 3]
    assert made[3] == pytest.approx(vectors.mean(0))


def test_the_same_pairs_give_the_same_shares() -> None:
    """Nothing is drawn: two runs agree to the bit."""
    assert (aligned(PAIRS, NOTHING).share == aligned(PAIRS, NOTHING).share).all()
