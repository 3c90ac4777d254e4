"""Cases: what a person keeps together, and everything done about it."""

from typing import Final

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, String, Table, Text

from counterpitch.cases.tables.base import METADATA, BigKey, Moment, numbered

case_file: Final = Table(
    "case_file",
    METADATA,
    numbered(),
    Column("title", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("owner", String(200), nullable=False),
    Column("summary", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("opened_by", String(200), nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("retain_until", Date),
    Column("retain_reason", Text, nullable=False),
    Column("erased_at", Moment),
    Index(None, "status", "id"),
    Index(None, "retain_until"),
    sqlite_autoincrement=True,
)

case_approach: Final = Table(
    "case_approach",
    METADATA,
    Column("case_id", BigKey, ForeignKey("case_file.id"), primary_key=True),
    Column("approach_id", BigKey, ForeignKey("approach.id"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Index(None, "approach_id"),
)

case_person: Final = Table(
    "case_person",
    METADATA,
    numbered(),
    Column("case_id", BigKey, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    sqlite_autoincrement=True,
)
"""A person concerned: contact, target, witness or bystander."""

case_task: Final = Table(
    "case_task",
    METADATA,
    numbered(),
    Column("case_id", BigKey, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("owner", String(200), nullable=False),
    Column("due_on", Date),
    Column("done_at", Moment),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    sqlite_autoincrement=True,
)

case_note: Final = Table(
    "case_note",
    METADATA,
    numbered(),
    Column("case_id", BigKey, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    sqlite_autoincrement=True,
)

case_attachment: Final = Table(
    "case_attachment",
    METADATA,
    numbered(),
    Column("case_id", BigKey, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("sha256", String(64), ForeignKey("evidence.sha256"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("in_pack", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    sqlite_autoincrement=True,
)

case_move: Final = Table(
    "case_move",
    METADATA,
    numbered(),
    Column("case_id", BigKey, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("before", String(20), nullable=False),
    Column("after", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    sqlite_autoincrement=True,
)
"""A step of a case's status, with its reason."""
