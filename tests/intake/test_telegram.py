"""Telegram Desktop's JSON: one chat or a whole account."""

import json
from pathlib import Path

import pytest
from tests.intake.chat_samples import (
    DATA,
    EXPORTS,
    check_expected,
    kinds,
    read_bytes,
    samples,
    target,
    told,
)

from counterpitch.errors import UnreadableInput
from counterpitch.intake import telegram
from counterpitch.intake.origin import Origin

CHAT = DATA / "telegram" / "chat.json"


@pytest.mark.parametrize("path", samples("telegram"), ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    """Each sample is recognised and read as the file beside it says."""
    assert telegram.identify(Origin.of_file(path))
    check_expected(telegram, path)


def test_the_account_is_the_owner() -> None:
    """In a full export the account is the owner in every chat, left chats included."""
    found, _ = read_bytes(telegram, (DATA / "telegram" / "account.json").read_bytes())
    assert [each.owner.name for each in found] == ["Maya Lind", ""]
    assert [each.messages[0].sender for each in found] == ["contact", "contact"]


def test_service_messages_are_counted() -> None:
    """Entries that nobody wrote are left out and counted."""
    _, notices = read_bytes(telegram, CHAT.read_bytes())
    assert kinds(notices) == {"system-service": 1}


def test_links_behind_words() -> None:
    """A link behind other words is kept with both."""
    (found,), _ = read_bytes(telegram, CHAT.read_bytes())
    link = found.messages[0].links[0]
    assert (link.target, link.text) == ("https://brief.example/a", "our brief")


def test_cut_off() -> None:
    """A file that breaks off keeps what came before, with a notice."""
    data = CHAT.read_bytes()
    (found,), notices = read_bytes(telegram, data[: data.index(b'"id": 4')])
    assert len(found.messages) == 2
    assert kinds(notices)["damaged-file"] == 1


@pytest.mark.parametrize(
    "entry",
    [
        7,
        None,
        [],
        {"type": "message", "text": 5},
        {"type": "message", "text": {"a": 1}},
        {"type": ["message"]},
    ],
)
def test_odd_entries(entry: object) -> None:
    """An entry of another shape is counted; the entries around it are read."""
    chat = json.loads(CHAT.read_text("utf-8"))
    chat["messages"].insert(1, entry)
    (found,), notices = read_bytes(telegram, json.dumps(chat).encode())
    assert len(found.messages) == 3
    assert notices.total() == 2


@pytest.mark.parametrize("date", ["", "x", "9" * 40, 12, None])
def test_odd_dates(date: object) -> None:
    """A date that cannot be read leaves the message undated."""
    chat = {"messages": [{"type": "message", "from": "A", "text": "Hi", "date_unixtime": date}]}
    (found,), _ = read_bytes(telegram, json.dumps(chat).encode())
    assert found.messages[0].text == "Hi"


def test_nothing_readable() -> None:
    """An export without messages raises a sentence."""
    with pytest.raises(UnreadableInput, match="no message"):
        read_bytes(telegram, b'{"messages": []}')


def test_split(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chat over the limit is split with a notice; no message is lost."""
    monkeypatch.setattr(telegram, "MESSAGE_LIMIT", 2)
    found, notices = read_bytes(telegram, CHAT.read_bytes())
    assert [len(each.messages) for each in found] == [2, 1]
    assert kinds(notices)["chat-split"] == 1


@pytest.mark.corpora
@pytest.mark.parametrize("shape", ["single", "batch"])
def test_corpora(shape: str) -> None:
    """Each public fixture is read as its target says; blanks between pieces are not added."""
    path = EXPORTS / f"test__telegram__test_{shape}_export.json"
    if not path.is_file():
        pytest.skip("the corpora are absent")
    assert telegram.identify(Origin.of_file(path))
    (found,), _ = read_bytes(telegram, path.read_bytes())
    assert [(at, author, text.replace(" ", "")) for at, author, text in told(found)] == [
        (at, author, text.replace(" ", "")) for at, author, text in target("telegram")
    ]
