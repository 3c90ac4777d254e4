"""``own controls`` and ``path``: what one holds, and what lies between two."""

import json
from pathlib import Path

import pytest

from counterpitch.errors import UsageError
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


@pytest.mark.parametrize("short", ["x", "um", "e", "v t"])
def test_names_that_only_hold_the_letters_are_not_near(folder: Path, short: str) -> None:
    """For a letter or two nobody is near whose name merely has them somewhere."""
    with pytest.raises(UsageError) as caught:
        run("path", short, "2", "--in", str(folder))
    assert "Near to it" not in str(caught.value)


def test_a_short_word_of_the_name_is_near(folder: Path) -> None:
    """A word of three letters that stands in a name is offered with it."""
    with pytest.raises(UsageError, match=r"Near to it: .*Tomas Ilk"):
        run("path", "Ilk", "2", "--in", str(folder))
