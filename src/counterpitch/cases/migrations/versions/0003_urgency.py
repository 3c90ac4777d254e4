"""The queue by urgency, an index for trends, and a full-text index that grows faster."""

from alembic import op

from counterpitch.cases.migrations import script

revision = "0003"
down_revision = "0002"

_TRENDS = (
    "received_at", "week", "rank", "status", "triaged_at", "answered_at", "channel", "stage",
    "kind", "sector",
)  # fmt: skip


def upgrade() -> None:
    """Place every approach anew; what trends count by stands in one index."""
    script.run(revision)
    op.drop_index(op.f("ix_approach_received_at"), "approach")
    op.create_index("ix_approach_trends", "approach", list(_TRENDS))
