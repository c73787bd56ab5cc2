"""Bringing a database to the schema this code needs; safe when several processes start at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from dashboard.store.engine import reading_engine

_LOCK = 7277001


class SchemaTooNew(RuntimeError):
    """The database was made by newer code; this code must not write or read it."""


def migrate(engine: Engine) -> None:
    """Upgrade to the newest schema. One process does it, the others wait and find it done.

    Raises SchemaTooNew when the database is at a revision this code does not know.
    """
    with engine.connect() as connection, tables_may_be_replaced(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config = _config()
        config.attributes["connection"] = connection
        _refuse_newer(connection, config)
        command.upgrade(config, "head")
        if broken := _broken_references(connection):
            raise RuntimeError(f"The upgrade would leave rows that refer to nothing: {broken}")


def bring_up_to_date(url: str, engine: Engine) -> None:
    """`migrate` where it is needed. Where it is not, nothing is written and no other writer waited for.

    `engine` writes to the database at `url`. Raises SchemaTooNew.
    """
    reading = reading_engine(url)
    try:
        with reading.connect() as connection:
            behind = needs_migration(connection)
    except DBAPIError:  # there is no database yet, or none that can be reached: whoever writes will see
        behind = True
    finally:
        reading.dispose()
    if behind:
        migrate(engine)


@contextmanager
def tables_may_be_replaced(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making another one: rows that refer to it must not be missed meanwhile.

    To be entered before a transaction begins: inside of one SQLite does not hear it.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    [(held,)] = driver.execute("PRAGMA foreign_keys")
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA foreign_keys={held}")


def _broken_references(connection: Connection) -> list[str]:
    """Tables with rows that refer to nothing; PostgreSQL lets none arise."""
    if connection.dialect.name != "sqlite":
        return []
    return sorted({row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")})


def needs_migration(connection: Connection) -> bool:
    """Whether the database is behind this code. Raises SchemaTooNew when it is ahead."""
    config = _config()
    return _refuse_newer(connection, config) != ScriptDirectory.from_config(config).get_current_head()


def _refuse_newer(connection: Connection, config: Config) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise SchemaTooNew(f"The database is at revision {revision}, which this program does not know: update it.")
    return revision


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
