"""The shell in a real browser: taking over, moving about, drawing on demand, and failing gracefully."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from dashboard.factory import AimakApp
from tests.dashboard.tabs import CONNECTION, mounted, strict_tab
from tests.serving import served

FAST = {"offline": False, "latency": 5, "downloadThroughput": 6e6, "uploadThroughput": 6e6}
DESK = {"width": 1000, "height": 740}  # on a phone no chart is drawn unasked, however good the connection
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 2e5, "uploadThroughput": 1e5}


@pytest.fixture
def address(site_app: AimakApp) -> Iterator[str]:
    """The sample site on a port the kernel picks."""
    with served(site_app.server) as address:
        yield address


@pytest.fixture
def context(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    """A new profile on a phone that saves data, so that no chart is drawn unasked."""
    context = chromium.new_context(base_url=address, viewport={"width": 360, "height": 740})
    context.add_init_script(CONNECTION % "{saveData: true}")
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A tab that tolerates no error and no request to another host."""
    with strict_tab(context, address) as page:
        yield page


def test_dash_takes_over_what_the_server_wrote_without_a_jump(page: Page) -> None:
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => window.written = "
        "document.getElementById('first-paint').textContent)"
    )
    page.goto("/ky/sample-place?year=2025&utm_source=chat&fbclid=1")
    mounted(page)
    assert page.text_content("#frame") == page.evaluate("window.written")
    assert page.url.endswith("/ky/sample-place?year=2025"), "what other sites add goes from the address bar"
    assert page.title() == "Sample <sample-place> · Ачык Аймак"
    sent = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert not [url for url in sent if re.search(r"_dash-layout|_dash-dependencies|dash_core|plotly|polyfill", url)]


def test_the_reader_keeps_place_focus_and_opened_tables_when_dash_takes_over(page: Page) -> None:
    def later(route: Route) -> None:
        page.evaluate("""() => {
            document.querySelector('#first-paint details').open = true;
            document.querySelector('#first-paint summary').focus();
            window.scrollTo(0, 400);
        }""")
        route.continue_()

    page.route("**/*dash_renderer*", later)
    page.goto("/ky/sample-place", wait_until="load")
    mounted(page)
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert page.evaluate("document.querySelector('#frame details').open") is True
    assert page.evaluate("scrollY") == 400


def test_a_filter_changes_the_page_without_loading_it(page: Page) -> None:
    page.goto("/ky/sample-place?year=2025")
    mounted(page)
    page.evaluate("window.same = true")
    page.mouse.wheel(0, 100)
    link = page.locator("#page a", has_text="2024")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Sample overview 2024")
    assert page.evaluate("window.same") is True and page.url.endswith("?year=2024")
    assert page.evaluate("document.activeElement.textContent") == "2024"
    page.go_back()
    expect(page.locator("h1")).to_have_text("Sample overview 2025")
    assert page.url.endswith("?year=2025") and page.evaluate("window.same") is True


def test_another_section_starts_at_its_top_with_focus_and_is_announced(page: Page) -> None:
    page.goto("/en/sample-place?year=2025")
    mounted(page)
    page.evaluate("window.scrollTo(0, 900)")
    page.evaluate("document.querySelector('.sections li:nth-child(2) a').click()")
    expect(page.locator("h1")).to_have_text("Sample spending 2025")
    assert page.evaluate("document.activeElement.id") == "page"
    expect(page.locator("#announce")).to_have_text("Sample <sample-place> · Ачык Аймак")
    assert page.locator(".sections [aria-current=page]").inner_text() == "Money"
    page.go_back()
    expect(page.locator("h1")).to_have_text("Sample overview 2025")
    page.wait_for_function("() => Math.abs(scrollY - 900) < 2")


def test_a_form_is_answered_without_loading_a_page(page: Page) -> None:
    page.goto("/ky/sample-place?year=2025")
    mounted(page)
    page.evaluate("window.same = true")
    page.get_by_role("button", name="find").click()
    expect(page.locator("h1")).to_have_text("Sample overview ")
    assert page.evaluate("window.same") is True and page.url.endswith("/ky/sample-place")


