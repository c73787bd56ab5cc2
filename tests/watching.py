"""What a test sees of a database: the statements it is asked, and a connection that only reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

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
