"""The head of a message: its headers, parsed without judging them."""

import re
from datetime import UTC, datetime, timedelta

from counterpitch.intake.mail.encoded import (
    addresses,
    header_text,
    mailbox,
    mailboxes,
    parameters,
)
from counterpitch.model.message import MailHeaders

MAX_HEAD = 262_144
"""Bytes of headers that are read of one message."""

MAX_REFERENCES = 50
MAX_AUTHENTICATION = 10
MAX_RECIPIENTS = 100

_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_SOUND = re.compile(rb"(?:[!-9;-~]++[ \t]*+:[^\n]*+(?:\n[ \t][^\n]*+)*+(?:\n|\Z))++")
_FIELD = re.compile(rb"^([!-9;-~]++)[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)", re.MULTILINE)
_NAME = re.compile(rb"[!-9;-~]+[ \t]*\Z")
_ZONE = re.compile(r"\+\d{4}|-(?!0000)\d{4}|\b(?:GMT|UTC?|Z|[ECMP][SD]T)\b")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,300})>")


class Headers:
    """Headers by lower-case name, raw; decoded when asked for."""

    def __init__(self, fields: dict[bytes, list[bytes]]) -> None:
        self.fields = fields
        self._decoded: dict[bytes, str] = {}
        self._sender: tuple[str, str] | None = None

    def raw(self, name: bytes) -> bytes:
        """Return the first value of ``name`` as it stands, empty if absent."""
        values = self.fields.get(name)
        return values[0] if values else b""

    def text(self, name: bytes) -> str:
        """Return the first value of ``name`` decoded, "" if absent."""
        if name not in self._decoded:
            raw = self.raw(name)
            self._decoded[name] = header_text(raw) if raw else ""
        return self._decoded[name]

    def texts(self, name: bytes) -> list[str]:
        """Return all values of ``name`` decoded."""
        return [header_text(raw) for raw in self.fields.get(name, ())[:100]]

    def parameters(self, name: bytes) -> tuple[str, dict[str, str]]:
        """Return value and parameters of a structured header."""
        return parameters(self.raw(name))

    def message_id(self) -> str:
        """Return the Message-ID without its brackets, "" if absent."""
        text = self.text(b"message-id")
        found = _MESSAGE_ID.search(text)
        return found[1] if found else text.split(" ", 1)[0].strip("<>")[:300]

    def references(self) -> tuple[str, ...]:
        """Return the message ids this message answers, oldest first, bounded."""
        named = " ".join(self.text(name) for name in (b"references", b"in-reply-to"))
        found = list(dict.fromkeys(_MESSAGE_ID.findall(named)))
        return tuple(found[:1] + found[1:][-MAX_REFERENCES:])

    def sender(self) -> tuple[str, str]:
        """Return display name and address of the author."""
        if self._sender is None:
            self._sender = mailbox(self.text(b"from") or self.text(b"sender"))
        return self._sender

    def recipients(self) -> list[str]:
        """Return the addresses in To and Cc."""
        return [each for name in (b"to", b"cc") for each in addresses(self.text(name))]

    def sent_at(self) -> tuple[datetime | None, bool]:
        """Return when it was sent, and whether its zone had to be assumed."""
        found = moment(self.text(b"date"))
        if found[0]:
            return found
        for received in self.fields.get(b"received", ())[:5]:
            found = moment(header_text(received).rpartition(";")[2])
            if found[0]:
                return found
        return None, False

    def kept(self) -> MailHeaders:
        """Return the headers that later checks look at."""
        name, address = self.sender()
        return MailHeaders(
            from_address=address,
            from_name=name,
            reply_to=mailbox(self.text(b"reply-to"))[1],
            return_path=mailbox(self.text(b"return-path"))[1],
            authentication=self._authentication(),
            message_id=self.message_id(),
            references=self.references(),
            recipients=self._named_recipients(),
        )

    def _named_recipients(self) -> tuple[str, ...]:
        named = [each for name in (b"to", b"cc") for text in self.texts(name)
                 for each in mailboxes(text)]  # fmt: skip
        return tuple(dict.fromkeys(named))[:MAX_RECIPIENTS]

    def _authentication(self) -> tuple[str, ...]:
        names = (b"authentication-results", b"arc-authentication-results", b"received-spf")
        found = [text[:1000] for name in names for text in self.texts(name)]
        return tuple(found[:MAX_AUTHENTICATION])


def parse_head(data: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Return the headers at ``start``, and where the body begins."""
    if data.startswith((b"\n", b"\r\n"), start):
        return Headers({}), min(end, start + 1 + data.startswith(b"\r", start))
    blank = _BLANK.search(data, start, min(end, start + MAX_HEAD))
    stop, body = (blank.start(), blank.end()) if blank else (min(end, start + MAX_HEAD), end)
    block = data[start:stop]
    if _SOUND.fullmatch(block):
        sound: dict[bytes, list[bytes]] = {}
        for name, value in _FIELD.findall(block):
            sound.setdefault(name.lower(), []).append(value)
        return Headers(sound), body
    fields, text_at = _damaged(block)
    return Headers(fields), body if text_at is None else start + text_at


def _damaged(block: bytes) -> tuple[dict[bytes, list[bytes]], int | None]:
    """Read headers line by line; return them, and where text begins without a blank line."""
    fields: dict[bytes, list[bytearray]] = {}
    last: list[bytearray] | None = None
    at, text_at = 0, None
    for line in block.split(b"\n"):
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t"):
            if last is not None:
                last[-1] += b"\n" + line
        elif colon and _NAME.match(name):
            last = fields.setdefault(name.rstrip(b" \t").lower(), [])
            last.append(bytearray(value))
        elif fields and not line.startswith((b"From ", b">From ")):
            text_at = at
            break
        at += len(line) + 1
    return {name: [bytes(each) for each in values] for name, values in fields.items()}, text_at


def moment(text: str) -> tuple[datetime | None, bool]:
    """Return a mail date, and whether it had no zone; None where it is no date."""
    from email.utils import parsedate_tz

    try:
        parts = parsedate_tz(text[:100]) if text else None
        if parts is None:
            return None, False
        naive = datetime(*parts[:6], tzinfo=UTC)
        shift = timedelta(seconds=parts[9] or 0)
        return naive - shift, not _ZONE.search(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None, False
