"""Finds the files that the user's paths stand for."""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from counterpitch.errors import UnreadableInput
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin

MAX_DEPTH = 64
MAX_SIBLINGS = 2_000


Folders = dict[Path, dict[str, Origin]]
"""The files of each folder in which the user named some."""


def walk(path: Path, notices: Notices, folders: Folders) -> Iterator[tuple[Origin, bool]]:
    """Yield each file that ``path`` stands for, and whether the user named it.

    Folders are read with their subfolders in order of name. Links to folders
    are not followed; what is no file, or may not be read, is counted. A pipe is
    read once, whole, where the user named it.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        notices.add("not-found", f"{path} cannot be read: {_reason(error)}.", str(path))
        return
    if stat.S_ISDIR(mode):
        for origin in _Folder(path, notices).files():
            yield origin, False
    elif stat.S_ISFIFO(mode):
        yield from _pipe(path, notices)
    elif not stat.S_ISREG(mode):
        notices.add(
            "special-file",
            f"{path} is a device or a socket, no file; save its content to a file and name that.",
            str(path),
        )
    elif not os.access(path, os.R_OK):
        notices.add("no-permission", f"{path} may not be read by you.", str(path))
    else:
        yield with_siblings(path, folders), True


def _pipe(path: Path, notices: Notices) -> Iterator[tuple[Origin, bool]]:
    try:
        origin = Origin.of_file(path)
    except OSError as error:
        notices.add("not-found", f"{path} cannot be read: {_reason(error)}.", str(path))
    except UnreadableInput as error:
        notices.add("unreadable", f"{error.message} {error.hint}", str(path))
    else:
        yield origin, True


def with_siblings(path: Path, folders: Folders) -> Origin:
    """Return a file with the files of its folder as siblings, so that an export is joined."""
    folder = path.parent
    if folder not in folders:
        origins = _origins(folder, _plain_names(folder))
        folders[folder] = origins[0].siblings if origins else {}
    origin = Origin.of_file(path)
    origin.siblings = folders[folder]
    return origin


def _plain_names(folder: Path) -> list[str]:
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if _is_plain(entry))
    except OSError:
        return []
    return names if len(names) <= MAX_SIBLINGS else []


def _origins(folder: Path, names: list[str]) -> list[Origin]:
    """Return origins of ``names``, each knowing the others."""
    found: list[Origin] = []
    siblings: dict[str, Origin] = {}
    for name in names:
        try:
            origin = Origin.of_file(folder / name)
        except OSError:
            continue
        origin.siblings = siblings
        siblings.setdefault(name.lower(), origin)
        found.append(origin)
    return found


class _Folder:
    """One folder that the user named, and what was passed over in it."""

    def __init__(self, path: Path, notices: Notices) -> None:
        self._path = path
        self._notices = notices
        self._passed: Counter[str] = Counter()
        self._example: dict[str, str] = {}

    def files(self) -> Iterator[Origin]:
        """Yield the files below the folder."""
        waiting, found = [(self._path, 0)], False
        while waiting:
            folder, depth = waiting.pop()
            folders, names = self._entries(folder)
            found = found or bool(names)
            yield from _origins(folder, names)
            if depth < MAX_DEPTH:
                waiting += [(folder / name, depth + 1) for name in reversed(folders)]
            elif folders:
                self._pass("too-deep", str(folder))
        if not found and not self._passed:
            self._notices.add("empty", "There is no file in this folder.", str(self._path))
        self._tell()

    def _entries(self, folder: Path) -> tuple[list[str], list[str]]:
        folders: list[str] = []
        files: list[str] = []
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            self._pass("no-permission", str(folder))
            return folders, files
        for entry in entries:
            kind = self._kind(entry)
            if kind == "folder":
                folders.append(entry.name)
            elif kind == "file":
                files.append(entry.name)
            else:
                self._pass(kind, entry.path)
        return folders, files

    def _kind(self, entry: "os.DirEntry[str]") -> str:
        if entry.name.startswith("."):
            return "hidden"
        try:
            if entry.is_dir():
                return "linked-folder" if entry.is_symlink() else "folder"
            if not entry.is_file():
                return "special-file"
        except OSError:
            return "no-permission"
        return "file" if os.access(entry.path, os.R_OK) else "no-permission"

    def _pass(self, kind: str, path: str) -> None:
        self._passed[kind] += 1
        self._example.setdefault(kind, path)

    def _tell(self) -> None:
        for kind, count in sorted(self._passed.items()):
            what = _WORDS[kind]
            example = os.path.relpath(self._example[kind], self._path)
            self._notices.add(
                kind,
                f"{count:,} {what} left out (for example {example}).",
                str(self._path),
            )


_WORDS = {
    "hidden": "hidden files or folders were",
    "linked-folder": "links to folders were not followed and",
    "special-file": "broken links, devices or pipes were",
    "no-permission": "files or folders may not be read by you and were",
    "too-deep": "folders nested too deep were",
}


def _is_plain(entry: "os.DirEntry[str]") -> bool:
    try:
        return not entry.name.startswith(".") and entry.is_file() and os.access(entry, os.R_OK)
    except OSError:
        return False


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or "the path makes no sense").lower()
