"""A message, where it came from, and what travelled with it."""

from datetime import datetime
from typing import Literal

import msgspec

Side = Literal["contact", "owner"]
"""Who wrote a message: the person who approaches, or the person approached."""


class Locator(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a message stands in what was received.

    ``source`` is the SHA-256 (hex) of the file as received (of the ZIP for a
    ZIP's member), ``path`` what a person calls it (``export.zip!messages.csv``),
    ``row`` a 1-based row (CSV record, line of a text or JSON Lines file, entry
    of a list) and ``offset`` a 0-based byte offset. A reader gives at least one
    of ``row`` and ``offset``.
    """

    source: str
    path: str
    row: int | None = None
    offset: int | None = None


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A link as shown (``text``) and where it leads (``target``). Never opened."""

    target: str
    text: str = ""


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file that came along: its name, type, size in bytes and SHA-256. Never run."""

    name: str
    media_type: str = ""
    size: int | None = None
    sha256: str = ""


class MailHeaders(msgspec.Struct, frozen=True, omit_defaults=True):
    """Mail headers kept for later checks, as bare addresses or decoded text.

    ``recipients`` are those of To and Cc, each an address or ``Name <address>``; like the owner
    they are never an input of a score.
    ``relay`` names a platform that sent the mail on a person's behalf
    (``linkedin``); then no address here belongs to that person.
    """

    from_address: str = ""
    from_name: str = ""
    reply_to: str = ""
    return_path: str = ""
    authentication: tuple[str, ...] = ()
    message_id: str = ""
    references: tuple[str, ...] = ()
    relay: str = ""
    recipients: tuple[str, ...] = ()


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """One text by one person.

    ``text`` is what a reader saw, HTML turned into text. ``sent_at`` carries a
    zone; where the source gives none, UTC is assumed and ``zone_assumed`` is set.
    ``author`` is the display name. ``folder`` is the source's own word
    (``SPAM``, ``ARCHIVE``).
    """

    sender: Side
    text: str
    sent_at: datetime | None = None
    zone_assumed: bool = False
    author: str = ""
    subject: str = ""
    folder: str = ""
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    headers: MailHeaders | None = None
    locator: Locator | None = None
