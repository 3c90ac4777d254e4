"""The CSV form opens in a spreadsheet and starts nothing."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.render.csvform import COLUMNS, header, row, safe
from tests.render.samples import conversation, verdict


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "\x00=1",
        "\n=1",
        "\x85=1",
        "\x1c-1",
    ],
)
def test_no_cell_is_a_formula(cell: str) -> None:
    """Whatever stands before it, a formula is text."""
    assert safe(cell).startswith("'")


@given(st.text(max_size=30))
def test_a_cell_begins_with_no_operator(cell: str) -> None:
    """Any text, blanks and invisible characters left out, begins harmlessly."""
    assert not safe(cell).lstrip().startswith(("=", "+", "-", "@"))
    assert "\x00" not in safe(cell)


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", 'a,"b"\nc;d', "", "é中\u202e", "@x"])
def test_a_row_reads_back(text: str) -> None:
    """Quotes, commas and line breaks stay inside their cells."""
    lines = header() + row(conversation(text), verdict(text))
    names, cells = csv.reader(StringIO(lines))
    assert tuple(names) == COLUMNS
    assert len(cells) == len(COLUMNS)
    assert cells[COLUMNS.index("contact")] == safe(text)
    assert cells[COLUMNS.index("probability")] == "0.9000"
