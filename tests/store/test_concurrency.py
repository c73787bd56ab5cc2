"""Several processes at once: one publishes, the others find it done; migrations run once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, inspect, select, text

from dashboard.store.engine import writing_engine
from dashboard.store.migrate import SchemaTooNew, migrate, needs_migration
from dashboard.store.tables import metadata, release
from tests.store.made import add_place, assert_whole

ROOT = Path(__file__).resolve().parents[2]
PUBLISH = """
import sys
from dashboard.store.engine import writing_engine
from dashboard.store.publishing.budget import publish_budget
from tests.store.made import many, origin
batch = many(3000, 5)
print(publish_budget(writing_engine(sys.argv[1]), batch, origin()).outcome)
"""
MIGRATE = """
import sys
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
migrate(writing_engine(sys.argv[1]))
print("done")
"""


def four_at_once(script: str, url: str) -> list[str]:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", script, url], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    answers = [child.communicate(timeout=60) for child in children]
    assert [child.returncode for child in children] == [0] * 4, answers
    return sorted(out.strip() for out, _ in answers)


def test_four_processes_with_the_same_file_publish_it_once(database_url: str) -> None:
    engine = writing_engine(database_url)
    migrate(engine)
    add_place(engine)
    assert four_at_once(PUBLISH, database_url) == ["published", "same", "same", "same"]
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(release)).scalar_one() == 1
    assert_whole(engine)
    engine.dispose()


def test_four_processes_may_migrate_at_once(database_url: str) -> None:
    assert four_at_once(MIGRATE, database_url) == ["done"] * 4
    engine = create_engine(database_url)
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
        assert not needs_migration(connection)
    engine.dispose()


def test_a_newer_schema_is_refused(database_url: str) -> None:
    engine = writing_engine(database_url)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew):
        migrate(engine)
    with engine.connect() as connection, pytest.raises(SchemaTooNew):
        needs_migration(connection)
    engine.dispose()
