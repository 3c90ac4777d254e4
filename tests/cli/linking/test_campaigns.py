"""``campaigns``, ``campaign`` and ``why``: what was linked, and by what reasons."""

import json

import pytest

from counterpitch.errors import CounterpitchError
from tests.cli.linking.calling import call, members


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
        "\nApproaches\n  approach-00    2026-02",
    ):
        assert word in told
    assert "Who else to warn" not in told
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
