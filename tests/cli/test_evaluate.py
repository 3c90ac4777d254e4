"""``counterpitch evaluate`` as a user calls it: golden output, exit codes, files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.json import decode

from counterpitch.evaluation.figures import Evaluation
from counterpitch.evaluation.mistakes import as_markdown

DATA = Path(__file__).parents[1] / "data" / "evaluation"
GOLDEN = (
    "invented.jsonl", "--verdicts", "verdicts.jsonl", "--benign", "honest.jsonl",
    "--groups", "groups.tsv", "--errors", "1", "--resamples", "100",
)  # fmt: skip


def run(*words: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command beside its invented corpus."""
    return subprocess.run(
        [sys.executable, "-m", "counterpitch", "evaluate", *words], capture_output=True, cwd=DATA,
        check=False, env={**os.environ, "COLUMNS": "88"},
    )  # fmt: skip


def _stripped(data: bytes) -> str:
    return "\n".join(each.rstrip() for each in data.decode().splitlines()) + "\n"


def test_output_is_what_it_should_be() -> None:
    """Tables and notes on the invented corpus are exactly the committed ones."""
    done = run(*GOLDEN)
    assert done.returncode == 0
    assert _stripped(done.stdout) == (DATA / "screen.txt").read_text("utf-8")
    assert _stripped(done.stderr) == (DATA / "notes.txt").read_text("utf-8")


def test_files_hold_the_same_figures(tmp_path: Path) -> None:
    """--json, --html and --errors-to are written; the same call gives the same bytes."""

    def call(name: str) -> dict[str, bytes]:
        to = {o: str(tmp_path / f"{name}{o}") for o in ("--json", "--html", "--errors-to")}
        done = run(*GOLDEN, *(word for pair in to.items() for word in pair), "-q")
        assert done.returncode == 0
        return {option: Path(path).read_bytes() for option, path in to.items()}

    first, again = call("a"), call("b")
    assert first == again
    figures = json.loads(first["--json"])
    assert figures["schema"] == "counterpitch.evaluation/1"
    assert figures["separation"]["auc"]["value"] == 0.8
    assert figures["pairs"]["ties"] == [{"pair": "invented/p2", "score": 0.45}]
    mistakes = decode(first["--json"], type=Evaluation).mistakes
    assert mistakes is not None
    assert first["--errors-to"].decode() == as_markdown(mistakes)
    assert first["--html"].startswith(b"<!doctype html>")


def test_the_built_in_program_judges_evades_and_swaps() -> None:
    """Without --verdicts the rules judge; nine disguises are tried; no swap changes a score."""
    done = run("invented.jsonl", "--evasion", "--swap", "--resamples", "10", "-q")
    text = done.stdout.decode()
    assert done.returncode == 0
    assert done.stderr == b""
    assert "built-in rules" in text
    assert "fitted on" in text
    assert "0 scores changed" in text
    assert "look-alike letters" in text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "CORPUS"),
        (("no-such-file",), 2, "no-such-file"),
        (("README.md",), 3, "label"),
        (("honest.jsonl", "--verdicts", "groups.tsv"), 3, "verdict"),
        (("invented.jsonl", "--verdicts", "verdicts.jsonl", "--swap"), 2, "--verdicts"),
        (("honest.jsonl", "--groups", "README.md"), 3, "columns"),
        (("honest.jsonl", "--errors-to", "x.md"), 2, "--errors 20"),
        (("honest.jsonl", "--html", "README.md/x.html"), 2, "no such folder"),
    ],
)
def test_errors_are_sentences(words: tuple[str, ...], code: int, said: str) -> None:
    """A wrong call ends with its exit code and one clear sentence, never a traceback."""
    done = run(*words)
    assert done.returncode == code
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr
