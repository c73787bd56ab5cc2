"""Reading the database without ever waiting for it longer than a page may take."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dashboard.settings import Settings
from dashboard.store.engine import is_unavailable, reading_engine
from dashboard.store.releases import data_version

T = TypeVar("T")
_RETRY_S = 1.0  # after a failure the database is left alone this long
_ABANDON_S = 10.0  # a read that hangs longer is given up, with its connections
_READERS = 16


class Unavailable(RuntimeError):
    """The database cannot be reached or read at the moment."""


class Database:
    """The pages' database. Every read has a time limit, because a hung server has none of its own.

    While it does not answer in time, reads fail at once and one tries again now and then, so that no request queues.
    """

    def __init__(self, settings: Settings, engine: Engine | None = None) -> None:
        self._engine = engine or reading_engine(settings.database_url)
        self._file = _sqlite_file(settings.database_url)
        self._file_seen: tuple[int, int] | None = None
        self._wait_s = settings.read_timeout_s
        self._check_s = settings.version_check_s
        self._slots = threading.BoundedSemaphore(_READERS)
        self._hung: Future[Any] | None = None
        self._closed_until = 0.0
        self._abandon_at = 0.0
        self.generation = 0  # goes up when another file stands in the database's place, whatever its data version
        self._version: int | None = None
        self._version_at = 0.0
        self._version_lock = threading.Lock()

    def read(self, fn: Callable[[Connection], T]) -> T:
        """Result of `fn(connection)`. Raises Unavailable when there is none in time; other errors are `fn`'s own."""
        self._refuse_when_closed()
        self._notice_another_file()
        done: Future[T] = Future()
        slots = self._slots
        if not slots.acquire(timeout=self._wait_s):
            raise Unavailable("every reader is busy")
        # Daemon threads: a read that hangs must not keep the process from stopping.
        threading.Thread(target=self._run, args=(fn, done, slots), name="read", daemon=True).start()
        try:
            return done.result(self._wait_s)
        except TimeoutError as error:
            if done.done():  # fn itself raised a TimeoutError
                raise
            self._close(done)
            raise Unavailable("no answer in time") from error
        except PoolTimeout as error:
            raise Unavailable("no free connection") from error
        except Exception as error:
            if not is_unavailable(error):
                raise
            raise Unavailable(str(error).splitlines()[0]) from error

    def version(self) -> int:
        """The data version, at most `version_check_s` old. Raises Unavailable."""
        if self._version is not None and time.monotonic() - self._version_at < self._check_s:
            return self._version
        # While one request asks, the others go on with the version they know.
        if not self._version_lock.acquire(blocking=self._version is None):
            self._refuse_when_closed()
            assert self._version is not None
            return self._version
        try:
            self._version = self.read(data_version)
            self._version_at = time.monotonic()
            return self._version
        finally:
            self._version_lock.release()

    def _run(self, fn: Callable[[Connection], T], done: Future[T], slots: threading.BoundedSemaphore) -> None:
        try:
            with self._engine.connect() as connection:
                done.set_result(fn(connection))
        except BaseException as error:
            done.set_exception(error)
        finally:
            slots.release()

    def _refuse_when_closed(self) -> None:
        now = time.monotonic()
        if now < self._closed_until:
            raise Unavailable("the database did not answer a moment ago")
        if self._hung is not None:
            if not self._hung.done() and now < self._abandon_at:
                raise Unavailable("the database still does not answer")
            if not self._hung.done():
                self._engine.dispose(close=False)
                self._slots = threading.BoundedSemaphore(_READERS)
            self._hung = None

    def _close(self, hung: Future[Any]) -> None:
        now = time.monotonic()
        self._closed_until, self._abandon_at = now + _RETRY_S, now + _ABANDON_S
        self._hung = hung

    def _notice_another_file(self) -> None:
        """An open SQLite file lives on after it was removed or replaced: look at the name, not at the handle."""
        if self._file is None:
            return
        try:
            stat = os.stat(self._file)
        except OSError as error:
            self._engine.dispose()
            raise Unavailable("the database file is not there") from error
        seen = (stat.st_dev, stat.st_ino)
        if self._file_seen not in (None, seen):
            self._engine.dispose()
            self.generation += 1
        self._file_seen = seen


def _sqlite_file(url: str) -> Path | None:
    address = make_url(url)
    return Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None
