"""Journal entries, and what verification says of them."""

from datetime import datetime
from typing import Any

import msgspec


class JournalEntry(msgspec.Struct, frozen=True):
    """One thing that happened. ``payload`` is None where its content was erased.

    ``subject`` names what it happened to: ``approach:12``, ``case:3``, ``receipt:7``,
    ``evidence:<sha256>`` or ``store``.
    """

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    payload: dict[str, Any] | None
    payload_sha256: str
    previous: str
    hash: str


class Verification(msgspec.Struct, frozen=True):
    """Whether the journal holds: entries read, and the first broken one if there is one."""

    entries: int
    head: str
    erased: int
    broken: int | None = None
    problem: str = ""

    @property
    def holds(self) -> bool:
        """Tell whether nothing is broken."""
        return self.broken is None and not self.problem


class SignedHead(msgspec.Struct, frozen=True):
    """The end of the journal on a day, signed (Ed25519; base64 of raw bytes).

    ``signature`` is over the canonical JSON of the other fields but ``public_key``.
    """

    format: str
    day: str
    seq: int
    at: str
    hash: str
    public_key: str
    signature: str
