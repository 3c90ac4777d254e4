"""``own trace`` and ``at``: owners, bounds, chains, and what nobody says."""

import json
from pathlib import Path

import pytest

from counterpitch.errors import CounterpitchError
from tests.cli.owning.calling import run


def test_trace_shows_owners_bounds_chains_and_the_unknown(folder: Path) -> None:
    """One company, by name: both founders, each with dates and documents."""
    shown = run("trace", "umbel optics", "--in", str(folder)).output
    assert "Mara Venn" in shown
    assert ">25 % certain" in shown
    assert "since 2019-05-06" in shown
    assert "/company/00000002/psc/1" in shown
    assert "What is not known" in shown


def test_trace_as_json_holds_the_whole_answer(folder: Path) -> None:
    """The machine's form carries owners, chains and unknowns."""
    answer = json.loads(run("trace", "2", "--in", str(folder), "--json").output)
    assert {o["node"]["name"] for o in answer["owners"]} == {"Mara Venn", "Tomas Ilk"}
    assert answer["owners"][0]["chains"][0]["steps"][0]["interests"][0]["source_ref"]


def test_at_a_date(folder: Path) -> None:
    """Before it was incorporated it did not exist; after the newest load nothing is foreseen."""
    early = run("at", "2018-01-01", "2", "--in", str(folder)).output
    assert "did not exist yet on 2018-01-01" in early
    assert "held by nobody" not in early
    assert "Tomas Ilk" in run("at", "2021-01-01", "2", "--in", str(folder)).output


def test_beyond_the_newest_load_nothing_is_foreseen(folder: Path) -> None:
    """The day of the load is named, and today's status is not told as that of the day."""
    late = run("at", "2090-01-01", "2", "--in", str(folder)).output
    assert "by the newest load of 2026-03-01" in late
    assert "was last loaded as of 2026-03-01" in late
    assert ", now Active]" in late


@pytest.mark.parametrize("command", [("trace",), ("at", "2021-01-01"), ("signals",)])
def test_a_person_is_not_traced(folder: Path, command: tuple[str, ...]) -> None:
    """Nobody owns a person: the command that tells what it holds is named."""
    with pytest.raises(CounterpitchError, match="own controls 'Mara Venn'"):
        run(*command, "Mara Venn", "--in", str(folder))
