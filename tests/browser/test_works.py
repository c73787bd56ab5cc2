"""Works as residents, deputies and people without a mouse use them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import exhibit, mounted, overflow, violations
from tests.browser.test_keyboard import FOCUSED, tab_to

PICTURED = "Ички жолду оңдоо, 520 м, Үлгү"
DONE = "/ky/demo/works?status=done&sector=roads&village=Үлгү"


def pictured(page: Page) -> Page:
    """The page of a finished work with pictures before and after, reached from the list."""
    page.goto(DONE)
    page.get_by_role("link", name=PICTURED).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PICTURED)
    return page


def shown_from(page: Page) -> str:
    """Where the picture after begins, as the browser cuts it."""
    return str(page.locator(".compare-after img").evaluate("img => getComputedStyle(img).clipPath"))


def test_the_slider_between_before_and_after_is_moved_by_keys(page: Page) -> None:
    page.goto(DONE)
    mounted(page)
    pictured(page)
    slider = page.get_by_role("slider", name="«Мурда» менен «кийин» сүрөттөрүнүн чеги")
    assert shown_from(page) == "inset(0px 0px 0px 50%)"
    tab_to(page, ".compare-range")
    page.keyboard.press("ArrowRight")
    assert shown_from(page) == "inset(0px 0px 0px 55%)"
    page.keyboard.press("Home")
    assert shown_from(page) in ("inset(0px)", "inset(0px 0px 0px 0%)")
    expect(slider).to_be_visible()
    for picture in page.locator(".compare img").all():
        picture.scroll_into_view_if_needed()
        page.wait_for_function("img => img.complete && img.naturalWidth > 0", arg=picture.element_handle())


def test_without_scripts_both_pictures_are_seen_whole_and_filters_work(new_tab: Callable[..., Page]) -> None:
    page = new_tab(java_script_enabled=False)
    page.goto("/ky/demo/map")
    expect(page.locator("svg.map")).to_be_visible()
    page.goto("/ky/demo/works")
    page.locator(".folded-narrowing > summary").click()
    page.locator("#works-sector").select_option("roads")
    page.locator("#works-village").select_option("Үлгү")
    page.get_by_role("button", name="Көрсөтүү", exact=True).click()
    page.locator("#status-done").click()
    assert "sector=roads" in page.url and "status=done" in page.url
    page.get_by_role("link", name=PICTURED).first.click()
    expect(page.locator(".compare-range")).to_be_hidden()
    assert shown_from(page) == "none"
    before, after = (page.locator(f".compare-{name} img").bounding_box() for name in ("before", "after"))
    assert before and after and before["y"] + before["height"] <= after["y"], "one below the other on a phone"
    page.locator(".phone-bar .way-ask").click()
    expect(page.locator("#ask")).to_be_in_viewport()
    assert str(page.locator("#ask-mail").get_attribute("href")).startswith("mailto:demo@example.org?")


def test_list_and_one_work_are_reached_by_keys_and_the_way_back_too(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo/works")
    tab_to(page, "#status-under_way")
    page.keyboard.press("Enter")
    expect(page.locator("#status-under_way")).to_have_attribute("aria-current", "true")
    assert page.evaluate(f"{FOCUSED}.id") == "status-under_way"
    tab_to(page, "#works-list tbody th a")
    title = page.locator("#works-list tbody th a").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    tab_to(page, "main .back")
    page.keyboard.press("Enter")
    expect(page.locator("#works-list")).to_be_visible()
    tab_to(page, '.tabs a[href^="/ky/demo/map"]', key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(exhibit(page, "works-map")).to_be_visible()
    tab_to(page, '[data-exhibit="works-map"] .foot-table > summary', limit=200)
    page.keyboard.press("Enter")
    expect(exhibit(page, "works-map").locator("table")).to_be_visible()


def test_a_message_to_the_body_carries_the_whole_address(visit: Callable[[str], Page], site: str) -> None:
    page = pictured(visit("/ky/demo"))
    page.locator(".way-ask:visible").first.click()
    mail = page.locator("#ask-mail")
    # Following the link would open a mail program.
    mail.evaluate("a => a.addEventListener('click', event => event.preventDefault())")
    mail.click()
    written = str(page.evaluate("decodeURIComponent(document.getElementById('ask-mail').href)"))
    path = page.evaluate("location.pathname")
    assert written.startswith("mailto:demo@example.org?") and f"{site}{path}" in written


# Colours do not depend on the language: both schemes in Kyrgyz, one in each of the others.
@pytest.mark.parametrize(("lang", "scheme"), [("ky", "light"), ("ky", "dark"), ("ru", "dark"), ("en", "light")])
def test_the_page_of_a_work_is_accessible_and_fits(
    new_tab: Callable[..., Page], axe: str, lang: str, scheme: str
) -> None:
    page = new_tab(color_scheme=scheme, viewport={"width": 320, "height": 700})
    pictured(page)
    page.goto(page.url.replace("/ky/", f"/{lang}/"))
    mounted(page)
    page.locator("#page details").evaluate_all("all => all.forEach(d => d.open = true)")
    assert violations(page, axe) == [] and overflow(page) <= 0


# A4 at 96 dpi; the list lies across.
@pytest.mark.parametrize(("path", "width"), [("/ru/demo/works", 1123), ("/ky/demo/promised", 794)])
def test_works_fit_on_paper(new_tab: Callable[..., Page], path: str, width: int) -> None:
    page = new_tab(viewport={"width": width, "height": 1123})
    page.goto(path)
    mounted(page)
    page.emulate_media(media="print")
    assert overflow(page) <= 0
    assert b"/MediaBox [0 0 841" in page.pdf(format="A4", prefer_css_page_size=True) or width == 794
    expect(page.locator(".narrowing:visible")).to_have_count(0)


def test_several_statuses_and_an_order_are_chosen_without_loading_a_page(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo/works")
    page.evaluate("window.kept = true")
    page.locator(".folded-narrowing > summary").click()
    page.locator(".narrowing-details > summary").click()
    for status in ("planned", "under_way"):
        page.locator(f".narrowing input[value={status}]").check()
    page.locator("#works-sort").select_option("title")
    page.locator(".narrowing .btn").click()
    expect(page.locator("#status-planned")).to_have_attribute("aria-current", "true")
    expect(page.locator("#status-under_way")).to_have_attribute("aria-current", "true")
    expect(page.locator(".narrowing input:checked")).to_have_count(2)
    assert page.evaluate("window.kept") and "sort=title" in page.url
    file = page.locator('#works-list a[href*="works-list.csv"]').get_attribute("href")
    assert file and "status=planned,under_way" in file and "sort=title" in file
