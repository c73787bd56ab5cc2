"""The map of works: near and far, by finger, mouse and keys; what a circle lists; a page that scrolls past it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reading import exhibit, mounted, overflow, violations
from tests.browser.test_keyboard import FOCUSED

WORKS = "/ky/demo/map"
SEEN = "window.shifted = 0; new PerformanceObserver(list => list.getEntries().forEach(shift => "
SHIFTS = SEEN + "{ if (!shift.hadRecentInput) window.shifted += shift.value })).observe({type: 'layout-shift'})"
NOW = "[...document.querySelectorAll('#page .map-marks title')].map(title => title.textContent).sort()"
RESTS = "() => { const rests = window.stood === scrollY; window.stood = scrollY; return rests }"
DESK = {"viewport": {"width": 1200, "height": 900}}
TOUCH = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def opened(page: Page, path: str = WORKS) -> Page:
    """The page of the map with it in view, once the script has taken over."""
    page.goto(path)
    mounted(page)
    picture(page).scroll_into_view_if_needed()
    return page


def picture(page: Page) -> Locator:
    return exhibit(page, "works-map").locator("svg.map")


def said(page: Page) -> list[str]:
    """What the markers say."""
    return list(page.evaluate(NOW))


def changed(page: Page, before: list[str]) -> None:
    """Wait until the markers say something else."""
    page.wait_for_function(f"before => JSON.stringify(before) !== JSON.stringify({NOW})", arg=before)


def shows(page: Page, words: list[str]) -> None:
    """Wait until the markers say exactly this."""
    page.wait_for_function(f"words => JSON.stringify(words) === JSON.stringify({NOW})", arg=words)


def at_rest(page: Page) -> int:
    """Where the page stands once it scrolls no more."""
    page.wait_for_function(RESTS, polling=150)
    return int(page.evaluate("scrollY"))


def press(page: Page, name: str) -> None:
    exhibit(page, "works-map").locator(f'[data-map="{name}"]').click()


def circles(page: Page) -> Locator:
    return picture(page).locator(".map-marks a:not([data-nav])")


def width_of_world(page: Page) -> float:
    return float(picture(page).locator(".map-world").evaluate("world => world.getBoundingClientRect().width"))


def middle(box: Locator) -> tuple[float, float]:
    found = box.bounding_box()
    assert found is not None
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def listed(page: Page) -> list[str]:
    """The addresses of the works that are listed for a circle."""
    links = exhibit(page, "works-map").locator(".map-chosen li a").all()
    return [str(link.get_attribute("href")) for link in links]


def test_nearer_the_circles_come_apart_and_the_whole_place_is_as_the_server_drew_it(
    new_tab: Callable[..., Page],
) -> None:
    page = new_tab(**DESK)
    page.add_init_script(SHIFTS)
    opened(page, "/ru/demo/map")
    whole = said(page)
    press(page, "in")
    expect(picture(page)).to_have_attribute("data-open", "")
    changed(page, whole)
    assert set(said(page)) - set(whole), "others than those that went out of view"
    press(page, "whole")
    expect(picture(page)).not_to_have_attribute("data-open", "")
    shows(page, whole)  # the script groups and words as the server does
    expect(exhibit(page, "works-map").locator('[data-map="out"]')).to_have_attribute("aria-disabled", "true")
    assert page.evaluate("window.shifted") == 0


def test_the_circles_list_every_work_once_and_a_listed_work_is_reached(page: Page) -> None:
    opened(page)
    shown: list[str] = []
    for at in range(circles(page).count()):
        circle = circles(page).nth(at)
        number, words = int(circle.locator("text").text_content() or 0), circle.locator("title").text_content()
        circle.click()
        head = exhibit(page, "works-map").locator(".map-chosen h3")
        expect(head).to_have_text(str(words))
        expect(head).to_be_focused()
        assert len(listed(page)) == number
        shown += listed(page)
    shown += [str(mark.get_attribute("href")) for mark in picture(page).locator("a[data-nav]").all()]
    rows = exhibit(page, "works-map").locator(".map-villages li a").evaluate_all("all => all.map(a => a.pathname)")
    assert sorted(shown) == sorted(rows) and len(set(shown)) == len(shown) > 30
    page.evaluate("window.same = true")
    first = exhibit(page, "works-map").locator(".map-chosen li a").first
    title = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.evaluate("window.same"), "the page was not loaded anew"


def test_a_work_alone_leads_to_its_page(page: Page) -> None:
    opened(page)
    circles(page).first.click()
    alone = picture(page).locator(".map-marks a[data-nav]")
    for _ in range(4):  # each time as near again, around the works that are listed
        if alone.count():
            break
        press(page, "in")
    page.evaluate("window.same = true")
    title = str(alone.first.locator("title").text_content()).rpartition(": ")[0]
    alone.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.evaluate("window.same")


def test_everything_is_done_by_keys(page: Page) -> None:
    opened(page)
    past = exhibit(page, "works-map").locator(".map-past")
    past.focus()
    expect(past).to_be_in_viewport()
    page.keyboard.press("Tab")
    words = page.evaluate(f"{FOCUSED}.querySelector('title').textContent")
    assert words in said(page)
    page.keyboard.press("Enter")
    expect(exhibit(page, "works-map").locator(".map-chosen h3")).to_have_text(words)
    page.keyboard.press("Escape")
    expect(exhibit(page, "works-map").locator(".map-chosen")).to_have_count(0)
    assert page.evaluate(f"{FOCUSED}.querySelector('title').textContent") == words, "back at the circle"
    whole, scrolled = said(page), at_rest(page)
    page.keyboard.press("+")
    expect(picture(page)).to_have_attribute("data-open", "")
    assert page.evaluate(f"{FOCUSED}.closest('.map-view') !== null"), "the focus stays on the map"
    near = said(page)
    page.keyboard.press("ArrowRight")
    changed(page, near)
    page.keyboard.press("0")
    expect(picture(page)).not_to_have_attribute("data-open", "")
    shows(page, whole)
    assert at_rest(page) == scrolled


def test_the_wheel_scrolls_the_page_unless_ctrl_is_held_and_a_drag_moves_the_map_only(
    new_tab: Callable[..., Page],
) -> None:
    page = opened(new_tab(**DESK))
    whole = said(page)
    x, y = middle(picture(page))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(2, y, steps=3)
    page.mouse.up()  # outside the map, which has not moved: a button that is up drags nothing later
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    expect(picture(page)).to_have_attribute("data-open", "")
    changed(page, whole)
    wide, scrolled = width_of_world(page), page.evaluate("scrollY")
    before = picture(page).locator(".map-world").bounding_box()
    page.mouse.move(x + 30, y + 30, steps=3)
    assert picture(page).locator(".map-world").bounding_box() == before
    address = page.url
    page.mouse.move(*middle(circles(page).first))
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=6)
    page.mouse.up()
    after = picture(page).locator(".map-world").bounding_box()
    assert before and after and before != after and width_of_world(page) == pytest.approx(wide)
    assert page.url == address and listed(page) == [], "where a drag ends nothing is opened"
    assert page.evaluate("scrollY") == scrolled
    page.mouse.wheel(0, 300)
    page.wait_for_function("scrolled => scrollY > scrolled", arg=scrolled)
    assert width_of_world(page) == pytest.approx(wide)


def test_one_finger_scrolls_past_the_whole_map_two_fingers_open_it(new_tab: Callable[..., Page]) -> None:
    page = opened(new_tab(**TOUCH))
    browser = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        where = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(points)]
        browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    x, y = middle(picture(page))
    scrolled = page.evaluate("scrollY")
    touch("touchStart", (x, y))
    for step in range(1, 9):
        touch("touchMove", (x, y - 15 * step))
    touch("touchEnd")
    page.wait_for_function("scrolled => scrollY > scrolled + 50", arg=scrolled)
    expect(picture(page)).not_to_have_attribute("data-open", "")

    picture(page).scroll_into_view_if_needed()
    at_rest(page)
    x, y = middle(picture(page))
    wide, scrolled = width_of_world(page), page.evaluate("scrollY")
    touch("touchStart", (x - 30, y))
    touch("touchStart", (x - 30, y), (x + 30, y))
    for step in range(1, 9):
        touch("touchMove", (x - 30 - 6 * step, y), (x + 30 + 6 * step, y))
    touch("touchEnd")
    expect(picture(page)).to_have_attribute("data-open", "")
    assert width_of_world(page) > 1.8 * wide and page.evaluate("scrollY") == scrolled

    left = picture(page).locator(".map-world").bounding_box()
    touch("touchStart", (x, y))
    for step in range(1, 6):
        touch("touchMove", (x + 10 * step, y + 10 * step))
    touch("touchEnd")
    moved = picture(page).locator(".map-world").bounding_box()
    assert left and moved and moved["x"] > left["x"] and page.evaluate("scrollY") == scrolled


def test_what_the_list_does_not_hold_comes_from_the_file_of_the_map(page: Page) -> None:
    opened(page)
    # As on a map of thousands: most works are not in the list.
    items = exhibit(page, "works-map").locator(".map-villages li")
    expect(items).to_have_count(36)
    items.evaluate_all("all => all.slice(1).forEach(item => item.remove())")
    whole = said(page)
    with page.expect_response(re.compile(r"/ky/demo/map/works-map\.json")):
        press(page, "in")
    press(page, "whole")
    expect(picture(page)).not_to_have_attribute("data-open", "")
    shows(page, whole)
    circles(page).first.click()
    expect(exhibit(page, "works-map").locator(".map-chosen li")).not_to_have_count(0)
    address = listed(page)[-1]
    exhibit(page, "works-map").locator(".map-chosen li a").last.click()
    page.wait_for_url(f"**{address}")
    expect(page.locator(".work-sentence")).to_be_visible()


def test_where_the_file_does_not_come_the_map_still_opens_and_a_circle_leads_to_the_list(page: Page) -> None:
    page.route("**/works-map.json*", lambda route: route.fulfill(json={}))
    opened(page)
    items = exhibit(page, "works-map").locator(".map-villages li")
    items.evaluate_all("all => all.slice(1).forEach(item => item.remove())")
    wide = width_of_world(page)
    press(page, "in")
    assert width_of_world(page) > 1.5 * wide
    press(page, "whole")
    circles(page).first.click()
    expect(exhibit(page, "works-map").locator(".map-villages")).to_be_in_viewport()
    expect(exhibit(page, "works-map").locator(".map-chosen")).to_have_count(0)


def test_pictures_of_a_map_service_come_nearer_too(new_tab: Callable[..., Page]) -> None:
    page = opened(new_tab(**DESK))
    # As where an operator named tiles; these are the site's own picture.
    picture(page).evaluate("""svg => {
        svg.dataset.tiles = "/assets/favicon.svg?{z}/{x}/{y}";
        const whole = document.createElementNS(svg.namespaceURI, "g");
        whole.setAttribute("class", "map-tiles");
        svg.querySelector(".map-world").prepend(whole);
    }""")
    levels = []
    for _ in range(2):
        press(page, "in")
        tiles = picture(page).locator(".map-closer image")
        expect(tiles.first).to_be_attached()
        levels.append({str(tile.get_attribute("href")).split("?")[1].split("/")[0] for tile in tiles.all()})
        boxes = [box for tile in tiles.all() if (box := tile.bounding_box())]
        seen = picture(page).bounding_box()
        assert seen and 4 <= len(boxes) <= 25
        assert min(box["x"] for box in boxes) <= seen["x"] and min(box["y"] for box in boxes) <= seen["y"]
        assert max(box["x"] + box["width"] for box in boxes) >= seen["x"] + seen["width"]
        assert max(box["y"] + box["height"] for box in boxes) >= seen["y"] + seen["height"]
    (first,), (second,) = levels
    assert int(second) == int(first) + 1
    press(page, "whole")
    expect(picture(page).locator(".map-closer")).to_have_count(0)


def test_without_scripts_a_circle_leads_to_the_works_by_village(new_tab: Callable[..., Page]) -> None:
    page = new_tab(java_script_enabled=False)
    page.goto(WORKS)
    expect(page.locator(".map-controls")).to_be_hidden()
    page.locator(".map-marks a").first.click()
    assert page.url.endswith("#works-by-place")
    expect(page.locator("#works-by-place")).to_be_in_viewport()
    village = page.locator(".map-villages details").first
    village.locator("summary").click()
    title = village.locator("li a").first.inner_text()
    village.locator("li a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_map_is_accessible_and_fits(new_tab: Callable[..., Page], axe: str, scheme: str) -> None:
    page = opened(new_tab(color_scheme=scheme, viewport={"width": 320, "height": 700}))
    circles(page).first.click()
    press(page, "in")
    exhibit(page, "works-map").locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert violations(page, axe) == [] and overflow(page) <= 0
