from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.campaigns.identifiers.supplied import postal_address, supplied
from counterpitch.errors import UnreadableInput


def test_facts_are_read_and_faults_told(tmp_path: Path) -> None:
    """Each usable row gives its key; each other one a sentence with its row."""
    path = tmp_path / "facts.csv"
    path.write_text(
        "Subject;Fact;Value;Source\n"
        "https://www.Ledger.example/x;mx;MX.Host.example.;passive DNS\n"
        "ledger.example;ip;192.0.2.7;\n"
        "ledger.example;registered;2024-05-01;whois\n"
        "ledger.example;colour;blue;\n"
        "ledger.example;ip;cloudflare.com;\n"
        ";ip;192.0.2.8;\n"
        "ledger.example;phone;+44 20 7946 0123;site\n"
        "\n"
        "ledger.example;mx;=HYPERLINK(1);\n",
        "utf-8-sig",
    )
    read = supplied(path)
    kinds = {(fact.kind, fact.value) for fact in read.facts["ledger.example"]}
    assert {("mail-host", "mx.host.example"), ("site-ip", "192.0.2.7"), ("registered", "2024-05-01"),
            ("phone", "+442079460123")} <= kinds  # fmt: skip
    assert [fault.split(":")[0] for fault in read.faults] == [
        f"facts.csv, row {row}" for row in (5, 6, 7, 10)
    ]


def test_a_csv_without_the_columns_is_one_sentence(tmp_path: Path) -> None:
    """A file of another form is refused, naming what is missing."""
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableInput, match="subject and fact and value"):
        supplied(path)
    with pytest.raises(UnreadableInput):
        supplied(tmp_path / "none.csv")


def test_pictures_outside_the_folder_are_not_opened(tmp_path: Path) -> None:
    """A picture is read only beside or below the CSV."""
    path = tmp_path / "in" / "facts.csv"
    path.parent.mkdir()
    path.write_text("subject,fact,value\na.example,photo,../secret.png\n")
    (tmp_path / "secret.png").write_bytes(b"x")
    assert supplied(path).facts == {}


def test_postal_address_in_any_order() -> None:
    """Commas, case and order do not matter; a town alone is no address."""
    assert postal_address("12 High St., Exampleton AB1 2CD") == postal_address(
        "AB1 2CD EXAMPLETON, high st 12"
    )
    assert postal_address("Exampleton") == ""


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    """No file ends in anything but facts or one sentence."""
    path = tmp_path_factory.mktemp("f") / "x.csv"
    path.write_bytes(b"subject,fact,value\n" + data)
    told = ""
    try:
        found = supplied(path)
    except UnreadableInput as error:
        told = str(error)
    else:
        assert all(fault.startswith("x.csv, row ") for fault in found.faults)
    assert "\n" not in told
