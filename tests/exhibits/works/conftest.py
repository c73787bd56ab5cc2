"""Views of the works in the real content, as pages make them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from dashboard.exhibits.works.view import WorksView
from dashboard.pages.works.read import read_works_view
from dashboard.store.queries import places
from dashboard.store.queries import works as queries
from dashboard.store.work_records import Work
from tests.exhibits.conftest import TODAY


@pytest.fixture(scope="session")
def look(connection: Connection) -> Callable[..., WorksView]:
    """Call it with a place's code (and a language) for the view its pages of works are made from."""

    def view(code: str, lang: str = "ky") -> WorksView:
        place = places.place(connection, code)
        assert place is not None
        return read_works_view(place, lang, places.people(connection, place.id), TODAY, connection)

    return view


@pytest.fixture(scope="session")
def works_of(connection: Connection) -> Callable[[str], tuple[Work, ...]]:
    """Call it with a place's code for all of its works."""

    def works(code: str) -> tuple[Work, ...]:
        place = places.place(connection, code)
        assert place is not None
        return queries.works(connection, place.id, TODAY, limit=10_000)

    return works
