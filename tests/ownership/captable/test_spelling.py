"""One holder in several spellings is one; different names stay different."""

from pathlib import Path

import pytest

from counterpitch.ownership.captable.read import read
from counterpitch.ownership.captable.spelling import key
from counterpitch.ownership.captable.table import CapTable


def table(tmp_path: Path, text: str) -> CapTable:
    """The table of this text."""
    path = tmp_path / "t.csv"
    path.write_text(text, "utf-8")
    return read(path)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vega Holdings SA", "Vega Holdings S.A."), ("Cy Ltd", "CY LTD"), ("Cy Ltd", "Cy Limited"),
        ("Lys S.à r.l.", "LYS SARL"), ("Orn S. p. A.", "Orn SpA"), ("Bob", "bob"),
        ("Vega Public Limited Company", "Vega plc"), ("Oak Company Limited", "Oak Co. Ltd."),
        ("J. Ødegård", "j ødegård"),
    ],
)  # fmt: skip
def test_spellings_of_one_name(one: str, other: str) -> None:
    """Case, dots, accents and how a legal form is written tell nobody apart."""
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Ferro", "Ann Ferro Ltd"), ("Acme Ltd", "Acme GmbH"), ("Fund A B", "Fund"),
        ("Fund 1", "Fund 2"), ("A", "B"), ("Cy Ltd", "Cyan Ltd"),
    ],
)  # fmt: skip
def test_different_names_stay_different(one: str, other: str) -> None:
    """A founder is not his company, and an Ltd is no GmbH of the same name."""
    assert key(one) != key(other)


def test_the_first_spelling_stands_for_all(tmp_path: Path) -> None:
    """Companies, holders, sellers and labels of arrangements are read as they are spelt first."""
    found = table(
        tmp_path,
        "company,holder,shares,acting together,planned,from\n"
        "Acme Ltd,Ann,60000,Pact,,\nACME LTD,Bob,40000,pact,,\nacme,Cy Limited,28000,,yes,BOB\n"
        "Cy Ltd,Ann,10,,,\n",
    )
    assert found.companies == ("Acme Ltd", "Cy Limited")
    assert [each.holder for each in found.holdings] == ["Ann", "Bob", "Cy Limited", "Ann"]
    assert (found.holdings[2].seller, found.holdings[1].together) == ("Bob", "Pact")
    assert found.remarks == ()


def test_a_seller_without_his_form_is_the_only_holder_of_that_name(tmp_path: Path) -> None:
    """ "Vega Holdings" sells what "Vega Holdings SA" has, if nobody else is called so."""
    rows = "holder,shares,planned,from\nVega Holdings SA,60,,\n{}Cy,30,yes,Vega Holdings\n"
    assert table(tmp_path, rows.format("")).holdings[-1].seller == "Vega Holdings SA"
    two = table(tmp_path, rows.format("Vega Holdings Ltd,10,,\n"))
    assert two.holdings[-1].seller == "Vega Holdings"


def test_near_names_are_a_remark(tmp_path: Path) -> None:
    """A slip, another order and another form are told, once, and nobody is merged for it."""
    found = table(
        tmp_path,
        "holder,shares\nVega Holdings SA,5\nVega Holdnigs SA,5\nVega Holdings,5\nIna Orr,5\n"
        "Orr Ina,5\nFund 1,5\nFund 2,5\nBob,5\nRob,5\n",
    )
    [said] = found.remarks
    for pair in ("“Vega Holdings SA” and “Vega Holdnigs SA”", "“Ina Orr” and “Orr Ina”"):
        assert pair in said
    assert "Fund" not in said
    assert "Rob" not in said
    assert len({each.holder for each in found.holdings}) == 9
