"""``--register``: the claimed company beside the verdict; without it nothing changes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterpitch.cli.main import program
from counterpitch.errors import UsageError
from counterpitch.web.demo import register

EXPORT = str(Path(__file__).parents[2] / "examples" / "linkedin-export.zip")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The example's register, loaded."""
    found = register.filled(tmp_path_factory.mktemp("claiming"))
    assert found is not None
    return str(found)


def _run(*words: str) -> Result:
    return CliRunner().invoke(program, list(words), catch_exceptions=False)


def _lines(*words: str) -> dict[str, dict[str, object]]:
    output = _run("scan", EXPORT, "--quick", "--jsonl", "-q", *words).stdout
    return {each["id"]: each for each in map(json.loads, output.splitlines())}


def test_claims_stand_beside_verdicts_and_change_none(folder: str) -> None:
    """With a register each line has ``claims``; all else is the same to the last digit."""
    plain, beside = _lines(), _lines("--register", folder)
    assert all("claims" not in each for each in plain.values())
    claimed = {id: each.pop("claims") for id, each in beside.items()}
    assert beside == plain
    named = [claim for each in claimed.values() for claim in each]  # type: ignore[attr-defined]
    ledger = next(each for each in named if each["claim"] == "Ledger & Vale Advisory")
    weights = {point["question"]: point["weight"] for point in ledger["points"]}
    assert weights["Does it exist?"] == "for"
    assert weights["Since when?"] == "against"
    assert any(each == [] for each in claimed.values())


def test_the_screens_show_the_lines(folder: str) -> None:
    """The table ends with what speaks against; -v and explain show rows and explanations."""
    table = _run("scan", EXPORT, "--quick", "-q", "--register", folder).output
    assert "Kestrel Row Search: No: dissolved on 2023-11-07" in table
    whole = _run("scan", EXPORT, "--quick", "-q", "-v", "--register", folder).output
    assert "The company that the contact claims" in whole
    assert "Or: Accountants and formation agents" in whole
    assert "changes nothing in the verdict" in whole
    plain = _run("scan", EXPORT, "--quick", "-q").output
    assert "claim" not in plain


def test_check_takes_a_register(folder: str, tmp_path: Path) -> None:
    """A conversation file whose contact claims a company is answered beneath the verdict."""
    talk = {"id": "x", "channel": "email", "contact": {"company": "Kestrel Row Search"},
            "messages": [{"from": "contact", "text": "We pay for an internal paper."}]}  # fmt: skip
    path = tmp_path / "talk.jsonl"
    path.write_text(json.dumps(talk) + "\n")
    shown = _run("check", str(path), "--register", folder).output
    assert "dissolved on 2023-11-07" in shown
    found = json.loads(_run("check", str(path), "--json", "--register", folder).output)
    assert found["claims"][0]["companies"][0]["id"] == "gb-coh:99990024"
    assert "claims" not in json.loads(_run("check", str(path), "--json").output)


def test_a_folder_without_a_register_is_one_sentence(tmp_path: Path) -> None:
    """It is said before anything is read."""
    with pytest.raises(UsageError, match="no register here"):
        _run("scan", EXPORT, "--register", str(tmp_path))
