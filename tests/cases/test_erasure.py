import io
import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from counterpitch.cases import (
    QueueFilter,
    Store,
    add_file,
    add_note,
    add_person,
    add_task,
    add_to_case,
    approach,
    case,
    erase,
    export_person,
    judge,
    move_case,
    new_case,
    original,
    outcome,
    pack,
    queue,
    receive,
    search,
    verify_journal,
)
from counterpitch.errors import CounterpitchError, UsageError
from tests.cases.samples import received, words

SECRET = "Xanthippe Quillfeather"


def test_a_person_goes_out_of_everything_that_was_written(store: Store, code: str) -> None:
    """Titles, summaries, reasons of steps, tasks, judgements on others: the name stands nowhere."""
    number = new_case(
        store, title=SECRET, actor="carl", approaches=[2], summary=f"{SECRET} and a firm"
    )
    move_case(store, number, "investigating", actor="carl", reason=f"asked {SECRET}")
    add_to_case(store, number, [3], actor="carl", reason=f"knows {SECRET}")
    add_task(store, number, title=f"Call {SECRET.upper()}", actor="carl")
    add_note(store, number, "Spoke of XANTHIPPE ＱUILLFEATHER", actor="carl")
    judge(store, [2], "carl", "confirmed", f"as {SECRET}")
    erase(store, actor="dpo", reason="request", person=SECRET)
    found = case(store, number)
    assert (found.row.title, found.row.summary) == ("[erased]", "[erased] and a firm")
    assert found.moves[0].reason == "asked [erased]"
    assert [task.title for task in found.tasks] == ["Call [erased]"]
    assert [note.text for note in found.notes] == ["[erased]"]
    assert approach(store, 2).judgements[0].reason is None
    assert "uillfe" not in repr(found).lower()
    assert verify_journal(store).holds


@pytest.fixture
def code(store: Store, tmp_path: Path) -> str:
    """One approach by the person to be erased, alone in its file; two others in another."""
    first = received(store, tmp_path, [words(1, name=SECRET)], actor="reporter-7")
    received(store, tmp_path, [words(2), words(3, (f"Do you know {SECRET}?", "no"))])
    judge(store, [1], "carl", "confirmed", f"{SECRET} again")
    return first.code


def test_person_is_erased_and_the_journal_holds(store: Store, code: str, tmp_path: Path) -> None:
    """Nothing of the person is left but hashes and figures; the chain says why and holds."""
    number = new_case(store, title="A case", actor="carl", approaches=[1])
    add_person(store, number, name=SECRET, role="contact", actor="carl")
    add_note(store, number, f"Spoke of {SECRET} today", actor="carl")
    sha256 = approach(store, 1).received[0].sha256
    done = erase(store, actor="dpo", reason=f"request of {SECRET}", person=SECRET.lower())
    assert done.approaches == (1,)
    assert done.mentions == (3,)
    assert sha256 in done.originals
    assert done.shared == ()
    found = approach(store, 1)
    assert (found.conversation, found.verdict, found.row.contact) == (None, None, "")
    assert found.judgements[0].reason is None
    assert found.judgements[0].judgement == "confirmed"
    assert b"".join(original(store, sha256)) == b""
    assert case(store, number).notes[0].text == "Spoke of [erased] today"
    assert case(store, number).people[0].name == "[erased]"
    assert [row.id for row in search(store, SECRET).rows] == [3]
    verified = verify_journal(store)
    assert verified.holds
    assert verified.erased > 0
    assert outcome(store, code).statuses[0][2] == "confirmed"


def test_nothing_is_left_in_the_file(store: Store, tmp_path: Path) -> None:
    """After erasure the bytes of the name are nowhere in the database file."""
    if not store.sqlite:
        pytest.skip("PostgreSQL frees pages; it does not overwrite them")
    received(store, tmp_path, [words(1, (f"I am {SECRET}", "hello"), name=SECRET)])
    received(store, tmp_path, [words(2), words(4)])
    path = Path(store.engine.url.database or "")
    erase(store, actor="dpo", reason="asked", person=SECRET)
    store.close()
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    data = path.read_bytes()
    assert SECRET.encode() not in data
    assert SECRET.lower().encode() not in data


