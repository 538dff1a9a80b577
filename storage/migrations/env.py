"""Alembic's entry: one transaction for the whole migration, on a connection that is handed in."""

from __future__ import annotations

from alembic import context

from storage.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite changes a table by copying it
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
