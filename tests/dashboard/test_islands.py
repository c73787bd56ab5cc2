"""Components of Dash in a page of ours: read at once, drawn when seen, and used as anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
import pytest
from dash import Input, Output, State, dcc, html
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Connection

from dashboard.channels.html import island
from dashboard.factory import AimakApp, create_app
from dashboard.pages.address import Address
from dashboard.pages.model import Page as SitePage
from dashboard.settings import Settings
from tests.dashboard.conftest import TODAY
from tests.dashboard.tabs import CONNECTION, mounted, strict_tab
from tests.serving import served

ROOM = html.Div(style={"height": "1600px"})
FIGURE = {"data": [{"type": "bar", "x": ["a", "b"], "y": [3, 4]}], "layout": {"height": 240}}
LOADED = "performance.getEntriesByType('resource').map(e => e.name.split('/').pop())"
AS_WRITTEN = "one => { one.style.cssText = one.style.cssText; return one.outerHTML; }"
FAST = CONNECTION % "{effectiveType: '4g', downlink: 10}"
SAVES_DATA = CONNECTION % "{saveData: true}"
FIVE = ("years", "depth", "tabs", "bar", "chart")


def islands(address: Address, _connection: Connection, _today: date) -> SitePage:
    """Pages with islands; the section says where they stand and whether somebody wrote a fallback."""
    navbar = dbc.Navbar(dbc.Nav([dbc.NavLink("about", href="/ky/about", id="to-about")]), id="bar", color="light")
    tabs = [dbc.Tab("first text", label="First"), dbc.Tab("second text", label="Second")]
    components = [
        (dcc.Dropdown([2024, 2025], 2025, id="years", clearable=False, style={"height": "40px"}), "2024, 2025"),
        (dcc.Slider(0, 10, 0.5, value=2.5, id="depth"), "from 0 to 10"),
        (dbc.Tabs(tabs, id="tabs", active_tab="tab-0"), None),
        (navbar, html.A("about", href="/ky/about")),
        (dcc.Graph(figure=FIGURE, id="chart", style={"height": "240px"}), "3 and 4"),
    ]
    placed: list[Any] = [
        component if address.section == "about" else island(component, fallback) for component, fallback in components
    ]
    content = [html.H1(address.section or "places"), html.A("here", href=address.href, **{"data-nav": "1"})]
    content += [html.A("about", href="/ky/about", id="nav", **{"data-nav": "1"}), html.Button("ask", id="ask")]
    content += [ROOM, *placed, html.P(id="told"), html.P(id="asked"), html.P("end"), ROOM]
    return SitePage(address, "Islands", "", html.Div(content), (), fictional=False, place_name="")


@pytest.fixture
def island_app(site_settings: Settings) -> AimakApp:
    """The application over these pages, with callbacks as a developer of Dash writes them."""
    app = create_app(site_settings, build=islands, today=lambda: TODAY)

    @app.callback(
        Output("told", "children"), Input("years", "value"), Input("depth", "value"), Input("tabs", "active_tab")
    )
    def _told(year: int, depth: float, tab: str) -> str:
        return f"{year} {depth} {tab}"

    @app.callback(
        Output("asked", "children"), Input("ask", "n_clicks"), State("years", "value"), prevent_initial_call=True
    )
    def _asked(_clicks: int, year: int) -> html.Div:
        return html.Div([f"asked {year}", dbc.Alert("an alert", id="alert")])

    return app


@pytest.fixture
def address(island_app: AimakApp) -> Iterator[str]:
    """The site on a port the kernel picks."""
    with served(island_app.server) as address:
        yield address


@pytest.fixture
def context(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    """A new profile."""
    context = chromium.new_context(base_url=address, viewport={"width": 800, "height": 700})
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A tab that tolerates no error and no request to another host."""
    with strict_tab(context, address) as page:
        yield page


def loaded(page: Page, part: str) -> bool:
    """Whether the page has loaded a file with this in its name."""
    return any(part in name for name in page.evaluate(LOADED))


def use_all(page: Page) -> None:
    """Every island is drawn and does what it is for."""
    page.locator("#page .island").nth(FIVE.index("tabs")).scroll_into_view_if_needed()
    page.locator("#tabs .nav-link", has_text="Second").click()
    expect(page.locator("#page")).to_contain_text("second text")
    assert page.locator("#tabs .nav-link.active").evaluate("tab => getComputedStyle(tab).borderTopWidth") == "1px"
    assert page.locator("#bar").evaluate("bar => getComputedStyle(bar).display") == "flex", "styles came, too"
    page.locator("#chart .main-svg").first.wait_for()
    page.locator("#depth [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#years").click()
    page.get_by_role("option", name="2024").click()
    expect(page.locator("#told")).to_have_text("2024 3 tab-1")


