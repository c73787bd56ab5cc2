"""The frame on every page: places, languages, years, parts and tabs, passing on, asking; by finger, mouse and keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.channels.share import NETWORKS
from tests.browser.reading import choose_year, exhibit, mounted, unfold, violations
from tests.browser.test_keyboard import FOCUSED, YEARS, tab_to

SWITCHER, LANGUAGES = ".switcher > summary", ".languages > summary"
FINGER = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1440, "height": 900}}
#: Without a sheet of the system to pass on with, and with a clipboard that can be read.
NO_SHEET = "Object.defineProperty(Navigator.prototype, 'share', {value: undefined, configurable: true})"
CLIPBOARD = """Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {
    writeText: text => { window.copied = text; return Promise.resolve(); }}})"""
#: Bounds of the first screen, px.
HEADER, FIRST_FIGURE, THREE_ANSWERS = 104, 200, 640


def menus(page: Page) -> Locator:
    """The menus that stand open."""
    return page.locator(".menu[open]")


def panel(page: Page, name: str) -> Locator:
    """A panel that lies over the page."""
    return page.locator(f"#react-entry-point #{name}:popover-open")


def shared(page: Page) -> dict[str, dict[str, list[str]]]:
    """What each link of the panel passes on, by its network."""
    hrefs = [str(link.get_attribute("href")) for link in panel(page, "share").locator(".ways a").all()]
    return {urlsplit(href).path.removeprefix("/share/"): parse_qs(urlsplit(href).query) for href in hrefs}


def by_finger(new_tab: Callable[..., Page], path: str) -> Page:
    """A page on a phone one taps."""
    page = new_tab(**FINGER)
    page.add_init_script(NO_SHEET)
    page.add_init_script(CLIPBOARD)
    page.goto(path)
    mounted(page)
    return page


@pytest.mark.parametrize("lang", ["ky", "ru"])
def test_the_first_screen_of_a_phone_holds_the_three_answers(visit: Callable[[str], Page], lang: str) -> None:
    page = visit(f"/{lang}/demo")
    page.evaluate("document.fonts.ready")
    boxes = [each.bounding_box() for each in page.locator(".three-answer").all()]
    figure = page.locator(".three-answer .figure").first.bounding_box()
    bar = page.locator(".phone-bar").bounding_box()
    assert len(boxes) == 3 and all(boxes) and figure and bar
    assert page.locator("#page").evaluate("main => main.getBoundingClientRect().top") <= HEADER
    assert figure["y"] <= FIRST_FIGURE
    assert max(box["y"] + box["height"] for box in boxes if box) <= min(THREE_ANSWERS, bar["y"])


@pytest.mark.parametrize("path", ["/ru/demo/spending", "/ky/demo/works", "/ky/bishkek", "/ky"])
def test_the_header_stays_low_on_other_pages_and_the_bar_on_top(visit: Callable[[str], Page], path: str) -> None:
    page = visit(path)
    tabs = page.locator(".tabs")
    below = tabs.bounding_box() if tabs.count() else None
    top = page.locator("#page").evaluate("main => main.getBoundingClientRect().top")
    assert top - (below["height"] if below else 0) <= HEADER
    page.evaluate("scrollTo({top: 900, behavior: 'instant'})")
    assert page.locator(".bar").evaluate("bar => bar.getBoundingClientRect().top") == 0


def test_another_place_is_chosen_by_keys(visit: Callable[[str], Page], axe: str) -> None:
    page = visit("/ky/demo")
    page.evaluate("window.same = true")
    tab_to(page, SWITCHER, limit=4)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#switch")).to_be_focused()
    page.keyboard.type("kara kuj")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Кара-Кужур айыл аймагы")
    assert violations(page, axe) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#page")).to_have_attribute("data-address", "/ky/kara-kujur")
    assert page.evaluate("window.same") is True, "no page was loaded"
    expect(page.locator(SWITCHER)).to_have_text(re.compile("Кара-Кужур"))
    expect(menus(page)).to_have_count(0)


def test_another_place_is_chosen_by_finger(new_tab: Callable[..., Page]) -> None:
    page = by_finger(new_tab, "/ru/demo/spending")
    page.locator(SWITCHER).tap()
    page.locator("#switch").tap()
    page.locator("#switch").press_sequentially("shoro")
    page.get_by_role("option", name="село Шоро Ак-Кудукский").first.tap()
    expect(page.locator("#page")).to_have_attribute("data-address", "/ru/ak-kuduk")
    expect(menus(page)).to_have_count(0)


def test_without_scripts_the_switcher_asks_the_list_of_places(new_tab: Callable[..., Page]) -> None:
    page = new_tab(java_script_enabled=False)
    page.goto("/ky/demo")
    page.locator(SWITCHER).click()
    page.locator("#switch").fill("кара кужур")
    page.locator("#switch").press("Enter")
    assert urlsplit(page.url).path == "/ky" and "q=" in page.url
    expect(page.locator(".place-name", has_text="Кара-Кужур").first).to_be_visible()
    page.goto("/ky/demo")
    page.locator(SWITCHER).click()
    page.locator(".switcher .back").click()
    assert page.url.endswith("/ky")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_language_changes_and_page_and_year_stay(new_tab: Callable[..., Page], scripts: bool) -> None:
    page = new_tab(java_script_enabled=scripts)
    page.goto("/ky/demo/spending?year=2024")
    if scripts:
        mounted(page)
    page.locator(LANGUAGES).click()
    page.locator('.languages a[hreflang="ru"]').click()
    page.wait_for_url("**/ru/demo/spending?year=2024")
    expect(page.locator(LANGUAGES)).to_have_text("RU")
    expect(page.locator('.languages a[aria-current="true"]')).to_have_attribute("hreflang", "ru")


def test_menus_close_by_escape_by_a_tap_beside_them_and_by_another_menu(new_tab: Callable[..., Page]) -> None:
    page = by_finger(new_tab, "/ky/demo?year=2025")
    for summary in (SWITCHER, LANGUAGES, YEARS):
        page.locator(summary).tap()
        expect(menus(page)).to_have_count(1)
        page.keyboard.press("Escape")
        expect(menus(page)).to_have_count(0)
        expect(page.locator(summary)).to_be_focused()
        page.locator(summary).tap()
        page.touchscreen.tap(20, 700)  # left of the words, above the bar
        expect(menus(page)).to_have_count(0)
    page.locator(SWITCHER).tap()
    page.locator(LANGUAGES).tap()
    expect(menus(page)).to_have_count(1)
    expect(page.locator(".languages")).to_have_attribute("open", "")


@pytest.mark.parametrize("scripts", [True, False])
def test_parts_and_tabs_keep_the_year(new_tab: Callable[..., Page], scripts: bool) -> None:
    page = new_tab(java_script_enabled=scripts)
    page.goto("/ky/demo")
    if scripts:
        mounted(page)
    choose_year(page, 2024)
    expect(page.locator("#page")).to_have_attribute("data-address", "/ky/demo?year=2024")
    for row, name, path in (
        (".sections", "Акча", "/ky/demo/spending"),
        (".tabs", "Кирешелер", "/ky/demo/revenue"),
        (".tabs", "Толук бюджет", "/ky/demo/lines"),
        (".sections", "Иштер", "/ky/demo/works"),
        (".sections", "Кыскача", "/ky/demo"),
    ):
        page.locator(row).get_by_role("link", name=name, exact=True).click()
        expect(page.locator("#page")).to_have_attribute("data-address", f"{path}?year=2024")
        expect(page.locator(f"{row} [aria-current=page]")).to_have_text(name)
    expect(page.locator(YEARS)).to_have_text("2024")


def test_the_part_one_is_in_stands_in_sight_of_its_row(new_tab: Callable[..., Page]) -> None:
    page = by_finger(new_tab, "/ru/demo/about")
    expect(page.locator(".sections [aria-current]")).to_be_in_viewport(ratio=0.9)
    page.goto("/ru/demo/lines")
    mounted(page)
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_passing_on_a_page_by_finger(new_tab: Callable[..., Page], axe: str, site: str) -> None:
    page = by_finger(new_tab, "/ky/demo?year=2025")
    page.locator(".phone-bar .way-share").tap()
    expect(panel(page, "share")).to_be_visible()
    expect(panel(page, "share").locator(".ways a")).to_have_text(list(NETWORKS.values()))
    assert shared(page) == {network: {"of": ["/ky/demo?year=2025"]} for network in NETWORKS}
    assert violations(page, axe) == []
    panel(page, "share").locator(".copy").tap()
    expect(panel(page, "share").locator(".copy")).to_have_text("Көчүрүлдү")
    copied = page.evaluate("window.copied")
    assert copied.endswith(f"\n{site}/ky/demo?year=2025") and len(copied.splitlines()[0]) > 20
    panel(page, "share").locator(".panel-close").tap()
    expect(panel(page, "share")).to_have_count(0)
    page.locator(".phone-bar .way-share").tap()
    page.touchscreen.tap(180, 80)  # above the panel
    expect(panel(page, "share")).to_have_count(0)


def test_a_card_passes_itself_on_with_its_sentence(new_tab: Callable[..., Page], site: str) -> None:
    page = by_finger(new_tab, "/ky/demo?year=2025")
    key = "expenditure-by-function"
    card = exhibit(page, key)
    card.locator(".way-share").tap()
    asked = {"of": ["/ky/demo?year=2025"], "exhibit": [key]}
    assert shared(page) == {network: asked for network in NETWORKS}
    panel(page, "share").locator(".copy").tap()
    said, address = page.evaluate("window.copied").split("\n")
    assert said == card.locator(".answer").inner_text() and address == f"{site}/ky/demo?year=2025#{key}"
    page.keyboard.press("Escape")
    expect(panel(page, "share")).to_have_count(0)
    page.locator(".phone-bar .way-share").tap()
    assert all("exhibit" not in told for told in shared(page).values()), "the page is meant again"


def test_the_sheet_of_the_phone_is_used_where_there_is_one(new_tab: Callable[..., Page], site: str) -> None:
    page = new_tab(**FINGER)
    page.add_init_script("navigator.share = told => { window.told = told; return Promise.resolve(); }")
    page.goto("/ru/demo?year=2025")
    mounted(page)
    page.locator(".phone-bar .way-share").tap()
    told = page.evaluate("window.told")
    assert told["url"] == f"{site}/ru/demo?year=2025" and re.search(r"\d", told["text"])
    expect(panel(page, "share")).to_have_count(0)


def test_passing_on_without_scripts_leads_to_the_network_with_an_absolute_address(
    new_tab: Callable[..., Page], site: str
) -> None:
    page = new_tab(java_script_enabled=False)
    page.goto("/ky/demo?year=2025")
    page.locator(".phone-bar .way-share").click()
    expect(page.locator("#share")).to_be_in_viewport()
    for link in page.locator("#share .ways a").all():
        answer = page.request.get(f"{site}{link.get_attribute('href')}", max_redirects=0)
        assert answer.status == 302
        led = parse_qs(urlsplit(answer.headers["location"]).query)
        assert any(f"{site}/ky/demo?year=2025" in value for values in led.values() for value in values)


def test_asking_by_finger_and_by_keys(new_tab: Callable[..., Page], axe: str) -> None:
    page = by_finger(new_tab, "/ky/demo?year=2025")
    page.locator(".phone-bar .way-ask").tap()
    ways = panel(page, "ask").locator(".ways a")
    assert ways.count() >= 1
    assert str(ways.first.get_attribute("href")).startswith("mailto:demo@example.org?")
    assert violations(page, axe) == []
    page.keyboard.press("Escape")
    expect(panel(page, "ask")).to_have_count(0)
    # The third answer of the first screen opens it as well.
    page.locator("#answer-ask").focus()
    page.keyboard.press("Enter")
    expect(panel(page, "ask")).to_be_focused()
    tab_to(page, "#react-entry-point #ask .ways a", limit=3)
    page.keyboard.press("Escape")
    expect(panel(page, "ask")).to_have_count(0)
    expect(page.locator("#answer-ask")).to_be_focused()


def test_where_we_hold_no_way_to_ask_it_is_said(new_tab: Callable[..., Page]) -> None:
    page = by_finger(new_tab, "/ky/kyrgyzstan")
    expect(page.locator("#answer-ask .figure")).to_have_text("–")
    page.locator(".phone-bar .way-ask").tap()
    expect(panel(page, "ask")).to_contain_text("биз билбейбиз")
    expect(panel(page, "ask").locator(".ways a")).to_have_count(0)


def test_on_a_desk_both_ways_stand_at_the_head_of_every_card(new_tab: Callable[..., Page]) -> None:
    page = new_tab(**DESK)
    page.add_init_script(NO_SHEET)
    page.goto("/ky/demo?year=2025")
    mounted(page)
    expect(page.locator(".phone-bar")).to_be_hidden()
    cards = page.locator("#page .exhibit[data-exhibit]")
    assert cards.count() >= 4
    for card in cards.all():
        head = card.bounding_box()
        for way in (".way-share", ".way-ask"):
            box = card.locator(way).bounding_box()
            assert head and box and 0 <= box["y"] - head["y"] < 60, "at its head"
    card = exhibit(page, "revenue-by-source")
    card.locator(".way-share").click()
    assert shared(page)["telegram"]["exhibit"] == ["revenue-by-source"]
    page.mouse.click(20, 500)
    expect(panel(page, "share")).to_have_count(0)
    card.locator(".way-ask").click()
    expect(panel(page, "ask")).to_be_visible()


def test_folded_rows_come_by_a_key_and_go_again(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo/spending?year=2025")
    card = exhibit(page, "expenditure-by-function")
    more, box = card.locator(".strips .more"), card.locator(".strips .rest input")
    expect(more.first).to_be_hidden()
    tab_to(page, '[data-exhibit="expenditure-by-function"] .strips .rest input')
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    for row in more.all():
        expect(row).to_be_visible()
    expect(box).to_be_focused()
    page.keyboard.press("Space")
    expect(more.first).to_be_hidden()


def test_the_line_under_a_card_unfolds_by_keys_and_leads_to_every_document(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/demo/spending?year=2025")
    card = exhibit(page, "expenditure-by-function")
    for name, inside in (("table", "table"), ("notes", ".note"), ("files", ".downloads")):
        summary = card.locator(f".foot-{name} > summary")
        if not summary.count():
            continue
        expect(card.locator(f".foot-{name} {inside}").first).to_be_hidden()
        summary.focus()
        page.keyboard.press("Enter")
        expect(card.locator(f".foot-{name} {inside}").first).to_be_visible()
    card.locator('.foot-source a[href$="#page-papers"]').click()
    expect(page.locator("#page-papers")).to_be_in_viewport()
    assert page.evaluate(f"{FOCUSED}.closest('#page-papers') !== null")


def test_the_line_under_a_card_unfolds_without_scripts(new_tab: Callable[..., Page]) -> None:
    page = new_tab(java_script_enabled=False)
    page.goto("/ky/demo/spending?year=2025")
    card = exhibit(page, "expenditure-by-function")
    for name, inside in (("table", "table"), ("files", ".downloads")):
        unfold(card, name)
        expect(card.locator(f".foot-{name} {inside}")).to_be_visible()
    page.locator("#page-papers > summary").click()
    expect(page.locator("#page-papers li").first).to_be_visible()