def test_shared_original_is_kept_until_asked(store: Store, code: str) -> None:
    """A file that holds others too stays, and is named; asked so, it goes as well."""
    sha256 = approach(store, 2).received[0].sha256
    done = erase(store, actor="dpo", reason="asked", approaches=[2])
    assert sha256 in done.shared
    assert b"".join(original(store, sha256))
    done = erase(store, actor="dpo", reason="asked", approaches=[2], shared=True)
    assert sha256 in done.originals
    assert b"".join(original(store, sha256)) == b""
    assert approach(store, 3).conversation is not None
    assert verify_journal(store).holds


def test_case_is_erased_with_what_is_in_no_other(store: Store, code: str) -> None:
    """A case takes along its own approaches, not those of other cases."""
    first = new_case(store, title="First", actor="carl", approaches=[1, 2])
    new_case(store, title="Second", actor="carl", approaches=[2])
    done = erase(store, actor="dpo", reason="past its day", case=first)
    assert done.approaches == (1,)
    assert case(store, first).row.title == "[erased]"
    assert approach(store, 2).conversation is not None
    assert verify_journal(store).holds
    stream = io.BytesIO()
    assert pack(store, first, stream, actor="carl").files > 3


def test_erased_file_is_not_taken_in_again(store: Store, code: str, tmp_path: Path) -> None:
    """The very same file is refused with a sentence; nothing comes back by accident."""
    erase(store, actor="dpo", reason="asked", approaches=[1])
    with pytest.raises(CounterpitchError, match="erased on"):
        received(store, tmp_path, [words(1, name=SECRET)], actor="somebody")
    assert len(queue(store, QueueFilter(statuses=())).rows) == 3
    (tmp_path / "other.jsonl").write_bytes((tmp_path / "words.jsonl").read_bytes() + b"\n")
    receive(store, content=tmp_path / "other.jsonl", actor="somebody", quick=True)
    assert approach(store, 1).conversation is None


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"person": "ab"}, "three characters"),
        ({"person": "Nobody At All"}, "nothing of this"),
        ({"approaches": [99]}, "no approach 99"),
        ({"case": 99}, "no case 99"),
        ({}, "nothing of this"),
        ({"approaches": [1], "reason": " "}, "needs a reason"),
    ],
)
def test_erasing_nothing_is_one_sentence(
    store: Store, code: str, how: dict[str, object], told: str
) -> None:
    """What is unknown or unreasoned is refused, and nothing is erased."""
    with pytest.raises(UsageError, match=told):
        erase(store, actor="dpo", **{"reason": "asked", **how})  # type: ignore[arg-type]
    assert approach(store, 1).conversation is not None


def test_person_gets_what_is_held(store: Store, code: str) -> None:
    """The export holds their conversations, what was decided, and no other person's address."""
    stream = io.BytesIO()
    done = export_person(store, SECRET, stream, actor="dpo")
    assert (done.approaches, done.mentions) == (1, 1)
    held = json.loads(zipfile.ZipFile(stream).read("held.json"))
    assert held["approaches"][0]["words"]["contact"]["name"] == SECRET
    assert held["approaches"][0]["judgements"][0][1] == "confirmed"
    assert held["approaches"][0]["verdict"]["band"] == "high"
    reporter = io.BytesIO()
    done = export_person(store, "reporter-7", reporter, actor="dpo")
    assert done.receipts == 1
    with pytest.raises(UsageError, match="nothing is held"):
        export_person(store, "Nobody At All", io.BytesIO(), actor="dpo")


def test_reporter_is_erased(store: Store, code: str) -> None:
    """Who reported is no longer named with the report; what was reported stays."""
    done = erase(store, actor="dpo", reason="left the firm", person="reporter-7")
    assert done.approaches == ()
    assert approach(store, 1).received[0].actor == "[erased]"
    assert approach(store, 1).conversation is not None
    assert verify_journal(store).holds


