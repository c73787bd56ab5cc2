"""Pages of what comes with the program, and of files that a test imports first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from dashboard.pages.address import parse
from dashboard.pages.build import build_page
from dashboard.pages.model import Page
from tests.truth.site import Site

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def page_at(connection: Connection) -> Callable[[str], Page]:
    """Call it with an address for the page there, over everything under data/."""
    return lambda url: build_page(parse(url), connection, TODAY)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with classes of the program and places for files."""
    return Site.made(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The same for all tests of a module: each uses places of its own."""
    return Site.made(tmp_path_factory.mktemp("site"))
