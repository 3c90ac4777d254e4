"""Stages: exact, distance, and the baseline beside it."""

from counterpitch.evaluation.stages import stage_figures
from tests.evaluation.samples import judged


def test_worked_example_by_hand() -> None:
    """Spot is contact; no stage told is wrong but has no distance."""
    found = stage_figures([
        judged("a", "covert_approach", 0.9, stage="contact", told="spot"),
        judged("b", "covert_approach", 0.9, stage="contact", told="develop"),
        judged("c", "covert_approach", 0.1, stage="handle"),
        judged("d", "legitimate", 0.9, told="recruit"),
    ])  # fmt: skip
    assert found is not None
    assert (found.exact.count, found.exact.total, found.told) == (1, 3, 2)
    assert found.distance == (0 + 2) / 2
    assert (found.baseline.count, found.baseline_distance) == (2, 4 / 3)
    assert found.table["contact"]["develop"] == 1
    assert found.table["handle"]["none"] == 1


def test_unknown_stages_are_none() -> None:
    """A word that is no stage gives no figures."""
    assert stage_figures([judged("a", "covert_approach", 0.9, stage="somewhere")]) is None
