"""Charts come when they are asked for, in the reader's language and colours."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import exhibit, mounted

# The words of a drawing that reach over its edges by more than a pixel.
WORDS_OUTSIDE = """slot => {
  const edge = slot.querySelector(".main-svg").getBoundingClientRect();
  const outside = (box) => box.left < edge.left - 1 || box.right > edge.right + 1
    || box.top < edge.top - 1 || box.bottom > edge.bottom + 1;
  const shown = [...slot.querySelectorAll(".main-svg text")].filter((one) => one.getBoundingClientRect().width);
  return shown.filter((one) => outside(one.getBoundingClientRect())).map((one) => one.textContent);
}"""


def draw(page: Page, key: str) -> None:
    """Tap the button of an exhibit's chart and wait until it is there."""
    exhibit(page, key).locator(".draw-chart").click()
    expect(exhibit(page, key).locator(".chart-slot[data-drawn] .main-svg").first).to_be_visible()


def test_a_tap_draws_the_chart_in_place_of_the_bars(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo?year=2025")
    block = exhibit(page, "expenditure-by-function")
    assert block.locator(".strips").is_visible() and block.locator(".main-svg").count() == 0
    draw(page, "expenditure-by-function")
    expect(block.locator(".strips")).to_be_hidden()
    expect(block.locator(".draw-chart")).to_be_hidden()
    expect(block.locator("summary").first).to_be_visible()  # the table stays at hand
    assert exhibit(page, "revenue-by-source").locator(".main-svg").count() == 0, "nobody asked for that one"


def test_the_chart_speaks_kyrgyz_and_offers_no_cloud(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo?year=2025")
    draw(page, "expenditure-by-function")
    slot = exhibit(page, "expenditure-by-function").locator(".chart-slot")
    words = " ".join(slot.locator("svg text").all_text_contents())
    assert re.search(r"(миң|млн|млрд)\sсом", words) and "Билим берүү" in words
    assert slot.locator(".modebar-btn, a[href]").count() == 0


@pytest.mark.parametrize("key", ["expenditure-by-function", "expenditure-composition-function",
                                 "expenditure-by-month", "expenditure-by-year"])  # fmt: skip
@pytest.mark.parametrize("width", [360, 1440])
def test_every_drawing_is_as_wide_as_its_card_and_as_tall_as_its_picture(
    new_tab: Callable[..., Page], key: str, width: int
) -> None:
    page = new_tab(viewport={"width": width, "height": 800})
    page.goto("/ru/demo/spending?year=2025")
    mounted(page)
    picture = exhibit(page, key).locator(".strips").bounding_box()
    draw(page, key)
    box = exhibit(page, key).locator(".main-svg").first.bounding_box()
    card = exhibit(page, key).bounding_box()
    assert box is not None and picture is not None and card is not None
    assert box["width"] > 0.9 * card["width"] and box["height"] >= picture["height"] - 1
    assert card["width"] > (0.9 if width == 360 else 0.4) * width  # two cards a row on a desk


@pytest.mark.parametrize("path", ["/ky/demo/revenue?year=2026", "/ky/demo/spending?year=2026", "/ru/kara-kujur"])
@pytest.mark.parametrize("width", [320, 360])
def test_no_word_of_a_chart_is_cut_off(new_tab: Callable[..., Page], path: str, width: int) -> None:
    page = new_tab(viewport={"width": width, "height": 740})
    page.goto(path)
    mounted(page)
    offered = page.locator("#page [data-exhibit]:has(.draw-chart:visible)")
    keys = offered.evaluate_all("blocks => blocks.map(block => block.dataset.exhibit)")
    assert keys and "flows" not in keys, "ribbons need a wide screen"
    for key in keys:
        draw(page, key)
        cut = exhibit(page, key).locator(".chart-slot").evaluate(WORDS_OUTSIDE)
        assert cut == [], key


def test_the_dark_scheme_reaches_the_page_and_the_chart(new_tab: Callable[..., Page]) -> None:
    def colours(scheme: str) -> tuple[str, str, str]:
        page = new_tab(color_scheme=scheme)
        page.goto("/ky/demo?year=2025")
        mounted(page)
        draw(page, "expenditure-by-function")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        ink = page.evaluate("getComputedStyle(document.body).color")
        words = page.evaluate("getComputedStyle(document.querySelector('.chart-slot svg text')).fill")
        return paper, ink, words

    for day, night, name in zip(colours("light"), colours("dark"), ("paper", "ink", "chart"), strict=True):
        light, dark = (sum(int(n) for n in re.findall(r"\d+", c)[:3]) for c in (day, night))
        assert light - dark > 200 if name == "paper" else dark - light > 200, (name, day, night)
