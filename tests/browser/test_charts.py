"""Charts come when they are asked for, in the reader's language and colours."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.reading import exhibit, mounted


def draw(page: Page, key: str) -> None:
    """Tap the button of an exhibit's chart and wait until it is there."""
    exhibit(page, key).locator(".draw-chart").click()
    expect(exhibit(page, key).locator(".chart-slot[data-drawn] .main-svg").first).to_be_visible()


def is_a_chart(response: Response) -> bool:
    """Whether the server's answer carries a figure."""
    return response.url.endswith("_dash-update-component") and '"layout"' in response.text()


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
    assert re.search("(миң|млн|млрд) сом", words) and "Билим берүү" in words
    buttons = [b.get_attribute("data-title") or "" for b in slot.locator(".modebar-btn").all()]
    said = " ".join(buttons).casefold()
    assert not re.search("cloud|chart studio|plotly|zoom|download|pan", said), buttons
    assert slot.locator("a[href]").count() == 0


@pytest.mark.parametrize("key", ["expenditure-by-function", "expenditure-composition-function",
                                 "expenditure-by-month", "flows", "expenditure-by-year"])  # fmt: skip
def test_every_kind_of_drawing_can_be_drawn(visit: Callable[[str], Page], key: str) -> None:
    page = visit("/ru/demo/spending?year=2025")
    draw(page, key)
    box = exhibit(page, key).locator(".main-svg").first.bounding_box()
    assert box is not None and box["width"] > 250 and box["height"] > 150


@pytest.mark.parametrize("width", [360, 1440])
def test_a_chart_is_as_tall_as_its_figure_asks(new_tab: Callable[..., Page], width: int) -> None:
    page = new_tab(viewport={"width": width, "height": 800})
    page.goto("/ky/demo/spending?year=2025")
    mounted(page)
    heights = set()
    for key in ("expenditure-by-function", "expenditure-by-month", "flows"):
        with page.expect_response(is_a_chart) as answer:
            draw(page, key)
        (asked,) = re.findall(r'"height":(\d+)', answer.value.text().split('"layout"')[1])
        box = exhibit(page, key).locator(".main-svg").first.bounding_box()
        assert box is not None and box["height"] == pytest.approx(int(asked), abs=1), key
        heights.add(asked)
    assert len(heights) == 3, "figures of one height would prove nothing"


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
