"""YAML without its traps, with the line of every fault."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.rulebook.yaml import FaultyFile, line_of, load


class Thing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A thing with a text, a number and parts."""

    text: str = ""
    number: float = 0
    parts: tuple[dict[str, int], ...] = ()
    flag: str = ""


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "2026-03-02", "NO", "true"])
def test_words_stay_words(word: str) -> None:
    """Norway is no boolean and a date no date."""
    assert load(f"text: {word}", Thing).text == word


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("text: a\nnumber: x\n", 2), ("text: a\nparts:\n  - {a: 1}\n  - {a: b}\n", 4),
        ("text: a\nnonsense: 1\n", 1), ("text: [\n", 2), ("text: a\n\tx: 1\n", 2), ("[]", 1),
    ],
)  # fmt: skip
def test_a_fault_knows_its_line(text: str, line: int) -> None:
    """Wrong types, unknown keys and broken YAML name a line."""
    with pytest.raises(FaultyFile) as caught:
        load(text, Thing)
    assert caught.value.line == line
    assert caught.value.message


def test_a_clock_time_is_refused_and_not_counted() -> None:
    """12:30 is no number of seconds: where a text is wanted, it must be quoted."""
    with pytest.raises(FaultyFile):
        load("text: 12:30:00", Thing)


def test_no_code_runs() -> None:
    """A tag that would build an object is refused."""
    with pytest.raises(FaultyFile):
        load("text: !!python/object/apply:os.system ['true']", Thing)


def test_deep_nesting_is_refused_and_raises_nothing_else() -> None:
    """Ten thousand brackets are a fault like another."""
    with pytest.raises(FaultyFile):
        load("parts: " + "[" * 10_000, Thing)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab:-[]{}#&*!|>'\"%@`,?\n \t1.\x00é"), max_size=40))
def test_garbage_is_a_fault_or_a_thing(text: str) -> None:
    """Whatever stands in the file, there is one kind of error."""
    lines: list[int | None] = []
    try:
        load(text, Thing)
    except FaultyFile as fault:
        lines.append(fault.line)
    assert all(line is None or line >= 1 for line in lines)


def test_the_line_of_a_path_that_is_not_there() -> None:
    """The nearest place above is named."""
    assert line_of("a:\n  b: 1\n", "$.a.zzz") == 2
    assert line_of("a: [", "$.a") is None
