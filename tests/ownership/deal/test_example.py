"""The shipped example of a deal, as docs/what-if.md shows it."""

import io
from pathlib import Path

from rich.console import Console

from counterpitch.ownership.captable.read import read
from counterpitch.ownership.deal.whatif import what_if
from counterpitch.ownership.terminal.whatif import screen

ROOT = Path(__file__).parents[3]


def test_docs_show_real_output() -> None:
    """What docs/what-if.md prints is what the program prints."""
    out = io.StringIO()
    found = what_if(read(ROOT / "examples/ownership/deal.csv"))
    Console(file=out, width=100, highlight=False).print(screen(found))
    shown = "\n".join(line.rstrip() for line in out.getvalue().splitlines()).rstrip()
    assert shown in (ROOT / "docs/what-if.md").read_text("utf-8")