def test_whoever_sent_an_erased_file_hears_that_it_was_erased(store: Store) -> None:
    """The same reporter sending it again gets no old receipt that says it is kept."""
    receive(store, content="Ann: Hello Bob\n", actor="eva", quick=True)
    erase(store, approaches=(1,), actor="dora", reason="request")
    with pytest.raises(CounterpitchError, match="erased on"):
        receive(store, content="Ann: Hello Bob\n", actor="eva", quick=True)


def test_a_short_name_takes_nothing_of_others(store: Store, tmp_path: Path) -> None:
    """Erasing Ann leaves Joanna, what was planned, and what the journal says of it."""
    received(store, tmp_path, [words(1, name="Ann"), words(2, name="Joanna Miles")])
    number = new_case(store, title="A planned visit", actor="carl", approaches=[1, 2])
    add_person(store, number, name="Joanna Miles", role="contact", actor="carl")
    add_note(store, number, "Ann planned it with Joanna", actor="carl")
    done = erase(store, actor="dpo", reason="request", person="Ann")
    found = case(store, number)
    assert (done.approaches, done.mentions) == ((1,), ())
    assert (found.row.title, found.people[0].name) == ("A planned visit", "Joanna Miles")
    assert found.notes[0].text == "[erased] planned it with Joanna"
    assert [row.contact for row in search(store, "Joanna").rows] == ["Joanna Miles"]


def test_what_a_kept_original_holds_goes_when_asked_again(store: Store, tmp_path: Path) -> None:
    """The file that was kept for the sake of others is found again by the name alone."""
    received(store, tmp_path, [words(1, name=SECRET), words(2)])
    first = erase(store, actor="dpo", reason="asked", person=SECRET)
    assert first.kept
    assert {each.why for each in first.kept} == {"holds other approaches too"}
    told = export_person(store, SECRET, io.BytesIO(), actor="dpo")
    assert told.originals == len(first.kept)
    with pytest.raises(UsageError, match=r"originals still hold this person\. --shared"):
        erase(store, actor="dpo", reason="asked", person=SECRET)
    second = erase(store, actor="dpo", reason="again", person=SECRET, shared=True)
    assert set(second.originals) == set(first.shared)
    assert all(b"".join(original(store, each)) == b"" for each in second.originals)
    assert approach(store, 2).conversation is not None
    with pytest.raises(UsageError, match="nothing of this is held"):
        erase(store, actor="dpo", reason="again", person=SECRET, shared=True)


MAIL = b"""From: Helen Ashworth <helen@ledger.example>
To: =?utf-8?q?Jane_R=C3=B8e?=
 <jane.roe@tides.example>
Cc: "Lind, Bo" <bo.lind@tides.example>, all@tides.example
Reply-To: desk@ostermoor.example
Message-ID: <1@ledger.example>
Date: Mon, 2 Nov 2026 09:00:00 +0000
Subject: A short paper

We pay 500 for a short paper on your project.
"""


PEOPLE = ["Jane R\u00f8e", "JANE.ROE@tides.example", "bo.lind@tides.example", "Lind, Bo",
          "desk@ostermoor.example"]  # fmt: skip
"""By name or address: in To, in Cc, in Reply-To."""


@pytest.mark.parametrize("person", PEOPLE)
def test_who_stands_in_the_header_of_a_mail_gets_it_and_can_have_it_erased(
    store: Store, tmp_path: Path, person: str
) -> None:
    """Recipients and who answers go to: the conversation is exported, and erased with its words in
    the search and its original; of another approach nothing is touched.
    """
    sha256 = receive(store, content=MAIL, name="a.eml", actor="ana", quick=True).sha256
    received(store, tmp_path, [words(2)])
    stream = io.BytesIO()
    told = export_person(store, person, stream, actor="dpo")
    assert (told.approaches, told.mentions, told.originals) == (1, 0, 1)
    held = json.loads(zipfile.ZipFile(stream).read("held.json"))
    assert held["approaches"][0]["words"]["messages"][0]["subject"] == "A short paper"
    assert not any(each in json.dumps(held["approaches"]) for each in ("jane.roe", "bo.lind"))
    done = erase(store, actor="dpo", reason="asked", person=person)
    assert (done.approaches, done.originals, done.kept) == ((1,), (sha256,), ())
    assert approach(store, 1).conversation is None
    for gone in ("jane.roe@tides.example", "ostermoor", "bo.lind", '"lind, bo"'):
        assert search(store, gone).rows == (), gone
    with pytest.raises(UsageError, match="nothing is held"):
        export_person(store, person, io.BytesIO(), actor="dpo")
    assert approach(store, 2).conversation is not None
    assert verify_journal(store).holds