def test_islands_are_readable_and_take_no_script_before_they_are_seen(page: Page) -> None:
    page.add_init_script(FAST)
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => window.written = "
        f"[...document.querySelectorAll('#first-paint .island')].map({AS_WRITTEN}))"
    )
    page.goto("/ky")
    mounted(page)
    drawn = page.evaluate(f"[...document.querySelectorAll('#page .island')].map({AS_WRITTEN})")
    assert drawn == page.evaluate("window.written") and len(drawn) == len(FIVE)
    expect(page.locator("#page")).to_contain_text("2024, 2025")
    expect(page.locator("#page")).to_contain_text("first text")
    expect(page.locator("#told")).to_have_text("2025 2.5 tab-0")  # Dash knows their properties
    assert not any(loaded(page, part) for part in ("dash_core", "dash_bootstrap", "bootstrap-whole", "plotly"))


def test_what_is_seen_is_drawn_and_can_be_used(page: Page) -> None:
    page.add_init_script(FAST)
    page.goto("/ky")
    mounted(page)
    use_all(page)
    expect(page.locator(".island[data-drawn]")).to_have_count(len(FIVE))
    page.locator("#nav").click()  # the same components, plain, on another page
    expect(page.locator("h1")).to_have_text("about")
    use_all(page)


def test_components_that_stand_there_plain_are_islands_too(page: Page) -> None:
    page.add_init_script(FAST)
    page.goto("/ky/about")
    mounted(page)
    assert page.locator(".island").count() == len(FIVE) and not loaded(page, "dash_core")
    use_all(page)


def test_a_reader_who_saves_data_taps_and_nothing_moves(page: Page) -> None:
    page.add_init_script(SAVES_DATA)
    page.goto("/ky")
    mounted(page)
    chart = page.locator("#page .island").nth(FIVE.index("chart"))
    room = "one => [one.offsetHeight, one.nextElementSibling.offsetTop - one.offsetTop]"
    before = chart.evaluate(room)
    chart.scroll_into_view_if_needed()
    show = chart.get_by_role("button", name="Көрсөтүү")
    expect(show).to_be_visible()
    assert not loaded(page, "dash_core")
    assert chart.evaluate(room) == before
    show.click()
    expect(chart.locator(".main-svg").first).to_be_visible()
    assert chart.evaluate("one => one === document.activeElement"), "the button is gone, the reader stays there"
    assert chart.evaluate(room) == before
    page.evaluate("window.scrollTo(0, 0)")
    page.locator("#page .island").first.scroll_into_view_if_needed()
    expect(page.locator("#years")).to_be_visible()  # its script is there already


def test_a_suite_that_did_not_come_can_be_asked_for_again(context: BrowserContext) -> None:
    page = context.new_page()
    page.add_init_script(SAVES_DATA)
    page.goto("/ky")
    mounted(page)
    place = page.locator("#page .island").first
    place.scroll_into_view_if_needed()
    show = place.get_by_role("button")
    page.route("**/*dash_core_components*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        show.click()
    expect(show).to_have_text("Көрсөтүү")
    page.unroute("**/*dash_core_components*")
    show.click()
    expect(page.locator("#years")).to_be_visible()


def test_a_callback_may_answer_with_any_component_and_read_an_island_not_drawn(page: Page) -> None:
    page.add_init_script(SAVES_DATA)
    page.goto("/ky")
    mounted(page)
    page.locator("#ask").click()
    expect(page.locator("#asked")).to_contain_text("asked 2025")
    expect(page.locator("#alert")).to_have_class("fade alert alert-success show")
    assert page.locator("#alert").evaluate("one => getComputedStyle(one).position") == "relative"
    assert not loaded(page, "dash_core")


def test_without_scripts_the_fallbacks_are_read(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/ky")
    for text in ("2024, 2025", "from 0 to 10", "First", "second text", "3 and 4"):
        expect(page.locator(".island", has_text=text)).to_be_visible()
    assert page.locator("button", has_text="Көрсөтүү").count() == 0
    page.locator(".island a").click()
    expect(page.locator("h1")).to_have_text("about")
    expect(page.locator(".island", has_text="Бул бөлүк скриптсиз иштебейт.")).to_have_count(3)  # plain, without words
    context.close()
