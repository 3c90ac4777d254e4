from datetime import date
from pathlib import Path

import pytest

from counterpitch.cases import (
    Store,
    add_file,
    add_note,
    add_person,
    add_task,
    add_to_case,
    case,
    cases,
    due,
    edit_case,
    finish_task,
    judge,
    move_case,
    new_case,
    original,
    retain,
    retention_days,
    tasks,
    verify_journal,
)
from counterpitch.cases.closing import never_judged
from counterpitch.cases.retention import USUAL
from counterpitch.cases.tables import case_file
from counterpitch.errors import UsageError
from tests.cases.conftest import Clock
from tests.cases.samples import received, words


@pytest.fixture
def number(store: Store, tmp_path: Path) -> int:
    """A case of two approaches."""
    received(store, tmp_path, [words(1), words(2), words(3)])
    return new_case(store, title="Ledger & Vale", actor="carl", approaches=[1, 2])


def test_a_closed_case_takes_no_approach_in_silence(store: Store, number: int) -> None:
    """Refused while closed, and nothing is added; opened again with a reason, as a step of it."""
    move_case(store, number, "closed", actor="carl", reason="settled")
    with pytest.raises(UsageError, match="closed"):
        add_to_case(store, number, [3], actor="dora", reason="more")
    with pytest.raises(UsageError, match="needs a reason"):
        add_to_case(store, number, [3], actor="dora", reopen=True)
    with pytest.raises(UsageError, match="no approach 99"):
        add_to_case(store, number, [99], actor="dora", reason="more", reopen=True)
    found = case(store, number)
    assert (found.row.status, [row.id for row in found.approaches]) == ("closed", [1, 2])
    assert add_to_case(store, number, [3], actor="dora", reason="more", reopen=True) == 1
    found = case(store, number)
    assert (found.row.status, [row.id for row in found.approaches]) == ("open", [1, 2, 3])
    assert [(m.before, m.after, m.reason) for m in found.moves][-1] == ("closed", "open", "more")
    assert verify_journal(store).holds


def test_case_holds_what_was_put_into_it(store: Store, number: int) -> None:
    """Approaches, people, tasks, notes and files come back, each with who and when."""
    assert add_to_case(store, number, [2, 3], actor="dora", reason="same words") == 1
    add_person(store, number, name="Tom Byst", role="bystander", actor="dora", note="next desk")
    task = add_task(store, number, title="Ask HR", actor="dora", due_on=date(2026, 11, 9))
    add_task(store, number, title="Later", actor="dora", owner="emil")
    add_note(store, number, "Called her.", actor="dora")
    add_file(store, number, content=b"a scan", name="scan.pdf", actor="dora")
    edit_case(store, number, actor="dora", summary="Two reports, one firm", owner="dora")
    found = case(store, number)
    assert [row.id for row in found.approaches] == [1, 2, 3]
    assert [(p.name, p.role) for p in found.people] == [("Tom Byst", "bystander")]
    assert [t.title for t in tasks(store)] == ["Ask HR", "Later"]
    assert [t.title for t in tasks(store, owner="emil")] == ["Later"]
    assert found.row.next_due == date(2026, 11, 9)
    assert found.row.open_tasks == 2
    assert b"".join(original(store, found.files[0].sha256)) == b"a scan"
    finish_task(store, task, actor="dora")
    assert case(store, number).row.open_tasks == 1
    finish_task(store, task, actor="dora", done=False)
    assert case(store, number).row.open_tasks == 2
    assert verify_journal(store).holds
    assert {e.action for e in found.journal} >= {"case-opened", "linked", "note-added"}


def test_status_moves_with_reasons(store: Store, number: int) -> None:
    """Every step stands with its reason; a closed case can be opened again."""
    for status in ("investigating", "reported", "closed", "investigating"):
        move_case(store, number, status, actor="dora", reason=f"now {status}")
    found = case(store, number)
    assert [move.after for move in found.moves] == [
        "investigating", "reported", "closed", "investigating",
    ]  # fmt: skip
    assert found.row.closed_at is None
    with pytest.raises(UsageError, match="already"):
        move_case(store, number, "investigating", actor="dora", reason="again")
    with pytest.raises(UsageError, match="reason"):
        move_case(store, number, "closed", actor="dora", reason=" ")
    with pytest.raises(UsageError, match="no status"):
        move_case(store, number, "gone", actor="dora", reason="x")  # type: ignore[arg-type]


