"""``own screen``: a list of companies, one row each."""

import csv
from pathlib import Path

import pytest

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


def screened(folder: Path, tmp_path: Path, text: str) -> list[dict[str, str]]:
    """The rows that answer a list of this text."""
    listed, out = tmp_path / "list.csv", tmp_path / "out.csv"
    listed.write_text(text)
    run("screen", str(listed), "--in", str(folder), "--out", str(out))
    return list(csv.DictReader(out.open(newline="")))


@pytest.mark.parametrize("header", ["", "Firma;Nummer\n", "name;Nr.\n", "name;company number\n"])
def test_a_number_and_another_name_contradict_each_other(
    folder: Path, tmp_path: Path, header: str
) -> None:
    """Told in the result and in a remark, under any header; one that is no header is a row."""
    rows = screened(
        folder, tmp_path, header + "Tidewater Ltd;00000002\nUmbel Holdings Ltd.;00000001\n"
    )
    assert [row["result"] for row in rows] == ["found, called otherwise", "found"]
    assert [row["row"] for row in rows] == (["2", "3"] if header else ["1", "2"])
    assert "calls 00000002 “Tidewater Ltd”, the register “UMBEL OPTICS LTD”" in rows[0]["remarks"]
    assert "The list calls" not in rows[1]["remarks"]


def test_a_number_that_is_not_there_leaves_the_name(folder: Path, tmp_path: Path) -> None:
    """The company of that name is answered about, and how it was found is said."""
    [row] = screened(folder, tmp_path, "number,name\n99990099,Umbel Holdings\n")
    assert (row["result"], row["id"]) == ("found by name, not by number", "gb-coh:00000001")
    assert "99990099 is not in the register" in row["remarks"]


def test_a_person_is_no_company_without_owners(folder: Path, tmp_path: Path) -> None:
    """Nobody owns a person: no share of her is undisclosed."""
    [row] = screened(folder, tmp_path, "Mara Venn\n")
    assert (row["result"], row["name"]) == ("a person, not a company", "Mara Venn")
    assert row["undisclosed"] == ""


def test_a_list_of_names_without_header_keeps_its_first_row(folder: Path, tmp_path: Path) -> None:
    """Years and counts are no numbers of companies, and names alone have no header."""
    rows = screened(folder, tmp_path, "Umbel Holdings,2019\nUmbel Optics,2020\n")
    assert [row["id"] for row in rows] == ["gb-coh:00000001", "gb-coh:00000002"]
