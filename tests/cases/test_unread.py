"""What the program could not read waits for a person, and is not forgotten."""

import pytest

from counterpitch.cases import outcome, receive
from counterpitch.cases.store import Store
from counterpitch.cases.unread import settle_unread, unread, unread_one, why_not
from counterpitch.errors import UsageError

PDF = b"%PDF-1.7 \x00\xff" * 20


def test_an_unreadable_report_waits_until_somebody_says_what_it_holds(store: Store) -> None:
    """It is listed with its reasons; what a person found takes it off and answers the reporter."""
    held = receive(store, content=PDF, actor="eva", name="offer.pdf", revealed=("cv",))
    assert [(one.id, one.name, one.revealed) for one in unread(store)] == [
        (held.id, "offer.pdf", ("cv",))
    ]
    assert "no format" in unread(store)[0].notices[0]
    assert outcome(store, held.code).answered_at is None
    settle_unread(store, held.id, actor="dora", reason="a brochure")
    assert unread(store) == ()
    assert unread_one(store, held.id) is None
    assert "a person has looked at it" in outcome(store, held.code).answer
    assert outcome(store, held.code).answered_at is not None


def test_it_is_settled_once_and_with_a_reason(store: Store) -> None:
    """Without a reason, or a second time, a sentence says so and nothing is noted."""
    held = receive(store, content=PDF, actor="eva", name="offer.pdf")
    with pytest.raises(UsageError, match="what you found"):
        settle_unread(store, held.id, actor="dora", reason="  ")
    settle_unread(store, held.id, actor="dora", reason="a brochure")
    with pytest.raises(UsageError, match="does not wait"):
        settle_unread(store, held.id, actor="dora", reason="again")


def test_a_picture_is_read_once_its_text_was_given(store: Store) -> None:
    """The same reporter's text of the picture stands for it; another one's does not."""
    receive(store, content=PDF, actor="eva", name="shot.png")
    receive(store, content="Ann: Hello\n", actor="otto", name="text of shot.png", quick=True)
    assert len(unread(store)) == 1
    receive(store, content="Ann: Hello Bob\n", actor="eva", name="text of shot.png", quick=True)
    assert unread(store) == ()


def test_what_was_read_never_waits_here(store: Store) -> None:
    """A readable report is in the queue alone."""
    receive(store, content="Ann: Hello\n", actor="eva", quick=True)
    assert unread(store) == ()
    assert why_not(store, 1) == "report R-1 does not wait for anybody: what it says was read."


def test_why_a_report_does_not_wait_is_told(store: Store) -> None:
    """A number that is none, and a report that was looked at, are told apart."""
    held = receive(store, content=PDF, actor="eva", name="offer.pdf")
    settle_unread(store, held.id, actor="dora", reason="a brochure")
    assert why_not(store, held.id).endswith("it was looked at on 2026-11-02.")
    assert why_not(store, 999) == "there is no report R-999."
    with pytest.raises(UsageError, match="no report R-999"):
        settle_unread(store, 999, actor="dora", reason="x")
