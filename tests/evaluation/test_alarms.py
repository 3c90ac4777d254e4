"""False alarms on honest texts, by band."""

from counterpitch.evaluation.alarms import alarms
from tests.evaluation.samples import verdict


def test_bands_and_scams_are_told_apart() -> None:
    """A scam is no approach; high is part of elevated and above."""
    verdicts = [
        verdict("a", 0.9), verdict("b", 0.5), verdict("c", 0.1), verdict("d", 0.1, scam=0.8),
    ]  # fmt: skip
    (found,) = alarms({"inbox": verdicts})
    assert (found.elevated.count, found.high.count, found.scam.count) == (2, 1, 1)
    assert found.elevated.total == 4
