"""Stakes such as 0.6: a sign or a cell's format tells what they are, else both are allowed for."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from counterpitch.ownership.captable.read import read
from counterpitch.ownership.captable.table import Amount, CapTable


def table(tmp_path: Path, text: str) -> CapTable:
    """The table of this text."""
    path = tmp_path / "t.csv"
    path.write_text(text, "utf-8")
    return read(path)


@pytest.mark.parametrize(
    ("form", "low", "high"),
    [("0%", 30, 30), ("0.00 %", 30, 30), ('0.0"%"', 0.3, 30), ("General", 0.3, 30)],
)
def test_a_format_in_per_cent_multiplies(
    tmp_path: Path, form: str, low: float, high: float
) -> None:
    """A cell that shows 30 % holds 0.3; where its format shows no per cent, it may be either."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    rows = (["Holder", "Stake", "Planned"], ["Ann", 0.6], ["Bob", 0.4], ["Cy", 0.3, "yes"])
    for row in rows:
        sheet.append(row)
        sheet.cell(sheet.max_row, 2).number_format = form
    path = tmp_path / "t.xlsx"
    workbook.save(path)
    found = read(path)
    assert found.holdings[2].percent == Amount(low, high)
    assert bool(found.remarks) == (low != high)


def test_parts_of_one_are_asked_about(tmp_path: Path) -> None:
    """Stakes that add up to 1 % are taken both ways, and one remark says how to settle it."""
    found = table(tmp_path, "holder,percent,planned,from\nAnn,0.6,,\nBob,0.4,,\nCy,0.3,yes,Ann\n")
    assert [each.percent for each in found.holdings] == [
        Amount(0.6, 60), Amount(0.4, 40), Amount(0.3, 30)
    ]  # fmt: skip
    [said] = found.remarks
    assert "add up to 1 %: are they shares of one (0.6 for 60 %)?" in said
    assert "nothing about it is certain" in said


@pytest.mark.parametrize(
    "rows",
    ["Ann,0.6 %\nBob,0.4 %\n", "Ann,60\nBob,0.4\n", "Ann,0.9\nBob,0.9\n", "Ann,>25\nBob,0.5\n"],
)
def test_per_cent_that_is_plain_is_not_asked_about(tmp_path: Path, rows: str) -> None:
    """A sign, a larger stake beside it, or a sum of more than one settles it."""
    assert table(tmp_path, f"holder,percent\n{rows}").remarks == ()


def test_only_the_unclear_company_is_asked_about(tmp_path: Path) -> None:
    """What adds up to one in one company is unclear, although another counts in per cent."""
    found = table(
        tmp_path, "company,holder,percent\nT,Ann,0.6\nT,B,0.4\nB,Cy,51\nB,Dee,49\nE,Fay,0.5\n"
    )
    [said] = found.remarks
    assert "stakes in T" in said
