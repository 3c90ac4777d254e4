"""``own verify``: evidence about a firm that is claimed."""

from pathlib import Path

import pytest

from counterpitch.errors import CounterpitchError
from tests.cli.owning.calling import run


def test_verify_is_evidence_about_the_claim(folder: Path) -> None:
    """Exists, since when, alive, the address, the domain; and what is not there."""
    shown = run("verify", "Umbel Optics", "--domain", "umbel-optics.example", "--in", str(folder))
    assert "Yes" in shown.output
    assert "Since 2019-12-31" in shown.output
    assert "is made of the name" in shown.output
    assert "1 others at 1 MILL LANE" in shown.output
    absent = run("verify", "Quixotic Pumps", "--in", str(folder)).output
    assert "- Does it exist? No firm of this name" in absent
    assert "honest explanation" in absent


def test_a_near_name_is_suggested(folder: Path) -> None:
    """A part of a name, and one letter less, name who may be meant; a firm so spelt is told."""
    for text in ("holdings umbel", "Umbel Holdngs"):
        with pytest.raises(CounterpitchError, match="Near to it: gb-coh:00000001"):
            run("trace", text, "--in", str(folder))
    masked = run("verify", "Umbel Optic", "--in", str(folder)).output
    assert "Near: UMBEL OPTICS LTD (gb-coh:00000002)" in masked
    assert "honest explanation" in masked.partition("Near:")[2]
    assert "Near:" not in run("verify", "Quixotic Pumps", "--in", str(folder)).output
    with pytest.raises(CounterpitchError, match="no name is given"):
        run("verify", " ", "--in", str(folder))
