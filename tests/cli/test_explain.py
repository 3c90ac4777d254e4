import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterpitch.cli.main import program
from counterpitch.pipeline.history import LastScan, recall, remember

TEXT = (
    "Dear Jonas,\nour client, whom I cannot name, pays 3,000 in cash for a short report on"
    " what your laboratory has not published. Please do not mention it to your employer.\n"
)


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPITCH_STATE", str(tmp_path / "state"))


def _call(*words: str) -> Result:
    done = CliRunner().invoke(program, list(words))
    assert done.exit_code == 0, done.exception
    return done


def _rank(shown: str) -> str:
    found = re.search(r"\d+ %", shown)
    assert found
    return found[0]


def _letter(tmp_path: Path) -> str:
    path = tmp_path / "letter.txt"
    path.write_text(TEXT, "utf-8")
    return str(path)


def test_the_verdict_that_was_shown_is_explained(tmp_path: Path) -> None:
    """After scan --quick, explain judges by rules alone too, with or without the file, and says."""
    letter = _letter(tmp_path)
    shown = _call("scan", letter, "--quick", "--all").stdout
    wanted = next(word for word in shown.split() if word.startswith("text-"))
    for words in ((wanted,), (wanted, letter)):
        explained = _call("explain", *words)
        assert "read closely" not in explained.stdout
        assert _rank(shown) in explained.stdout
        assert "judged by rules alone, as in the last scan" in explained.stderr


def test_a_close_reading_is_explained_as_one(tmp_path: Path) -> None:
    """After a scan with recognisers the explanation has them; --quick says that it may differ."""
    letter = _letter(tmp_path)
    shown = _call("scan", letter, "--all").stdout
    wanted = next(word for word in shown.split() if word.startswith("text-"))
    explained = _call("explain", wanted)
    assert _rank(shown) in explained.stdout
    assert "by rules alone" not in explained.stderr
    assert "the verdict may differ" in _call("explain", wanted, "--quick").stderr


def test_how_to_explain_what_was_piped_in() -> None:
    """What cannot be read again is explained from a saved file, by the same options."""
    done = CliRunner().invoke(program, ["scan", "-", "--quick", "--all"], input=TEXT)
    assert "FILE --quick" in " ".join(done.stdout.split())


def test_what_is_kept_of_a_scan(tmp_path: Path) -> None:
    """Paths and options come back; what another version kept, or a stranger, counts as nothing."""
    remember([tmp_path], quick=True, rules=tmp_path)
    last = recall()
    assert last == LastScan((str(tmp_path),), True, str(tmp_path))
    assert last.read([tmp_path / "within" / "file.eml"])
    assert not last.read([tmp_path.parent / "beside.eml"])
    kept = tmp_path / "state" / "last-scan.json"
    for odd in ('["/an/older/version"]', "{", '{"paths": 3}'):
        kept.write_text(odd)
        assert recall() == LastScan()
