"""The queue by urgency, one index for trends, a quicker full-text index, the pace."""

import sqlalchemy as sa
from alembic import op

from counterpitch.cases.migrations import script

revision = "0003"
down_revision = "0002"

_TRENDS = (
    "received_at", "week", "rank", "status", "triaged_at", "answered_at", "channel", "stage",
    "kind", "sector",
)  # fmt: skip


def upgrade() -> None:
    """Place every approach anew; index what trends count by; count the pace of addresses."""
    script.run(revision)
    op.drop_index(op.f("ix_approach_received_at"), "approach")
    op.create_index("ix_approach_trends", "approach", list(_TRENDS))
    _pace()


def _pace() -> None:
    op.create_table(
        "pace",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pace")),
    )
    op.create_index(op.f("ix_pace_key"), "pace", ["key"])
    op.create_index(op.f("ix_pace_until"), "pace", ["until"])
