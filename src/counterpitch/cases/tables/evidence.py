"""What was received, byte for byte, and each act of receiving."""

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from counterpitch.cases.tables.base import METADATA, BigKey, Moment, numbered

evidence: Final = Table(
    "evidence",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigKey, nullable=False),
    Column("stored_at", Moment, nullable=False),
    Column("erased_at", Moment),
)
"""An original by its SHA-256 (hex). After erasure the row and the hash stay, the bytes do not."""

evidence_chunk: Final = Table(
    "evidence_chunk",
    METADATA,
    Column("sha256", String(64), ForeignKey("evidence.sha256"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""The bytes of an original in pieces of 1 MiB, so that no file has to fit into memory."""

receipt: Final = Table(
    "receipt",
    METADATA,
    numbered(),
    Column("code", String(20), nullable=False, unique=True),
    Column("sha256", String(64), ForeignKey("evidence.sha256"), nullable=False),
    Column("verdicts_sha256", String(64), ForeignKey("evidence.sha256")),
    Column("name", Text, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("where_from", Text, nullable=False),
    Column("channel", String(40), nullable=False),
    Column("revealed", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("consent", Boolean, nullable=False),
    Column("quick", Boolean, nullable=False),
    Column("state", String(20), nullable=False),
    Column("notices", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("erased_at", Moment),
    Index(None, "sha256", "actor"),
    Index(None, "state"),
    sqlite_autoincrement=True,
)
"""An act of receiving. ``state``: reading, done, unreadable. ``revealed`` is a JSON list.

``verdicts_sha256`` names the file of verdicts that came with it, if one did.
"""

receipt_approach: Final = Table(
    "receipt_approach",
    METADATA,
    Column("receipt_id", BigKey, ForeignKey("receipt.id"), primary_key=True),
    Column("approach_id", BigKey, ForeignKey("approach.id"), primary_key=True),
    Index(None, "approach_id"),
)
