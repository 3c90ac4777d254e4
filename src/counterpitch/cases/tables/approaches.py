"""Approaches: what the lists show, every version of words and verdict, and judgements."""

from typing import Final

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from counterpitch.cases.tables.base import METADATA, BigKey, Moment, numbered

approach: Final = Table(
    "approach",
    METADATA,
    numbered(),
    Column("conversation", String(200), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("contact", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("first_at", Moment),
    Column("last_at", Moment),
    Column("messages", Integer, nullable=False),
    Column("rank", SmallInteger, nullable=False),
    Column("place", BigKey, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("probability", Float, nullable=False),
    Column("scam_probability", Float, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("assignee", String(200), nullable=False),
    Column("reports", Integer, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("week", Integer, nullable=False),
    Column("triaged_at", Moment),
    Column("answered_at", Moment),
    Column("erased_at", Moment),
    Index(None, "status", "place"),
    Index(None, "rank", "status"),
    Index(
        "ix_approach_trends",
        "received_at",
        "week",
        "rank",
        "status",
        "triaged_at",
        "answered_at",
        "channel",
        "stage",
        "kind",
        "sector",
    ),
    Index(None, "conversation"),
    sqlite_autoincrement=True,
)
"""One conversation worth a look. What stands here is the newest assessment, for lists.

``rank`` is the band, 0 (none) to 3 (high); ``place`` is the order of the queue in one number, by
which it is paged (``counterpitch.cases.rows``); ``week`` counts Mondays since 1970-01-05;
``reasons`` is a JSON list. All that trends count by stands in one index, which they read alone.
"""

content: Final = Table(
    "content",
    METADATA,
    Column("approach_id", BigKey, ForeignKey("approach.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("body", LargeBinary),
    Column("sha256", String(64), nullable=False),
    Column("stored_at", Moment, nullable=False),
)
"""A conversation as read (JSON), appended to when later files bring new messages."""

assessment: Final = Table(
    "assessment",
    METADATA,
    Column("approach_id", BigKey, ForeignKey("approach.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content_version", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("rules", String(80), nullable=False),
    Column("recognisers", String(80), nullable=False),
    Column("body", LargeBinary),
    Column("sha256", String(64), nullable=False),
)
"""A verdict (JSON of ``Verdict``) on one version of the words, by one version of the rules."""

mark: Final = Table(
    "mark",
    METADATA,
    Column("mark", LargeBinary(16), primary_key=True),
    Column("approach_id", BigKey, ForeignKey("approach.id"), nullable=False),
    Index(None, "approach_id"),
    sqlite_with_rowid=False,
)
"""What tells a message from every other, so that it counts once whatever file it came in."""

approach_tag: Final = Table(
    "approach_tag",
    METADATA,
    Column("approach_id", BigKey, ForeignKey("approach.id"), primary_key=True),
    Column("family", String(20), primary_key=True),
    Column("value", String(80), primary_key=True),
    Index(None, "family", "value"),
)
"""What trends count by: ``lure``, ``area`` (sensitive technology), ``indicator``."""

judgement: Final = Table(
    "judgement",
    METADATA,
    numbered(),
    Column("approach_id", BigKey, ForeignKey("approach.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("judgement", String(20), nullable=False),
    Column("reason", Text),
    UniqueConstraint("approach_id", "id"),
    sqlite_autoincrement=True,
)
"""A person's decision. Appended; triggers refuse every change but the erasure of ``reason``."""
