"""What was observed, laid out for a fit."""

import numpy as np
import pytest

from counterpitch.recognisers.lean import LEAST
from counterpitch.training.observed import observed
from tests.training.drawn import NAMES, RULES, drawn


def test_conversations_are_laid_out() -> None:
    """Indicators as ones, leans summed beyond the least; unknown names are left out."""
    data = observed(
        RULES, [["approach-1", "nobody"], []], [[LEAST + 1, LEAST + 2, -1.0], [-LEAST - 4]],
        ["covert_approach", "legitimate"], [1.0, 2.0],
    )  # fmt: skip
    assert data.x.sum() == data.x[0, NAMES.index("approach-1")] == 1
    assert data.towards.tolist() == pytest.approx([3.0, 0.0])
    assert data.against.tolist() == pytest.approx([0.0, 4.0])


def test_some_of_the_conversations() -> None:
    """Rows chosen by a mask keep their indicators, labels and weights together."""
    data = drawn(1)
    rows = np.arange(300) % 3 == 0
    some = data.only(rows)
    assert (some.x == data.x[::3]).all()
    assert (some.against == data.against[::3]).all()
    assert some.label == data.label[::3]
    assert len(some.weight) == len(some.towards) == 100
