"""The folder that a load gathers in."""

from pathlib import Path

from counterpitch.ownership.staging import Staging, abandoned


def test_what_a_killed_load_left_is_removed_and_a_running_one_kept(tmp_path: Path) -> None:
    """A folder whose load is gone goes with the next load; one in use stays as it is."""
    dead = tmp_path / ".loading-dead"
    dead.mkdir()
    (dead / "in-use").touch()
    (dead / "nodes-000001.parquet").touch()
    with Staging(tmp_path) as running:
        assert not dead.exists()
        abandoned(tmp_path)
        assert running.folder.exists()
    assert list(tmp_path.iterdir()) == []
