"""``own match`` and ``split``: what is one, and what is not."""

from pathlib import Path

from tests.cli.owning.calling import run


def test_match_and_split(folder: Path) -> None:
    """Merges are proposed only, until told to apply; a person's word is recorded."""
    assert "0 merges proposed" in run("match", "--numbers", "--in", str(folder)).output
    told = run("split", "gb-coh:00000001", "gb-coh:00000002", "--together", "--in", str(folder))
    assert "are one" in told.output
    assert (
        "are two" in run("split", "gb-coh:00000001", "gb-coh:00000002", "--in", str(folder)).output
    )
