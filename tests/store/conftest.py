"""A database with one place, and a connection that reads what was published before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from tests.store.made import add_place


@pytest.fixture
def place(engine: Engine) -> Engine:
    """A database with one place, `here`."""
    add_place(engine)
    return engine


@pytest.fixture
def db(place: Engine) -> Iterator[Connection]:
    """A connection to read what a test published before it asked for one."""
    with place.connect() as connection:
        yield connection
