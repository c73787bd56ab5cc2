"""One database as one file, while it is in use, and a file in the place of a database."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path
from typing import Final

from sqlalchemy import URL, inspect, make_url
from sqlalchemy.exc import DBAPIError

from dashboard.store.engine import reading_engine, sqlite_file

_COMPANIONS: Final = ("-wal", "-shm", "-journal")


class BackupFailed(RuntimeError):
    """Nothing was written, or nothing was put in place. `code` is a key of `cli.backup` in the catalogues."""

    def __init__(self, code: str, what: str = "", reason: str = "") -> None:
        super().__init__(f"{code} {what} {reason}")
        self.code, self.what, self.reason = code, what, reason


def ending(url: str) -> str:
    """How the file of such a database ends."""
    return ".db" if sqlite_file(url) else ".dump"


def is_there(url: str) -> bool:
    """Whether there is a database with any table in it. Raises BackupFailed where a server does not answer."""
    file = sqlite_file(url)
    if file is not None:
        return file.exists()
    engine = reading_engine(url)
    try:
        return bool(inspect(engine).get_table_names())
    except DBAPIError as error:
        raise BackupFailed("database", reason=str(error.orig)) from error
    finally:
        engine.dispose()


def dump(url: str, target: Path) -> None:
    """Write a database, as it is at one moment, into a new file. Raises BackupFailed."""
    file = sqlite_file(url)
    if file is None:
        _run("pg_dump", url, "--format=custom", "--no-owner", f"--file={target}")
    else:
        dump_file(file, target)
    target.chmod(0o600)


def dump_file(file: Path, target: Path) -> None:
    """The same of a SQLite file: with what is only in its log yet, and without waiting for who writes."""
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise BackupFailed("database", reason=str(error)) from error


def load(source: Path, url: str, stamp: str) -> None:
    """Put a dumped database in the place of another one, all of it or nothing. Raises BackupFailed.

    A SQLite file that stood there is kept beside it as `<name>.before-<stamp>`.
    """
    file = sqlite_file(url)
    if file is None:
        _run("pg_restore", url, "--clean", "--if-exists", "--single-transaction", "--no-owner", str(source))
    else:
        load_file(source, file, stamp)


def load_file(source: Path, file: Path, stamp: str) -> None:
    """The same of a SQLite file. What was open goes on with the old file; readers notice the new one by its name."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new-{stamp}")
    new.write_bytes(source.read_bytes())
    new.chmod(0o600)
    aside = file.with_name(f"{file.name}.before-{stamp}")
    if file.exists():
        _settle(file)
        file.rename(aside)
    # A log that belongs to the old file must never be read as one of the new file.
    for companion in _COMPANIONS:
        old = Path(f"{file}{companion}")
        if old.exists():
            old.rename(f"{aside}{companion}")
    new.replace(file)


def _settle(file: Path) -> None:
    """Bring what is only in the log into the file, as far as nobody is in the way."""
    try:
        connection = sqlite3.connect(file)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
    except sqlite3.Error:
        return  # a damaged file is set aside as it is


def _run(program: str, url: str, *arguments: str) -> None:
    """Run a program of PostgreSQL; the password goes by the environment, where no list of processes shows it."""
    address = make_url(url)
    try:
        done = subprocess.run(
            [program, "--no-password", f"--dbname={_without_password(address)}", *arguments],
            env={**os.environ, **({"PGPASSWORD": str(address.password)} if address.password else {})},
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise BackupFailed("program", program, str(error)) from error
    if done.returncode:
        raise BackupFailed("program", program, done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "")


def _without_password(address: URL) -> str:
    plain = URL.create(
        "postgresql",
        username=address.username,
        host=address.host,
        port=address.port,
        database=address.database,
        query=address.query,
    )
    return plain.render_as_string()
