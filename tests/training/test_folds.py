"""Folds: twins together, folds of like size, the same every time."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from counterpitch.training.folds import FOLDS, folds_of
from tests.training.samples import example

GROUPS = st.lists(st.sampled_from([f"f/{n}" for n in range(40)]), max_size=90)


@given(GROUPS, st.integers(0, 99))
def test_twins_share_a_fold(groups: list[str], seed: int) -> None:
    """No group is in two folds, every fold is a fold, and groups are spread evenly."""
    folds = folds_of([example("Hi.", group=group) for group in groups], seed)
    assert len(folds) == len(groups)
    pairs = set(zip(groups, folds, strict=True))
    assert len(pairs) == len(set(groups))
    counts = Counter(fold for _, fold in pairs)
    assert set(counts) <= set(range(FOLDS))
    sizes = [counts[fold] for fold in range(FOLDS)]
    assert max(sizes) - min(sizes) <= 1


def test_the_order_of_examples_changes_no_fold() -> None:
    """A seed gives every group the same fold, and another seed another division."""
    groups = [f"f/{n}" for n in range(30)]
    one = dict(zip(groups, folds_of([example("Hi.", group=g) for g in groups], 1), strict=True))
    back = [example("Hi.", group=g) for g in reversed(groups)]
    assert dict(zip(reversed(groups), folds_of(back, 1), strict=True)) == one
    assert dict(zip(reversed(groups), folds_of(back, 2), strict=True)) != one
