"""``counterpitch link`` over files: what is new, what was read, and what is missing."""

from pathlib import Path

import pytest

from counterpitch.errors import CounterpitchError
from tests.cli.linking.calling import EXAMPLE, call


def test_a_file_that_was_read_says_so(state: str) -> None:
    """Expect nothing new, and which file was named twice."""
    told = call("link", str(EXAMPLE), "--state", state).output
    assert "Nothing new" in told
    assert "was read before, and is not read again" in told
    assert "21 approaches, 17 of them in 2 campaigns" in told


def test_facts_alone_are_not_enough_on_spark(state: str, tmp_path: Path) -> None:
    """Expect a sentence, before Spark is looked for: there all files are linked anew."""
    facts = tmp_path / "facts.csv"
    facts.write_text("subject,fact,value\n", "utf-8")
    with pytest.raises(CounterpitchError, match="linked anew with what is supplied"):
        call("link", "--state", state, "--engine", "spark", "--facts", str(facts))


def test_without_anything_linked_it_says_what_to_do(tmp_path: Path) -> None:
    """Expect the command that comes first."""
    with pytest.raises(CounterpitchError, match="counterpitch link FILES"):
        call("campaigns", "--state", str(tmp_path / "none"))
    with pytest.raises(CounterpitchError, match="no evidence called tea"):
        call("link", str(EXAMPLE), "--state", str(tmp_path / "s"), "--evidence", "tea")
    with pytest.raises(CounterpitchError, match="no such file"):
        call("link", str(tmp_path / "none.jsonl"), "--state", str(tmp_path / "s"))
