"""Tabs of a real browser for the tests of this folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import not_here

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CONNECTION = "Object.defineProperty(navigator, 'connection', {value: %s, configurable: true})"

expect.set_options(timeout=60_000)


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it the group is skipped, or fails where everything is required."""
    if not os.path.exists(CHROMIUM):
        not_here("no chromium on this machine: `make test` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def strict_tab(context: BrowserContext, address: str) -> Iterator[Page]:
    """A tab that tolerates no error and no request to another host than `address`."""
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: problems.append(str(e)))
    page.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else problems.append(r.url))
    yield page
    assert problems == []


def mounted(page: Page) -> None:
    """Wait until Dash has taken over."""
    expect(page.locator("#react-entry-point #page")).to_be_visible()
    expect(page.locator("#first-paint")).to_have_count(0)
