"""What a user names to be loaded: files, and folders that are walked."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from counterpitch.errors import UnreadableInput
from counterpitch.intake.notices import Notices

MOST_FILES: Final = 20_000
"""Files that are taken from one folder."""
_TOLD: Final = 4


class Given(NamedTuple):
    """A file to load. ``named`` says that the user named it, not only a folder it lies in."""

    path: Path
    named: bool


class Leftovers:
    """Files of a folder that are of no register: counted, and told of in one line."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._count = 0

    def add(self, name: str) -> None:
        """Count a file."""
        self._count += 1
        if len(self._names) < _TOLD:
            self._names.append(name)

    def tell(self, notices: Notices) -> None:
        """Tell of all of them."""
        if not self._count:
            return
        more = self._count - len(self._names)
        rest = f" and {more:,} more" if more else ""
        one = self._count == 1
        notices.add(
            "no-register-file",
            f"{self._count:,} file{'' if one else 's'} in what was named {'is' if one else 'are'}"
            f" of no register and {'was' if one else 'were'} left out:"
            f" {', '.join(self._names)}{rest}.",
            self._names[0],
        )


def files(paths: Sequence[Path], register: Path, notices: Notices) -> Iterator[Given]:
    """Yield the files of ``paths`` in the order of their names; ``register`` itself is not walked.

    Links to folders are not followed, and what is no plain file (a pipe, a device) is left out.
    Raises UnreadableInput where a pipe was named: a register is read more than once.
    """
    for path in paths:
        if path.is_fifo():
            raise UnreadableInput(
                "is a pipe, which can be read only once.", where=str(path),
                hint="Save its content to a file and load the file.",
            )  # fmt: skip
        if not path.is_dir():
            yield Given(path, named=True)
            continue
        for count, found in enumerate(_walked(path, register.resolve())):
            if count == MOST_FILES:
                notices.add(
                    "too-many-files",
                    f"Only the first {MOST_FILES:,} files of the folder were looked at.",
                    str(path),
                )
                break
            yield Given(found, named=False)


def _walked(folder: Path, register: Path) -> Iterator[Path]:
    for place, inner, names in os.walk(folder):
        inner[:] = sorted(each for each in inner if (Path(place) / each).resolve() != register)
        for name in sorted(names):
            path = Path(place) / name
            if path.is_file():
                yield path
