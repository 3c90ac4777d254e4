"""Finished parts of a training run, kept so that a stopped run goes on where it was."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.training.corpus import Example
from counterpitch.training.labels import Labels
from counterpitch.training.recipe import Recipe

STARTING_FILES: Final = ("config.json", "model.safetensors", "vocab.txt")
FORM: Final = 3
"""Raised whenever networks are fitted or exported otherwise: what was kept before is made anew."""
MARK: Final = "made-from.sha256"
"""The file that says what a folder was made from."""


class Part(msgspec.Struct, frozen=True):
    """A folder that a part of the run fills, and the SHA-256 of what it is made from."""

    folder: Path
    source: str

    @property
    def finished(self) -> bool:
        """Tell whether the folder holds this part, made from the same things."""
        mark = self.folder / MARK
        return mark.is_file() and mark.read_text("ascii") == self.source

    def begin(self) -> None:
        """Take the mark away: what is in the folder may be replaced from now on."""
        (self.folder / MARK).unlink(missing_ok=True)

    def finish(self) -> None:
        """Mark the part as finished: nothing in the folder is written after this."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / MARK).write_text(self.source, "ascii")


def source_of_files(files: Iterable[Path], recipe: Recipe) -> str:
    """Return the SHA-256 over the bytes of ``files`` in order, and the recipe."""
    sums = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return hashlib.sha256(msgspec.json.encode([sums, recipe])).hexdigest()


def source_of_fit(train: Iterable[Example], labels: Labels, recipe: Recipe, start: Path) -> str:
    """Return the SHA-256 over labels, recipe, starting weights and all that is learned from."""
    files = [start / name for name in STARTING_FILES]
    made = hashlib.sha256(f"{FORM} {source_of_files(files, recipe)}".encode())
    made.update(
        msgspec.json.encode(
            [labels.indicators, labels.moves, labels.parents, sorted(labels.asserted)]
        )
    )
    for example in train:
        made.update(_line(example))
    return made.hexdigest()


def source_of_heads(fit: str, unseen: Iterable[Example]) -> str:
    """Return the SHA-256 over what a network is made from, and from whom evidence is learned."""
    made = hashlib.sha256(fit.encode())
    for example in unseen:
        made.update(example.file.encode() + b"\n" + _line(example))
    return made.hexdigest()


def _line(e: Example) -> bytes:
    """Return what a fit takes from an example, as a line."""
    own = [e.id, e.group, e.label, e.weight, e.marked, e.gold, e.sentences]
    return b"\n" + msgspec.json.encode(own)
