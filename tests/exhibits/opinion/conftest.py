"""Views of the fictional studies, as pages make them, and the answers they were made from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from dashboard.exhibits.opinion.view import OpinionView
from dashboard.pages.address import Address
from dashboard.pages.opinion.read import read_opinion
from dashboard.store.queries import places
from tests.exhibits.conftest import TODAY
from tests.exhibits.opinion.made import Made, studies


@pytest.fixture(scope="session")
def look(opinion_connection: Connection) -> Callable[..., OpinionView]:
    """Call it (with a language, a study's key, a dimension) for the view the page of opinion is made from."""

    def view(lang: str = "ky", study: str = "", group: str = "") -> OpinionView:
        place = places.place(opinion_connection, "aimak")
        assert place is not None
        address = Address(lang, "aimak", "opinion").with_params(study=study, group=group)
        return read_opinion(place, address, TODAY, opinion_connection)

    return view


@pytest.fixture(scope="session")
def made() -> dict[str, Made]:
    """The same studies made again, with every answer."""
    return studies("aimak")
