"""The program as people call it: in process, and as a process with its exit codes."""

import csv
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpitch.cli.main import program
from counterpitch.errors import CounterpitchError

DATA = Path(__file__).parents[2] / "data" / "conversations" / "dev"
APPROACH = (
    "We cannot name the client. Which internal systems can you open? Please send a confidential "
    "report from your private address, we pay $3,000 in cash per report, and do not tell your "
    "employer. Delete this chat afterwards."
)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of forty conversations."""
    path = tmp_path_factory.mktemp("few") / "few.jsonl"
    lines = (DATA / "conversations.jsonl").read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:40]), "utf-8")
    return path


def run(*words: str, stdin: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
    """Run the program as a process."""
    return subprocess.run(
        [sys.executable, "-c", "from counterpitch.cli.main import main; main()", *words],
        input=stdin, stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True, timeout=120, env={**os.environ, "NO_COLOR": "1"}, check=False,
    )  # fmt: skip


def invoke(*words: str, given: bytes | None = None) -> tuple[int, bytes]:
    """Run the program in this process; return its exit code and standard output."""
    result = CliRunner().invoke(program, list(words), input=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        assert isinstance(result.exception, CounterpitchError), result.exception
        return int(result.exception.exit_code), result.stdout_bytes
    return result.exit_code, result.stdout_bytes


def test_exit_code_0_and_1(few: Path) -> None:
    """Done is 0; with --fail-on, findings are 1."""
    assert run("scan", str(few), "-q").returncode == 0
    assert run("scan", str(few), "-q", "--fail-on", "high").returncode == 1
    assert run("check", "See you at lunch.", "--fail-on", "low").returncode == 0
    assert run("check", APPROACH, "--fail-on", "elevated").returncode == 1


@pytest.mark.parametrize(
    "words",
    [
        ("scan",), ("scan", "nowhere.zip"), ("scan", "--nonsense"), ("nonsense",),
        ("explain", "id", "nowhere.zip"), ("check", "hi", "--fail-on", "huge"),
        ("check", APPROACH, "--country", "ZZ"), ("rules", "show", "nowhere"), ("rules", "new", "x"),
    ],
)  # fmt: skip
def test_exit_code_2_with_one_sentence(words: tuple[str, ...]) -> None:
    """Wrong words are told in a sentence, never as a traceback."""
    done = run(*words)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 400, b"PK\x03\x04broken"])
def test_exit_code_3_where_nothing_is_readable(tmp_path: Path, data: bytes) -> None:
    """Empty and binary files are named and said to be unreadable."""
    path = tmp_path / "thing.bin"
    path.write_bytes(data)
    done = run("scan", str(path))
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert b"thing.bin" in done.stderr or b"nothing readable" in done.stderr


def test_json_is_one_document(few: Path) -> None:
    """Verdicts, counts and notices in one document."""
    code, out = invoke("scan", str(few), "--json", "-q")
    told = json.loads(out)
    assert code == 0
    assert told["schema"] == "counterpitch.verdict/1"
    assert len(told["verdicts"]) == told["conversations"] == 40
    assert told["notices_total"] == 0


def test_jsonl_is_one_line_a_conversation(few: Path) -> None:
    """The same verdicts as the document, in the order of the input."""
    lines = [json.loads(line) for line in invoke("scan", str(few), "--jsonl", "-q")[1].splitlines()]
    document = json.loads(invoke("scan", str(few), "--json", "-q")[1])
    assert lines == document["verdicts"]
    assert [line["id"] for line in lines] == [f"dev-{n:03}" for n in range(1, 41)]


def test_csv_is_one_row_a_conversation(few: Path) -> None:
    """A header and forty rows."""
    rows = list(csv.DictReader(StringIO(invoke("scan", str(few), "--csv", "-q")[1].decode())))
    assert len(rows) == 40
    assert {row["band"] for row in rows} <= {"none", "low", "elevated", "high"}


def test_html_is_written_and_says_where(few: Path, tmp_path: Path) -> None:
    """A report is a file; a place that cannot be written, or a folder that is not there, is told."""
    target = tmp_path / "report.html"
    assert invoke("scan", str(few), "--html", str(target), "-q")[0] == 0
    assert target.read_text("utf-8").startswith("<!doctype html>")
    assert run("scan", str(few), "-q", "--html", str(tmp_path / "new" / "r.html")).returncode == 2
    blocked = tmp_path / "file"
    blocked.write_text("x")
    done = run("scan", str(few), "-q", "--html", str(blocked / "report.html"))
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_explain_finds_by_the_beginning_of_an_id(few: Path) -> None:
    """An id, or its beginning; several or none are told."""
    assert b"MATCH" not in invoke("explain", "dev-001", str(few))[1]
    code, out = invoke("explain", "dev-001", str(few))
    assert code == 0
    assert b"log-odds" in out
    assert invoke("explain", "dev-00", str(few))[0] == 2
    assert invoke("explain", "zzz", str(few))[0] == 2


def test_explain_remembers_the_last_scan(few: Path) -> None:
    """Without files, those of the last scan are read again."""
    invoke("scan", str(few), "-q")
    code, out = invoke("explain", "dev-001")
    assert code == 0
    assert b"log-odds" in out


def test_check_takes_an_argument_a_file_and_standard_input(tmp_path: Path) -> None:
    """The same text gives the same probability, however it comes."""
    path = tmp_path / "message.txt"
    path.write_text(APPROACH, "utf-8")
    told = [
        json.loads(invoke("check", APPROACH, "--json")[1]),
        json.loads(invoke("check", str(path), "--json")[1]),
        json.loads(invoke("check", "--json", given=APPROACH.encode())[1]),
        json.loads(invoke("check", "-", "--json", given=APPROACH.encode())[1]),
    ]
    assert len({verdict["probability"] for verdict in told}) == 1
    assert told[0]["band"] != "none"


@pytest.mark.parametrize("text", ["", "   \n "])
def test_nothing_to_check_is_told(text: str) -> None:
    """An empty text is unreadable, and a sentence says so."""
    done = run("check", stdin=text.encode())
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300))
def test_garbage_on_standard_input_is_a_verdict_or_a_sentence(data: bytes) -> None:
    """Whatever is piped in, the program ends with one of its exit codes."""
    assert invoke("check", "--json", given=data)[0] in {0, 2, 3}
    assert invoke("scan", "-", "--jsonl", "-q", given=data)[0] in {0, 2, 3}


def test_rules_are_listed_shown_and_checked() -> None:
    """List, show, lint and test name what they looked at."""
    code, out = invoke("rules", "list", "--kind", "benign")
    assert code == 0
    assert b"benign-easy-exit" in out
    assert invoke("rules", "show", "benign-easy-exit")[1].startswith(b"id: ")
    assert invoke("rules", "lint")[0] in {0, 1}


def test_a_new_rule_starts_from_a_template(tmp_path: Path) -> None:
    """The file stands where it belongs and is not overwritten."""
    (tmp_path / "indicators").mkdir()
    assert invoke("rules", "new", "assess/asks-badge", "--rules", str(tmp_path))[0] == 0
    assert (tmp_path / "indicators" / "assess" / "asks-badge.yml").read_text().startswith("id: ")
    assert invoke("rules", "new", "assess/asks-badge", "--rules", str(tmp_path))[0] == 2
    assert invoke("rules", "new", "../escape", "--rules", str(tmp_path))[0] == 2


def test_the_version_and_the_help() -> None:
    """Both end well."""
    assert invoke("--version")[0] == 0
    for command in ("scan", "check", "explain", "convert", "rules"):
        assert invoke(command, "--help")[0] == 0


def test_convert_writes_what_it_read(few: Path, tmp_path: Path) -> None:
    """Converted and scanned again, the verdicts are the same."""
    target = tmp_path / "out.jsonl"
    assert invoke("convert", str(few), "--to", str(target))[0] == 0
    first = invoke("scan", str(few), "--csv", "-q")[1].decode().splitlines()
    second = invoke("scan", str(target), "--csv", "-q")[1].decode().splitlines()
    assert [line.split(",")[:6] for line in first] == [line.split(",")[:6] for line in second]
    assert invoke("convert", str(few), "--to", str(tmp_path / "out.txt"))[0] == 2
