"""The interchange format: what is written is read again, and damage costs only its line."""

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.chat_samples import CORPORA, check_expected, kinds, read_bytes, samples

from counterpitch.errors import UnreadableInput
from counterpitch.intake import jsonl
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Contact, Conversation, Owner
from counterpitch.model.message import Attachment, Link, Locator, MailHeaders, Message

GOOD = b'{"id": "a", "channel": "email", "messages": [{"from": "contact", "text": "Hi"}]}\n'

EARLIEST = datetime(1, 1, 1, tzinfo=UTC)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
places = st.builds(Locator, words, words, st.integers(1, 9**9) | st.none(), st.none())
messages = st.builds(
    Message,
    sender=st.sampled_from(("contact", "owner")),
    text=words,
    sent_at=st.datetimes(timezones=st.just(UTC), min_value=datetime(1990, 1, 1)) | st.none(),
    zone_assumed=st.booleans(),
    author=words,
    subject=words,
    links=st.lists(st.builds(Link, words, words), max_size=2).map(tuple),
    attachments=st.lists(st.builds(Attachment, words, words), max_size=2).map(tuple),
    headers=st.none() | st.builds(MailHeaders, words, words, authentication=st.just(("a",))),
    locator=places,
)
conversations = st.builds(
    Conversation,
    id=words.filter(bool),
    channel=st.sampled_from(("linkedin", "email", "other", "signal")),
    messages=st.lists(messages, min_size=1, max_size=3).map(
        lambda many: tuple(
            sorted(many, key=lambda m: m.sent_at or datetime.min.replace(tzinfo=UTC))
        )
    ),
    contact=st.builds(Contact, words, email=words | st.none(), links=st.just(("a.example",))),
    owner=st.builds(Owner, words, name=words),
    language=words,
    title=words,
    extra=st.dictionaries(
        st.sampled_from(("label", "stage", "pair")), words | st.none() | st.integers(0, 9)
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(conversations, min_size=1, max_size=3))
def test_round_trip(many: list[Conversation]) -> None:
    """Whatever is written is read again exactly, locators and unknown keys included."""
    stream = io.BytesIO()
    assert jsonl.write(many, stream) == len(many)
    found, notices = read_bytes(jsonl, stream.getvalue())
    assert found == many
    assert notices.total() == 0


@pytest.mark.parametrize("path", samples("jsonl"), ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    """Each sample is recognised and read as the file beside it says."""
    assert jsonl.identify(Origin.of_file(path))
    check_expected(jsonl, path)


def test_unknown_channel_is_written_back() -> None:
    """An unknown channel is read as other, and its own word survives a round trip."""
    line = GOOD.replace(b"email", b"wechat")
    (found,), notices = read_bytes(jsonl, line)
    assert (found.channel, found.extra["channel"]) == ("other", "wechat")
    assert json.loads(jsonl.encode(found))["channel"] == "wechat"
    assert kinds(notices) == {"unknown-channel": 1}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b"{broken\n", "damaged-row"),
        (b'{"id": 1, "messages": 7}\n', "damaged-row"),
        (b"\x00\x00\x00\n", "zero-bytes"),
        (b"[" * 100_000 + b"\n", "damaged-row"),
        (b'{"messages": [{"from": "bot", "text": "x"}]}\n', "unknown-sender"),
        (b'{"messages": [{"from": "owner", "text": 5}]}\n', "damaged-message"),
        (b'{"messages": [{"from": "owner", "text": "x", "sent_at": "soon"}]}\n', "wrong-type"),
        (b'{"messages": [{"from": "owner", "text": "x", "mood": 1}]}\n', "unknown-key"),
        (b'{"contact": [], "messages": []}\n', "wrong-type"),
    ],
)
def test_damage_costs_one_line(line: bytes, kind: str) -> None:
    """A damaged line becomes one notice with its row; the lines around it are read."""
    found, notices = read_bytes(jsonl, GOOD + line + GOOD)
    assert [found[0].id, found[-1].id] == ["a", "a"]
    assert kinds(notices) == {kind: 1}
    assert notices.kept[0].row == 2


def test_overlong_line() -> None:
    """A line over the limit is left out with a notice; rows after it keep their number."""
    found, notices = read_bytes(jsonl, b"x" * (17 * 1024 * 1024) + b"\n" + GOOD)
    assert kinds(notices) == {"long-line": 1}
    assert found[0].messages[0].locator is not None
    assert found[0].messages[0].locator.row == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    """A byte-order mark or UTF-16 changes nothing of what is read."""
    data = (GOOD.decode() * 3).encode(encoding)
    assert jsonl.identify(Origin.of_bytes("x", data))
    found, notices = read_bytes(jsonl, data)
    assert len(found) == 3
    assert notices.total() == 0


def test_gzip() -> None:
    """Compressed lines are read; a file cut off keeps what came before."""
    packed = gzip.compress(b"".join(GOOD.replace(b'"a"', b'"%d"' % n) for n in range(20_000)))
    assert jsonl.identify(Origin.of_bytes("x.jsonl.gz", packed))
    assert len(read_bytes(jsonl, packed)[0]) == 20_000
    found, notices = read_bytes(jsonl, packed[: len(packed) // 2])
    assert 0 < len(found) < 20_000
    assert "damaged-archive" in kinds(notices)


def test_gzip_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that unpacks to far more than its size is read up to a limit."""
    monkeypatch.setattr("counterpitch.intake.interchange.compressed.UNPACKED_LIMIT", 1_000_000)
    packed = gzip.compress(GOOD + b" " * 50_000_000)
    found, notices = read_bytes(jsonl, packed)
    assert len(found) == 1
    assert kinds(notices)["decompression-limit"] == 1


def test_messages_out_of_order_are_sorted() -> None:
    """Messages are returned oldest first, with a notice where they were not."""
    line = (
        b'{"id":"a","channel":"email","messages":['
        b'{"from":"owner","text":"2","sent_at":"2025-03-02T00:00:00Z"},'
        b'{"from":"contact","text":"1","sent_at":"2025-03-01T00:00:00Z"}]}\n'
    )
    (found,), notices = read_bytes(jsonl, line)
    assert [message.text for message in found.messages] == ["1", "2"]
    assert kinds(notices) == {"out-of-order": 1}


def test_nothing_readable() -> None:
    """A file without any conversation raises a sentence that names it."""
    with pytest.raises(UnreadableInput, match=r"x\.jsonl"):
        list(jsonl.read(Origin.of_bytes("x.jsonl", b"{}\n"), Notices()))


@pytest.mark.corpora
def test_corpora() -> None:
    """Every conversation of the corpora is read without a notice and written back exactly."""
    if not CORPORA.is_dir():
        pytest.skip("the corpora are absent")
    for path in sorted((CORPORA / "conversations-dev").glob("*.jsonl")):
        if path.stem.endswith("evidence"):
            assert not jsonl.identify(Origin.of_file(path))
            continue
        found, notices = read_bytes(jsonl, path.read_bytes())
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        assert notices.total() == 0
        for conversation, line in zip(found, lines, strict=True):
            written = json.loads(jsonl.encode(conversation))
            for message in written["messages"]:
                message.pop("locator")
            assert written == line