@pytest.mark.parametrize("person", PEOPLE[:2])
def test_the_recipient_of_a_mail_taken_in_before_is_found(
    store: Store, monkeypatch: pytest.MonkeyPatch, person: str
) -> None:
    """An older version kept no recipients: its original tells them, and an address leads to the
    conversation that it brought. A name is too little for that: others may bear it. It can go.
    """
    with monkeypatch.context() as before:
        kept = "counterpitch.intake.mail.envelope.Headers._named_recipients"
        before.setattr(kept, lambda self: ())
        sha256 = receive(store, content=MAIL, name="a.eml", actor="ana", quick=True).sha256
    stream = io.BytesIO()
    told = export_person(store, person, stream, actor="dpo")
    assert (told.approaches, told.originals) == (1 if "@" in person else 0, 1)
    held = json.loads(zipfile.ZipFile(stream).read("held.json"))
    assert held["in_originals"] == [sha256]
    with pytest.raises(UsageError, match="only 1 original still holds this person"):
        erase(store, actor="dpo", reason="asked", person=person)
    erase(store, actor="dpo", reason="asked", person=person, shared=True)
    assert b"".join(original(store, sha256)) == b""
    assert approach(store, 1).conversation is not None
    assert verify_journal(store).holds


def test_what_is_erased_waits_for_nobody(store: Store, code: str) -> None:
    """An erased approach leaves the open queue, by band too; among all of them it is still told."""
    erase(store, actor="dpo", reason="asked", approaches=[2])
    assert [row.id for row in queue(store).rows] == [3]
    assert [row.id for row in queue(store, QueueFilter(bands=("high",))).rows] == [3]
    newest = QueueFilter(order="newest", channels=("linkedin",))
    assert [row.id for row in queue(store, newest).rows] == [3]
    assert len(queue(store, QueueFilter(statuses=())).rows) == 3


def test_the_same_bytes_in_a_case_go_too(store: Store) -> None:
    """A report that is a file of a case as well is gone from both, and the pack holds neither."""
    sha256 = receive(store, content=MAIL, name="a.eml", actor="ana", quick=True).sha256
    number = new_case(store, title="T", actor="carl", approaches=[1])
    add_file(store, number, content=MAIL, name="Helen's mail.eml", actor="carl")
    done = erase(store, actor="dpo", reason="asked", person="Helen Ashworth")
    assert (done.originals, done.kept, done.cases) == ((sha256,), (), (number,))
    assert b"".join(original(store, sha256)) == b""
    assert [each.name for each in case(store, number).files] == ["[erased]"]
    stream = io.BytesIO()
    told = pack(store, number, stream, actor="carl").originals
    assert [each.withheld for each in told] == ["erased"]
    assert not any(name.startswith("files/") for name in zipfile.ZipFile(stream).namelist())


def test_a_file_of_another_case_is_told_and_goes_when_asked(store: Store) -> None:
    """A file of a case that names somebody as sender stays, with the reason, until asked."""
    receive(store, content="Helen Ashworth: Hello\nMe: Yes?\n", actor="ana", quick=True)
    number = new_case(store, title="T", actor="carl")
    add_file(store, number, content=MAIL, name="a.eml", actor="carl")
    done = erase(store, actor="dpo", reason="asked", person="Helen Ashworth")
    assert [each.why for each in done.kept] == [f"is a file of C-{number}"]
    done = erase(store, actor="dpo", reason="asked", person="Helen Ashworth", shared=True)
    assert done.cases == (number,)
