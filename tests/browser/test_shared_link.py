"""A resident opens a link from a chat, reads, changes the year, sends the address on and goes back."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from dashboard.i18n import money
from tests.browser.reading import choose_year, figures, mounted, year_link
from tests.exhibits.papers import amount

OPENING = amount("kara-kujur", 2020, "revenue", "approved", "total")
BEFORE = amount("kara-kujur", 2019, "revenue", "approved", "total")


def test_a_link_from_a_chat_shows_the_figure_and_its_source_before_any_script(page: Page) -> None:
    response = page.request.get("/ky/kara-kujur?utm_source=whatsapp&fbclid=abc")
    html = response.text()
    assert money("ky", OPENING, "KGS") in html
    assert "karakujur.naryn-region.kg" in html
    assert re.search(r'<link rel="canonical" href="/ky/kara-kujur">', html)
    assert "utm_source" not in html and "fbclid" not in html


def test_a_resident_changes_the_year_sends_the_address_on_and_goes_back(
    visit: Callable[[str], Page], new_tab: Callable[..., Page]
) -> None:
    page = visit("/ky/kara-kujur?utm_source=whatsapp&fbclid=abc")
    assert page.url.endswith("/ky/kara-kujur"), "what the chat added is gone from the address bar"
    assert page.locator("html").get_attribute("lang") == "ky"
    first = figures(page)
    assert first["revenue"] == money("ky", OPENING, "KGS")
    page.evaluate("window.same = true")

    choose_year(page, 2019)
    expect(page.locator('[data-figure="revenue"]')).to_have_text(money("ky", BEFORE, "KGS"))
    assert page.url.endswith("/ky/kara-kujur?year=2019")
    assert page.evaluate("window.same") is True, "no page was loaded"
    assert "2019" in page.title()
    expect(year_link(page, 2019)).to_have_attribute("aria-current", "true")
    chosen = figures(page)
    assert chosen != first

    neighbour = new_tab()
    neighbour.goto(page.url)
    mounted(neighbour)
    assert figures(neighbour) == chosen

    page.go_back()
    expect(page.locator('[data-figure="revenue"]')).to_have_text(money("ky", OPENING, "KGS"))
    assert figures(page) == first and page.url.endswith("/ky/kara-kujur")
    assert page.evaluate("window.same") is True


def test_the_same_page_in_another_language_shows_the_same_figures(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/kara-kujur?year=2019")
    page.locator(".languages > summary").click()
    page.get_by_role("link", name="Русский").click()
    mounted(page)
    assert page.url.endswith("/ru/kara-kujur?year=2019")
    assert page.locator("html").get_attribute("lang") == "ru"
    assert figures(page)["revenue"] == money("ru", BEFORE, "KGS")