def test_unknown_numbers_are_one_sentence(store: Store, number: int) -> None:
    """Whatever does not exist is named, and nothing is half done."""
    with pytest.raises(UsageError, match="no approach 77"):
        new_case(store, title="x", actor="carl", approaches=[1, 77])
    assert len(cases(store).rows) == 1
    for call in (
        lambda: case(store, 9),
        lambda: add_note(store, 9, "x", actor="c"),
        lambda: add_to_case(store, 9, [1], actor="c"),
        lambda: finish_task(store, 9, actor="c"),
        lambda: retain(store, 9, date(2027, 1, 1), actor="c", reason="x"),
    ):
        with pytest.raises(UsageError, match="there is no"):
            call()
    for empty in ("", "  "):
        with pytest.raises(UsageError, match="needs"):
            new_case(store, title=empty, actor="c")
        with pytest.raises(UsageError, match="needs"):
            add_note(store, number, empty, actor="c")


def test_cases_are_listed_in_pages(store: Store) -> None:
    """Newest first, by status and owner, each once."""
    for n in range(7):
        new_case(store, title=f"Case {n}", actor="carl" if n % 2 else "dora")
    move_case(store, 3, "closed", actor="carl", reason="x")
    first = cases(store, limit=4)
    second = cases(store, cursor=first.next, limit=4)
    assert [row.id for row in (*first.rows, *second.rows)] == [7, 6, 5, 4, 3, 2, 1]
    assert second.next is None
    assert [row.id for row in cases(store, ("closed",)).rows] == [3]
    assert [row.id for row in cases(store, owner="carl").rows] == [6, 4, 2]


def test_due_names_what_is_past_its_day(store: Store, number: int, clock: Clock) -> None:
    """Closed cases past their day and old false alarms are due; what is in a case is not."""
    judge(store, [1, 3], "carl", "false-alarm", "known firm")
    move_case(store, number, "closed", actor="carl", reason="done")
    assert case(store, number).row.retain_until == date(2027, 11, 2)
    assert due(store) == ()
    clock.forward(days=91)
    assert [(d.kind, d.id) for d in due(store)] == [("approach", 3)]
    retain(store, number, date(2027, 2, 1), actor="carl", reason="agreed")
    clock.forward(days=1)
    assert [(d.kind, d.id) for d in due(store)] == [("approach", 3), ("case", number)]
    assert due(store, date(2026, 11, 30)) == ()


def test_a_case_opened_again_has_no_day_but_a_persons(
    store: Store, number: int, clock: Clock
) -> None:
    """The day of closing goes when the case opens again and is set anew; a person's day stays."""
    move_case(store, number, "closed", actor="carl", reason="done")
    clock.forward(days=10)
    add_to_case(store, number, [3], actor="carl", reason="one more", reopen=True)
    row = case(store, number).row
    assert (row.retain_until, row.retain_reason) == (None, "")
    assert due(store, date(2030, 1, 1)) == ()
    move_case(store, number, "closed", actor="carl", reason="done")
    assert case(store, number).row.retain_until == date(2027, 11, 12)
    retain(store, number, date(2028, 1, 1), actor="carl", reason="agreed")
    move_case(store, number, "open", actor="carl", reason="again")
    assert case(store, number).row.retain_until == date(2028, 1, 1)
    assert [each.id for each in due(store, date(2030, 1, 1))] == [number]


def test_the_day_that_an_earlier_version_left_is_not_due(store: Store, number: int) -> None:
    """An open case with the day of an earlier closing is not listed, and gets a new one."""
    with store.write() as connection:
        left = {"retain_until": date(2026, 1, 1), "retain_reason": USUAL}
        connection.execute(case_file.update().where(case_file.c.id == number), left)
    assert due(store) == ()
    move_case(store, number, "closed", actor="carl", reason="done")
    assert case(store, number).row.retain_until == date(2027, 11, 2)


def test_what_nobody_judged_is_told(store: Store, number: int) -> None:
    """The approaches of a case without a judgement are named; nothing where all have one."""
    assert never_judged(case(store, number)) == "2 approaches in it were never judged: A-1, A-2."
    judge(store, [1], "carl", "confirmed", "clear")
    assert never_judged(case(store, number)) == "1 approach in it was never judged: A-2."
    judge(store, [2], "carl", "false-alarm", "known firm")
    assert never_judged(case(store, number)) == ""


def test_retention_is_set_for_the_desk(store: Store, clock: Clock) -> None:
    """The desk's own days count from then on, and the change is in the journal."""
    assert retention_days(store) == (365, 90)
    assert retention_days(store, closed=30, actor="carl") == (30, 90)
    number = new_case(store, title="x", actor="carl")
    move_case(store, number, "closed", actor="carl", reason="done")
    clock.forward(days=31)
    assert [d.id for d in due(store)] == [number]
    with pytest.raises(UsageError, match="one day"):
        retention_days(store, dismissed=0, actor="carl")
