"""axe-core finds nothing to complain about, on any page, light or dark, before and after charts.

Every page in Kyrgyz; the other languages share its layout, so each takes a part of the pages.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.reading import PAGES, draw_all, mounted, violations


@pytest.mark.parametrize(("lang", "pages"), [("ky", PAGES), ("ru", PAGES[::3]), ("en", PAGES[1::3])])
def test_no_page_has_a_violation(visit: Callable[[str], Page], axe: str, lang: str, pages: tuple[str, ...]) -> None:
    found = {path: violations(visit(f"/{lang}{path}"), axe) for path in pages}
    page = visit(f"/{lang}/kara-kujur/lines")
    found["a line"] = violations(visit(str(page.locator("tbody th a").first.get_attribute("href"))), axe)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("path", "width"),
    [
        ("/ky", 360),
        ("/ky", 1440),
        ("/ky/demo", 360),
        ("/ky/demo", 1440),
        ("/ky/demo/lines", 1440),
        ("/ky/kara-kujur", 360),
    ],
)
def test_no_dark_page_has_a_violation(new_tab: Callable[..., Page], axe: str, path: str, width: int) -> None:
    page = new_tab(color_scheme="dark", viewport={"width": width, "height": 800})
    page.goto(path)
    mounted(page)
    page.locator("#page details").evaluate_all("all => all.forEach(d => d.open = true)")
    assert violations(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_with_drawn_charts_has_a_violation(new_tab: Callable[..., Page], axe: str, scheme: str) -> None:
    page = new_tab(color_scheme=scheme, viewport={"width": 1440, "height": 900})
    page.goto("/ky/demo/spending?year=2025")
    mounted(page)
    draw_all(page)
    assert violations(page, axe) == []


def test_the_places_without_figures_are_accessible_where_they_are_searched(
    visit: Callable[[str], Page], axe: str
) -> None:
    page = visit("/ky?oblast=talas-oblusu")
    assert page.locator("#page a[href^='/ky/']").count() > 5
    assert violations(page, axe) == []
