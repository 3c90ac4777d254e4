"""PostgreSQL under many small writes: its index of words and its rows are tended sooner."""

from alembic import op

from counterpitch.cases.migrations import script

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Change how PostgreSQL keeps its tables; SQLite has nothing of the kind."""
    if op.get_bind().dialect.name == "postgresql":
        script.run(revision)
