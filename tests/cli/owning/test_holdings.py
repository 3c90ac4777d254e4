"""``own controls`` and ``path``: what one holds, and what lies between two."""

import json
from pathlib import Path

from tests.cli.owning.calling import run


def test_controls_and_path(folder: Path) -> None:
    """From a person down, and between two, in either order."""
    assert "through others" in run("controls", "Mara Venn", "--in", str(folder)).output
    for holder, said in (("Tomas Ilk", "2 companies below"), ("2", "Nothing below it on file")):
        assert run("controls", holder, "--in", str(folder)).output.splitlines()[1] == said
    for pair in (("Mara Venn", "2"), ("2", "Mara Venn")):
        assert "stands above" in run("path", *pair, "--in", str(folder)).output
    assert "Neither" in run("path", "Mara Venn", "3", "--in", str(folder)).output


def test_all_that_is_held_is_counted_and_the_most_are_listed(folder: Path) -> None:
    """A list that is cut says how many more there are; as JSON it is whole."""
    shown = run("controls", "Mara Venn", "--most", "1", "--in", str(folder)).output
    assert "2 companies below" in shown
    assert "… and 1 more (--most)" in shown
    whole = run("controls", "Mara Venn", "--most", "1", "--json", "--in", str(folder)).output
    assert len(json.loads(whole)[0]) == 2
