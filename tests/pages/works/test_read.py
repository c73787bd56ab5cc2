"""What the pages of works read costs the same however many works there are."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from dashboard.pages.works.read import read_works_glance, read_works_view
from dashboard.store.queries import places
from tests.pages.conftest import TODAY
from tests.watching import statements


@pytest.mark.parametrize("code", ["demo", "bagysh", "kara-kujur"])
def test_a_view_of_works_costs_ten_statements_and_a_glance_three(connection: Connection, code: str) -> None:
    place = places.place(connection, code)
    assert place is not None
    with statements(connection.engine) as seen:
        view = read_works_view(place, "ky", (), TODAY, connection)
        whole = len(seen)
        glance = read_works_glance(place, "ky", TODAY, connection)
    assert (whole, len(seen) - whole) == (10, 3)
    assert (glance.by_word, glance.papers) == (view.by_word, view.papers)
