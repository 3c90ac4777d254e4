"""How tables and titles look in the terminal."""

from rich.table import Table as Grid
from rich.text import Text

ROWS = 25
"""Rows of the longest tables that the terminal shows; the page and the JSON have them all."""


def grid(first: str, *columns: str) -> Grid:
    """Return an empty table of text; the first column is to the left, the others to the right."""
    made = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    made.add_column(first, overflow="fold", max_width=34)
    for name in columns:
        made.add_column(name, justify="right", no_wrap=True)
    return made


def title(text: str, small: str = "") -> Text:
    """Return the title of a section, with a remark beside it."""
    made = Text(f"\n{text}", "bold")
    return made.append(f"  {small}", "not bold dim") if small else made
