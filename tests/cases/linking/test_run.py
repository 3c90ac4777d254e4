"""Runs over a store: the same on both databases, alone, and right after they were cut off."""

import json
from pathlib import Path

import pytest

from counterpitch.cases import Store, receive
from counterpitch.cases.linking import run as runs
from counterpitch.cases.linking.asking import campaign_of, handed_in, opened
from counterpitch.cases.linking.place import Busy, folder_of, name_of, number_of, working
from counterpitch.cases.linking.run import last_run, link_store, waiting

EXAMPLE = Path(__file__).parents[3] / "examples" / "campaigns.jsonl"


def _sizes(store: Store) -> list[int]:
    found = opened(store)
    assert found is not None
    return sorted(map(len, found.members.values()))


def test_a_run_reads_what_is_new_and_finds_the_same_as_from_nothing(store: Store) -> None:
    """In two halves or at once: the same campaigns; more words in a known one: read anew."""
    lines = EXAMPLE.read_bytes().splitlines(keepends=True)
    receive(store, content=b"".join(lines[:11]), actor="x", name="a.jsonl", quick=True)
    assert waiting(store) == 11
    assert link_store(store, actor="x").added == 11
    receive(store, content=b"".join(lines[11:]), actor="y", name="b.jsonl", quick=True)
    run = link_store(store, actor="x")
    assert (run.added, run.approaches, run.campaigns) == (10, 21, 2)
    assert _sizes(store) == [7, 10]
    assert {each.by for each in handed_in(store, range(1, 22))} == {"x", "y"}
    more = json.loads(lines[0])
    more["messages"].append(
        {"from": "owner", "sent_at": "2026-02-09T09:00:00+00:00", "text": "No."}
    )
    receive(store, content=json.dumps(more).encode(), actor="x", name="c.jsonl", quick=True)
    assert waiting(store) == -1
    assert link_store(store, actor="x").added == 21
    assert _sizes(store) == [7, 10]


def test_nothing_received_is_nothing_linked(store: Store) -> None:
    """An empty store is told as such, and is no failure."""
    run = link_store(store, actor="x")
    assert (run.approaches, run.campaigns, run.trouble) == (0, 0, "")
    assert opened(store) is None
    assert campaign_of(store, 1) == ("", 0)


def test_two_runs_are_not_at_once(store: Store) -> None:
    """The second is refused in a sentence, and a run that goes on is seen as such."""
    with working(store), pytest.raises(Busy, match="just now"):
        link_store(store, actor="x")


def test_a_run_that_was_cut_off_counts_nothing_twice(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the state and its mark: the next run begins from nothing, not on top."""
    receive(store, content=EXAMPLE, actor="x", quick=True)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(runs, "replace", killed)
        patch.setattr(runs, "note", lambda *_: None)
        with pytest.raises(KeyboardInterrupt):
            link_store(store, actor="x")
    assert not (folder_of(store) / "mark.json").exists()
    assert link_store(store, actor="x").approaches == 21
    assert _sizes(store) == [7, 10]
    run = last_run(store)
    assert run is not None
    assert run.finished is not None


@pytest.mark.parametrize("name", ["", "A-", "A-x", "12", "A-٣", "A-" + "9" * 30, "B-1"])
def test_names_of_others_are_no_number(name: str) -> None:
    """Only what this program wrote is read back as a number."""
    assert number_of(name) == 0
    assert number_of(name_of(12)) == 12
