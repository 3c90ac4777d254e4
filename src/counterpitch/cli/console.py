"""The terminal that answers are printed on; into a file or pipe, lines stay whole."""

import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

WHOLE: Final = 1_000
"""Columns where nobody looks on: no line of ours is longer, and who reads it wants none cut."""


def console() -> "Console":
    """Return the console; as wide as the terminal or ``COLUMNS`` says, else as wide as the text."""
    from rich.console import Console

    looked_at = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal()
    return Console(highlight=False, width=None if looked_at else WHOLE)
