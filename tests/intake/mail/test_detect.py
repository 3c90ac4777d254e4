"""Mail is told from other files by what stands in it."""

import pytest

from counterpitch.intake import mail
from counterpitch.intake.origin import Origin

HEAD = b"From: a@x.example\nTo: b@y.example\nDate: Mon, 2 Jun 2025 08:00:00 +0000\nSubject: s\n"


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"\nhello",
        b"\xef\xbb\xbf\r\n\r\n" + HEAD.replace(b"\n", b"\r\n") + b"\r\nhello",
        b"Received: by x\nFrom: a@x.example\n\nhello",
        b"From a@x.example Mon Jun  2 08:14:22 2025\n" + HEAD + b"\nhello",
        b"\n\nFrom 12345@xxx Mon Jun 02 08:14:22 +0000 2025\r\nX-GM-THRID: 1\r\n\r\n",
        b"100   \n" + HEAD + b"\nhello",
    ],
)
def test_mail_is_identified(data: bytes) -> None:
    """Mails and mailboxes are found behind a byte order mark and blank lines too."""
    assert mail.identify(Origin.of_bytes("x", data))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"From here it is not far.\nNote: none",
        b"[04/03/25, 14:05:09] A: text\n",
        b"CONVERSATION ID,CONVERSATION TITLE,FROM\n",
        b'{"from": "a", "subject": "b"}',
        b"From: Ann\nTo: Bo\n\nhello",
        b"Name: Ann\nNote: x\n\nhello",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)
def test_other_files_are_not_identified(data: bytes) -> None:
    """Chats, tables, pasted text and archives belong to other readers."""
    assert not mail.identify(Origin.of_bytes("x", data))


def test_outlook_gives_a_hint() -> None:
    """An Outlook message is refused with what to do; other files give no hint."""
    names = "__substg1.0_0037001F".encode("utf-16-le")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + names
    hint = mail.hint(Origin.of_bytes("x", ole))
    assert hint is not None
    assert ".eml" in hint
    assert mail.hint(Origin.of_bytes("x", HEAD)) is None
