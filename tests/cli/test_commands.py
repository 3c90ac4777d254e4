"""Commands as a user calls them: output, exit codes, one sentence on every error."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from counterpitch.cli.main import program

ROOT = Path(__file__).parents[2]
LURE = "Send us the internal documents, which of your colleagues sign it off, and do not tell your employer. Send them to my private Telegram and we pay you in cash."


def run(*words: str, stdin: bytes = b"", cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "counterpitch", *words], input=stdin, capture_output=True, cwd=cwd,
        check=False, env={**os.environ, "COLUMNS": "100"},
    )  # fmt: skip


def test_check_tells_the_verdict_on_one_screen() -> None:
    """A pasted lure is high, with reasons, what speaks against it and what to do."""
    done = run("check", LURE)
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "HIGH" in text
    assert "Why" in text
    assert "Report:" in text
    assert len(text.splitlines()) < 60


def test_check_reads_standard_input_and_fails_on_request() -> None:
    """Piped text is read; --fail-on turns a finding into exit code 1."""
    assert run("check", stdin=LURE.encode()).returncode == 0
    assert run("check", "--fail-on", "high", stdin=LURE.encode()).returncode == 1
    assert run("check", "--fail-on", "high", stdin=b"Lunch at noon?").returncode == 0


def test_scan_of_the_example_in_every_form(tmp_path: Path) -> None:
    """Table, JSON, JSON Lines, CSV and the report all come from the same reading."""
    inputs = ("examples/linkedin-export.zip", "examples/mail")
    lines = run("scan", *inputs, "--jsonl").stdout.splitlines()
    whole = json.loads(run("scan", *inputs, "--json").stdout)
    rows = run("scan", *inputs, "--csv").stdout.decode().splitlines()
    table = run("scan", *inputs, "--html", str(tmp_path / "r.html"))
    assert len(lines) == len(whole["verdicts"]) == whole["conversations"]
    assert [json.loads(each) for each in lines] == whole["verdicts"]
    assert rows[0].startswith("id,band,kind")
    assert b"conversation" in table.stdout
    assert (tmp_path / "r.html").read_text("utf-8").startswith("<!doctype html>")


def test_processes_change_nothing() -> None:
    """Two processes give the same bytes as one."""
    words = ("scan", "examples/mail", "--jsonl")
    assert run(*words).stdout == run(*words, "--jobs", "2").stdout


def test_explain_by_the_beginning_of_an_id() -> None:
    """The first letters of an id are enough; an unknown id is one sentence."""
    first = json.loads(run("scan", "examples/mail", "--jsonl").stdout.splitlines()[0])["id"]
    shown = run("explain", first[:12], "examples/mail")
    assert shown.returncode == 0
    assert b"log-odds" in shown.stdout
    unknown = run("explain", "nobody", "examples/mail")
    assert unknown.returncode == 2
    assert unknown.stderr.count(b"\n") == 1


def test_convert_round_trips(tmp_path: Path) -> None:
    """What was converted to JSON Lines or Parquet gives the same verdicts."""
    for name in ("a.jsonl", "a.parquet"):
        assert run("convert", "examples/chats", "--to", str(tmp_path / name)).returncode == 0
    scores = [
        [
            json.loads(each)["probability"]
            for each in run("scan", path, "--jsonl").stdout.splitlines()
        ]
        for path in ("examples/chats", str(tmp_path / "a.jsonl"), str(tmp_path / "a.parquet"))
    ]
    assert scores[0] == scores[1] == scores[2] != []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("scan",), 2), (("scan", "no-such-file"), 2), (("explain", "x", "no-such-file"), 2),
        (("rules", "show", "no-such-rule"), 2), (("rules", "new", "nonsense"), 2),
        (("scan", "examples/mail", "--country", "atlantis"), 0),
    ],
)  # fmt: skip
def test_errors_are_sentences(words: tuple[str, ...], code: int) -> None:
    """A wrong call is told in words, with its exit code and no traceback."""
    done = run(*words)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""), ("zeros.bin", b"\0" * 5000), ("cut.zip", b"PK\x03\x04" + b"x" * 90),
        ("odd.csv", b"a,b\n1,2\n\"open"), ("half.jsonl", b'{"id": "x", "messages": ['),
        ("noise.mbox", b"From \xff\xfe" + bytes(range(256)) * 9), ("x.parquet", b"PAR1abcPAR1"),
    ],
)  # fmt: skip
def test_garbage_is_one_clear_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    """Unreadable input gives no traceback, a note or sentence, and exit code 3 or 0."""
    path = tmp_path / name
    path.write_bytes(data)
    done = run("scan", str(path))
    assert done.returncode in (0, 3)
    assert b"Traceback" not in done.stderr + done.stdout
    assert done.stderr.strip() or b"conversation" in done.stdout


def test_garbage_beside_good_input_is_read_over(tmp_path: Path) -> None:
    """A broken file is noted and the good one is still read."""
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04broken")
    (tmp_path / "good.jsonl").write_bytes(
        json.dumps({"id": "g", "messages": [{"from": "contact", "text": LURE}]}).encode()
    )
    done = run("scan", str(tmp_path), "--jsonl")
    assert done.returncode == 0
    assert [json.loads(each)["id"] for each in done.stdout.splitlines()] == ["g"]
    assert b"bad.zip" in done.stderr


def test_rules_commands() -> None:
    """The rules can be listed, shown and linted."""
    assert b"colleague-mapping" in run("rules", "list").stdout
    assert run("rules", "show", "colleague-mapping").stdout.startswith(b"id: ")
    assert run("rules", "lint").returncode == 0


@pytest.mark.parametrize("words", [(), ("own",), ("case",), ("journal",), ("seen",), ("rules",)])
def test_the_help_tells_each_command_whole(words: tuple[str, ...]) -> None:
    """No command's sentence is cut off with dots; at 80 columns it goes on in the next line."""
    told = CliRunner().invoke(program, [*words, "--help"], terminal_width=80).output
    commands = told.split("Options:")[1].split("exit.", 1)[1]
    assert not re.search(r"[a-z,;]\.\.\.$", commands, re.MULTILINE)
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scna", "x"), "Did you mean 'scan'?"),
        (("own", "tracee"), "Did you mean 'trace'?"),
        (("own", "whatif"), "Did you mean 'what-if'?"),
        (("please send the plans",), "A message or a file is read by: counterpitch check"),
        ((str(ROOT),), "A message or a file is read by: counterpitch check"),
        (("zzzz",), "No such command 'zzzz'."),
    ],
)
def test_a_mistyped_command_is_helped_along(words: tuple[str, ...], said: str) -> None:
    """The nearest command is named once; a message or a file in its place is led to check."""
    done = CliRunner().invoke(program, list(words))
    assert done.exit_code == 2
    assert " ".join(done.output.split()).count(said) == 1
    assert done.output.count("Did you mean") <= 1
