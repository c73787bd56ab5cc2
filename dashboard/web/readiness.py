"""Can pages be made? The database answers, has the schema this code needs, and its file is not damaged."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from dashboard.store.engine import damage_of
from dashboard.store.migrate import SchemaTooNew, needs_migration
from dashboard.web.database import Database, Unavailable

#: How often a file that has not changed is looked at again: a disk may fail by itself.
_AGAIN_S = 300.0


@dataclass
class FileCheck:
    """SQLite's own look at the whole file, in a thread of its own: a large one takes seconds.

    The file is looked at when it has changed and every five minutes, but only when somebody asks.
    """

    file: Path | None
    look: Callable[[Path], str | None] = damage_of
    clock: Callable[[], float] = time.monotonic
    _seen: tuple[int, ...] = ()
    _at: float = 0.0
    _damage: str | None = None  # None: not known yet
    _thread: threading.Thread | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def damage(self, wait_s: float) -> str | None:
        """What is wrong with the file, "" where nothing is, None where that is not known yet.

        At most `wait_s` seconds are waited for an answer; until there is another, the last one counts.
        """
        if self.file is None:
            return ""
        with self._lock:
            if self._thread is None and self._due(self.file):
                self._thread = threading.Thread(target=self._look, args=(self.file,), name="file-check", daemon=True)
                self._thread.start()
            thread = self._thread
        if thread is not None:
            thread.join(wait_s)
        return self._damage

    def _due(self, file: Path) -> bool:
        seen, now = _signature(file), self.clock()
        due = seen != self._seen or self._damage is None or now - self._at >= _AGAIN_S
        if due:
            self._seen, self._at = seen, now
        return due

    def _look(self, file: Path) -> None:
        try:
            self._damage = self.look(file)
        finally:
            with self._lock:
                self._thread = None


def _signature(file: Path) -> tuple[int, ...]:
    """Which file it is and when it was written last; () where there is none."""
    try:
        stat = os.stat(file)
    except OSError:
        return ()
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns


@dataclass(frozen=True)
class Readiness:
    """What /readyz answers."""

    database: Database
    check: FileCheck
    wait_s: float

    def look(self) -> tuple[dict[str, object], bool]:
        """What was found, and whether pages can be made."""
        try:
            current = self.database.read(_is_current)
            version = self.database.version()
        except SchemaTooNew:
            return {"database": "ok", "schema": "ahead"}, False
        except Unavailable:
            return {"database": "unavailable"}, False
        damage = self.check.damage(self.wait_s)
        state = "ok" if damage == "" else "not looked at yet" if damage is None else "damaged"
        found: dict[str, object] = {"database": state, "schema": "ok" if current else "behind", "data_version": version}
        return found, current and state == "ok"


def _is_current(connection: Connection) -> bool:
    return not needs_migration(connection)
