"""Labels: what is marked often enough is learned, and every mark has its moves."""

from counterpitch.model.move import MoveRule, Moves
from counterpitch.training.labels import LEAST_MARKS, Labels, labels_of
from tests.training.samples import example

MOVES = {
    "ask": MoveRule("", ("paid-report",), "contact"),
    "offer": MoveRule("", ("paid-report", "gift"), "contact"),
}
PAID = example("Write a report. Fine.", "No.", gold=((0, "Write a report", "paid-report"),))
GIFT = example("A gift for you.", gold=((0, "gift for you", "gift"),))


def test_what_is_rare_is_not_learned() -> None:
    """An indicator needs its marks; moves are all learned, in the order of the rules."""
    labels = labels_of([PAID] * LEAST_MARKS + [GIFT] * (LEAST_MARKS - 1), Moves(MOVES))
    assert labels.indicators == ("paid-report",)
    assert labels.moves == ("ask", "offer")
    assert len(labels) == 3
    assert labels.parents == {"paid-report": ("ask", "offer"), "gift": ("offer",)}


def test_targets_are_marks_and_their_moves() -> None:
    """The marked sentence carries the indicator and its moves; the others carry nothing."""
    labels = labels_of([PAID] * LEAST_MARKS, Moves(MOVES))
    assert labels.targets(PAID).tolist() == [[1, 1, 1], [0, 0, 0], [0, 0, 0]]


def test_a_rare_indicator_still_makes_its_moves() -> None:
    """A move is learned from every indicator that is one, however rare."""
    labels = labels_of([PAID] * LEAST_MARKS, Moves(MOVES))
    assert labels.targets(GIFT).tolist() == [[0, 0, 1]]


def test_nothing_said_has_no_targets() -> None:
    """Shapes hold where there are no sentences."""
    assert Labels(("a",), ("b",), {}).targets(example("")).shape == (0, 2)
