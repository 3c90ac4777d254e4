import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.intake import csvrows
from counterpitch.intake.csvrows import csv_rows, find_header
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin

COLUMNS = ("id", "date", "text", "folder")
HEAD = "Id,Date,Text,Folder\n"


def read(data: bytes | str) -> tuple[list[dict[str, str]], Notices]:
    """Read a table with the columns above."""
    raw = data.encode() if isinstance(data, str) else data
    origin, notices = Origin.of_bytes("t.csv", raw), Notices()
    header = find_header(origin.head, COLUMNS, "date")
    assert header is not None
    return [row.cells for row in csv_rows(origin, header, notices)], notices


def kinds(notices: Notices) -> dict[str, int]:
    """Return how often each kind of notice was given."""
    return {kind: times for (kind, _), times in notices.counts.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    """A re-saved file reads the same whatever its encoding and delimiter."""
    text = (HEAD + "1,2025-06-01,Grüße 你好,INBOX\n").replace(",", delimiter)
    rows, notices = read(text.encode(encoding))
    assert rows == [{"id": "1", "date": "2025-06-01", "text": "Grüße 你好", "folder": "INBOX"}]
    assert notices.total() == 0


def test_wrong_bytes_are_read_as_windows_1252() -> None:
    """One wrong byte harms neither its neighbours nor the rest, and is told once."""
    rows, notices = read(
        HEAD.encode() + b"1,2025-06-01,caf\xe9 \xc3\xa9,A\n2,2025-06-02,\x93x\x94,B\n"
    )
    assert [row["text"] for row in rows] == ["café é", "“x”"]
    assert kinds(notices) == {"wrong-characters": 1}


def test_zero_bytes_are_removed() -> None:
    """Zero bytes neither stop the reading nor stay in a text."""
    rows, notices = read(HEAD.encode() + b"1,2025-06-01,a\x00b,A\n")
    assert rows[0]["text"] == "ab"
    assert kinds(notices) == {"zero-bytes": 1}


def test_preamble_and_row_numbers() -> None:
    """The header is found below notes; rows are counted as a spreadsheet shows them."""
    data = 'Notes:\n"some, words"\n\n' + HEAD + '1,2025-06-01,"a\nb",A\n2,2025-06-02,c,A\n'
    origin = Origin.of_bytes("t.csv", data.encode())
    header = find_header(origin.head, COLUMNS)
    assert header is not None
    rows = list(csv_rows(origin, header, Notices()))
    assert [(row.number, row.cells["text"]) for row in rows] == [(5, "a\nb"), (6, "c")]


@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
def test_open_quote_harms_one_row(quoting: int) -> None:
    """A quotation mark that is never closed costs at most the rest of its own row."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerow(COLUMNS)
    for number in range(50):
        writer.writerow([str(number), f"2025-06-01 10:{number:02}", f"text, {number}", "INBOX"])
    damaged = out.getvalue().replace('"text, 7"', '"text, 7', 1)
    rows, notices = read(damaged)
    assert [row["id"] for row in rows] == [str(number) for number in range(50)]
    assert rows[7]["text"].startswith("text, 7")
    assert rows[8] == {
        "id": "8", "date": "2025-06-01 10:08", "text": "text, 8", "folder": "INBOX",
    }  # fmt: skip
    assert kinds(notices)["damaged-row"] == 1


def test_quoted_text_cannot_forge_a_row() -> None:
    """A properly quoted text that looks like rows stays a text."""
    text = 'hello\n9,2025-06-09 10:00,""forged"",INBOX\nbye'
    rows, notices = read(f'{HEAD}1,2025-06-01,"{text}",A\n')
    assert len(rows) == 1
    assert "forged" in rows[0]["text"]
    assert notices.total() == 0


def test_open_quote_in_a_long_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit of a record, reading goes on from the next line that begins one."""
    monkeypatch.setattr(csvrows, "RECORD_LIMIT", 2_000)
    lines = [f"{number},2025-06-01,plain,A\n" for number in range(2, 2_000)]
    rows, notices = read(HEAD + '1,2025-06-01,"open,A\n' + "".join(lines))
    assert [row["id"] for row in rows] == [str(number) for number in range(1, 2_000)]
    assert kinds(notices)["damaged-row"] == 1


def test_quotes_opened_by_every_line_take_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file made so that each line opens a quote is not read over and over."""
    monkeypatch.setattr(csvrows, "RECORD_LIMIT", 20_000)
    parsed = 0
    real = csvrows._parse

    def counted(lines: list[str], delimiter: str) -> list[str]:
        nonlocal parsed
        parsed += sum(map(len, lines))
        return real(lines, delimiter)

    monkeypatch.setattr(csvrows, "_parse", counted)
    data = HEAD + '1,2025-06-01,b" ,"\n' * 30_000
    read(data)
    assert parsed < 20 * len(data)


def test_long_line_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line beyond the limit is dropped with a notice; the next row is read."""
    monkeypatch.setattr(csvrows, "RECORD_LIMIT", 1_000)
    rows, notices = read(HEAD + "1,2025-06-01," + "x" * 5_000 + ",A\n2,2025-06-02,y,B\n")
    assert [row["id"] for row in rows] == ["2"]
    assert kinds(notices)["long-row"] == 1


def test_uneven_rows() -> None:
    """Rows with too few or too many cells are read by column, with a notice each."""
    rows, notices = read(HEAD + "1,2025-06-01\n2,2025-06-02,t,A,extra\n3,2025-06-03,t,A,,,\n")
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["text"] == ""
    assert kinds(notices) == {"uneven-row": 2}


def test_other_columns_are_no_header() -> None:
    """A table without the wanted columns is not claimed."""
    assert find_header(b"a,b,c\n1,2,3\n", COLUMNS) is None
    assert find_header(b"", COLUMNS) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), max_size=5)
)
def test_what_is_written_is_read(texts: list[str]) -> None:
    """Any text survives a round trip through a well-formed file, without a notice."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows(["1", "2025-06-01", text, "A"] for text in texts)
    rows, notices = read(out.getvalue())
    assert [row["text"] for row in rows] == texts
    assert notices.total() == 0


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_below_a_header(data: bytes) -> None:
    """No bytes below the header raise an exception."""
    rows, _ = read(HEAD.encode() + data)
    assert all(set(row) == set(COLUMNS) for row in rows)


def test_stream_is_closed(tmp_path: Path) -> None:
    """Stopping early lets go of the file."""
    path = tmp_path / "t.csv"
    path.write_text(HEAD + "1,2025-06-01,a,A\n2,2025-06-01,b,A\n")
    origin = Origin.of_file(path)
    header = find_header(origin.head, COLUMNS)
    assert header is not None
    rows = csv_rows(origin, header, Notices())
    assert next(rows).cells["id"] == "1"
    rows.close()  # type: ignore[attr-defined]
    path.unlink()
