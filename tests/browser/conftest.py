"""The real site in a real browser: all of data/ behind it, and tabs that tolerate no error and no foreign request."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dashboard.factory import BUILT_ASSETS, create_app
from dashboard.settings import Settings
from tests.browser.reading import mounted
from tests.conftest import ROOT, not_here
from tests.serving import served

TODAY = date(2026, 11, 24)
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"viewport": {"width": 360, "height": 740}}
AXE = ROOT / "node_modules/axe-core/axe.min.js"
# A reader who saves data: no chart is drawn unasked.
SAVES_DATA = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}, configurable: true})"
PATIENCE_MS = 60_000

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def front_end() -> None:
    """The built front-end, built first where nobody has."""
    if not (BUILT_ASSETS / "manifest.json").is_file():
        built = subprocess.run(["bash", "frontend/build.sh"], cwd=ROOT, capture_output=True, text=True, check=False)
        if built.returncode:
            not_here(f"the front-end could not be built: {built.stderr[-300:]}")


@pytest.fixture(scope="session")
def site(content_db: str, front_end: None) -> Iterator[str]:
    """Address of the site, with all of data/, as of TODAY, on a port the kernel picks."""
    photos = Path(content_db.removeprefix("sqlite:///")).with_name("photos")
    settings = Settings(database_url=content_db, version_check_s=60, photo_folder=photos)
    app = create_app(settings, today=lambda: TODAY)
    with served(app.server) as address:
        yield address


# One browser a module: Playwright's loop must not stay open while other folders start their own.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not os.path.exists(CHROMIUM):
        not_here("no chromium on this machine: `make test` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_tab(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Call it for a tab on a new device (options of a Playwright context; a phone that saves data if none).

    The test fails when any of its tabs logs an error or asks another host for anything.
    """
    contexts, problems = [], []

    def open_tab(**options: Any) -> Page:
        context = chromium.new_context(base_url=site, **{**PHONE, **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(SAVES_DATA)
        page = context.new_page()
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda r: None if _own(r.url, site) else problems.append(r.url))
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page(new_tab: Callable[..., Page]) -> Page:
    """A tab on a phone."""
    return new_tab()


@pytest.fixture
def visit(page: Page) -> Callable[[str], Page]:
    """Call it with a path: the phone's tab shows that page and Dash has taken over."""

    def go(path: str) -> Page:
        page.goto(path)
        mounted(page)
        return page

    return go


def _own(url: str, site: str) -> bool:
    return url.startswith(f"{site}/") or re.match("(data|blob|about):", url) is not None


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    if not AXE.is_file():
        not_here("axe-core is not installed: `make assets` installs it")
    return AXE.read_text(encoding="utf-8")
