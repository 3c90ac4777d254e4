"""The commands about one company and about a planned deal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from counterpitch.cli.main import program
from counterpitch.errors import CounterpitchError, UsageError
from tests.ownership.example import example

DEAL = "holder,shares,planned\nInes Okafor,70,\nCastor Bridge Ltd,30,yes\n"


@pytest.fixture
def store(tmp_path: Path) -> str:
    """The folder of the example's register."""
    example(tmp_path / "register")
    return str(tmp_path / "register")


def run(*arguments: str) -> str:
    """What a command prints; errors are raised."""
    result = CliRunner().invoke(program, ["own", *arguments], catch_exceptions=False)
    return result.output


def about(command: str, store: str, *more: str) -> str:
    """What a command prints about the example on its day."""
    return run(command, "09999901", "--in", store, "--at", "2026-11-28", *more)


def test_chart_and_page_are_written(tmp_path: Path, store: str) -> None:
    """The files are there and say what they are."""
    about("chart", store, "--out", str(tmp_path / "c.svg"))
    about(
        "page", store, "--out", str(tmp_path / "p.html"), "--about", "We build quantum computers."
    )
    assert (tmp_path / "c.svg").read_text("utf-8").startswith("<svg")
    assert "Larkfield Quantum Ltd" in (tmp_path / "p.html").read_text("utf-8")


def test_signals_with_rates_and_as_json(store: str) -> None:
    """Each signal shows its rows and its base rate; JSON holds the same."""
    text = about("signals", store)
    assert "Honest explanation" in text
    assert "In the loaded register" in text
    found = json.loads(about("signals", store, "--json"))
    assert {each["kind"]["id"] for each in found} >= {"fresh-vehicle", "unverified"}


def test_questions_and_sheet(tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are numbered; the sheet counts its gaps, as text, JSON and HTML."""
    monkeypatch.setenv("COLUMNS", "400")  # no reason is broken into lines
    questions = about("questions", store)
    assert " 1. " in questions
    reasons = [line.strip() for line in questions.splitlines() if line.startswith("    ")]
    assert reasons
    assert not [each for each in reasons if each[0].islower()]
    assert "GAP" in about("sheet", store)
    sheet = json.loads(about("sheet", store, "--form", "nsi", "--json"))
    assert sheet["form"] == "nsi"
    about("sheet", store, "--html", str(tmp_path / "s.html"))
    assert "gaps" in (tmp_path / "s.html").read_text("utf-8")


@pytest.mark.parametrize("command", ["sheet", "page"])
def test_the_deal_of_another_company_is_refused(command: str, tmp_path: Path, store: str) -> None:
    """Its acquirers and shares never stand in the sheet or on the page of this company."""
    path, out = tmp_path / "deal.csv", tmp_path / "out.html"
    path.write_text(f"company,{DEAL.splitlines()[0]}\nUmbel Optics Ltd,A,30,yes\n", "utf-8")
    to = ("--html", str(out)) if command == "sheet" else ("--out", str(out))
    with pytest.raises(CounterpitchError, match="not about Larkfield Quantum Ltd"):
        about(command, store, *to, "--deal", str(path))
    assert not out.exists()


def test_a_deal_without_company_is_of_the_one_asked_about(tmp_path: Path, store: str) -> None:
    """Rows that name no company are taken as the company's own."""
    path = tmp_path / "deal.csv"
    path.write_text(DEAL, "utf-8")
    assert "Castor Bridge Ltd: more than 25 % of shares (certain)" in about(
        "sheet", store, "--form", "nsi", "--deal", str(path)
    )


@pytest.mark.parametrize(
    ("place", "said"), [(".", "is a folder"), ("none/x.svg", "there is no such folder")]
)
def test_where_nothing_can_be_written_is_one_sentence(
    place: str, said: str, tmp_path: Path, store: str
) -> None:
    """A folder is told as such, and no folder is made that nobody asked for."""
    with pytest.raises(CounterpitchError, match=said):
        about("chart", store, "--out", str(tmp_path / place))
    assert not (tmp_path / "none").exists()


def test_what_if_tells_and_fails_on_request(tmp_path: Path) -> None:
    """The crossing is told; the exit code says so where it was asked for."""
    path = tmp_path / "deal.csv"
    path.write_text(DEAL, "utf-8")
    assert "crosses: more than 25 % of shares and votes, certain" in run("what-if", str(path))
    found = json.loads(run("what-if", str(path), "--json"))
    assert found["parties"][1]["crossings"][0]["standing"] == "certain"
    failed = CliRunner().invoke(program, ["own", "what-if", str(path), "--fail-on-crossing"])
    assert failed.exit_code == 1


def test_what_if_on_a_bad_file_is_one_sentence(tmp_path: Path) -> None:
    """A file that is no table is a sentence that a user can act on."""
    path = tmp_path / "x.csv"
    path.write_text("nothing\n", "utf-8")
    with pytest.raises(CounterpitchError, match="no row names a column of holders"):
        run("what-if", str(path))


def test_areas_of_a_text_and_of_a_file(tmp_path: Path) -> None:
    """A text or a file is read; the words are quoted; it says that it is no advice."""
    text = run("areas", "We build quantum computers.")
    assert "likely" in text
    assert "not legal advice" in text
    path = tmp_path / "about.txt"
    path.write_text("A family bakery.", "utf-8")
    assert "No sign" in run("areas", str(path))
    assert (
        json.loads(run("areas", "A bakery.", "--json", "--sic", "72110"))[0]["level"] == "possible"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nosuch.txt", "no such file"),
        ("texts/about", "no such file"),
        ("", "no text"),
        (".", "folder"),
    ],
)
def test_no_areas_of_what_is_not_there(text: str, said: str) -> None:
    """A mistyped file, a folder or nothing at all is told; "no sign" would be a false comfort."""
    with pytest.raises(CounterpitchError, match=said):
        run("areas", text)


def test_a_missing_text_about_a_company_is_told(store: str) -> None:
    """--about takes a text or a file: the name of a file that is not there is neither."""
    with pytest.raises(CounterpitchError, match="no such file"):
        about("questions", store, "--about", "brochure.txt")


def test_a_wrong_date_or_company_is_one_sentence(store: str) -> None:
    """Mistakes of the user are told as such."""
    with pytest.raises(CounterpitchError, match="is no date"):
        run("signals", "09999901", "--in", store, "--at", "yesterday")
    with pytest.raises(CounterpitchError):
        run("signals", "00000000", "--in", store)


def test_a_table_that_plans_nothing_gives_no_all_clear(tmp_path: Path) -> None:
    """Without a planned row nobody can cross a line: that is said, and how to plan one."""
    path = tmp_path / "now.csv"
    path.write_text("holder,shares,planned\nInes Okafor,70,\nTom Brandt,30,\n", "utf-8")
    said = " ".join(run("what-if", str(path)).split())
    assert "plans nothing" in said
    assert "Nobody crosses" not in said


@pytest.mark.parametrize("code", ["abc", "00000", "7219", "721900", "04110", ""])
def test_what_is_no_sic_code_is_refused(code: str) -> None:
    """A code that could point to no area is a slip, not an answer."""
    with pytest.raises(UsageError, match="is no SIC code"):
        run("areas", "A bakery.", "--sic", code)
    assert "likely" not in run("areas", "A bakery.", "--sic", "10710 - Manufacture of bread")
