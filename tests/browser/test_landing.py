"""The first page on a phone: short, searched by keys and fingers, and whole without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import LANGUAGES, mounted, overflow, violations

MOST_SCREENS = 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_page_is_at_most_three_screens_of_a_phone(visit: Callable[[str], Page], lang: str) -> None:
    page = visit(f"/{lang}")
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= MOST_SCREENS * 740, f"{height} px"
    assert overflow(page) == 0
    search, example = page.locator("#search"), page.locator(".example")
    assert search.bounding_box()["y"] < 740 / 2, "the search comes first"
    assert example.is_visible()


def test_a_place_is_chosen_among_suggestions_by_keys(visit: Callable[[str], Page], axe: str) -> None:
    page = visit("/ky")
    page.evaluate("window.same = true")
    page.locator("#search").press_sequentially("кара куж")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Кара-Кужур айыл аймагы")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "true")
    assert violations(page, axe) == []
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#page")).to_have_attribute("data-address", "/ky/kara-kujur")
    assert page.evaluate("window.same") is True, "answered without loading a page"


def test_escape_closes_the_suggestions_and_enter_searches(visit: Callable[[str], Page]) -> None:
    page = visit("/ky")
    page.locator("#search").press_sequentially("нарын")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".place-name").first).to_be_visible()
    assert "q=" in page.url


def test_a_suggestion_is_tapped(visit: Callable[[str], Page]) -> None:
    page = visit("/ru")
    page.locator("#search").press_sequentially("shoro")
    page.get_by_role("option", name="село Шоро Ак-Кудукский").first.click()
    expect(page.locator("#page")).to_have_attribute("data-address", "/ru/ak-kuduk")


def test_a_dot_leads_to_its_place(new_tab: Callable[..., Page]) -> None:
    page = new_tab(viewport={"width": 1280, "height": 900})
    page.goto("/ky")
    mounted(page)
    page.locator('.country a[href^="/ky/talas-shaary"]').click()
    expect(page.locator("#page")).to_have_attribute("data-address", "/ky/talas-shaary/works")


def test_without_scripts_the_form_the_dots_and_the_folded_lists_work(new_tab: Callable[..., Page]) -> None:
    page = new_tab(java_script_enabled=False)
    page.goto("/ky")
    page.locator("summary", has_text="Нарын облусу").click()
    expect(page.get_by_role("link", name="Кара-Кужур айыл аймагы")).to_be_visible()
    page.locator('.country a[href^="/ky/talas-shaary"]').click()
    assert page.url.endswith("/ky/talas-shaary/works")
    page.goto("/ky")
    page.locator("#search").fill("shoro")
    page.get_by_role("button", name="Издөө").click()
    villages = page.locator("section", has=page.locator("#places-villages"))
    expect(villages.locator(".place").first).to_contain_text("Шоро айылы")
    expect(villages.locator(".place").first).to_contain_text("Ак-Кудук айыл аймагы")
