"""Exchange: a new generation takes the place of the one in use, in one step."""

import os
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from counterpitch.ownership.register import FORMAT, MANIFEST, Loaded, Manifest, Register


def exchange(
    folder: Path,
    earlier: Register | None,
    generation: Path,
    loaded: Sequence[Loaded],
    snapshot: date,
) -> Register:
    """Put the new generation in place; the one before stays for whoever still reads it."""
    old = earlier.manifest if earlier else None
    number = int(old.generation.rpartition("-")[2]) + 1 if old else 1
    name = f"generation-{number:05}"
    target = folder / name
    if target.exists():
        shutil.rmtree(target)
    generation.rename(target)
    newest = max(filter(None, (snapshot, old.newest if old else None)))
    manifest = Manifest(FORMAT, name, (*(old.loaded if old else ()), *loaded), newest)
    temporary = folder / f".{MANIFEST}.new"
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    os.replace(temporary, folder / MANIFEST)
    keep = {name, old.generation if old else ""}
    for path in folder.glob("generation-*"):
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
    return Register(folder, manifest)
