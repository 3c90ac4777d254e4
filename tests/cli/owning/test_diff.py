"""``own diff``: what changed between two days."""

from pathlib import Path

from tests.cli.owning.calling import run


def test_diff_tells_what_began_and_whose_part_crossed(folder: Path) -> None:
    """Between two days: interests, and owners whose standing changed."""
    shown = run("diff", "2018-01-01", "2021-01-01", "--company", "2", "--in", str(folder)).output
    assert "began: UMBEL HOLDINGS LIMITED" in shown
    assert "before: no part" in shown
    assert "Nothing changed" in run("diff", "2025-01-01", "2026-01-01", "--in", str(folder)).output
