"""The shipped example of a deal, as docs/what-if.md shows it."""

import io
import re
from pathlib import Path

import pytest
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


def test_docs_name_only_what_comes_along() -> None:
    """Every company number and file in the commands of docs/what-if.md is in the examples."""
    page = (ROOT / "docs/what-if.md").read_text("utf-8")
    companies = (ROOT / "examples/ownership/register-files/companies.csv").read_text("utf-8")
    numbers = set(re.findall(r"own (?:page|chart|signals|questions|sheet) (\S+)", page))
    assert numbers
    assert all(f",{number}," in companies.replace('"', "") for number in numbers)
    files = set(re.findall(r"(?:--deal|--about|own areas|own what-if) ([\w./-]+\.\w+)", page))
    assert files
    assert all((ROOT / name).is_file() for name in files)


@pytest.mark.parametrize("width", [40, 60, 80, 99, 200])
def test_no_cell_is_broken_on_a_narrow_terminal(width: int) -> None:
    """Where the table does not fit, each figure stands whole on a line, with its name."""
    out = io.StringIO()
    found = what_if(read(ROOT / "examples/ownership/deal.csv"))
    Console(file=out, width=width, highlight=False).print(screen(found))
    lines = out.getvalue().splitlines()
    assert all(len(line) <= width for line in lines)
    assert any("40 → 35.7 %" in line for line in lines)
    assert not any(line.strip() in {"%", "→"} for line in lines)
