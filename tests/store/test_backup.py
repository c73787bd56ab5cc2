"""What an installation keeps goes into one folder and comes back out of it, on both databases."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.store import audit
from dashboard.store.backup import databases
from dashboard.store.backup.databases import BackupFailed
from dashboard.store.backup.folder import Belongings, back_up, restore
from dashboard.store.engine import writing_engine
from dashboard.store.guesses import Guess, Guesses
from dashboard.store.integrity.verify import verify
from dashboard.store.publishing.budget import publish_budget
from tests.store.made import batch, current, origin, row

AT = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 6, 8, 0, tzinfo=UTC)


@pytest.fixture
def kept(place: Engine, database_url: str, tmp_path: Path) -> Belongings:
    """One release, one guess, one picture, one file of answers."""
    publish_budget(place, batch(row("tax", 10)), origin("first"))
    made = Belongings(
        database_url, f"sqlite:///{tmp_path / 'guesses.db'}", tmp_path / "photos", tmp_path / "answers.db"
    )
    Guesses(made.guesses).count("here", [Guess("total", 2025, "low")])
    made.photos.mkdir()
    (made.photos / f"{'a' * 64}-480.webp").write_bytes(b"picture")
    (made.photos / ".new-half").write_bytes(b"half a picture")
    assert made.answers is not None
    with sqlite3.connect(made.answers) as connection:
        connection.execute("CREATE TABLE study (key TEXT)")
    return made


def test_everything_comes_back_as_it_was(kept: Belongings, place: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "backups" / "monday"
    head = back_up(kept, folder, AT)
    with place.connect() as connection:
        assert head == str(audit.head(connection))
    assert {each.name for each in folder.iterdir()} >= {"BACKUP.json", "answers.db", "guesses.db", "photos"}
    assert not list(folder.rglob(".*")) and json.loads((folder / "BACKUP.json").read_text())["audit_head"] == head
    assert os.stat(folder).st_mode & 0o777 == 0o700
    publish_budget(place, batch(row("tax", 99)), origin("second"))
    Guesses(kept.guesses).count("here", [Guess("total", 2025, "low")])
    (kept.photos / f"{'a' * 64}-480.webp").unlink()
    place.dispose()
    with pytest.raises(BackupFailed, match="stands"):
        restore(kept, folder, LATER, replace=False)
    assert restore(kept, folder, LATER, replace=True) == head
    again = writing_engine(kept.database)
    assert current(again) == [("approved", 2025, 10)]
    assert verify(again).faults == ()
    again.dispose()
    assert Guesses(kept.guesses).of("here") == {("total", 2025): {"low": 1}}
    assert (kept.photos / f"{'a' * 64}-480.webp").read_bytes() == b"picture"


def test_what_stood_there_is_kept_beside_it(tmp_path: Path) -> None:
    old, new = tmp_path / "live.db", tmp_path / "backup.db"
    for file, value in ((old, "old"), (new, "new")):
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA journal_mode=WAL" if file is old else "PRAGMA journal_mode=DELETE")
            connection.execute("CREATE TABLE said (word TEXT)")
            connection.execute("INSERT INTO said VALUES (?)", (value,))
            connection.commit()
        if file is new:
            connection.close()
    databases.load_file(new, old, "stamp")  # while the old one is open, with its last words in the log
    connection.close()
    said = {
        file.name: sqlite3.connect(file).execute("SELECT word FROM said").fetchone()[0]
        for file in (old, tmp_path / "live.db.before-stamp")
    }
    assert said == {"live.db": "new", "live.db.before-stamp": "old"}


def test_answers_of_respondents_go_along_only_where_that_is_asked_for(kept: Belongings, tmp_path: Path) -> None:
    back_up(replace(kept, answers=None), tmp_path / "without", AT)
    assert not (tmp_path / "without" / "answers.db").exists()


def test_what_is_written_while_a_copy_is_made_is_in_it_or_not_and_nobody_waits(sqlite_url: str, tmp_path: Path) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE said (word TEXT)")
    writer.execute("INSERT INTO said VALUES ('in the log only')")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO said VALUES ('not yet')")
    databases.dump(sqlite_url, tmp_path / "copy.db")
    writer.execute("ROLLBACK")
    writer.close()
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert copy.execute("SELECT word FROM said").fetchall() == [("in the log only",)]
    copy.close()


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda folder: (folder / "database.db").write_bytes(b"other"), "changed"),
        (lambda folder: (folder / "guesses.db").unlink(), "changed"),
        (lambda folder: (folder / "more").write_bytes(b"x"), "changed"),
        (lambda folder: (folder / "BACKUP.json").write_text("{}"), "no_backup"),
        (lambda folder: (folder / "BACKUP.json").unlink(), "no_backup"),
    ],
)
def test_a_backup_that_is_not_whole_touches_nothing(
    sqlite_engine: Engine, tmp_path: Path, harm: Callable[[Path], object], code: str
) -> None:
    url = str(sqlite_engine.url)
    here = Belongings(url, f"sqlite:///{tmp_path / 'guesses.db'}", tmp_path / "photos", None)
    Guesses(here.guesses).count("here", [Guess("total", 2025, "low")])
    back_up(here, tmp_path / "backup", AT)
    harm(tmp_path / "backup")
    empty = tmp_path / "elsewhere"
    there = Belongings(f"sqlite:///{empty / 'x.db'}", f"sqlite:///{empty / 'g.db'}", empty / "photos", None)
    with pytest.raises(BackupFailed, match=f"^{code}"):
        restore(there, tmp_path / "backup", LATER, replace=True)
    assert not empty.exists()


def test_a_folder_that_is_there_is_not_written_into(sqlite_engine: Engine, tmp_path: Path) -> None:
    here = Belongings(str(sqlite_engine.url), f"sqlite:///{tmp_path / 'guesses.db'}", tmp_path / "photos", None)
    (tmp_path / "full").mkdir()
    with pytest.raises(BackupFailed, match="exists"):
        back_up(here, tmp_path / "full", AT)
    missing = replace(here, database=f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(Exception, match="unable to open"):
        back_up(missing, tmp_path / "new", AT)
    assert not (tmp_path / "new").exists() and not (tmp_path / "new.partial").exists()
    assert not (tmp_path / "none.db").exists()


def test_a_password_is_in_no_list_of_processes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[list[str]] = []

    def run(command: list[str], env: dict[str, str], **_: object) -> object:
        seen.append(command)
        assert env["PGPASSWORD"] == "geheim"
        raise FileNotFoundError("pg_dump")

    monkeypatch.setattr(databases.subprocess, "run", run)
    with pytest.raises(BackupFailed, match="program pg_dump"):
        databases.dump("postgresql+psycopg://me:geheim@db.example:5433/x", tmp_path / "x.dump")
    assert "--dbname=postgresql://me@db.example:5433/x" in seen[0] and "geheim" not in " ".join(seen[0])
