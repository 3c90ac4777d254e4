"""Cap tables of all shapes, honest and hostile."""

import contextlib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from counterpitch.errors import CounterpitchError, UnreadableInput
from counterpitch.ownership.captable.read import read
from counterpitch.ownership.captable.table import Amount


def written(tmp_path: Path, text: str) -> Path:
    """A CSV file of this text."""
    path = tmp_path / "table.csv"
    path.write_text(text, "utf-8")
    return path


def book(tmp_path: Path, rows: list[list[object]]) -> Path:
    """A spreadsheet of these rows."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = tmp_path / "table.xlsx"
    workbook.save(path)
    return path


def test_a_plain_table(tmp_path: Path) -> None:
    """Each column is found under its usual names, whatever the delimiter."""
    table = read(
        written(
            tmp_path,
            "Shareholder;Class of shares;Votes per share;Number of shares;Issue date\n"
            "Ines Okafor;Ordinary;1;40.000;01/03/2021\nTotal;;;40.000;\n",
        )
    )
    assert len(table.holdings) == 1
    holding = table.holdings[0]
    assert (holding.holder, holding.share_class) == ("Ines Okafor", "Ordinary")
    assert holding.number == Amount(40_000, 40_000)
    assert holding.company == "table"


def test_a_spreadsheet_with_a_title_above_the_header(tmp_path: Path) -> None:
    """Lines above the header do no harm, and dates come as dates."""
    path = book(tmp_path, [["Cap table, draft"], [], ["Holder", "Shares"], ["A", 10], ["B", 20.0]])
    assert [h.number for h in read(path).holdings] == [Amount(10, 10), Amount(20, 20)]


def test_percentages_as_words_are_unknown_and_said(tmp_path: Path) -> None:
    """A word in place of a number leaves the stake unknown, in one sentence with its row."""
    table = read(written(tmp_path, "holder,percent\nA,a quarter\nB,50 %\n"))
    assert table.holdings[0].percent is None
    assert any("Row 2" in n.message and "a quarter" in n.message for n in table.notices)


def test_a_formula_is_never_run(tmp_path: Path) -> None:
    """A formula without a stored result is unknown, and the way out is said."""
    path = book(tmp_path, [["Holder", "Shares"], ["A", "=1+1"], ["B", 3]])
    table = read(path)
    assert table.holdings[0].number is None
    assert any("formula" in n.message for n in table.notices)


def test_a_formula_in_csv_is_text(tmp_path: Path) -> None:
    """A cell that begins with = is a name like any other."""
    table = read(written(tmp_path, 'holder,shares\n"=HYPERLINK(""x"")",5\n'))
    assert table.holdings[0].holder.startswith("=HYPERLINK")


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    """A spreadsheet that unpacks to hundreds of megabytes is not opened."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"\0" * (80 * 1024**2))
    with pytest.raises(UnreadableInput, match="unpacks to more than"):
        read(path)


def test_entities_are_refused(tmp_path: Path) -> None:
    """An XML entity, the other kind of bomb, is not resolved."""
    path = book(tmp_path, [["Holder", "Shares"], ["A", 1]])
    bad = tmp_path / "entities.xlsx"
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(bad, "w") as package:
        for name in good.namelist():
            data = good.read(name)
            if name.endswith("sheet1.xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + data
            package.writestr(name, data)
    with pytest.raises(UnreadableInput, match="entities"):
        read(bad)


def test_macros_are_told_and_left_alone(tmp_path: Path) -> None:
    """A file with macros is read like any other, with a notice."""
    path = book(tmp_path, [["Holder", "Shares"], ["A", 1]])
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert any("macros" in n.message for n in read(path).notices)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nothing", b"\0\0\0\0", b"a,b\n1,2\n"])
def test_what_is_no_table_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    """Anything else is refused in a sentence that says what to do."""
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput) as caught:
        read(path)
    assert caught.value.hint


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    """A file that is not there is told as such."""
    with pytest.raises(UnreadableInput, match="cannot be opened"):
        read(tmp_path / "none.csv")


def test_a_convertible_a_licence_and_rights(tmp_path: Path) -> None:
    """Routes off the thresholds are kept with the row."""
    table = read(
        written(
            tmp_path,
            "holder,type,shares,converts,terms,veto,board\n"
            "A,SAFE,,15000,20 % discount,,\nB,licence,,,exclusive IP licence,,\n"
            "C,share,10,,,sale of IP,2 of 3\nD,share,5,,,no,-\n",
        )
    )
    kinds = [h.instrument for h in table.holdings]
    assert kinds == ["convertible", "licence", "share", "share"]
    assert table.holdings[0].number == Amount(15_000, 15_000)
    assert (table.holdings[2].veto, table.holdings[2].board) == ("sale of IP", "2 of 3")
    assert (table.holdings[3].veto, table.holdings[3].board) == ("", "")


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_table_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    """No file raises anything but a sentence."""
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(b"holder,shares,percent\n" + data)
    with contextlib.suppress(CounterpitchError):
        assert read(path).holdings
