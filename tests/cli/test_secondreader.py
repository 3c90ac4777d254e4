"""The second reader as people call it: beside the verdict, never in it, and off unless named."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.secondreader.conftest import started

ROOT = Path(__file__).parents[2]
LURE = (
    "Send us the internal documents, which of your colleagues sign it off, and do not tell your"
    " employer. Will Okafor, will.okafor@brightmoor.example"
    " Send them to my private Telegram and we pay you in cash."
)
GUARD = """
import socket, sys
def refuse(*_, **__): raise SystemExit("a socket was opened")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.create_connection = socket.getaddrinfo = refuse
sys.argv = ["counterpitch", *{words!r}]
from counterpitch.cli.main import main
try:
    main()
except SystemExit as end:
    if end.code not in (0, None): raise
loaded = [name for name in sys.modules if "secondreader" in name and ".cli." not in name]
loaded += [name for name in sys.modules if name in ("http.client", "ssl")]
raise SystemExit(f"imported: {{loaded}}" if loaded else 0)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Run the protocol server; return its root and its log."""
    log = tmp_path_factory.mktemp("server") / "log.jsonl"
    process, port = started(log)
    yield f"http://127.0.0.1:{port}", log
    process.kill()
    process.wait()


def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the program as a process of its own, 100 columns wide."""
    clean = {k: v for k, v in os.environ.items() if "SECOND_READER" not in k}
    return subprocess.run(
        [sys.executable, "-m", "counterpitch", *words], capture_output=True, text=True, cwd=ROOT,
        check=False, env={**clean, "COLUMNS": "100", **environment},
    )  # fmt: skip


def told(*words: str, **environment: str) -> dict[str, Any]:
    """Return the JSON of ``check``."""
    found: dict[str, Any] = json.loads(run("check", LURE, "--json", *words, **environment).stdout)
    return found


