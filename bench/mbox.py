"""Writes a large mailbox of invented mail, for timing the reader."""

import base64
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

OWNER = "owen.reyes@lab.example"
START = datetime(2024, 1, 1, 8, tzinfo=UTC)


def write_mbox(
    path: Path, size_bytes: int, seed: int, conversations: Sequence[Sequence[tuple[str, str]]]
) -> int:
    """Write a mailbox of about ``size_bytes`` and return how many mails it holds.

    A conversation is a sequence of (side, text), side being ``contact`` or
    ``owner``. Texts grow to between 2 and 20 KB by quoting and padding; one mail
    in five has HTML, one in fifty an attachment of 0.2 to 6 MB. The same seed
    gives the same bytes.
    """
    drawn = random.Random(seed)
    count, written, thread = 0, 0, 0
    with path.open("wb") as out:
        while written < size_bytes:
            thread += 1
            for mail in _thread(drawn, drawn.choice(conversations), thread):
                written += out.write(mail)
                count += 1
    return count


def _thread(drawn: random.Random, turns: Sequence[tuple[str, str]], thread: int) -> list[bytes]:
    contact = f"person{thread}@firm{thread % 997}.example"
    mails: list[bytes] = []
    quoted, when = "", START + timedelta(minutes=7 * thread)
    for number, (side, text) in enumerate(turns):
        when += timedelta(hours=drawn.randrange(1, 40))
        sender, to = (contact, OWNER) if side == "contact" else (OWNER, contact)
        body = text + "\n" + _padding(drawn, text) + quoted
        mails.append(_mail(drawn, sender, to, thread, number, when, body))
        stamp = when.strftime("%a, %d %b %Y %H:%M:%S +0000")
        lines = "".join(f"> {line}\n" for line in text.splitlines())
        quoted = f"\n\nOn {stamp}, {sender} wrote:\n{lines}"
    return mails


def _padding(drawn: random.Random, text: str) -> str:
    words = text.split() or ["hello"]
    lines = drawn.randrange(20, 160)
    return "\n".join(" ".join(drawn.choices(words, k=11)) for _ in range(lines))


def _mail(
    drawn: random.Random, sender: str, to: str, thread: int, number: int, when: datetime, body: str
) -> bytes:
    head = (
        f"From {thread}{number:03}@xxx {when:%a %b %d %H:%M:%S} +0000 {when:%Y}\n"
        f"X-GM-THRID: {thread}\nX-Gmail-Labels: {'Sent' if sender == OWNER else 'Inbox'}\n"
        f"Delivered-To: {OWNER}\n" + _received(when) + f"From: Some Person <{sender}>\nTo: {to}\n"
        f"Subject: =?utf-8?q?Conversation_{thread}?=\nDate: {when:%a, %d %b %Y %H:%M:%S} +0000\n"
        f"Message-ID: <m{thread}.{number}@mail.example>\nMIME-Version: 1.0\n"
    )
    escaped = body.replace("\nFrom ", "\n>From ")
    part = f"Content-Type: text/plain; charset=utf-8\n\n{escaped}\n"
    if drawn.random() < 0.2:
        rows = "".join(f"<p>{line}</p>\n" for line in escaped.splitlines())
        part = (
            f'Content-Type: multipart/alternative; boundary="alt"\n\n--alt\n{part}'
            "--alt\nContent-Type: text/html; charset=utf-8\n\n<html><body>"
            f'{rows}<a href="https://firm.example/">our site</a></body></html>\n--alt--\n'
        )
    if drawn.random() < 0.02:
        data = base64.encodebytes(drawn.randbytes(drawn.randrange(200_000, 6_000_000))).decode()
        part = (
            f'Content-Type: multipart/mixed; boundary="mix"\n\n--mix\n{part}--mix\n'
            'Content-Type: application/pdf; name="paper.pdf"\nContent-Disposition: attachment\n'
            f"Content-Transfer-Encoding: base64\n\n{data}--mix--\n"
        )
    return (head + part + "\n").encode()


def _received(when: datetime) -> str:
    stamp = when.strftime("%a, %d %b %Y %H:%M:%S +0000")
    hop = "Received: from a.mail.example (a.mail.example [192.0.2.7])\n by b.lab.example; "
    return f"{hop}{stamp}\n" * 4 + "DKIM-Signature: v=1; a=rsa-sha256;\n b=" + "A" * 300 + "\n"
