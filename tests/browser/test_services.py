"""Services on a phone: found by their plain name, read without a script, kept within the screen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboard.i18n import LANGUAGES
from dashboard.service_pages import service_pages
from tests.browser.reading import exhibit, mounted, overflow, violations
from tests.exhibits.papers import minor, rows

SCREEN = 740
PATHS = (
    "/demo/services",
    "/demo/services/road",
    "/demo/services/office",
    "/kurama/services",
    "/kurama/services/culture",
)


def test_a_word_typed_among_the_lines_leads_to_the_service(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo/lines?side=expenditure&year=2026")
    page.evaluate("window.same = true")
    page.get_by_role("searchbox").fill("жол")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Жол: баары").click()
    expect(page).to_have_url(re.compile(r"/ky/demo/services/road\?year=2026$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Жол")
    assert page.evaluate("window.same"), "no page was loaded"
    spent = sum(
        minor(row)
        for row in rows("demo", 2026, "expenditure", "executed", role="line", period_end="2026-09-30")
        if row["line"].startswith("roads-")
    )
    expect(exhibit(page, "road-money").locator(".answer")).to_contain_text(f"{spent / 10_087 / 100:.0f} сом")
    page.go_back()
    expect(page.get_by_role("link", name="Жол: баары")).to_be_visible()


def test_every_service_is_reached_from_the_list_without_a_script(new_tab: Callable[..., Page]) -> None:
    page = new_tab(java_script_enabled=False)
    for key, service in service_pages().items():
        page.goto("/ky/demo/services?year=2025")
        page.locator("ul.services").get_by_role("link", name=service.name("ky"), exact=True).click()
        assert page.url.endswith(f"/ky/demo/services/{key}?year=2025")
        expect(exhibit(page, f"{key}-money").locator(".answer")).to_contain_text("31.12.2025")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_of_services_fit_a_phone(new_tab: Callable[..., Page], lang: str) -> None:
    page = new_tab(java_script_enabled=False)
    found = {}
    for path in PATHS:
        page.goto(f"/{lang}{path}")
        tall = page.evaluate("document.documentElement.scrollHeight")
        if overflow(page) or tall > 7.5 * SCREEN:
            found[path] = (overflow(page), tall)
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_tab: Callable[..., Page], axe: str, scheme: str) -> None:
    page = new_tab(color_scheme=scheme)
    for path in PATHS[:2]:
        page.goto(f"/ky{path}")
        mounted(page)
        assert violations(page, axe) == []


def test_tiles_are_reached_by_keyboard_in_their_order(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo/services")
    first = page.locator("ul.services a").first
    first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == service_pages()["water"].name("ky")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/ky/demo/services/water$"))
