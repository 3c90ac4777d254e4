"""What a command was given: files, folders, standard input."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from counterpitch.errors import UnreadableInput, UsageError
from counterpitch.intake.origin import Origin

STDIN_LIMIT = 256 * 1024 * 1024
"""Bytes taken from standard input; larger input belongs in a file."""


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
    if _FILE_NAME.fullmatch(text):
        if len(text.split()) == 1:
            raise UsageError("there is no such file or folder.", where=text, hint="Check the name.")
        click.echo("note: there is no file of that name; it was read as a message.", err=True)
    return Origin.of_bytes("pasted text", text.encode("utf-8", "surrogateescape"))


def _exists(text: str) -> bool:
    """Return whether ``text`` names something; a message is longer than any name can be."""
    try:
        return "\n" not in text and Path(text).exists()
    except (OSError, ValueError):
        return False


def standard_input() -> Origin:
    """Return standard input as an origin."""
    if sys.stdin.isatty():
        print("Paste the text, then press Ctrl-D on an empty line.", file=sys.stderr)
    data = sys.stdin.buffer.read(STDIN_LIMIT + 1)
    if len(data) > STDIN_LIMIT:
        raise UnreadableInput(
            "more than 256 MB on standard input.", where="-", hint="Name the file instead."
        )
    return Origin.of_bytes("standard input", data)
