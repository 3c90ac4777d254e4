"""The tables of people; created by migration 0002. All times are Unix seconds (UTC)."""

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Table,
    false,
)

from counterpitch.cases.tables.base import METADATA, BigKey

PERSON: Final = Table(
    "person",
    METADATA,
    Column("id", String(24), primary_key=True),
    Column("login", String(200), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(12), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("password", String(300), nullable=False, server_default=""),
    Column("totp_secret", String(64), nullable=False, server_default=""),
    Column("totp_on", Boolean, nullable=False, server_default=false()),
    Column("totp_step", Integer, nullable=False, server_default="0"),
    Column("subject", String(500), nullable=True, unique=True),
)

RECOVERY: Final = Table(
    "person_recovery",
    METADATA,
    Column("person", String(24), ForeignKey("person.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
)

SESSION: Final = Table(
    "person_session",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("person", String(24), ForeignKey("person.id"), nullable=False, index=True),
    Column("complete", Boolean, nullable=False),
    Column("opened_at", Float, nullable=False),
    Column("seen_at", Float, nullable=False),
)

PACE: Final = Table(
    "pace",
    METADATA,
    Column("id", BigKey, Identity(), primary_key=True, autoincrement=True),
    Column("key", String(32), nullable=False, index=True),
    Column("until", Float, nullable=False, index=True),
)

TOKEN: Final = Table(
    "api_token",
    METADATA,
    Column("id", String(24), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("person", String(24), ForeignKey("person.id"), nullable=False, index=True),
    Column("label", String(100), nullable=False),
    Column("scopes", String(100), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("used_at", Float, nullable=True),
    Column("revoked", Boolean, nullable=False),
)

LOGIN: Final = Table(
    "login_event",
    METADATA,
    Column("id", BigKey, Identity(), primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("login", String(200), nullable=False),
    Column("address", String(64), nullable=False),
    Column("result", String(24), nullable=False),
    Column("detail", String(300), nullable=False, server_default=""),
    Index(None, "login", "at"),
    Index(None, "address", "at"),
    sqlite_autoincrement=True,
)

LINK: Final = Table(
    "report_link",
    METADATA,
    Column("id", String(24), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("label", String(100), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("created_by", String(200), nullable=False),
    Column("revoked", Boolean, nullable=False),
)
