"""Reading the database without ever waiting for it longer than a page may take."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dashboard.settings import Settings
from dashboard.store.engine import is_unavailable, reading_engine, sqlite_file
from dashboard.store.releases import data_version

T = TypeVar("T")
_READERS = 16
_PATIENCE = 5  # while the database answers, making a page may take so many times as long as waiting for it may
_PAUSE_S = 1.0  # how long a database that does not even answer the smallest question is left alone
_GIVE_UP_S = 10.0  # how often readers that never come back are replaced


class Unavailable(RuntimeError):
    """The database cannot be reached or read at the moment."""


class TooSlow(Unavailable):
    """No answer in time."""


class Database:
    """The pages' database. Every read has a time limit, because a hung server has none of its own.

    Asking for the data version is also the probe: when that takes too long the database counts as away for a
    moment and nobody waits for it. A page that is slow to make while the database answers has longer; a single one that
    is too slow even so fails alone.
    """

    def __init__(self, settings: Settings, engine: Engine | None = None) -> None:
        self._engine = engine or reading_engine(settings.database_url)
        self.file = sqlite_file(settings.database_url)
        self._file_seen: tuple[int, int] | None = None
        self.generation = 0  # goes up when another file replaces the database, whatever its data version
        self._wait_s = settings.read_timeout_s
        self._check_s = settings.version_check_s
        self._slots = threading.BoundedSemaphore(_READERS)
        self._slots_since = time.monotonic()
        self._away_until = 0.0
        self._version: int | None = None
        self._version_at = 0.0
        self._version_lock = threading.Lock()

    def read(self, fn: Callable[[Connection], T]) -> T:
        """Result of `fn(connection)`. Raises Unavailable when there is none in time; other errors are `fn`'s own."""
        self._refuse_while_away()
        return self._attempt(fn)

    def version(self) -> int:
        """The data version, at most `version_check_s` old, or a little more while another request asks for it.

        Raises Unavailable; then what was known before is not taken for the present, however many ask.
        """
        self._refuse_while_away()
        known = self._known(self._check_s)
        if known is not None:
            return known
        # While one request asks, the others go on with the version they know, as long as an answer may take.
        known = self._known(self._check_s + self._wait_s)
        if not self._version_lock.acquire(blocking=known is None):
            assert known is not None
            return known
        try:
            self._refuse_while_away()  # who asked before may have found out
            known = self._known(self._check_s)
            if known is not None:
                return known
            self._version = self._attempt(data_version)
            self._version_at = time.monotonic()
            return self._version
        except TooSlow:
            self._away_until = time.monotonic() + _PAUSE_S
            raise
        finally:
            self._version_lock.release()

    def _known(self, age_s: float) -> int | None:
        """The version last read, if that is not longer ago."""
        return self._version if time.monotonic() - self._version_at < age_s else None

    def _attempt(self, fn: Callable[[Connection], T]) -> T:
        self._notice_another_file()
        slots = self._reader_slot()
        done: Future[T] = Future()
        # Daemon threads: a read that hangs must not keep the process from stopping.
        threading.Thread(target=self._run, args=(fn, done, slots), name="read", daemon=True).start()
        try:
            return self._result(fn, done)
        except TimeoutError as error:
            if done.done():  # fn itself raised a TimeoutError
                raise
            raise TooSlow("no answer in time") from error
        except PoolTimeout as error:
            raise Unavailable("no free connection") from error
        except Exception as error:
            if not is_unavailable(error):
                raise
            raise Unavailable(str(error).splitlines()[0]) from error

    def _result(self, fn: Callable[[Connection], T], done: Future[T]) -> T:
        try:
            return done.result(self._wait_s)
        except TimeoutError:
            if done.done() or fn is data_version:
                raise
        # The database may be well and the processor busy: the smallest question tells them apart.
        self._attempt(data_version)
        return done.result((_PATIENCE - 1) * self._wait_s)

    def _reader_slot(self) -> threading.BoundedSemaphore:
        """One of the few reads at a time; readers that never come back are replaced, with their connections."""
        slots = self._slots
        if slots.acquire(timeout=self._wait_s):
            return slots
        now = time.monotonic()
        if now - self._slots_since > _GIVE_UP_S:
            self._slots, self._slots_since = threading.BoundedSemaphore(_READERS), now
            self._engine.dispose(close=False)
        raise TooSlow("every reader is busy")

    def _run(self, fn: Callable[[Connection], T], done: Future[T], slots: threading.BoundedSemaphore) -> None:
        try:
            with self._engine.connect() as connection:
                done.set_result(fn(connection))
        except BaseException as error:
            if not done.done():  # else only giving the connection back has failed
                done.set_exception(error)
        finally:
            slots.release()

    def _refuse_while_away(self) -> None:
        if time.monotonic() < self._away_until:
            raise Unavailable("the database did not answer a moment ago")

    def _notice_another_file(self) -> None:
        """An open SQLite file lives on after it was removed or replaced: look at the name, not at the handle."""
        if self.file is None:
            return
        try:
            stat = os.stat(self.file)
        except OSError as error:
            self._engine.dispose()
            raise Unavailable("the database file is not there") from error
        seen = (stat.st_dev, stat.st_ino)
        if self._file_seen not in (None, seen):
            self._engine.dispose()
            self.generation += 1
        self._file_seen = seen
