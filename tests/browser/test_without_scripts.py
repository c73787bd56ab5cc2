"""Everything that matters works with JavaScript off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboard.channels.files import FORMATS
from dashboard.i18n import money
from tests.browser.reading import choose_year, exhibit, figures, unfold
from tests.exhibits.papers import amount


@pytest.fixture
def plain(new_tab: Callable[..., Page]) -> Page:
    """A phone with JavaScript off."""
    return new_tab(java_script_enabled=False)


def test_figures_sentences_and_bars_are_there(plain: Page) -> None:
    plain.goto("/ky/kara-kujur?year=2020")
    total = money("ky", amount("kara-kujur", 2020, "revenue", "approved", "total"), "KGS")
    assert figures(plain)["revenue"] == total
    expect(exhibit(plain, "year-at-a-glance").locator(".sentence").first).to_contain_text(total)
    bars = exhibit(plain, "revenue-by-source").locator(".strips li:visible")
    assert bars.count() >= 2, "sources are drawn without a script"
    expect(plain.locator(".draw-chart").first).to_be_hidden()  # it could do nothing


def test_tables_open(plain: Page) -> None:
    plain.goto("/ky/kara-kujur?year=2020")
    block = exhibit(plain, "revenue-by-source")
    expect(block.locator("table")).to_be_hidden()
    unfold(block, "table")
    expect(block.locator("table")).to_be_visible()
    grant = money("ky", amount("kara-kujur", 2020, "revenue", "approved", "equalization-grant"), "KGS")
    expect(block.locator("table")).to_contain_text(grant)


def test_the_year_and_the_sections_are_links(plain: Page) -> None:
    plain.goto("/ky/kara-kujur")
    choose_year(plain, 2019)
    assert plain.url.endswith("/ky/kara-kujur?year=2019")
    assert figures(plain)["revenue"] == money("ky", amount("kara-kujur", 2019, "revenue", "approved", "total"), "KGS")
    plain.get_by_role("link", name="Акча", exact=True).click()
    assert plain.url.endswith("/ky/kara-kujur/spending?year=2019")
    plain.get_by_role("link", name="Кирешелер", exact=True).click()
    assert plain.url.endswith("/ky/kara-kujur/revenue?year=2019")


def test_places_are_found_through_the_form(plain: Page) -> None:
    plain.goto("/ky")
    plain.get_by_role("searchbox").fill("кара кужур")
    plain.get_by_role("button", name="Издөө").click()
    plain.get_by_role("link", name="Кара-Кужур").click()
    assert plain.url.endswith("/ky/kara-kujur")


def test_files_are_downloaded(plain: Page) -> None:
    plain.goto("/ky/kara-kujur?year=2020")
    unfold(exhibit(plain, "revenue-by-source"), "files")
    links = exhibit(plain, "revenue-by-source").locator(".downloads a")
    for link, kind in zip(links.all(), FORMATS, strict=True):
        with plain.expect_download() as download:
            link.click()
        assert download.value.suggested_filename == f"kara-kujur-revenue-by-source-2020.{kind}"
        assert download.value.path().stat().st_size > 200
