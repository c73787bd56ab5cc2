"""What a test sees of a database: the statements it is asked, and a connection that only reads."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event, text

from dashboard.store.engine import reading_engine


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The statements of SQL an engine is asked inside the block, as a list that grows."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """A reading connection to a database, closed with its engine."""
    engine = reading_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def settled(engine: Engine, *, within_s: float = 30.0) -> None:
    """Wait until a server has let go of clients that were killed: it may still be committing what they asked for."""
    if engine.dialect.name != "postgresql":
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' "
        "AND pid <> pg_backend_pid()"
    )
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        with engine.connect() as connection:
            if connection.execute(others).scalar_one() == 0:
                return
        time.sleep(0.01)
    raise TimeoutError("the server still works for a client that was killed")
