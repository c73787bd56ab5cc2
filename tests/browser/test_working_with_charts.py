"""A reader works with charts: narrows the page, puts years and measures beside each other, takes the drawing along."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reading import exhibit, mounted

KEY = "expenditure-by-function"
SPENDING = "/ky/demo/spending?year=2025"
DESK = {"viewport": {"width": 1440, "height": 900}}
# A wired desk of a browser that says nothing of its line.
SAYS_NOTHING = "Object.defineProperty(navigator, 'connection', {value: undefined, configurable: true})"
SHIFTS = """window.shifts = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (!entry.hadRecentInput) window.shifts += entry.value;
})).observe({ type: "layout-shift", buffered: true })"""


@pytest.fixture
def desk(new_tab: Callable[..., Page]) -> Page:
    """A tab on a wired desk, where charts are drawn when they are seen."""
    page = new_tab(**DESK)
    page.add_init_script(SAYS_NOTHING)
    return page


def at(page: Page, path: str) -> Locator:
    """The breakdown of that page, drawn."""
    page.goto(path)
    mounted(page)
    return drawn(page)


def drawn(page: Page) -> Locator:
    block = exhibit(page, KEY)
    expect(block.locator(".chart-slot[data-drawn] .main-svg").first).to_be_visible()
    return block


def opened(block: Locator) -> Locator:
    """What one can do with a chart."""
    block.locator(".chart-tools summary").click()
    return block.locator(".chart-tools-open")


def scrolled_through(page: Page) -> None:
    """From the first screen to the last, slowly enough for charts to come."""
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    for _ in range(0, height, 400):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(250)


# On a phone no chart comes unasked: one page shows that nothing else moves it.
@pytest.mark.parametrize(
    ("path", "width"),
    [(SPENDING, 360), (SPENDING, 1440), ("/ru/demo/revenue?year=2025", 1440), ("/en/demo?year=2025", 1440)],
)
def test_nothing_moves_when_charts_come(new_tab: Callable[..., Page], path: str, width: int) -> None:
    page = new_tab(viewport={"width": width, "height": 800})
    page.add_init_script(SAYS_NOTHING)
    page.add_init_script(SHIFTS)
    page.goto(path)
    mounted(page)
    scrolled_through(page)
    if width == 360:
        assert page.locator("[data-drawn]").count() == 0, "a phone is sent a chart when it asks for it"
    else:
        expect(page.locator("[data-drawn]").first).to_be_attached()
    assert page.evaluate("window.shifts") <= 0.02


def test_charts_draw_themselves_on_every_page_of_a_visit(desk: Page) -> None:
    for path in (SPENDING, "/ky/demo/revenue?year=2025", SPENDING):  # loaded, not gone to: scripts are kept by then
        desk.goto(path)
        mounted(desk)
        expect(desk.locator("[data-drawn]").first).to_be_attached()


def test_who_saves_data_on_a_desk_is_not_sent_charts(new_tab: Callable[..., Page]) -> None:
    page = new_tab(**DESK)
    page.goto(SPENDING)
    mounted(page)
    scrolled_through(page)
    assert page.locator("[data-drawn]").count() == 0


def test_a_click_on_a_bar_narrows_the_page_and_the_chip_undoes_it(desk: Page) -> None:
    block = at(desk, SPENDING)
    bar = block.locator(".barlayer .trace").nth(1).locator("path").nth(2).bounding_box()
    assert bar is not None
    desk.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    expect(exhibit(desk, "function-lines").locator("table")).to_be_visible()
    assert re.search(r"function=func\.\d+", desk.url)
    names = exhibit(desk, "works-bought").locator("tbody th").all_text_contents()
    assert len(names) == 1 and names[0] in desk.locator(".chosen-function strong").inner_text()
    desk.locator("#function-undo").click()
    expect(exhibit(desk, "function-lines")).to_have_count(0)
    assert "function" not in desk.url


def test_the_keyboard_narrows_the_page_too(visit: Callable[[str], Page]) -> None:
    page = visit(SPENDING)
    exhibit(page, KEY).locator(".strip-label a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chosen-function")).to_be_visible()
    page.locator("#function-undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chosen-function")).to_have_count(0)


def test_a_function_that_is_none_is_refused(desk: Page, site: str) -> None:
    for path in (f"{SPENDING}&function=func.999", f"{SPENDING}&as=dollars", f"{SPENDING}&beside=last"):
        assert desk.request.get(site + path).status == 400


def test_amounts_are_shown_for_one_resident_and_back(desk: Page) -> None:
    tools = opened(at(desk, SPENDING))
    tools.locator(f"#{KEY}-as-head").click()
    expect(exhibit(desk, KEY).locator("th", has_text="бир тургунга").first).to_be_attached()
    assert "as=head" in desk.url
    drawn(desk)
    opened(exhibit(desk, KEY)).locator(f"#{KEY}-as-usual").click()
    expect(exhibit(desk, KEY).locator("th", has_text="бир тургунга")).to_have_count(0)
    assert "as=" not in desk.url


def test_a_second_year_stands_beside_the_first(desk: Page) -> None:
    opened(at(desk, SPENDING)).locator(f"#{KEY}-beside-2023").click()
    expect(exhibit(desk, KEY).locator("th", has_text="2023").first).to_be_attached()
    assert "beside=2023" in desk.url
    words = " ".join(drawn(desk).locator(".chart-slot svg text").all_text_contents())
    assert "2023" in words and "2024" not in words


def test_the_table_takes_the_place_of_the_chart_and_gives_it_back(desk: Page) -> None:
    opened(at(desk, SPENDING)).locator(f"#{KEY}-switch").click()
    block = exhibit(desk, KEY)
    expect(block.locator(".chart-as-table table")).to_be_visible()
    expect(block.locator(".strips")).to_be_hidden()
    assert f"table={KEY}" in desk.url
    block.locator(f"#{KEY}-switch").click()
    drawn(desk)


def test_the_whole_screen_has_large_letters_and_lets_go_of_them(desk: Page) -> None:
    block = at(desk, SPENDING)
    words = block.locator(".chart-slot .ytick text").first
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    small = words.evaluate(size)
    opened(block).locator('[data-tool="screen"]').focus()
    desk.keyboard.press("Enter")
    expect(block.locator("[data-enlarged]")).to_be_attached()
    assert words.evaluate(size) >= 20 > small
    desk.keyboard.press("Enter")
    expect(block.locator("[data-enlarged]")).to_have_count(0)
    desk.wait_for_function("document.fullscreenElement === null")


def test_a_picture_says_what_it_shows_where_it_is_from_and_where_it_stands(desk: Page, tmp_path: Path) -> None:
    tools = opened(at(desk, SPENDING))
    with desk.expect_download() as download:
        tools.locator('[data-tool="svg"]').click()
    assert download.value.suggested_filename == f"ky-demo-spending-{KEY}.svg"
    file = tmp_path / "drawing.svg"
    download.value.save_as(file)
    words = re.sub("<[^>]+>", " ", file.read_text(encoding="utf-8"))
    assert all(word in words for word in ("2025-жылы акча кайда", "Булак:", "Ойдон чыгарылган", f"#{KEY}"))
    with desk.expect_download() as download:
        tools.locator('[data-tool="png"]').click()
    download.value.save_as(tmp_path / "drawing.png")
    assert (tmp_path / "drawing.png").read_bytes().startswith(b"\x89PNG")


def test_a_drawing_has_a_name_and_says_its_numbers(desk: Page) -> None:
    block = at(desk, SPENDING)
    picture = block.get_by_role("img", name="2025-жылы акча кайда жумшалган?")
    expect(picture).to_be_visible()
    said = desk.locator(f"#{picture.get_attribute('aria-describedby')}")
    assert "Билим берүү" in (said.text_content() or "")


def test_ribbons_are_drawn_on_wide_screens_only(new_tab: Callable[..., Page]) -> None:
    for width, shown in ((880, False), (1200, True)):
        page = new_tab(viewport={"width": width, "height": 800})
        page.goto(SPENDING)
        mounted(page)
        assert exhibit(page, "flows").locator(".draw-chart").is_visible() == shown
