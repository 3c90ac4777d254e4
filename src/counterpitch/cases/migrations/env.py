"""Run by Alembic with the connection that ``counterpitch.cases.upgrade`` hands over."""

from alembic import context

from counterpitch.cases.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
