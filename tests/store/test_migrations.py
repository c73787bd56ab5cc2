"""Do the migrations make exactly the tables that the code declares? Alembic compares a database with them.

CHECKs and triggers are not compared. Server defaults are on PostgreSQL only: on SQLite Alembic takes every text for
another one than itself.
"""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from dashboard.store import survey_tables, works_tables  # noqa: F401 - registers their tables
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from dashboard.store.tables import metadata


def differences(engine: Engine) -> list[Any]:
    """What Alembic would write into a new migration."""
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": engine.dialect.name != "sqlite"}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def test_the_migrations_make_the_tables_of_the_code(engine: Engine) -> None:
    assert differences(engine) == []


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        ("ALTER TABLE municipality DROP COLUMN whatsapp", "add_column"),
        ("ALTER TABLE municipality ADD COLUMN fax TEXT", "remove_column"),
        ("CREATE TABLE left_over (id INTEGER PRIMARY KEY)", "remove_table"),
    ],
)
def test_a_database_that_differs_is_noticed(engine: Engine, change: str, noticed: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(change))
    assert noticed in {each[0] for each in differences(engine) if isinstance(each, tuple)}


def test_a_changed_default_is_noticed_on_postgresql(postgres_url: str) -> None:
    engine = writing_engine(postgres_url)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE municipality ALTER COLUMN whatsapp SET DEFAULT 'none'"))
    [[difference]] = differences(engine)
    engine.dispose()
    assert difference[0] == "modify_default"
