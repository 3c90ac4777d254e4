"""The shipped example, linked."""

import shutil
from pathlib import Path

import pytest

from tests.cli.linking.calling import EXAMPLE, call


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Link the shipped example once."""
    folder = tmp_path_factory.mktemp("linked") / "state"
    done = call("link", str(EXAMPLE), "--state", str(folder), "--jobs", "1")
    assert "21 approaches, 17 of them in 2 campaigns" in done.output
    return folder


@pytest.fixture
def state(linked: Path, tmp_path: Path) -> str:
    """Return a copy of the linked example that a test may judge in."""
    return str(shutil.copytree(linked, tmp_path / "state"))
