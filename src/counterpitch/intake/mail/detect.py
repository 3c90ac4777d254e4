"""Tells mail from everything else by its content."""

import re
from typing import Literal

from counterpitch.intake.mail.mbox import is_separator
from counterpitch.intake.origin import Origin

Kind = Literal["mbox", "eml", "emlx", ""]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n\t ]*")
_COUNT = re.compile(rb"\d{1,12}[ \t]*\r?\n")
_LINE = re.compile(rb"([!-9;-~]{1,100})[ \t]*:|[ \t]")
# Headers that a mail program writes and nobody types.
_MACHINE = frozenset(
    (
        b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to",
        b"dkim-signature", b"content-type", b"authentication-results", b"x-mailer",
        b"arc-seal", b"references", b"in-reply-to", b"x-gm-thrid", b"x-gmail-labels",
        b"x-original-to", b"content-transfer-encoding", b"user-agent", b"list-id",
    )
)  # fmt: skip
_PERSONS = frozenset((b"from", b"to", b"date", b"subject"))
_MAIL_DATE = re.compile(rb"^date:[^\r\n]{0,60}\d{4} \d\d?:\d\d", re.IGNORECASE | re.MULTILINE)


def start(head: bytes) -> int:
    """Return where the content begins, after a byte order mark and blank lines."""
    found = _LEAD.match(head)
    return found.end() if found else 0


def kind(head: bytes) -> tuple[Kind, int]:
    """Return which kind of mail file begins like this, and where its first message starts."""
    begin = start(head)
    if head.startswith(b"From ", begin) and is_separator(head[begin:], 0):
        return "mbox", begin
    if _is_mail(head, begin):
        return "eml", begin
    counted = _COUNT.match(head, begin)
    if counted and _is_mail(head, counted.end()):
        return "emlx", counted.end()
    return "", 0


def identify(origin: Origin) -> bool:
    """Tell whether ``origin`` is an .eml, an .mbox or an .emlx file."""
    return kind(origin.head)[0] != ""


def hint(origin: Origin) -> str | None:
    """Return what to do with a mail format that cannot be read here, None for others."""
    head = origin.head
    if head.startswith(_OLE) and b"_\0_\0s\0u\0b\0s\0t\0g\0" in head:
        return "This is an Outlook .msg message: open it in Outlook and save it as .eml."
    if head.startswith(_OLE):
        return "This is an old Office or Outlook file: save a mail as .eml, a document as text."
    if head.startswith(b"!BDN"):
        return "This is an Outlook .pst store: save the conversation's mails as .eml."
    return None


def _is_mail(head: bytes, begin: int) -> bool:
    names: set[bytes] = set()
    for line in head[begin : begin + 32_768].split(b"\n"):
        if not line.strip(b"\r"):
            break
        found = _LINE.match(line)
        if not found:
            # A cut line at the end of what was looked at is no reason to refuse.
            break
        if found[1]:
            names.add(found[1].lower())
    people = len(names & _PERSONS)
    machine = len(names & _MACHINE)
    if machine >= 2 or (machine and people):
        return people > 0 or machine >= 3
    return people >= 3 and bool(_MAIL_DATE.search(head[begin : begin + 32_768]))
