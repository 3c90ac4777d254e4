"""Kept parts: finished only when marked so, and only if made from the same things."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from counterpitch.training.corpus import Example
from counterpitch.training.kept import STARTING_FILES, Part, source_of_files, source_of_fit
from counterpitch.training.labels import Labels
from counterpitch.training.recipe import Recipe
from tests.training.samples import example

LABELS = Labels(("paid-report",), ("ask",), {"paid-report": ("ask",)}, frozenset({"told"}))
RECIPE = Recipe()


def talks() -> list[Example]:
    """Return two conversations, the first with a mark."""
    return [
        example("Write a report.", gold=((0, "a report", "paid-report"),), name="1"),
        example("Lunch at noon?", label="legitimate", name="2", group="f/2"),
    ]


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """Return a folder with the files that a fit starts from."""
    folder = tmp_path / "start"
    folder.mkdir()
    for name in STARTING_FILES:
        (folder / name).write_bytes(name.encode())
    return folder


def test_a_part_is_finished_when_it_is_marked_so(tmp_path: Path) -> None:
    """Neither an empty place nor files in it are a finished part."""
    part = Part(tmp_path / "fold-1", "a" * 64)
    assert not part.finished
    part.folder.mkdir()
    (part.folder / "encoder.onnx").write_bytes(b"half of a network")
    assert not part.finished
    part.finish()
    assert part.finished


def test_a_part_of_other_things_is_not_this_one(tmp_path: Path) -> None:
    """The same folder made from something else is to be made again."""
    Part(tmp_path, "a" * 64).finish()
    assert not Part(tmp_path, "b" * 64).finished


def test_a_part_that_is_begun_again_is_finished_for_nobody(tmp_path: Path) -> None:
    """Once its files may be replaced, the mark of what they were made from before is gone."""
    old, new = (Part(tmp_path, letter * 64) for letter in "ab")
    old.begin()
    old.finish()
    new.begin()
    assert not old.finished
    assert not new.finished
    new.finish()
    assert new.finished


def test_the_same_things_have_the_same_sum(start: Path) -> None:
    """What is read again, in another run, gives the sum it gave."""
    assert source_of_fit(talks(), LABELS, RECIPE, start) == source_of_fit(
        talks(), msgspec.structs.replace(LABELS), Recipe(), start
    )


def _weighed(talks: list[Example]) -> None:
    talks[0].weight = 0.5


def _unmarked(talks: list[Example]) -> None:
    talks[0].gold = ()


def _not_annotated(talks: list[Example]) -> None:
    talks[1].marked = True


def _relabelled(talks: list[Example]) -> None:
    talks[1].label = "scam"


def _twins(talks: list[Example]) -> None:
    talks[1].group = talks[0].group


def _other_words(talks: list[Example]) -> None:
    talks[1].sentences = example("Lunch at one?").sentences


def _one_less(talks: list[Example]) -> None:
    talks.pop()


def _other_order(talks: list[Example]) -> None:
    talks.reverse()


@pytest.mark.parametrize(
    "change",
    [_weighed, _unmarked, _not_annotated, _relabelled, _twins, _other_words, _one_less, _other_order],
)  # fmt: skip
def test_other_conversations_have_another_sum(
    start: Path, change: Callable[[list[Example]], None]
) -> None:
    """Whatever a fit depends on changes the sum."""
    changed = talks()
    change(changed)
    assert _sum(changed, start=start) != _sum(start=start)


@pytest.mark.parametrize(
    "recipe", [Recipe(seed=8), Recipe(epochs=4), Recipe(frozen=2), Recipe(rate=1e-4)]
)
def test_another_recipe_has_another_sum(start: Path, recipe: Recipe) -> None:
    """Seed, epochs, frozen layers and rates count."""
    assert _sum(recipe=recipe, start=start) != _sum(start=start)


@pytest.mark.parametrize(
    "labels",
    [
        Labels(("paid-report", "gift"), ("ask",), {"paid-report": ("ask",)}, frozenset({"told"})),
        Labels(("paid-report",), ("ask", "offer"), {"paid-report": ("ask",)}, frozenset({"told"})),
        Labels(("paid-report",), ("ask",), {"paid-report": ()}, frozenset({"told"})),
        Labels(("paid-report",), ("ask",), {"paid-report": ("ask",)}, frozenset()),
    ],
)
def test_other_labels_have_another_sum(start: Path, labels: Labels) -> None:
    """Outputs, which move an indicator makes, and what is merely asserted count."""
    assert _sum(labels=labels, start=start) != _sum(start=start)


@pytest.mark.parametrize("name", STARTING_FILES)
def test_another_start_has_another_sum(start: Path, name: str) -> None:
    """One other byte in any of the starting files counts."""
    before = _sum(start=start)
    (start / name).write_bytes((start / name).read_bytes() + b" ")
    assert _sum(start=start) != before


def test_bytes_that_move_from_one_file_to_the_next_are_told_apart(tmp_path: Path) -> None:
    """The sum is over the files one by one, not over their bytes in a row."""
    one, other = tmp_path / "1", tmp_path / "2"
    sums = set()
    for first, second in ((b"ab", b"c"), (b"a", b"bc"), (b"c", b"ab")):
        one.write_bytes(first)
        other.write_bytes(second)
        sums.add(source_of_files([one, other], RECIPE))
    assert len(sums) == 3


def _sum(
    talks_: list[Example] | None = None, labels: Labels = LABELS, recipe: Recipe = RECIPE,
    *, start: Path,
) -> str:  # fmt: skip
    return source_of_fit(talks() if talks_ is None else talks_, labels, recipe, start)
