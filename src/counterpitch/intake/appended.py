"""Decisions that people made: JSON Lines that are only ever appended to."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from counterpitch.errors import UnreadableInput

T = TypeVar("T", bound=msgspec.Struct)


def read(path: Path, kind: type[T], what: str) -> list[T]:
    """Return the decisions in ``path``, oldest first; none where there is no file.

    ``what`` names one in the sentence of ``UnreadableInput``, which is raised for a line that is
    none: to pass it over would take a decision back in silence.
    """
    if not path.is_file():
        return []
    found: list[T] = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(msgspec.json.decode(line, type=kind))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise UnreadableInput(
                f"line {number} is no {what}.",
                where=str(path),
                hint="Correct or remove the line; nothing was changed.",
            ) from error
    return found


@contextmanager
def appending(path: Path) -> Iterator[Callable[[msgspec.Struct], None]]:
    """Hold ``path`` alone and give what appends one decision; on disk when the block ends."""
    with path.open("ab") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)

        def write(decision: msgspec.Struct) -> None:
            stream.write(msgspec.json.encode(decision) + b"\n")

        yield write
        stream.flush()
        os.fsync(stream.fileno())
