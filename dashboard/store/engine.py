"""Engines: one that writes (the command line), one that can only read (the pages)."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

#: How long another writer is waited for, in seconds.
WAIT_S = 15
_PG_OPTIONS = "-c lock_timeout={wait_ms} -c idle_in_transaction_session_timeout=60000"


def writing_engine(url: str, wait_s: int = WAIT_S) -> Engine:
    """Engine for imports: SQLite in WAL mode with durable commits, or PostgreSQL with lock limits.

    A SQLite file and its folder (its owner's only) are created when missing. SQL parameters never appear in error
    texts. `wait_s`: how long another writer is waited for. Raises OSError where the folder cannot be made.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        arguments = {"connect_timeout": 3, "options": _PG_OPTIONS.format(wait_ms=wait_s * 1000)}
        return create_engine(address, hide_parameters=True, pool_pre_ping=True, connect_args=arguments)
    if address.database:
        # Not the folders above it: where these are missing, the path was meant otherwise.
        Path(address.database).parent.mkdir(mode=0o700, exist_ok=True)
    engine = create_engine(address, hide_parameters=True, connect_args={"timeout": wait_s})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own BEGIN comes too late for a read followed by a write, so we emit it (below).
        connection.isolation_level = None
        _alone(connection)
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "cache_size=-65536",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def copied_engine(url: str) -> Engine:
    """Engine on a copy of a SQLite database as it is at the moment; on PostgreSQL the writing engine.

    What is written goes into the copy, which nobody else sees and which is gone with the engine: the file itself is
    only read, so it may lie on a disk that cannot be written, and whoever writes it does not wait.
    """
    file = sqlite_file(url)
    if file is None:
        return writing_engine(url)

    def connect() -> sqlite3.Connection:
        copy = sqlite3.connect("", isolation_level=None, check_same_thread=False)  # a temporary file without a name
        source = sqlite3.connect(_reading(file), uri=True, timeout=WAIT_S)
        try:
            source.backup(copy)
        finally:
            source.close()
        return copy

    engine = create_engine("sqlite://", hide_parameters=True, poolclass=StaticPool, creator=connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def reading_engine(url: str) -> Engine:
    """Engine for pages: cannot write, never creates a database, gives up on a lock or a slow query soon."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        limits = _PG_OPTIONS.format(wait_ms=WAIT_S * 1000)
        options = f"{limits} -c default_transaction_read_only=on -c statement_timeout=10000"
        return create_engine(
            address,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=5,
            connect_args={"connect_timeout": 3, "options": options},
        )
    file = Path(str(address.database))

    def connect() -> sqlite3.Connection:
        return _alone(sqlite3.connect(_reading(file), uri=True, timeout=1.5, check_same_thread=False))

    return create_engine("sqlite://", hide_parameters=True, poolclass=QueuePool, pool_size=16, creator=connect)


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None for others, and for one in memory."""
    address = make_url(url)
    return Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None


def damage_of(file: Path) -> str | None:
    """What is wrong with how a SQLite file is put together: one look at every page of it.

    "" where nothing is, None where it cannot be read at the moment.

    A value that was overwritten with another one is no damage of this kind; `verify` finds that.
    """
    connection = sqlite3.connect(_reading(file), uri=True, timeout=1.5)
    try:
        [(said,)] = connection.execute("PRAGMA quick_check(1)")
    except sqlite3.OperationalError:
        return None
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.close()
    return "" if said == "ok" else str(said)


def _reading(file: Path) -> str:
    """The address that opens a file for reading alone.

    A disk that cannot be written has no place for the companions that a file in WAL mode needs, and no writer either.
    """
    alone = _is_on_read_only_disk(file) and not Path(f"{file}-wal").exists()
    return f"file:{quote(str(file))}?{'immutable=1' if alone else 'mode=ro'}"


def _is_on_read_only_disk(file: Path) -> bool:
    try:
        return bool(os.statvfs(file).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _alone(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, which can open no other file beside its own, such as the one with answers to surveys."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    return connection


def is_unavailable(error: Exception) -> bool:
    """Whether `error` means that the database cannot be reached or read, not that our SQL is wrong."""
    return isinstance(error, DBAPIError)


def is_damage(error: DBAPIError) -> bool:
    """Whether SQLite says that its file is damaged or is none, rather than that it cannot be had at the moment."""
    return _sqlite_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_of_rows(error: DBAPIError) -> bool:
    """Whether the rows are what a statement failed at, rather than the database or its disk."""
    return isinstance(error, (DataError, IntegrityError)) or _sqlite_code(error) == sqlite3.SQLITE_ERROR


def _sqlite_code(error: DBAPIError) -> int:
    """The primary result code; 0 of other databases."""
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
