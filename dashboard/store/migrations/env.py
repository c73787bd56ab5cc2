"""Alembic runs inside the transaction that `store.migrate` opened and holds its lock."""

from alembic import context

from dashboard.store import survey_tables, works_tables  # noqa: F401 - registers their tables
from dashboard.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=False)
context.run_migrations()
