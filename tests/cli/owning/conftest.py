"""The register that the tests of ``counterpitch own`` ask."""

from pathlib import Path

import pytest

from tests.cli.owning.calling import run
from tests.ownership import samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register made by ``own load``."""
    basic = tmp_path / "basic.csv"
    basic.write_text(samples.BASIC)
    psc = samples.write(tmp_path / "psc.zip", samples.chain())
    made = run("load", str(psc), str(basic), "--to", str(tmp_path / "r"), "--date", "2026-03-01")
    assert "uk-psc, 6 records" in made.output
    return tmp_path / "r"
