import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from counterpitch.cli.main import program
from counterpitch.errors import CounterpitchError

EXAMPLE = Path(__file__).parents[2] / "examples" / "campaigns.jsonl"


def call(*words: str, columns: str = "120") -> Result:
    """Run a command; an error of the program is raised as it is."""
    done = CliRunner().invoke(program, list(words), env={"COLUMNS": columns})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Link the shipped example once."""
    folder = tmp_path_factory.mktemp("linked") / "state"
    done = call("link", str(EXAMPLE), "--state", str(folder), "--jobs", "1")
    assert "21 approaches, 17 of them in 2 campaigns" in done.output
    return folder


@pytest.fixture
def state(linked: Path, tmp_path: Path) -> str:
    """Return a copy of the linked example that a test may judge in."""
    return str(shutil.copytree(linked, tmp_path / "state"))


def members(state: str) -> dict[str, int]:
    """Return the size of each campaign."""
    listed = json.loads(call("campaigns", "--state", state, "--json").output)
    return {each["campaign"]: each["approaches"] for each in listed}


def test_the_list_names_size_and_organisations(state: str) -> None:
    """Expect both campaigns with how many were reached, under which names; no judgement yet."""
    assert "No judgement yet" in call("campaigns", "--judgements", "--state", state).output
    told = call("campaigns", "--state", state).output
    assert "Helen Ashworth" in told
    assert sorted(members(state).values()) == [7, 10]


def test_names_are_not_broken_into_a_narrow_column(state: str) -> None:
    """Expect them below the campaign at 80 columns, and whole lines where output is piped."""
    narrow = call("campaigns", "--state", state, columns="80").output.splitlines()
    assert all(len(line) <= 80 for line in narrow)
    assert any(line.startswith("  ") and "Helen Ashworth, " in line for line in narrow)
    piped = call("campaigns", "--state", state, columns="").output.splitlines()
    assert len(piped) == 3
    assert "Helen Ashworth, " in "".join(piped)


def test_a_campaign_is_shown_by_any_of_its_approaches(state: str) -> None:
    """Expect template with slots, identifiers, organisations and growth."""
    told = call("campaign", "show", "approach-00", "--state", state, "--stages").output
    for word in (
        "10 approaches",
        "Organisations reached (6)",
        "‹",
        "Helen Ashworth | ",
        "roth@ledger-desk.example",
        "Furthest stage",
    ):
        assert word in told
    assert "2026-02" in told


def test_why_shows_the_chain_and_what_would_break_it(state: str) -> None:
    """Expect each link with its reasons, the passage aligned, and the ties that hold it."""
    told = call("why", "approach-00", "approach-16", "--state", state).output
    assert "a chain of 2 links" in told
    assert "→" in told
    assert "They would come apart if these were wrong" in told
    as_json = json.loads(
        call("why", "approach-00", "approach-16", "--state", state, "--json").output
    )
    assert [step["b"] for step in as_json["steps"]][-1] == "approach-16"


def test_why_of_strangers_says_that_they_are_in_none_together(state: str) -> None:
    """Expect a plain sentence."""
    assert (
        "in no campaign together"
        in call("why", "approach-00", "approach-20", "--state", state).output
    )


def test_every_judgement_is_honoured_and_undone_without_trace(state: str) -> None:
    """Expect the campaigns after each judgement and its undoing to be those from before."""
    before = members(state)
    paper, post = sorted(before, key=lambda each: -before[each])
    steps = (
        (("different", "approach-00", "approach-16"), [7, 9]),
        (("same", "approach-00", "approach-20"), [7, 11]),
        (("merge", paper, post), [17]),
        (("split", paper, "approach-00", "approach-03"), [2, 7, 8]),
    )
    number = 0
    for words, expected in steps:
        told = call(*words, "--state", state, "--because", "I know them").output
        assert "is kept" in told
        assert sorted(members(state).values()) == expected
        call("link", "--state", state)
        assert sorted(members(state).values()) == expected
        call("undo", str(number + 1), "--state", state)
        number += 2
        assert members(state) == before


def test_judgements_are_listed_with_what_was_named_and_whether_they_hold(state: str) -> None:
    """Expect campaigns by their ids, a split on one line, and by what each was taken back."""
    paper, post = sorted(members(state), key=lambda each: -members(state)[each])
    call("same", "approach-00", "approach-20", "--state", state, "--because", "same voice")
    call("undo", "1", "--state", state)
    call("undo", "2", "--state", state)
    call("undo", "1", "--state", state)
    call("merge", paper, post, "--state", state)
    call("undo", "5", "--state", state)
    call("split", paper, "approach-02", "approach-05", "--state", state)
    told = call("campaigns", "--judgements", "--state", state).output.splitlines()
    assert "taken back by 4" in told[0]
    assert "same voice" in told[0]
    assert "taken back by 3" in told[1]
    assert "undo 1" in told[1]
    assert all("holds" in told[at] for at in (2, 3, 5, 6))
    assert f"merge {paper} and {post}" in told[4]
    assert f"split approach-02, approach-05 out of {paper}" in told[6]
    assert len(told) == 7


def test_an_undo_of_what_was_undone_is_refused(state: str) -> None:
    """Expect the number of the undo, and no new judgement."""
    call("same", "approach-00", "approach-20", "--state", state)
    call("undo", "1", "--state", state)
    with pytest.raises(CounterpitchError, match="judgement 1 was taken back already, by 2"):
        call("undo", "1", "--state", state)
    assert len(call("campaigns", "--judgements", "--state", state).output.splitlines()) == 2


def test_why_advises_what_is_not_refused(state: str) -> None:
    """Expect the judgement that ties two to be undone first, and no odds made up for it."""
    call("same", "approach-00", "approach-20", "--state", state)
    told = call("why", "approach-00", "approach-20", "--state", state).output
    assert "If they do not belong together: counterpitch undo 1" in told
    assert "no evidence of its own" in told
    assert "log-odds" not in told
    other = call("why", "approach-00", "approach-16", "--state", state).output
    assert "If they do not belong together: counterpitch different" in other


def test_an_old_id_leads_to_the_campaign_that_it_became(state: str) -> None:
    """Expect the younger id to be found after a merger."""
    before = members(state)
    first, second = before
    call("merge", first, second, "--state", state)
    (left,) = members(state)
    gone = next(each for each in before if each != left)
    assert left in call("campaign", "show", gone, "--state", state).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("why", "approach-00", "nobody"), "no approach has the id 'nobody'"),
        (("why", "approach-00", "approach-00"), "one and the same"),
        (("why", "approach-0", "approach-11"), "several ids begin"),
        (("campaign", "show", "c-nothing"), "no campaign 'c-nothing'"),
        (("undo", "9"), "no judgement 9"),
    ],
)
def test_a_mistake_is_one_sentence(state: str, words: tuple[str, ...], said: str) -> None:
    """Expect what is wrong, in words."""
    with pytest.raises(CounterpitchError, match=said):
        call(*words, "--state", state)


def test_without_anything_linked_it_says_what_to_do(tmp_path: Path) -> None:
    """Expect the command that comes first."""
    with pytest.raises(CounterpitchError, match="counterpitch link FILES"):
        call("campaigns", "--state", str(tmp_path / "none"))
    with pytest.raises(CounterpitchError, match="no evidence called tea"):
        call("link", str(EXAMPLE), "--state", str(tmp_path / "s"), "--evidence", "tea")
    with pytest.raises(CounterpitchError, match="no such file"):
        call("link", str(tmp_path / "none.jsonl"), "--state", str(tmp_path / "s"))


def test_a_file_that_was_read_says_so(state: str) -> None:
    """Expect nothing new, and which file was named twice."""
    told = call("link", str(EXAMPLE), "--state", state).output
    assert "Nothing new" in told
    assert "was read before, and is not read again" in told
    assert "21 approaches, 17 of them in 2 campaigns" in told


def test_facts_alone_are_not_enough_on_spark(state: str, tmp_path: Path) -> None:
    """Expect a sentence, before Spark is looked for: there all files are linked anew."""
    facts = tmp_path / "facts.csv"
    facts.write_text("subject,fact,value\n", "utf-8")
    with pytest.raises(CounterpitchError, match="linked anew with what is supplied"):
        call("link", "--state", state, "--engine", "spark", "--facts", str(facts))
