"""Pages of the fictional places."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection

from dashboard.pages.address import parse
from dashboard.pages.build import build_page
from dashboard.pages.model import Page
from tests.pages.opinion import made
from tests.watching import reading


@pytest.fixture(scope="session")
def made_db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a database with everything in `made`, and enough requests for two pages. Only for reading."""
    return made.database(tmp_path_factory.mktemp("made"), requests=30)


@pytest.fixture(scope="session")
def made_place(made_db: str) -> Iterator[Connection]:
    """A reading connection to it."""
    with reading(made_db) as connection:
        yield connection


@pytest.fixture(scope="session")
def made_at(made_place: Connection) -> Callable[[str], Page]:
    """Call it with an address for the page there, as of `made.TODAY`."""
    return lambda url: build_page(parse(url), made_place, made.TODAY)
