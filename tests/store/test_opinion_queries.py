"""What both databases say of a place's opinion, at a glance and whole."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from dashboard.channels.html import render
from dashboard.pages.address import parse
from dashboard.pages.build import build_page
from dashboard.store.queries import places, surveys
from dashboard.store.queries.sitemap import places_listed
from tests.exhibits.opinion.made import fill
from tests.pages.conftest import TODAY


def test_a_place_with_studies_is_known_at_a_glance_listed_and_shown(engine: Engine) -> None:
    made = fill(engine)
    (latest,) = (
        cell for cell in made["wave-2026"].batch.cells if cell.indicator == "knows-sources" and not cell.groups
    )
    with engine.connect() as connection:
        here, empty = (places.place(connection, code) for code in ("aimak", "empty"))
        assert here is not None and empty is not None
        glance = surveys.glance(connection, here.id)
        assert glance.there == {"study", "asked"} and glance.knows_sources == pytest.approx(latest.share)
        assert surveys.glance(connection, empty.id) == surveys.Glance()
        assert [(place.code, place.has) for place in places_listed(connection)] == [("aimak", {"study", "asked"})]
        page = build_page(parse("/ru/aimak/opinion?group=language"), connection, TODAY)
        assert len(page.exhibits) == 12 and "скрыто" in render(page.tree)
