"""Views of the real content, as pages make them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection

from dashboard.exhibits.own_lines import unclassified, with_own_lines
from dashboard.exhibits.view import View, needed, opening_year
from dashboard.store.queries import budget, places

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def look(connection: Connection) -> Callable[..., View]:
    """Call it with a place's code (and a year, language, day, period) for the view its pages are made from."""
    known = {place.code: place for place in places.places(connection).values()}
    classes = budget.classes(connection)

    def view(
        code: str, year: int | None = None, lang: str = "ky", today: date = TODAY, period: date | None = None
    ) -> View:
        place = known[code]
        statements = budget.statements(connection, place.id)
        chosen = year or opening_year(statements, today) or today.year
        people = places.people(connection, place.id)
        bare = View(place, chosen, lang, today, statements, classes, people=people, period=period)
        wanted = needed(bare)
        summed = replace(bare, sums=budget.sums(connection, wanted), remarks=budget.remarks(connection, wanted))
        return with_own_lines(summed, budget.lines(connection, unclassified(summed)))

    return view
