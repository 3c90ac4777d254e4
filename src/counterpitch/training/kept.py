"""Finished parts of a training run, kept so that a stopped run goes on where it was."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.training.corpus import Example
from counterpitch.training.labels import Labels
from counterpitch.training.recipe import Recipe

STARTING_FILES: Final = ("config.json", "model.safetensors", "vocab.txt")
_MARK: Final = "made-from.sha256"


class Part(msgspec.Struct, frozen=True):
    """A folder that a part of the run fills, and the SHA-256 of what it is made from."""

    folder: Path
    source: str

    @property
    def finished(self) -> bool:
        """Tell whether the folder holds this part, made from the same things."""
        mark = self.folder / _MARK
        return mark.is_file() and mark.read_text("ascii") == self.source

    def begin(self) -> None:
        """Take the mark away: what is in the folder may be replaced from now on."""
        (self.folder / _MARK).unlink(missing_ok=True)

    def finish(self) -> None:
        """Mark the part as finished: nothing in the folder is written after this."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / _MARK).write_text(self.source, "ascii")


def source_of_files(files: Iterable[Path], recipe: Recipe) -> str:
    """Return the SHA-256 over the bytes of ``files`` in order, and the recipe."""
    sums = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return hashlib.sha256(msgspec.json.encode([sums, recipe])).hexdigest()


def source_of_fit(train: Iterable[Example], labels: Labels, recipe: Recipe, start: Path) -> str:
    """Return the SHA-256 over labels, recipe, starting weights and all that is learned from.

    The program itself is not in it: after a change of how networks are fitted, keep them elsewhere.
    """
    files = [start / name for name in STARTING_FILES]
    made = hashlib.sha256(source_of_files(files, recipe).encode())
    for line in _lines(train, labels):
        made.update(line + b"\n")
    return made.hexdigest()


def _lines(train: Iterable[Example], labels: Labels) -> Iterator[bytes]:
    yield msgspec.json.encode(
        [labels.indicators, labels.moves, labels.parents, sorted(labels.asserted)]
    )
    for e in train:
        yield msgspec.json.encode([e.id, e.group, e.label, e.weight, e.marked, e.gold, e.sentences])
