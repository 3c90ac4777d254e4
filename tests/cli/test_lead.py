"""A lead's whole day at the terminal: from the filtered queue to the proof, and the outcome."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from counterpitch.cli.main import program
from tests.web.conftest import TEXT

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "campaigns.jsonl")
WHY = "the same mailbox wrote to three teams"


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test has a store and keys of its own."""
    monkeypatch.setenv("COUNTERPITCH_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("COUNTERPITCH_DATABASE", raising=False)


def _ok(*words: str) -> str:
    result = CliRunner().invoke(program, list(words))
    assert result.exit_code == 0, (words, result.output, result.exception)
    return result.stdout


def test_from_the_queue_to_the_outcome(tmp_path: Path) -> None:
    """Filter, judge many, campaign and members, trends as CSV, case, task, close, pack, outcome."""
    code = json.loads(_ok("report", EXAMPLE, "--as", "ana", "--json"))["code"]
    _ok("report", TEXT, "--quick")
    asked = ("queue", "--band", "high", "--channel", "email", "--json")
    rows = json.loads(_ok(*asked))["rows"]
    assert len(rows) >= 4
    assert {(each["band"], each["channel"]) for each in rows} == {("high", "email")}
    numbers = [str(each["id"]) for each in rows[:3]]
    judged = _ok("judge", *numbers, "--judgement", "confirmed", "--reason", WHY, "--as", "robin")
    assert "3 judged" in judged
    assert len(json.loads(_ok(*asked))["rows"]) == len(rows) - 3

    _ok("link", "--database", "desk")
    listed = json.loads(_ok("campaigns", "--database", "desk", "--json"))
    largest = max(listed, key=lambda each: int(each["approaches"]))
    assert largest["approaches"] == 10
    shown = _ok("campaign", "show", largest["campaign"], "--database", "desk")
    assert "A-1" in shown

    counts = [cell for row in list(csv.reader(io.StringIO(_ok("trends", "--csv", "channel"))))[1:]
              for cell in row[1:]]  # fmt: skip
    assert "<5" in counts
    assert not {"1", "2", "3", "4"} & set(counts)

    case = _ok("case", "new", "One mailbox, three teams", *numbers, "--as", "robin").strip()
    _ok("case", "add", case, "--task", "Warn the three teams", "--owner", "robin",
        "--due", "2027-01-04")  # fmt: skip
    _ok("case", "add", case, f"A-{rows[3]['id']}", "--reason", "the same words")
    closed = _ok("case", "close", case, "--reason", "all three teams were warned", "--as", "robin")
    assert f"1 approach in it was never judged: A-{rows[3]['id']}." in closed
    told = _ok("case", "show", case)
    for word in ("Warn the three teams", "2027-01-04", "closed", "all three teams were warned"):
        assert word in told
    _ok("case", "pack", case, "--out", str(tmp_path / "pack.zip"))
    _proven(tmp_path)
    assert "entries hold" in _ok("journal", "verify")
    answer = _ok("outcome", code)
    assert "seriously" in answer
    assert WHY not in answer


def _proven(tmp_path: Path) -> None:
    """The pack's own script finds it whole, and no longer when a byte is changed."""
    with zipfile.ZipFile(tmp_path / "pack.zip") as packed:
        packed.extractall(tmp_path / "pack")
    [script] = (tmp_path / "pack").rglob("verify.py")
    command = [sys.executable, "-I", script.name]
    assert subprocess.run(command, cwd=script.parent, timeout=120).returncode == 0
    report = script.parent / "report.html"
    report.write_bytes(report.read_bytes().replace(b"three teams", b"seven teams", 1))
    assert subprocess.run(command, cwd=script.parent, timeout=120).returncode != 0
