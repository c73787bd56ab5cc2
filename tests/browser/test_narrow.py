"""On the narrowest phones nothing has to be scrolled sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.reading import LANGUAGES, PAGES, draw_all, mounted, overflow

# Long words and amounts: restated figures stand beside what they were, in the longest units.
LONGEST = ("/kara-kujur/revenue?year=2021", "/demo/spending?year=2025", "/bishkek?year=2026", "/bishkek/lines")
# What lies in a row that scrolls by itself, or in a name cut short, is looked at by that row.
STICKING_OUT = """cards => cards.flatMap(card => [...card.querySelectorAll('*')].filter(part => {
    const edge = card.getBoundingClientRect().right, box = part.getBoundingClientRect();
    const held = within => within !== card && (getComputedStyle(within).overflowX === 'auto'
        || getComputedStyle(within).textOverflow === 'ellipsis' || held(within.parentElement));
    return box.width > 1 && box.right > edge + 1 && !part.closest('.table-frame, .visually-hidden, svg')
        && !held(part.parentElement);
}).map(part => part.className + ': ' + part.textContent.slice(0, 60)))"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_is_wider_than_320_pixels_and_nothing_leaves_its_card(new_tab: Callable[..., Page], lang: str) -> None:
    # What Dash draws later is the same document, so the pages are measured as the server wrote them.
    page = new_tab(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    wider, outside = {}, {}
    for path in (*PAGES, *LONGEST):
        page.goto(f"/{lang}{path}")
        page.locator("details > summary").evaluate_all("all => all.forEach(s => s.parentElement.open = true)")
        if pixels := overflow(page):
            wider[path] = pixels
        if parts := page.locator(".exhibit").evaluate_all(STICKING_OUT):
            outside[path] = parts
    assert (wider, outside) == ({}, {})


def test_no_drawn_chart_is_wider_than_320_pixels(new_tab: Callable[..., Page]) -> None:
    page = new_tab(viewport={"width": 320, "height": 640})
    page.goto("/ky/demo/spending?year=2025")
    mounted(page)
    draw_all(page)
    assert overflow(page) == 0
