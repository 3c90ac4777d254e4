"""What was received, and what could not be read of it."""

import msgspec


class Source(msgspec.Struct, frozen=True):
    """A file as received: path as the user knows it, SHA-256 (hex), size in bytes."""

    path: str
    sha256: str
    size: int


class Notice(msgspec.Struct, frozen=True):
    """Something that was left out or guessed, and where.

    ``kind`` is a short stable word for counting (``damaged-row``); ``message``
    one sentence for a person.
    """

    kind: str
    message: str
    path: str
    row: int | None = None
    offset: int | None = None
