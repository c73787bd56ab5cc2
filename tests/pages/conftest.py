"""Pages built from the real content."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Connection

from dashboard.channels.html import render
from dashboard.pages.address import parse
from dashboard.pages.build import build_page
from dashboard.pages.model import Page
from dashboard.shell import frame

TODAY = date(2026, 11, 24)
SECTIONS = (
    "", "?year=2024", "/revenue?year=2025", "/spending?year=2025", "/spending?by=economic", "/lines", "/lines?q=салык",
    "/lines?side=expenditure&sort=executed&order=down&page=2", "/about",
)  # fmt: skip
WORKS_PAGES = (
    "/demo/works", "/demo/works?status=done&year=2025", "/demo/works?sector=water&page=2", "/demo/promised",
    "/kyrgyzstan/works", "/kurama/works", "/kurama/promised", "/ak-sai/works", "/kurshab/works", "/kurshab/promised",
    "/demo/works?q=жол&status=done,under_way&late=yes&sort=planned", "/demo/contractor", "/demo/gallery",
    "/bishkek/gallery", "/kyrgyzstan/contractor",
)  # fmt: skip
OPINION_PAGES = (
    "/demo/opinion", "/demo/opinion?group=language", "/demo/opinion?study=demo-poll-2026&group=sex",
    "/kyrgyzstan/opinion", "/bishkek/opinion",
)  # fmt: skip
SERVICE_PAGES = (
    "/demo/services", "/demo/services/road?year=2025", "/demo/services/office", "/kurama/services/culture",
    "/bishkek/services?year=2021", "/osh-shaary/services/school?year=2019",
)  # fmt: skip
PLACE_PAGES = tuple(f"/{place}{section}" for place in ("demo", "kara-kujur", "bishkek") for section in SECTIONS)
PAGES = ("", "?q=kara", "/about", *PLACE_PAGES, *WORKS_PAGES, *OPINION_PAGES, *SERVICE_PAGES)


def framed(page: Page) -> str:
    """A page with its frame, as HTML."""
    return "".join(map(render, frame(page)))


def panel(page: Page, name: str) -> str:
    """The panel `ask` or `share` of a page."""
    (found,) = re.findall(rf'<section[^>]* id="{name}"[^>]*>.*?</section>', framed(page), re.DOTALL)
    return found


@pytest.fixture(scope="session")
def page_at(connection: Connection) -> Callable[[str], Page]:
    """Call it with an address for the page there, as of TODAY."""
    return lambda url: build_page(parse(url), connection, TODAY)
