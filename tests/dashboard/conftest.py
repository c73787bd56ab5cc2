"""A small site over a real database: the shell under test, with pages of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from dash import html
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from sqlalchemy import Connection

from dashboard.assets_manifest import AssetManifest
from dashboard.exhibits.drawings import Bars
from dashboard.exhibits.model import Cell, Column, Exhibit, Row
from dashboard.factory import AimakApp, create_app
from dashboard.pages.address import Address, NotFound
from dashboard.pages.model import Page
from dashboard.pages.slots import chart_slot
from dashboard.settings import Settings
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from dashboard.store.releases import change, data_version
from tests.dashboard.tabs import browser

TODAY = date(2026, 3, 5)
PLACES = ("sample-place", "made-up-place")


def sample_exhibit(address: Address, version: int) -> Exhibit:
    """Three lines with a plan and what was done, different for every version of the data."""
    amounts = {"education": 100_000, "culture": 50_000, "roads": 25_000 + version}
    columns = (
        Column("label", "Багыт", "text"),
        Column("approved", "Бекитилген", "money"),
        Column("executed", "Аткарылган", "money"),
    )
    rows = tuple(Row(key, (Cell(key), Cell(amount * 100), Cell(amount * 80))) for key, amount in amounts.items())
    drawing = Bars(label="label", plan="approved", done="executed")
    return Exhibit(
        "sample-spending",
        "Акча кайда жумшалды?",
        "Жооп",
        columns,
        rows,
        drawing=drawing,
        currency="KGS",
        fictional=False,
        lang=address.lang,
    )


def build_sample(address: Address, connection: Connection, today: date) -> Page:
    """A page that reads the database and has everything the shell has to handle."""
    if address.place and address.place not in PLACES:
        raise NotFound(address.href)
    if address.item is not None and address.item > 3:
        raise NotFound(address.href)
    exhibit = sample_exhibit(address, data_version(connection))
    years = [
        html.A(year, href=address.with_params(year=year).href, **{"data-nav": "1", "data-filter": "year"})
        for year in ("2024", "2025")
    ]
    search = html.Form(
        [html.Label("q", htmlFor="search"), html.Button("find", type="submit")],
        action=address.path,
        method="get",
        **{"data-nav": "1"},
    )
    content = [
        html.H1(f"Sample {address.section or 'overview'} {address.get('year')}"),
        html.P([html.Strong("12,4", **{"data-figure": "spent"}), f" version {data_version(connection)} on {today}"]),
        html.Nav(years),
        search,
        html.Section(
            [html.H2(exhibit.question), chart_slot(exhibit, address)], id=exhibit.key, **{"data-exhibit": exhibit.key}
        ),
        html.Details([html.Summary("table"), html.Table(html.Tbody(html.Tr(html.Td("1"))))]),
        html.Div(style={"height": "1500px"}),
        html.P("end"),
    ]
    return Page(
        address,
        f"Sample <{address.place or 'places'}>",
        'A "sample" page',
        html.Div(content),
        (exhibit,),
        fictional=address.place == "made-up-place",
        place_name=address.place,
    )


def publish(database: Path) -> None:
    """Raise the data version, as every import does."""
    engine = writing_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        change(connection, at=datetime(2026, 3, 5, tzinfo=UTC), actor="test", action="test", detail={})
    engine.dispose()


@pytest.fixture
def database_file(tmp_path: Path) -> Path:
    """An empty database with the current schema."""
    file = tmp_path / "pages.db"
    engine = writing_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    publish(file)
    return file


@pytest.fixture
def publish_change(database_file: Path) -> Callable[[], None]:
    """Call it to publish something."""
    return lambda: publish(database_file)


@pytest.fixture
def site_settings(database_file: Path) -> Settings:
    """Settings for the sample site: the data version is read at every request."""
    return Settings(database_url=f"sqlite:///{database_file}", version_check_s=0.0)


@pytest.fixture
def site_app(site_settings: Settings) -> AimakApp:
    """The application over the sample pages."""
    return create_app(site_settings, build=build_sample, today=lambda: TODAY)


@pytest.fixture
def unbuilt_app(site_settings: Settings, tmp_path: Path) -> AimakApp:
    """The same where the front-end was never built."""
    return create_app(site_settings, build=build_sample, today=lambda: TODAY, manifest=AssetManifest.load(tmp_path))


@pytest.fixture
def client(site_app: AimakApp) -> FlaskClient:
    """A client of the sample site."""
    return site_app.server.test_client()


@pytest.fixture
def build_crash() -> Callable[..., Page]:
    """A page that fails in a way nobody expected."""

    def build(*_: object) -> Page:
        raise ZeroDivisionError("secret detail")

    return build


@pytest.fixture
def build_page_of_samples() -> Callable[[Address, Connection, date], Page]:
    """The function that builds the sample pages."""
    return build_sample


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a module: Playwright's loop must not stay open while other folders start their own."""
    with browser() as chromium:
        yield chromium
