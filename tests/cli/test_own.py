"""The commands of ``counterpitch own``, as a user calls them."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterpitch.cli.main import program
from counterpitch.errors import CounterpitchError
from tests.ownership import samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register made by ``own load``."""
    basic = tmp_path / "basic.csv"
    basic.write_text(samples.BASIC)
    psc = samples.write(tmp_path / "psc.zip", samples.chain())
    made = run("load", str(psc), str(basic), "--to", str(tmp_path / "r"), "--date", "2026-03-01")
    assert "uk-psc, 6 records" in made.output
    return tmp_path / "r"


def run(*words: str) -> Result:
    """Call ``own``; an error is raised."""
    return CliRunner().invoke(program, ["own", *words], catch_exceptions=False)


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


def test_controls_and_path(folder: Path) -> None:
    """From a person down, and between two, in either order."""
    assert "through others" in run("controls", "Mara Venn", "--in", str(folder)).output
    for holder, said in (("Tomas Ilk", "2 companies below"), ("2", "Nothing below it on file")):
        assert run("controls", holder, "--in", str(folder)).output.splitlines()[1] == said
    for pair in (("Mara Venn", "2"), ("2", "Mara Venn")):
        assert "stands above" in run("path", *pair, "--in", str(folder)).output
    assert "Neither" in run("path", "Mara Venn", "3", "--in", str(folder)).output


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


def test_diff_tells_what_began_and_whose_part_crossed(folder: Path) -> None:
    """Between two days: interests, and owners whose standing changed."""
    shown = run("diff", "2018-01-01", "2021-01-01", "--company", "2", "--in", str(folder)).output
    assert "began: UMBEL HOLDINGS LIMITED" in shown
    assert "before: no part" in shown
    assert "Nothing changed" in run("diff", "2025-01-01", "2026-01-01", "--in", str(folder)).output


def test_screen_answers_each_row_safely(folder: Path, tmp_path: Path) -> None:
    """Found, not found and a formula, in order, with nothing a spreadsheet would run."""
    listed = tmp_path / "list.csv"
    listed.write_text("number,name\n2,\n,=HYPERLINK()\n,Umbel Holdings\n")
    out = tmp_path / "out.csv"
    run("screen", str(listed), "--in", str(folder), "--out", str(out))
    lines = out.read_text().splitlines()
    assert lines[1].startswith("2,2,found,gb-coh:00000002")
    assert lines[2].startswith("3,'=HYPERLINK(),not in the register")
    assert lines[3].startswith("4,Umbel Holdings,found,gb-coh:00000001")


def test_companies_in_between_are_judged_by_law_and_screened(folder: Path, tmp_path: Path) -> None:
    """The company that controls another stands in the screen; unknowns are in a trace's words."""
    between = run("trace", "2", "--in", str(folder), "--no-chains").output.partition("between")[2]
    assert "by law" in between
    listed, out = tmp_path / "list.txt", tmp_path / "out.csv"
    listed.write_text("number\n2\n")
    run("screen", str(listed), "--in", str(folder), "--out", str(out))
    [row] = csv.DictReader(out.open(newline=""))
    assert "UMBEL HOLDINGS LIMITED" in row["between_controller"]
    assert "UMBEL HOLDINGS LIMITED" in row["between_law_over_25"]
    assert "UMBEL HOLDINGS LIMITED" not in row["law_over_25"] + row["controller"]
    assert "gb-coh:" not in row["unknowns"]
    assert "-in-register" not in row["unknowns"]


def test_verify_is_evidence_about_the_claim(folder: Path) -> None:
    """Exists, since when, alive, the address, the domain; and what is not there."""
    shown = run("verify", "Umbel Optics", "--domain", "umbel-optics.example", "--in", str(folder))
    assert "Yes" in shown.output
    assert "Since 2019-12-31" in shown.output
    assert "is made of the name" in shown.output
    assert "1 others at 1 MILL LANE" in shown.output
    absent = run("verify", "Quixotic Pumps", "--in", str(folder)).output
    assert "- Does it exist? No firm of this name" in absent
    assert "honest explanation" in absent


def test_a_near_name_is_suggested(folder: Path) -> None:
    """A part of a name, and one letter less, name who may be meant; a firm so spelt is told."""
    for text in ("holdings umbel", "Umbel Holdngs"):
        with pytest.raises(CounterpitchError, match="Near to it: gb-coh:00000001"):
            run("trace", text, "--in", str(folder))
    masked = run("verify", "Umbel Optic", "--in", str(folder)).output
    assert "Near: UMBEL OPTICS LTD (gb-coh:00000002)" in masked
    assert "honest explanation" in masked.partition("Near:")[2]
    assert "Near:" not in run("verify", "Quixotic Pumps", "--in", str(folder)).output
    with pytest.raises(CounterpitchError, match="no name is given"):
        run("verify", " ", "--in", str(folder))


def test_a_stopped_load_leaves_nothing_half_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C is one sentence and 130; nothing of the load stays, and the register answers on."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("counterpitch.ownership.assemble.assemble", stop)
    again = run("load", "examples/ownership", "--to", str(folder))
    assert again.exit_code == 130
    assert "half written" in again.output
    assert not list(folder.glob(".loading-*"))
    assert "Mara Venn" in run("trace", "2", "--in", str(folder)).output


def test_match_and_split(folder: Path) -> None:
    """Merges are proposed only, until told to apply; a person's word is recorded."""
    assert "0 merges proposed" in run("match", "--numbers", "--in", str(folder)).output
    told = run("split", "gb-coh:00000001", "gb-coh:00000002", "--together", "--in", str(folder))
    assert "are one" in told.output
    assert (
        "are two" in run("split", "gb-coh:00000001", "gb-coh:00000002", "--in", str(folder)).output
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("trace", "2", "--in", "nowhere"), "own load"),
        (("at", "yesterday", "2"), "no date"),
        (("trace", "Quixotic Pumps"), "nobody and nothing"),
        (("split", "a", "b"), "no such id"),
        (("path", "2", "Umbel Optics"), "one and the same"),
        (("diff", "2026-01-01", "2024-01-01"), "earlier date first"),
    ],
)
def test_mistakes_are_one_sentence(folder: Path, words: tuple[str, ...], said: str) -> None:
    """What a user gets wrong is told with what to do."""
    given = words if "--in" in words else (*words, "--in", str(folder))
    with pytest.raises(CounterpitchError, match=said):
        run(*given)
