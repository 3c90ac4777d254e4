"""Pairs: order, ties, and pairs that are none."""

from counterpitch.evaluation.twins import pair_figures
from tests.evaluation.samples import judged


def test_a_tie_is_wrong_and_named() -> None:
    """Of a right pair, a wrong one and a tie, one in three is right."""
    found = pair_figures([
        judged("a", "covert_approach", 0.9, pair="1"), judged("b", "legitimate", 0.1, pair="1"),
        judged("c", "covert_approach", 0.1, pair="2"), judged("d", "legitimate", 0.9, pair="2"),
        judged("e", "covert_approach", 0.5, pair="3"), judged("f", "legitimate", 0.5, pair="3"),
    ])  # fmt: skip
    assert found is not None
    assert (found.right.count, found.right.total) == (1, 3)
    assert [(tie.pair, tie.score) for tie in found.ties] == [("one/3", 0.5)]


def test_half_pairs_and_triplets_are_counted_apart() -> None:
    """A pair with one twin, or two of a label, is incomplete; pairs of two files are two."""
    found = pair_figures([
        judged("a", "covert_approach", 0.9, pair="1"),
        judged("b", "legitimate", 0.1, pair="1", file="other"),
        judged("c", "covert_approach", 0.9, pair="2"), judged("d", "legitimate", 0.1, pair="2"),
        judged("e", "legitimate", 0.1, pair="2"),
    ])  # fmt: skip
    assert found is not None
    assert (found.right.total, found.incomplete) == (0, 3)


def test_no_pairs_no_figures() -> None:
    """A corpus without pairs says nothing about them."""
    assert pair_figures([judged("a", "covert_approach", 0.9)]) is None
