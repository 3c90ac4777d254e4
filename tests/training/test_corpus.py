"""The training corpus: labels, twins and marks, read as they were written."""

import json
from pathlib import Path
from typing import Any

import pytest

from counterpitch.errors import UnreadableInput
from counterpitch.indicators.matcher import Matcher
from counterpitch.rulebook.book import rulebook
from counterpitch.training.corpus import Example, Gold, examples


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """Return the matcher of the built-in rules."""
    return Matcher(rulebook())


def row(name: str, *texts: str, label: str = "covert_approach", pair: str = "") -> dict[str, Any]:
    """Return a conversation in the interchange format."""
    messages = [{"from": "contact", "text": text} for text in texts]
    found = {"id": name, "channel": "other", "messages": messages, "label": label}
    return found | ({"pair": pair} if pair else {})


def written(folder: Path, rows: list[dict[str, Any]], marks: list[dict[str, Any]]) -> Path:
    """Write conversations and their evidence, characters as they are."""
    for stem, lines in (("talks", rows), ("talks-evidence", marks)):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{stem}.jsonl").write_text(text, "utf-8")
    return folder


def mark(name: str, quote: str, message: int = 0) -> dict[str, Any]:
    """Return a line of evidence."""
    return {"id": name, "message": message, "quote": quote, "indicator": "paid-report"}


def read(folder: Path, matcher: Matcher) -> dict[str, Example]:
    """Return the examples of a folder by id."""
    return {example.id: example for example in examples([folder], matcher)}


def test_examples_carry_labels_twins_and_marks(tmp_path: Path, matcher: Matcher) -> None:
    """Twins share a group, a mark has its place and sentence, and no mark is "not annotated"."""
    rows = [
        row("a", "Hello there. Write a report.", pair="p"),
        row("b", "Hello.", label="legitimate", pair="p"),
        row("c", "Hello.", label="scam"),
        row("d", "Hello.", label="something else"),
    ]
    found = read(written(tmp_path, rows, [mark("a", "Write a report")]), matcher)
    assert {name: each.label for name, each in found.items()} == {
        "a": "covert_approach", "b": "legitimate", "c": "scam",
    }  # fmt: skip
    assert found["a"].group == found["b"].group != found["c"].group
    assert found["a"].gold == (Gold(0, 13, 27, "paid-report"),)
    assert list(found["a"].evidence()) == [(1, "paid-report")]
    assert [found[name].marked for name in "abc"] == [True, False, False]


@pytest.mark.parametrize(
    "bad", [mark("a", "nowhere"), mark("a", "Hello", 7), mark("a", "Hello", -1)]
)
def test_marks_without_a_place_are_left_out(
    tmp_path: Path, matcher: Matcher, bad: dict[str, Any]
) -> None:
    """A quote that does not stand in its message marks nothing."""
    example = read(written(tmp_path, [row("a", "Hello.")], [bad]), matcher)["a"]
    assert example.gold == ()
    assert example.marked


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85", "\x1c"])
def test_a_quote_may_hold_any_line_mark(tmp_path: Path, matcher: Matcher, char: str) -> None:
    """Only a line feed ends a line of JSON; other line marks stand inside quotes."""
    folder = written(tmp_path, [row("a", f"One{char}two.")], [mark("a", f"One{char}two")])
    if char == "\x1c":
        text = (folder / "talks-evidence.jsonl").read_text("utf-8")
        assert "\\u001c" in text
    assert read(folder, matcher)["a"].gold == (Gold(0, 0, 7, "paid-report"),)


def test_a_blank_line_is_no_mark(tmp_path: Path, matcher: Matcher) -> None:
    """Evidence may end with an empty line."""
    folder = written(tmp_path, [row("a", "Hello.")], [mark("a", "Hello")])
    with (folder / "talks-evidence.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("\n\n")
    assert len(read(folder, matcher)["a"].gold) == 1


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}', '{"id": ["a"]}', '"a"'])
def test_faulty_evidence_is_named(tmp_path: Path, matcher: Matcher, line: str) -> None:
    """A line that is no mark is one error with file and line."""
    folder = written(tmp_path, [row("a", "Hello.")], [mark("a", "Hello")])
    with (folder / "talks-evidence.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    with pytest.raises(UnreadableInput) as refused:
        read(folder, matcher)
    assert refused.value.where == f"{folder / 'talks-evidence.jsonl'}, line 2"


def test_no_labels_no_training(tmp_path: Path, matcher: Matcher) -> None:
    """Where nothing is labelled, that is said."""
    with pytest.raises(UnreadableInput):
        examples([written(tmp_path, [row("a", "Hello.", label="?")], [])], matcher)
