"""The state folder: what was read, what was found, what people judged.

Everything is written beside what is there and then named in the manifest, which is replaced in one
step: a run that is killed leaves the state as it was, and the next run clears what it left.
"""

import json
import os
import shutil
from pathlib import Path
from typing import Final

import msgspec

from counterpitch.campaigns.reuse.signing import KERNEL
from counterpitch.errors import CounterpitchError, UnreadableInput, UsageError

MANIFEST: Final = "manifest.json"
JUDGEMENTS: Final = "judgements.jsonl"
FORMAT: Final = 3
"""Version of the files of a state."""


class Manifest(msgspec.Struct, frozen=True):
    """What a state holds: its parts in order, its present result, and by which kernel; ``read`` are
    the SHA-256 of the inputs that were read to their end."""

    format: int = FORMAT
    kernel: int = KERNEL
    parts: tuple[str, ...] = ()
    units: int = 0
    result: str = ""
    evidence: tuple[str, ...] = ("text", "identifiers", "personas")
    approaches: int = 0
    messages: int = 0
    engine: str = "local"
    read: tuple[str, ...] = ()


class State:
    """A state folder that exists."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest

    @property
    def result(self) -> Path:
        """Return the folder of the present result."""
        return self.folder / self.manifest.result

    @property
    def judgements(self) -> Path:
        """Return the file of judgements, which may not be there yet."""
        return self.folder / JUDGEMENTS

    def files(
        self, name: str, suffix: str = "parquet", *, first: int = 0, last: int | None = None
    ) -> list[str]:
        """Return the files of table ``name`` over all parts: those of the units from ``first`` on,
        up to but without ``last``."""
        found: list[str] = []
        for part in self.manifest.parts:
            for path in sorted((self.folder / part).glob(f"{name}.*.{suffix}")):
                unit = int(path.name.split(".")[1])
                if first <= unit and (last is None or unit < last):
                    found.append(str(path))
        return found

    def fresh(self, kind: str) -> Path:
        """Make and return an empty folder for a new part or result."""
        taken = [int(each.name.rpartition("-")[2]) for each in self.folder.glob(f"{kind}-*")]
        folder = self.folder / f"{kind}-{max(taken, default=0) + 1:06}"
        folder.mkdir()
        return folder

    def commit(self, **changes: object) -> "State":
        """Replace the manifest; from then on the new parts and the new result are the state."""
        manifest = msgspec.structs.replace(self.manifest, **changes)
        part = self.folder / f".{MANIFEST}"
        with part.open("wb") as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(manifest)))
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(self.folder / MANIFEST)
        return State(self.folder, manifest)

    def clear(self) -> None:
        """Remove what no manifest names: left by a run that was killed, or replaced."""
        kept = {*self.manifest.parts, self.manifest.result}
        for each in (*self.folder.glob("part-*"), *self.folder.glob("result-*")):
            if each.name not in kept:
                shutil.rmtree(each, ignore_errors=True)


def is_state(folder: Path) -> bool:
    """Tell whether ``folder`` is a state."""
    return (folder / MANIFEST).is_file()


def open_state(folder: Path) -> State:
    """Open a state; raises ``UsageError`` if there is none, ``UnreadableInput`` if it is
    damaged."""
    path = folder / MANIFEST
    if not path.is_file():
        raise UsageError(
            "there are no linked approaches here.",
            where=str(folder),
            hint="Run counterpitch link FILES... first, or name its folder with --state.",
        )
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (msgspec.MsgspecError, json.JSONDecodeError, OSError) as error:
        raise UnreadableInput(
            "The manifest of this state cannot be read.",
            where=str(path),
            hint="Link the files anew into another folder.",
        ) from error
    if manifest.format != FORMAT or manifest.kernel != KERNEL:
        raise CounterpitchError(
            "this state was made by another version of linking.",
            where=str(folder),
            hint="Link the files anew into another folder; judgements.jsonl can be copied there.",
        )
    return State(folder, manifest)


def open_or_make(folder: Path, evidence: tuple[str, ...]) -> State:
    """Open the state in ``folder``, or make an empty one."""
    if is_state(folder):
        return open_state(folder)
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(
            "this folder holds other files.", where=str(folder), hint="Name an empty one."
        )
    folder.mkdir(parents=True, exist_ok=True)
    return State(folder, Manifest(evidence=evidence)).commit()
