"""Judgements about campaigns: kept, listed, taken back."""

import pytest

from counterpitch.errors import CounterpitchError
from tests.cli.linking.calling import call, members


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
