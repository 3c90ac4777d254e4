"""The file that a command writes: one rule for every --out, --to, --html and the like.

The folder has to be there, and the name must not be a folder's. Both are said before the work
begins, and no folder is made: a mistyped one would hide the file where nobody looks for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from counterpitch.errors import UsageError


class OutFile(click.ParamType[Path]):
    """The name of a file to be written, in a folder that exists."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path; ``UsageError`` where nothing can be written there."""
        path = Path(value)
        if path.is_dir() or not path.name:
            raise UsageError("is a folder.", where=str(value), hint="Name a file in it.")
        if not path.parent.is_dir():
            raise UsageError(
                "there is no such folder to write to.", where=str(path.parent),
                hint="Make it first, or check the name.",
            )  # fmt: skip
        return path


OUT_FILE = OutFile()


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a file beside ``path`` that takes its place when it is complete.

    So what is read may be named as what is written, and a run that is cut off leaves no half
    file. A pipe or device is written to as it is. What the system refuses is one sentence.
    """
    straight = path.exists() and not path.is_file()
    part = path if straight else path.with_name(f".{path.name}.part")
    try:
        yield part
        if not straight:
            part.replace(path)
    except OSError as error:
        raise UsageError(
            f"it cannot be written ({(error.strerror or 'the disk refused it').lower()}).",
            where=str(path), hint="Name another file.",
        ) from None  # fmt: skip
    finally:
        if not straight:
            part.unlink(missing_ok=True)
