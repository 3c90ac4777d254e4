"""Where what was linked of a store lies, and who works on it now."""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

from counterpitch.campaigns.state import MANIFEST
from counterpitch.cases.store import Store
from counterpitch.errors import CounterpitchError

STATE: Final = "state"
WAIT_SECONDS: Final = 5.0
PREFIX: Final = "A-"


class Busy(CounterpitchError):
    """Campaigns of this store are being looked for just now."""

    def __init__(self) -> None:
        super().__init__(
            "campaigns are being looked for just now.", hint="Try again when the run has ended."
        )


def folder_of(store: Store) -> Path:
    """Return the folder beside the database: for SQLite next to the file, else with the keys."""
    return _folder(store.engine.url.database if store.sqlite else None, store.where, store.keys)


@lru_cache(maxsize=64)
def _folder(database: str | None, where: str, keys: Path) -> Path:
    """Return the folder; every page of an approach asks where it is."""
    if database and database != ":memory:":
        file = Path(database)
        return file.with_name(f"{file.name}.campaigns")
    return keys / f"campaigns-{hashlib.sha256(where.encode()).hexdigest()[:12]}"


def state_of(store: Store) -> Path:
    """Return the folder of the linked state, which may not be there yet."""
    return folder_of(store) / STATE


def manifest_of(store: Store) -> str:
    """Return the path of the manifest of the linked state, which may not be there yet."""
    return f"{folder_of(store)}/{STATE}/{MANIFEST}"


def name_of(number: int) -> str:
    """Return what linking calls approach ``number`` of the store."""
    return f"{PREFIX}{number}"


def number_of(name: str) -> int:
    """Return the number of the approach that linking calls ``name``; 0 if it is none of ours."""
    digits = name.removeprefix(PREFIX)
    plain = name.startswith(PREFIX) and digits.isascii() and digits.isdigit() and len(digits) < 16
    return int(digits) if plain else 0


@contextmanager
def working(store: Store, *, wait: float = 0.0) -> Iterator[Path]:
    """Hold the folder alone; raise ``Busy`` where another still does after ``wait`` seconds."""
    folder = folder_of(store)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("ab") as stream:
        ends = time.monotonic() + wait
        while not _taken(stream.fileno()):
            if time.monotonic() >= ends:
                raise Busy
            time.sleep(0.05)
        yield folder


def at_work(store: Store) -> bool:
    """Tell whether somebody holds the folder now."""
    path = folder_of(store) / "lock"
    if not path.is_file():
        return False
    with path.open("ab") as stream:
        return not _taken(stream.fileno())


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def replace(path: Path, content: bytes) -> None:
    """Write a small file in one step."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)
