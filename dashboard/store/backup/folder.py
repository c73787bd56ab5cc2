"""The folder of a backup: made whole or not at all, checked before anything of it is used."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from dashboard.store import audit
from dashboard.store.audit import Head
from dashboard.store.backup.databases import BackupFailed, dump, dump_file, ending, is_there, load, load_file
from dashboard.store.engine import reading_engine

#: What a backup says of itself: when it was made, the head of the audit trail, and the fingerprint of each file.
MANIFEST: Final = "BACKUP.json"
_ANSWERS: Final = "answers.db"
_PHOTOS: Final = "photos"


@dataclass(frozen=True)
class Belongings:
    """Where an installation keeps things: the addresses of its databases, its folder of pictures, and the file with
    answers to surveys, or None where these are to be left out."""

    database: str
    guesses: str
    photos: Path
    answers: Path | None


def back_up(kept: Belongings, folder: Path, at: datetime) -> str:
    """Copy everything into a new folder, readable by its owner only; the head of the audit trail when that began.

    Raises BackupFailed and OSError; then there is no folder.
    """
    if folder.exists():
        raise BackupFailed("exists", str(folder))
    making = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700, parents=True)
    try:
        database = making / f"database{ending(kept.database)}"
        head = _head(kept.database)
        dump(kept.database, database)
        if is_there(kept.guesses):
            dump(kept.guesses, making / f"guesses{ending(kept.guesses)}")
        if kept.answers is not None and kept.answers.exists():
            dump_file(kept.answers, making / _ANSWERS)
        if kept.photos.is_dir():
            shutil.copytree(kept.photos, making / _PHOTOS, ignore=shutil.ignore_patterns(".*"))
        said = {"made_at": at.isoformat(), "audit_head": head, "files": dict(_fingerprints(making))}
        (making / MANIFEST).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        making.rename(folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return head


def restore(kept: Belongings, folder: Path, at: datetime, *, replace: bool) -> str:
    """Put everything of a backup in its place; the head of the audit trail when it was made.

    Nothing is touched where a file of the backup is missing or changed, or where a database stands and `replace` is
    not said. The database comes last, so that no page names a picture that is not there yet. Raises BackupFailed, and
    OSError.
    """
    said = _manifest(folder)
    databases = {kept.database: "database", kept.guesses: "guesses"}
    found = {url: folder / f"{name}{ending(url)}" for url, name in databases.items()}
    if not found[kept.database].exists():
        raise BackupFailed("kind", found[kept.database].name)
    answers = folder / _ANSWERS
    if not replace and (is_there(kept.database) or (is_there(kept.guesses) and found[kept.guesses].exists())):
        raise BackupFailed("stands")
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    if (folder / _PHOTOS).is_dir():
        shutil.copytree(folder / _PHOTOS, kept.photos, dirs_exist_ok=True)
    if kept.answers is not None and answers.exists():
        load_file(answers, kept.answers, stamp)
    for url in (kept.guesses, kept.database):
        if found[url].exists():
            load(found[url], url, stamp)
    if not _has(kept.database, str(said["audit_head"])):
        raise BackupFailed("head", str(said["audit_head"]))
    return str(said["audit_head"])


def _manifest(folder: Path) -> dict[str, Any]:
    """What a backup says of itself, once every file is as it says."""
    try:
        said: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = dict(said["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupFailed("no_backup", str(folder)) from error
    found = dict(_fingerprints(folder))
    for name in sorted(files.keys() | found.keys()):
        if files.get(name) != found.get(name):
            raise BackupFailed("changed", name)
    return said


def _fingerprints(folder: Path) -> Iterator[tuple[str, str]]:
    """Name below the folder and SHA-256 of every file but the manifest."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.name != MANIFEST:
            with file.open("rb") as opened:
                yield str(file.relative_to(folder)), hashlib.file_digest(opened, "sha256").hexdigest()


def _head(url: str) -> str:
    engine = reading_engine(url)
    try:
        with engine.connect() as connection:
            return str(audit.head(connection))
    finally:
        engine.dispose()


def _has(url: str, head: str) -> bool:
    """Whether a database has that entry of the trail; more may have been added while the backup was made."""
    engine = reading_engine(url)
    try:
        with engine.connect() as connection:
            return head in (str(Head()), *(str(Head(each.id, each.hash)) for each in audit.entries(connection)))
    finally:
        engine.dispose()
