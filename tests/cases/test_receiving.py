import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from counterpitch.cases import (
    QueueFilter,
    Store,
    approach,
    conversation_at,
    original,
    outcome,
    queue,
    receive,
    resume,
    verify_journal,
)
from counterpitch.cases.receiving import unfinished
from counterpitch.cases.tables import evidence_chunk, mark, receipt
from counterpitch.errors import CounterpitchError, UnreadableInput, UsageError
from counterpitch.intake.jsonl import encode
from counterpitch.model.message import Message
from counterpitch.render.jsonform import document
from tests.cases.samples import BEGAN, WORDS, files, received, verdict, words

EXPORT = Path(__file__).parents[2] / "examples" / "linkedin-export.zip"
EVERYTHING = QueueFilter(statuses=())


def test_original_is_kept_byte_for_byte(store: Store) -> None:
    """What was received comes back as it was, and every message says where it stands in it."""
    receipt_ = receive(store, content=EXPORT, actor="ana", quick=True)
    assert b"".join(original(store, receipt_.sha256)) == EXPORT.read_bytes()
    assert receipt_.state == "done"
    assert receipt_.new == receipt_.approaches_total > 5
    found = approach(store, receipt_.approaches[0])
    assert found.conversation is not None
    for message in found.conversation.messages:
        assert message.locator is not None
        assert message.locator.source == receipt_.sha256


def test_pasted_text_gets_verdict_and_receipt(store: Store) -> None:
    """A pasted text is assessed at once; channel and what was revealed are as told."""
    told = "We pay 2,000 for a short paper. Which of your colleagues work on this?"
    receipt_ = receive(
        store, content=told, actor="bob", channel="whatsapp", revealed=("my employer",),
        note="came at night", quick=True,
    )  # fmt: skip
    assert receipt_.verdicts[0].band in ("elevated", "high")
    assert receipt_.verdicts[0].reasons
    found = approach(store, receipt_.approaches[0])
    assert found.row.channel == "whatsapp"
    assert found.revealed == ("my employer",)
    assert found.received[0].note == "came at night"
    later = outcome(store, receipt_.code.lower().replace("-", " "))
    assert later.answered_at is None
    assert later.statuses[0][2] == "new"


def test_same_file_twice_counts_once(store: Store, tmp_path: Path) -> None:
    """The same file from the same person is the same receipt; from another, another report."""
    first = received(store, tmp_path, [words(1), words(2)])
    again = received(store, tmp_path, [words(1), words(2)])
    assert (again.code, again.again) == (first.code, True)
    other = received(store, tmp_path, [words(1), words(2)], actor="bob")
    assert other.code != first.code
    assert (other.new, other.approaches_total) == (0, 2)
    rows = queue(store, EVERYTHING).rows
    assert [row.reports for row in rows] == [2, 2]
    assert verify_journal(store).holds


def test_same_message_in_two_files_counts_once(store: Store, tmp_path: Path) -> None:
    """A later export with one message more adds that message, as a new version beside the old."""
    received(store, tmp_path, [words(1, WORDS[:2])])
    later = received(store, tmp_path, [words(1, WORDS)])
    assert later.new == 0
    (row,) = queue(store, EVERYTHING).rows
    assert row.messages == 3
    found = approach(store, row.id)
    assert [each.version for each in found.contents] == [2, 1]
    assert found.assessments[0].content_version == 2
    assert found.assessments[-1].version == 1
    before = conversation_at(store, row.id, 1)
    assert before is not None
    assert len(before.messages) == 2


def test_same_words_twice_in_one_file_are_two_messages(store: Store, tmp_path: Path) -> None:
    """Within one file, two equal messages at the same time stay two, also when read again."""
    twice = words(1)
    twice = msgspec.structs.replace(twice, messages=(twice.messages[0], *twice.messages))
    received(store, tmp_path, [twice])
    received(store, tmp_path, [twice], actor="bob")
    (row,) = queue(store, EVERYTHING).rows
    assert row.messages == 4
    with store.read() as connection:
        assert len(connection.execute(sa.select(mark)).all()) == 4


def test_many_equal_lines_take_linear_time(store: Store, tmp_path: Path) -> None:
    """Ten thousand equal messages are told apart without comparing each with each."""
    message = words(1).messages[0]
    many = msgspec.structs.replace(words(1), messages=(message,) * 10_000)
    received(store, tmp_path, [many])
    (row,) = queue(store, EVERYTHING).rows
    assert row.messages == 10_000


