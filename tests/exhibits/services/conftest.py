"""Views of services in the real content, as pages make them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from dashboard.exhibits.services.view import ServicesView
from dashboard.pages.address import parse
from dashboard.pages.data import PlaceVisit
from dashboard.pages.place_data import read_place
from dashboard.pages.section import Sources
from dashboard.pages.services.read import read_services
from tests.exhibits.conftest import TODAY


@pytest.fixture(scope="session")
def look(connection: Connection) -> Callable[..., ServicesView]:
    """Call it with a place's code (and a year, a language) for the view its pages of services are made from."""

    def view(code: str, year: int | None = None, lang: str = "ky") -> ServicesView:
        known = read_place(code, connection)
        assert known is not None
        address = parse(f"/{lang}/{code}/services" + (f"?year={year}" if year else ""))
        return read_services(PlaceVisit(known, address, TODAY), Sources(connection)).services

    return view
