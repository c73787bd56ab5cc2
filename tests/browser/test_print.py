"""Printed, a page is a hand-out: no filters, every table, the sources with their addresses."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.reading import exhibit

NOT_ON_PAPER = (
    ".filter, .sections, .tabs, .languages, .year-menu, .draw-chart, .downloads, .skip-link, .ways-on, .phone-bar"
)


def test_filters_and_buttons_stay_off_the_paper_and_tables_come_onto_it(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/kara-kujur/revenue?year=2020")
    page.locator("#page details").evaluate_all("all => all.forEach(one => one.open = true)")
    for name in NOT_ON_PAPER.split(", "):
        assert page.locator(f"{name}:visible").count() > 0, f"{name} is on the screen"
    page.locator("#page details").evaluate_all("all => all.forEach(one => one.open = false)")
    page.emulate_media(media="print")
    expect(page.locator(f":is({NOT_ON_PAPER}):visible")).to_have_count(0)
    for table in page.locator("table").all():
        expect(table).to_be_visible()
    address = exhibit(page, "revenue-by-source").locator('.exhibit-foot a[href^="http"]').first
    printed = address.evaluate("a => getComputedStyle(a, '::after').content")
    assert "karakujur.naryn-region.kg" in printed or "attr(href)" in printed


def test_the_fictional_mark_is_printed(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo?year=2025")
    page.emulate_media(media="print")
    expect(page.locator("#fictional")).to_be_visible()
    expect(page.locator("#fictional")).to_contain_text("ойдон чыгарылган аймак")


def test_a_dark_screen_prints_black_on_white(new_tab: Callable[..., Page]) -> None:
    page = new_tab(color_scheme="dark")
    page.goto("/ky/kara-kujur?year=2020")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_pages_of_paper_are_made(visit: Callable[[str], Page]) -> None:
    pdf = visit("/ky/kara-kujur?year=2020").pdf(format="A4")
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert pdf.startswith(b"%PDF") and 1 <= pages <= 6