def test_two_people_approached_in_the_same_words_are_two(store: Store, tmp_path: Path) -> None:
    """The same text to another owner is another approach."""
    first = words(1)
    other = msgspec.structs.replace(
        first, owner=msgspec.structs.replace(first.owner, name="Jonas Weil")
    )
    received(store, tmp_path, [first, other])
    assert len(queue(store, EVERYTHING).rows) == 2


def test_unreadable_is_kept_and_said(store: Store) -> None:
    """What nobody can read is kept all the same, with a sentence that says so."""
    noise = bytes(range(256)) * 40
    receipt_ = receive(store, content=noise, name="shot.bin", actor="ana")
    assert receipt_.state == "unreadable"
    assert receipt_.notices
    assert b"".join(original(store, receipt_.sha256)) == noise
    assert "kept as it came" in outcome(store, receipt_.code).answer


def test_notes_name_their_file(store: Store) -> None:
    """Of several chats handed in, each note says which one it is about."""
    chat = b"01/03/2026, 10:00 - Pavel Horn: Hello\n01/03/2026, 10:05 - Ines: Hello"
    told = receive(store, content=chat, name="march.txt", actor="ana").notices
    assert told[0].startswith("march.txt, row 1: Day and month cannot be told apart")


@pytest.mark.parametrize("content", [b"", ""])
def test_empty_is_one_sentence(store: Store, content: bytes | str) -> None:
    """Nothing received is an error that says what to do."""
    with pytest.raises(UnreadableInput, match="nothing in it"):
        receive(store, content=content, actor="ana")


def test_unknown_code_is_one_sentence(store: Store) -> None:
    """A code that was never given out is told as such, whatever was typed."""
    for typed in ("", "0000-0000-0000", "' OR 1=1 --", "ÄÖÜ\x00"):
        with pytest.raises(UsageError, match="not given out"):
            outcome(store, typed)


def test_hostile_text_reaches_every_column(store: Store, tmp_path: Path) -> None:
    """Zero bytes, half characters and formulas are kept as data on both databases."""
    nasty = "=cmd()|'\x00\u202e<script>{{7*7}}"
    conversation = words(1, (nasty, nasty), name=nasty)
    receipt_ = received(store, tmp_path, [conversation], actor="a\x00b")
    assert receipt_.approaches_total == 1
    found = approach(store, receipt_.approaches[0], viewer="eve\x00")
    assert found.conversation is not None
    assert found.conversation.messages[0].text == nasty
    assert "\x00" not in found.row.contact