@pytest.mark.parametrize(
    "words", [("check", LURE), ("check", LURE, "--json"), ("scan", "examples/mail", "-q")]
)
def test_without_the_setting_nothing_is_opened_and_nothing_imported(words: tuple[str, ...]) -> None:
    """No socket, no name resolved, and neither the package nor any network module is loaded."""
    done = subprocess.run(
        [sys.executable, "-c", GUARD.format(words=list(words))], capture_output=True, text=True,
        cwd=ROOT, check=False, env={k: v for k, v in os.environ.items() if "SECOND_READER" not in k},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    assert "second_reader" not in done.stdout


def test_the_guard_sees_a_second_reader(server: tuple[str, Path]) -> None:
    """The test above can fail: with a second reader named, the guard stops the program."""
    words = ["check", LURE, "--second-reader", f"{server[0]}/answer/v1"]
    done = subprocess.run(
        [sys.executable, "-c", GUARD.format(words=words)], capture_output=True, text=True,
        cwd=ROOT, check=False,
    )  # fmt: skip
    assert "a socket was opened" in done.stderr


def test_it_stands_beneath_the_verdict(server: tuple[str, Path]) -> None:
    """Its own heading with the model, whose opinion it is, agreement, quotes in the original."""
    plain = run("check", LURE)
    done = run("check", LURE, "--second-reader", f"{server[0]}/answer/v1")
    head, _, below = done.stdout.partition("Second reader: tiny-reader")
    expected = " ".join(plain.stdout.split()).removesuffix(" Nothing was sent from this computer.")
    assert " ".join(head.split()) == expected
    assert "another program's opinion" in below
    assert "It agrees with counterpitch: covert approach." in below
    assert "“Send us the internal documents, which of”" in below
    assert done.stderr == ""


def test_it_changes_nothing_but_its_own_key(server: tuple[str, Path]) -> None:
    """Whatever it says, every other value of the JSON is the same."""
    plain = told()
    for manner, kind in (("answer", "approach"), ("harmless", "none")):
        beside = told("--second-reader", f"{server[0]}/{manner}/v1")
        opinion = beside.pop("second_reader")
        assert beside == plain
        assert opinion["kind"] == kind
        assert opinion["agrees"] is (kind == plain["kind"])
        quote = opinion["reasons"][0]
        assert LURE[quote["start"] : quote["end"]] == quote["quote"]


@pytest.mark.parametrize("manner", ["answer", "harmless", "status-500", "garbage", "bomb"])
def test_it_changes_no_exit_code(server: tuple[str, Path], manner: str) -> None:
    """Neither an opinion nor its failure makes a finding or takes one away."""
    words = ("--second-reader", f"{server[0]}/{manner}/v1", "--fail-on", "high")
    assert run("check", LURE, *words).returncode == 1
    assert run("check", "Lunch at noon?", *words).returncode == 0


def test_a_failure_is_one_sentence_and_the_verdict_stands(server: tuple[str, Path]) -> None:
    """On stderr what, where and what to do; in JSON under the key of the second reader."""
    done = run("check", LURE, "--second-reader", f"{server[0]}/prose/v1")
    assert done.returncode == 0
    assert "HIGH" in done.stdout
    assert "Second reader:" not in done.stdout
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(
        f"counterpitch: {server[0]}: the second reader's answer is not JSON."
    )
    assert (
        "is not JSON" in told("--second-reader", f"{server[0]}/prose/v1")["second_reader"]["error"]
    )


@pytest.mark.parametrize(
    ("manner", "line"),
    [
        ("harmless", "It disagrees: counterpitch says covert approach, the second reader nothing to report."),
        ("madeup", "1 of 1 reasons quoted words that are not there and were dropped."),
        ("madeup", "UNSUPPORTED"),
        ("noreason", "Nothing that it says is supported by words of the conversation."),
        ("invented", "3 of 5 reasons quoted words that are not there and were dropped."),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_said(server: tuple[str, Path], manner: str, line: str) -> None:
    """Disagreement, dropped reasons, and an opinion that nothing supports."""
    assert line in run("check", LURE, "--second-reader", f"{server[0]}/{manner}/v1").stdout


def test_hostile_words_do_nothing(server: tuple[str, Path]) -> None:
    """No escape sequence, no clickable link, no markup, no endless text."""
    words = ("--second-reader", f"{server[0]}/hostile/v1")
    screen = run("check", LURE, *words, FORCE_COLOR="1").stdout
    assert "\x1b]8" not in screen
    assert "\x9b" not in screen
    assert "\u202e" not in screen
    assert "http://evil" not in screen
    assert "[bold red]x[/]" in screen
    opinion = told(*words)["second_reader"]
    assert len(opinion["honest_explanation"]) <= 600
    assert len(opinion["reasons"][0]["title"]) <= 80
    assert "\x1b" not in opinion["honest_explanation"]


def test_the_environment_names_it_too(server: tuple[str, Path]) -> None:
    """Address, model and key; the key goes nowhere but into the header."""
    root, log = server
    log.unlink(missing_ok=True)
    done = run(
        "check", LURE, COUNTERPITCH_SECOND_READER=f"{root}/answer/v1",
        COUNTERPITCH_SECOND_READER_MODEL="llama-of-mine", COUNTERPITCH_SECOND_READER_KEY="s3cret",
    )  # fmt: skip
    received = json.loads(log.read_text("utf-8").splitlines()[0])
    assert "Second reader: llama-of-mine" in done.stdout
    assert json.loads(received["body"])["model"] == "llama-of-mine"
    assert received["headers"]["Authorization"] == "Bearer s3cret"
    assert "s3cret" not in done.stdout + done.stderr + received["body"]
    assert "okafor" not in received["body"].lower()
    assert "second_reader" not in told(COUNTERPITCH_SECOND_READER="")


def test_explain_asks_too(server: tuple[str, Path], tmp_path: Path) -> None:
    """Beneath the whole tree of one verdict."""
    state = {"COUNTERPITCH_STATE": str(tmp_path)}
    listed = run("scan", "examples/linkedin-export.zip", "--jsonl", "-q", **state).stdout
    wanted = json.loads(listed.splitlines()[0])["id"]
    words = ("explain", wanted, "examples/linkedin-export.zip")
    done = run(*words, "--second-reader", f"{server[0]}/answer/v1", **state)
    assert done.returncode == 0, done.stderr
    assert "log-odds" in done.stdout.partition("Second reader: tiny-reader")[0]
    assert "another program's opinion" in done.stdout
    assert "Nothing was sent" not in " ".join(done.stdout.split())
    assert "Nothing was sent" in " ".join(run(*words, **state).stdout.split())


@pytest.mark.parametrize("address", ["localhost:1", "http://user:pw@localhost", "ftp://x"])
def test_a_wrong_address_is_wrong_usage(address: str) -> None:
    """It is told before anything is read, and nothing is sent."""
    done = run("check", LURE, "--second-reader", address)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "second reader: " in done.stderr
    assert "Traceback" not in done.stderr


def test_there_is_no_option_for_the_key() -> None:
    """A command line is seen by everybody on the computer."""
    assert "--second-reader-key" not in run("check", "--help").stdout
