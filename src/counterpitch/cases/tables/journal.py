"""The journal: entries that can only be added, what they say, and signed heads."""

from typing import Final

from sqlalchemy import Column, Index, LargeBinary, String, Table, Text

from counterpitch.cases.tables.base import METADATA, BigKey, Moment

journal: Final = Table(
    "journal",
    METADATA,
    Column("seq", BigKey, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("payload_sha256", String(64), nullable=False),
    Column("previous", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False),
    Index(None, "subject", "seq"),
)
"""One thing that happened. ``previous`` is unique, so that no database holds a forked chain."""

journal_payload: Final = Table(
    "journal_payload",
    METADATA,
    Column("seq", BigKey, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary(16)),
    Column("payload", Text),
)
"""What an entry says, apart from it: erased, it leaves a salted hash that tells nothing."""

signed_head: Final = Table(
    "signed_head",
    METADATA,
    Column("seq", BigKey, primary_key=True, autoincrement=False),
    Column("day", String(10), nullable=False, index=True),
    Column("document", Text, nullable=False),
)

setting: Final = Table(
    "setting",
    METADATA,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)