def test_a_modified_click_is_left_to_the_browser(page: Page, context: BrowserContext) -> None:
    page.goto("/ky/sample-place?year=2025")
    mounted(page)
    with context.expect_page() as opened:
        page.locator("#page a", has_text="2024").click(modifiers=["Control"])
    assert opened.value.url.endswith("2024") and page.url.endswith("2025")


def test_when_dash_cannot_answer_the_page_is_loaded(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/ky/sample-place?year=2025")
    mounted(page)
    page.evaluate("window.same = true")
    page.route("**/_dash-update-component", lambda route: route.fulfill(status=500, body="{}"))
    page.locator("#page a", has_text="2024").click()
    page.wait_for_function("() => window.same === undefined")
    expect(page.locator("h1").first).to_have_text("Sample overview 2024")


def test_a_tap_draws_the_chart_with_parts_that_were_not_loaded_before(page: Page, context: BrowserContext) -> None:
    page.set_viewport_size(DESK)
    page.add_init_script(CONNECTION % "{effectiveType: '4g', downlink: 10}")
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    page.goto("/ky/sample-place")
    mounted(page)
    page.locator(".draw-chart").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert page.evaluate("window.dash_core_components") is None, "a slow connection is not asked to carry plotly"
    session.send("Network.emulateNetworkConditions", {**SLOW, "latency": 0, "downloadThroughput": -1})
    page.locator(".draw-chart").click()
    expect(page.locator(".chart-slot[data-drawn] .main-svg").first).to_be_visible()
    expect(page.locator(".draw-chart")).to_be_hidden()


def test_a_good_connection_draws_in_view_and_again_after_a_filter(page: Page, context: BrowserContext) -> None:
    page.set_viewport_size(DESK)
    page.add_init_script(CONNECTION % "{effectiveType: '4g', downlink: 10}")
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", FAST)
    page.goto("/ky/sample-place?year=2025")
    mounted(page)
    page.locator(".chart").scroll_into_view_if_needed()
    expect(page.locator(".chart-slot[data-drawn]")).to_have_count(1)
    page.locator("#page a", has_text="2024").click()
    expect(page.locator("h1")).to_have_text("Sample overview 2024")
    expect(page.locator(".chart-slot[data-drawn]")).to_have_count(1)


def test_a_chart_that_did_not_come_can_be_asked_for_again(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/ky/sample-place")
    mounted(page)
    page.route("**/_dash-update-component", lambda route: route.fulfill(status=503, body="{}"))
    page.locator(".draw-chart").click()
    expect(page.locator(".draw-chart")).not_to_have_attribute("aria-busy", "true")
    page.unroute("**/_dash-update-component")
    page.locator(".draw-chart").click()
    expect(page.locator(".chart-slot[data-drawn]")).to_have_count(1)


def test_a_stale_copy_keeps_saying_so_after_dash_has_taken_over(page: Page, database_file: Path) -> None:
    page.goto("/ru/sample-place")
    mounted(page)
    database_file.rename(database_file.with_suffix(".away"))
    page.goto("/ru/sample-place")
    mounted(page)
    expect(page.locator(".stale-banner")).to_be_visible()


def test_everything_can_be_read_and_followed_with_scripts_off(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/ky/sample-place?year=2025")
    expect(page.locator("[data-figure=spent]")).to_have_text("12,4")
    page.get_by_role("link", name="2024").click()
    expect(page.locator("h1")).to_have_text("Sample overview 2024")
    context.close()


def test_without_a_build_the_sources_work_as_modules(chromium: Browser, unbuilt_app: AimakApp) -> None:
    with served(unbuilt_app.server) as address:
        page = chromium.new_page()
        page.goto(f"{address}/ky/sample-place?year=2025")
        mounted(page)
        page.locator("#page a", has_text="2024").click()
        expect(page.locator("h1")).to_have_text("Sample overview 2024")
        page.locator(".draw-chart").click()
        expect(page.locator(".chart-slot[data-drawn] .main-svg").first).to_be_visible()
        page.close()
