"""What a command was given: files, folders, standard input."""

import sys
from collections.abc import Sequence
from pathlib import Path

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
