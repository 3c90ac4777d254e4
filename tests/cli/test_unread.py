"""What the program could not read, at the terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterpitch.cli.main import program
from counterpitch.errors import CounterpitchError

CONTENT = bytes(range(256)) * 40


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a store of its own."""
    monkeypatch.setenv("COUNTERPITCH_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("COUNTERPITCH_DATABASE", raising=False)


def _run(*words: str) -> Result:
    return CliRunner().invoke(program, list(words), catch_exceptions=True)


def _handed_in(tmp_path: Path) -> str:
    file = tmp_path / "brochure\u202e.bin"
    file.write_bytes(CONTENT)
    told = _run("report", str(file), "--as", "ana", "--json")
    assert told.exit_code == 3, told.output
    return str(json.loads(told.stdout)["code"])


def test_from_unread_to_looked_at(tmp_path: Path) -> None:
    """It is listed, saved byte for byte, settled with a reason; the reporter sees it."""
    code = _handed_in(tmp_path)
    listed = _run("unread").stdout
    assert "R-1" in listed
    assert "\u202e" not in listed
    assert "unread R-1" in _run("queue").output
    out = tmp_path / "saved.bin"
    assert "with care" in _run("unread", "r-1", "--out", str(out), "--as", "dora").stdout
    assert out.read_bytes() == CONTENT
    assert "settled" in _run("unread", "R-1", "--reason", "a brochure", "--as", "dora").stdout
    assert "Nothing waits" in _run("unread").stdout
    assert "looked" in _run("outcome", code).stdout
    assert _run("journal", "verify").exit_code == 0


def test_what_cannot_be_read_is_told_as_such(tmp_path: Path) -> None:
    """Rubbish is kept for a person, who is promised, and the exit code is that of nothing read."""
    (tmp_path / "a.txt").write_text("Hello there.", "utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 \x00\xff" * 20)
    told = _run("report", "--quick", str(tmp_path / "b.pdf"), str(tmp_path / "a.txt"))
    assert told.exit_code == 3
    assert told.stdout.count("Receipt ") == 2
    assert told.stdout.count("a person will look at it") == 1
    assert _run("unread", "R-1", "--reason", "a brochure").exit_code == 0
    again = _run("report", str(tmp_path / "b.pdf")).stdout
    assert "a person will look" not in again
    assert "does not wait for anybody any more" in again


def test_as_json(tmp_path: Path) -> None:
    """One line of JSON for each report."""
    _handed_in(tmp_path)
    found = json.loads(_run("unread", "--json").stdout)
    assert (found["id"], found["size"], found["actor"]) == (1, len(CONTENT), "ana")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("unread", "7"), "no report R-7"),
        (("unread", "--reason", "x"), "need the number"),
        (("unread", "R-1", "--out", "here.bin"), "there already"),
    ],
)
def test_mistakes_are_one_sentence(
    words: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A number that waits for nobody, or a file that is there, is refused; nothing is lost."""
    _handed_in(tmp_path)
    monkeypatch.chdir(tmp_path)
    Path("here.bin").write_text("mine", "utf-8")
    result = _run(*words)
    assert isinstance(result.exception, CounterpitchError)
    assert told in str(result.exception)
    assert Path("here.bin").read_text("utf-8") == "mine"
