"""``own screen``: a list of companies, one row each."""

import csv
from pathlib import Path

from tests.cli.owning.calling import run


def test_screen_answers_each_row_safely(folder: Path, tmp_path: Path) -> None:
    """Found, not found and a formula, in order, with nothing a spreadsheet would run."""
    listed = tmp_path / "list.csv"
    listed.write_text("number,name\n2,\n,=HYPERLINK()\n,Umbel Holdings\n")
    out = tmp_path / "out.csv"
    run("screen", str(listed), "--in", str(folder), "--out", str(out))
    lines = out.read_text().splitlines()
    assert lines[1].startswith("2,2,found,gb-coh:00000002")
    assert lines[2].startswith("3,'=HYPERLINK(),not in the register")
    assert lines[3].startswith("4,Umbel Holdings,found,gb-coh:00000001")


def test_companies_in_between_are_judged_by_law_and_screened(folder: Path, tmp_path: Path) -> None:
    """The company that controls another stands in the screen; unknowns are in a trace's words."""
    between = run("trace", "2", "--in", str(folder), "--no-chains").output.partition("between")[2]
    assert "by law" in between
    listed, out = tmp_path / "list.txt", tmp_path / "out.csv"
    listed.write_text("number\n2\n")
    run("screen", str(listed), "--in", str(folder), "--out", str(out))
    [row] = csv.DictReader(out.open(newline=""))
    assert "UMBEL HOLDINGS LIMITED" in row["between_controller"]
    assert "UMBEL HOLDINGS LIMITED" in row["between_law_over_25"]
    assert "UMBEL HOLDINGS LIMITED" not in row["law_over_25"] + row["controller"]
    assert "gb-coh:" not in row["unknowns"]
    assert "-in-register" not in row["unknowns"]
