"""The same pages from both databases: PostgreSQL gives to the letter what SQLite gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from dashboard.channels.html import render
from dashboard.factory import create_app
from dashboard.intake.content import load_content
from dashboard.pages.address import parse
from dashboard.pages.build import build_page
from dashboard.settings import Settings
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from tests.conftest import fresh_postgres
from tests.pages.conftest import TODAY
from tests.watching import reading

PAGES = (
    "/ky", "/ru?q=Kara-Kujur", "/en/about", "/ky/demo?year=2025", "/ru/demo/revenue", "/en/demo/spending?by=economic",
    "/ky/demo/lines?year=2024", "/ru/bishkek?year=2020", "/ky/kazan-kuigan/about",
    "/ru/demo/opinion?group=village", "/ky/kyrgyzstan/opinion",
)  # fmt: skip


@pytest.fixture(scope="module")
def postgres_content(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a PostgreSQL database with everything under data/."""
    with fresh_postgres(postgres_server) as url:
        engine = writing_engine(url)
        migrate(engine)
        for report in load_content(engine, tmp_path_factory.mktemp("photos")):
            assert report.outcome == "published", report.as_json()
        engine.dispose()
        yield url


@pytest.fixture(scope="module")
def postgres(postgres_content: str) -> Iterator[Connection]:
    """A reading connection to it."""
    with reading(postgres_content) as connection:
        yield connection


@pytest.mark.parametrize("url", PAGES)
def test_a_page_is_the_same_from_both_databases(connection: Connection, postgres: Connection, url: str) -> None:
    sqlite_page, postgres_page = (build_page(parse(url), source, TODAY) for source in (connection, postgres))
    assert (sqlite_page.title, sqlite_page.description) == (postgres_page.title, postgres_page.description)
    assert _timeless(render(sqlite_page.tree)) == _timeless(render(postgres_page.tree))


def test_the_site_serves_pages_and_says_it_is_ready_on_postgresql(postgres_content: str) -> None:
    client = create_app(Settings(database_url=postgres_content), today=lambda: TODAY).server.test_client()
    assert client.get("/readyz").status_code == 200
    assert "7,2\u00a0млн\u00a0сом" in client.get("/ky/kara-kujur?year=2020").text
    assert client.get("/api/v1/budget?place=demo&year=2025&by=total").status_code == 200


def _timeless(html: str) -> str:
    """Without the moments of import, the trail that they are part of, and the numbers that databases give to lines."""
    return re.sub(r"\d\d\.\d\d\.\d{4} \d\d:\d\d|/lines/\d+|\d+:[0-9a-f]{64}", "", html)
