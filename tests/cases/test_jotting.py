"""Single entries jotted down past SQLAlchemy belong to the same chain as all others."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from counterpitch.cases import (
    Store,
    approach,
    detail,
    journal_page,
    judge,
    new_case,
    receive,
    verify_journal,
)
from counterpitch.cases.journal.append import Event
from counterpitch.cases.journal.jotting import jot
from counterpitch.cases.ready import Ready
from counterpitch.cases.text import plain
from counterpitch.errors import CounterpitchError

TEXT = "Helen: We pay for a short paper.\n\nMe: Who asks?\n"
_THERE = sa.literal_column("'search'", sa.Text)
_NAMED = Ready(sa.select(_THERE.label("name")).where(sa.bindparam("name", "") == _THERE))
_BROKEN = Ready(sa.select(sa.column("x")).select_from(sa.table("nowhere")))


def test_a_view_is_an_entry_like_any_other(store: Store) -> None:
    """A view stands in the journal with who, when and what, and the chain holds over it."""
    receive(store, content=TEXT, actor="anna")
    seen = approach(store, 1, viewer="bea")
    last = journal_page(store).rows[0]
    assert (last.action, last.actor, last.subject) == ("viewed", "bea", "approach:1")
    assert seen.journal[-1] == last
    judge(store, [1], "bea", "confirmed", "clear")
    assert verify_journal(store).holds


@pytest.mark.parametrize("who", ['"seq":0, \\ "', "量子 \u2028 é", "%s %(number)s", "null\x00"])
def test_whatever_the_viewer_is_called(store: Store, who: str) -> None:
    """Quotes, signs of queries and other scripts in a name: the chain is what it would be."""
    receive(store, content=TEXT, actor="anna")
    assert approach(store, 1, viewer=who).journal[-1].actor == plain(who)
    assert verify_journal(store).holds


def test_a_view_and_the_cases_to_choose_from(store: Store) -> None:
    """What stands around an approach comes in order, and with it the cases that are open."""
    receive(store, content=TEXT, actor="anna", revealed=("a list",), consent=True)
    for word in ("needs-information", "confirmed"):
        judge(store, [1], "bea", word, "why")
    numbers = [new_case(store, title=f"Case {n}", actor="bea", approaches=[1]) for n in range(3)]
    seen, choice = detail.approach_and_cases(store, 1, viewer="bea")
    assert [each.id for each in choice] == numbers[::-1]
    assert seen.cases == tuple(numbers)
    assert [each.judgement for each in seen.judgements] == ["needs-information", "confirmed"]
    assert (seen.received[0].revealed, seen.received[0].consent) == (("a list",), True)
    assert [each.seq for each in seen.journal] == sorted(each.seq for each in seen.journal)
    assert seen == approach(store, 1, viewer="bea")


def test_nothing_is_noted_of_what_is_not_there(store: Store) -> None:
    """Where the question finds nothing, nothing is written, and the next one is answered."""
    event = Event("viewed", "approach:9")
    before = journal_page(store).rows
    assert not jot(store, "bea", event, there=_NAMED, name="no such thing")
    assert journal_page(store).rows == before
    assert jot(store, "bea", event, there=_NAMED, name="search")
    assert verify_journal(store).holds


def test_a_refusal_writes_nothing_and_frees_the_chain(store: Store) -> None:
    """An error in the middle leaves no entry and no lock behind."""
    expected = CounterpitchError if store.sqlite else sa.exc.ProgrammingError
    event = Event("viewed", "approach:9")
    for _ in range(2):
        with pytest.raises(expected):
            jot(store, "bea", event, there=_BROKEN)
    assert journal_page(store).rows == ()
    assert jot(store, "bea", event, there=_NAMED, name="search")
    receive(store, content=TEXT, actor="anna")
    assert verify_journal(store).holds


def test_jotting_and_writing_at_the_same_time(store: Store) -> None:
    """Threads that jot beside threads that write make one chain; no entry is missing."""
    receive(store, content=TEXT, actor="anna")
    begun = len(journal_page(store, limit=1_000).rows)

    def one(number: int) -> None:
        if number % 4:
            jot(store, f"r{number}", Event("viewed", "approach:1"), there=_NAMED, name="search")
        else:
            judge(store, [1], f"r{number}", "needs-information", "more")

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(one, range(60)))
    assert len(journal_page(store, limit=1_000).rows) == begun + 60
    assert verify_journal(store).holds


def test_views_remembered_are_few(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many look, few views are remembered; the newest are, and all else is."""
    monkeypatch.setattr(detail, "VIEWS_HELD", 10)
    receive(store, content=TEXT, actor="anna")
    store.recent["linked"] = "kept"
    for number in range(50):
        assert detail.viewed(store, 1, f"reader {number}")
        assert len(store.recent) <= 12
    assert not detail.viewed(store, 1, "reader 49")
    assert detail.viewed(store, 1, "reader 0")
    assert store.recent["linked"] == "kept"