def test_crash_in_the_middle_is_finished_later(
    store: Store, opened: Callable[[], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was received but not read to its end is finished by ``resume``, counted once."""
    from counterpitch.cases import receiving

    monkeypatch.setattr(receiving, "BATCH", 2)
    kept = receiving._keep
    calls: list[int] = []

    def breaks(*arguments: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise CounterpitchError("the power went")
        return kept(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(receiving, "_keep", breaks)
    with pytest.raises(CounterpitchError):
        received(store, tmp_path, [words(n) for n in range(6)])
    later = opened()
    assert len(unfinished(later)) == 1
    assert resume(later) == 1
    assert len(queue(later, EVERYTHING).rows) == 6
    assert unfinished(later) == ()
    assert verify_journal(later).holds


def test_verdicts_alone_are_taken_in(store: Store, tmp_path: Path) -> None:
    """A file as ``scan --jsonl`` writes it makes approaches without words, once."""
    _, verdicts = files(tmp_path, [words(1), words(2)], "he")
    for actor in ("ana", "bob"):
        assert receive(store, content=verdicts, actor=actor).approaches_total == 2
    rows = queue(store, EVERYTHING).rows
    assert [(row.band, row.messages, row.reports) for row in rows] == [
        ("high", 3, 2), ("elevated", 3, 2),
    ]  # fmt: skip
    found = approach(store, rows[0].id)
    assert found.verdict is not None
    assert found.verdict.findings[0].quotes[0].text == WORDS[2]
    assert found.conversation is not None
    assert found.conversation.extra == {"words": "not received"}


def test_verdicts_that_point_beyond_the_words_are_cut(store: Store, tmp_path: Path) -> None:
    """A verdict file that quotes a message which is not there cannot break a page."""
    full, short = words(1), words(1, WORDS[:1])
    _, verdicts = files(tmp_path, [full])
    only = tmp_path / "short.jsonl"
    only.write_bytes(encode(short))
    receipt_ = receive(store, content=only, verdicts=verdicts, actor="ana")
    found = approach(store, receipt_.approaches[0])
    assert found.verdict is not None
    assert found.conversation is not None
    assert found.verdict.findings[0].quotes == ()
    assert document(found.conversation, found.verdict)


def test_evidence_cannot_be_changed(store: Store) -> None:
    """The database itself refuses to change a byte of an original."""
    receive(store, content="Dear colleague, may we talk?", actor="ana", quick=True)
    change = evidence_chunk.update().values(data=b"other")
    with pytest.raises(sa.exc.IntegrityError, match="never changed"), store.write() as connection:
        connection.execute(change)


def test_messages_keep_their_order_when_an_older_file_comes_later(
    store: Store, tmp_path: Path
) -> None:
    """Older messages that come in later stand before the newer ones."""
    late = words(1)
    early = Message("contact", "An earlier hello", BEGAN - timedelta(days=2))
    received(store, tmp_path, [late])
    more = msgspec.structs.replace(late, messages=(early, *late.messages))
    received(store, tmp_path, [more], actor="bob")
    (row,) = queue(store, EVERYTHING).rows
    found = approach(store, row.id)
    assert found.conversation is not None
    assert [m.text for m in found.conversation.messages] == ["An earlier hello", *WORDS]


def test_receipts_hold_where_from_and_consent(store: Store) -> None:
    """Who, when and from where stand with the receipt, as told."""
    receive(
        store, content="Dear colleague, may we talk?", actor="ana", where_from="desk link A",
        consent=True, quick=True,
    )  # fmt: skip
    with store.read() as connection:
        row = connection.execute(sa.select(receipt)).one()
    assert (row.actor, row.where_from, row.consent, row.state) == (
        "ana", "desk link A", True, "done",
    )  # fmt: skip


def test_importers_at_once_count_once(
    store: Store, opened: Callable[[], Store], tmp_path: Path
) -> None:
    """Four who hand in overlapping files at the same moment make each approach once."""
    first, second = files(tmp_path, [words(n) for n in range(12)])
    stores = [store, opened(), opened(), opened()]
    errors: list[BaseException] = []

    def run(own: Store, actor: str) -> None:
        try:
            receive(own, content=first, verdicts=second, actor=actor, quick=True)
        except BaseException as error:
            errors.append(error)

    names = ("ana", "ana", "bob", "eve")
    threads = [
        threading.Thread(target=run, args=(own, actor))
        for own, actor in zip(stores, names, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    rows = queue(store, EVERYTHING).rows
    assert len(rows) == 12
    assert {row.reports for row in rows} == {3}
    assert verify_journal(store).holds


def test_verdict_within_a_line_is_taken(store: Store, tmp_path: Path) -> None:
    """A line of the interchange format may carry its verdict; it is kept apart from the words."""
    conversation = words(1)
    judged = document(conversation, verdict(conversation, "elevated"))
    line = json.loads(encode(conversation)) | {"verdict": msgspec.to_builtins(judged)}
    path = tmp_path / "both.jsonl"
    path.write_bytes(msgspec.json.encode(line) + b"\n")
    receipt_ = receive(store, content=path, actor="ana")
    found = approach(store, receipt_.approaches[0])
    assert found.row.band == "elevated"
    assert found.verdict is not None
    assert found.verdict.rules == "rules-of-the-test"
    assert found.conversation is not None
    assert "verdict" not in found.conversation.extra
    assert found.journal[1].payload is not None
    assert found.journal[1].payload["imported"] is True


def test_an_outcome_counts_other_people(store: Store) -> None:
    """Who hands the same in twice, in two files, is one person, and not another one."""
    codes = [
        receive(store, content=f"Ann: Hello Bob\n{end}", actor=actor, quick=True).code
        for actor, end in (("eva", ""), ("eva", "\n"), ("eva", "\n\n"), ("ben", "\n\n\n"))
    ]
    assert [outcome(store, code).others for code in codes] == [1, 1, 1, 1]
