"""A reader without a mouse: everything can be reached, and focus is where one expects it afterwards."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.reading import exhibit, mounted

FOCUSED = "document.activeElement"
YEARS = ".year-menu summary"


def tab_to(page: Page, selector: str, limit: int = 80, key: str = "Tab") -> None:
    """Press Tab until the first element of `selector` has the focus."""
    for _ in range(limit):
        page.keyboard.press(key)
        if page.evaluate(f"s => {FOCUSED} === document.querySelector(s)", selector):
            return
    raise AssertionError(f"{limit} presses of {key} do not reach {selector}")


def test_the_first_tab_stop_leads_past_the_header(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUSED}.id") == "page"
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.getElementById('page').contains({FOCUSED})"), "the next stop is in the content"


def test_sections_and_years_are_followed_and_focus_stays_sensible(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo?year=2025")
    page.evaluate("window.same = true")
    tab_to(page, '.sections a[href*="/spending"]')
    page.keyboard.press("Enter")
    expect(page.locator('.sections a[href*="/spending"]')).to_have_attribute("aria-current", "page")
    assert page.evaluate(f"{FOCUSED}.id") == "page", "a new section starts at its beginning"

    tab_to(page, YEARS)
    page.keyboard.press("Enter")
    tab_to(page, "#year-2024", limit=5)
    page.keyboard.press("Enter")
    expect(page.locator("#year-2024")).to_have_attribute("aria-current", "true")
    assert page.url.endswith("/ky/demo/spending?year=2024")
    expect(page.locator(YEARS)).to_be_focused()  # the menu has closed: what opens it keeps the focus
    expect(page.locator(YEARS)).to_have_text("2024")
    assert page.evaluate("window.same") is True


def test_the_focus_can_be_seen(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo?year=2025")
    for selector in (".brand", YEARS, '[data-exhibit="year-at-a-glance"] summary'):
        tab_to(page, selector)
        style = page.evaluate(f"(s => s.outlineStyle + ' ' + s.outlineWidth)(getComputedStyle({FOCUSED}))")
        assert style == "solid 3px", selector


def test_a_table_is_opened_and_a_wide_one_scrolled(new_tab: Callable[..., Page]) -> None:
    page = new_tab(viewport={"width": 620, "height": 800})
    page.goto("/ky/demo?year=2025")
    mounted(page)
    tab_to(page, '[data-exhibit="year-at-a-glance"] summary')
    table = exhibit(page, "year-at-a-glance").locator("table")
    expect(table).to_be_hidden()
    page.keyboard.press("Enter")
    expect(table).to_be_visible()
    page.keyboard.press("Tab")
    frame = exhibit(page, "year-at-a-glance").locator(".table-frame")
    expect(frame).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => {FOCUSED}.scrollLeft > 0")


def test_a_chart_is_drawn_and_the_focus_is_on_it(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo?year=2025")
    tab_to(page, '[data-exhibit="revenue-by-source"] .draw-chart')
    page.keyboard.press("Enter")
    slot = exhibit(page, "revenue-by-source").locator(".chart-slot[data-drawn]")
    expect(slot).to_have_count(1)
    expect(slot).to_be_focused()
