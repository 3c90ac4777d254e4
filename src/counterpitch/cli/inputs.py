"""What a command was given: files, folders, standard input."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import click

from counterpitch.errors import UsageError
from counterpitch.intake.origin import Origin


def named(words: Sequence[str]) -> list[Path | Origin]:
    """Return the inputs that ``words`` name; ``-`` is standard input."""
    found: list[Path | Origin] = []
    for word in words:
        if word == "-":
            found.append(standard_input())
            continue
        path = Path(word)
        if not path.exists():
            raise UsageError("there is no such file or folder.", where=word, hint="Check the name.")
        found.append(path)
    if not found:
        raise UsageError(
            "nothing to read.", hint="Name files or folders, or '-' for standard input."
        )
    return found


_FILE_NAME: Final = re.compile(
    r"(?:~|\.{1,2})?/\S+|.*\.(?:txt|eml|emlx|mbox|msg|zip|jsonl?|csv|parquet|html?|pdf|docx?|png"
    r"|jpe?g)",
    re.IGNORECASE,
)
"""What looks like the name of a file and not like a message."""
_LINK: Final = re.compile(r"[a-z][a-z0-9+.-]*://.*|(?:[\w-]+\.)+[^\W\d_]{2,}/.*", re.IGNORECASE)
"""A link, which people do paste alone: ``https://a.example/b``, ``t.me/b``."""


def message_or_file(text: str | None) -> Path | Origin:
    """Return what ``check`` was given: a file, a message itself, or standard input.

    A name under which there is nothing must not be judged as a message: the verdict on the
    name would be that there is nothing to report.
    """
    if text is None or text == "-":
        return standard_input()
    if _exists(text):
        if Path(text).is_dir():
            raise UsageError("is a folder.", where=text, hint="Use: counterpitch scan FOLDER")
        return Path(text)
    refuse_missing(text)
    if _FILE_NAME.fullmatch(text.strip()):
        click.echo("note: there is no file of that name; it was read as a message.", err=True)
    return Origin.of_bytes("pasted text", text.encode("utf-8", "surrogateescape"))


def refuse_missing(text: str) -> None:
    """Raise UsageError where ``text`` can only be the name of something that is not there."""
    name = text.strip()
    if not _exists(text) and _is_path(name):
        raise UsageError("there is no such file or folder.", where=name, hint=_no_file(name))


def _is_path(name: str) -> bool:
    """Tell whether ``name`` can only be a path: a broken link, or one word with a stroke in it."""
    if _exists(name, os.path.lexists):
        return True
    if len(name.split()) != 1:
        return False
    named = _FILE_NAME.fullmatch(name) is not None
    return (named or "/" in name) and (not _LINK.fullmatch(name) or _begins_here(name))


def _begins_here(name: str) -> bool:
    """Tell whether the first part of a path is a folder here, and so no host's name."""
    first = name.partition("/")[0]
    return "/" in name and _exists(first)


def _no_file(name: str) -> str:
    if _exists(name):
        return "It exists without the blanks around it."
    if _exists(name, os.path.lexists):
        return "It is a link to something that is not there."
    return "Check the name; a text that looks like one is given on standard input, with -."


def _exists(text: str, test: Callable[[str], bool] = os.path.exists) -> bool:
    """Return whether ``text`` names something; a message is longer than any name can be."""
    try:
        return "\n" not in text and test(text)
    except (OSError, ValueError):
        return False


def standard_input() -> Origin:
    """Return standard input as an origin."""
    if sys.stdin.isatty():
        print("Paste the text, then press Ctrl-D on an empty line.", file=sys.stderr)
    return Origin.of_stream("standard input", sys.stdin.buffer)
