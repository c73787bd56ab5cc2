"""What residents say, on a phone, by keys, without scripts, on paper, for those who see and those who do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from dashboard.factory import create_app
from dashboard.settings import Settings
from tests.browser.conftest import TODAY
from tests.browser.reading import LANGUAGES, draw_all, exhibit, mounted, overflow, unfold, violations
from tests.browser.test_keyboard import FOCUSED, tab_to
from tests.browser.test_narrow import STICKING_OUT
from tests.serving import served

PATH = "/ky/aimak/opinion"
PATHS = ("opinion", "opinion?group=language", "opinion?group=village&study=poll-2026", "opinion?theme=trust")


@pytest.fixture(scope="module")
def site(opinion_db: str, front_end: None) -> Iterator[str]:
    """Address of a site with fictional studies only."""
    app = create_app(Settings(database_url=opinion_db, version_check_s=60), today=lambda: TODAY)
    with served(app.server) as address:
        yield address


@pytest.fixture
def plain(new_tab: Callable[..., Page]) -> Page:
    """A phone with JavaScript off."""
    return new_tab(java_script_enabled=False)


# Every page in Kyrgyz; the other languages share its layout, so each takes a part of the pages.
@pytest.mark.parametrize(
    ("lang", "scheme", "paths"), [("ky", "light", PATHS), ("ru", "dark", PATHS[::2]), ("en", "light", PATHS[1::2])]
)
def test_nothing_is_wrong_for_axe_with_everything_open(
    new_tab: Callable[..., Page], axe: str, lang: str, scheme: str, paths: tuple[str, ...]
) -> None:
    page = new_tab(color_scheme=scheme, viewport={"width": 360 if scheme == "light" else 1440, "height": 800})
    found = {}
    for path in paths:
        page.goto(f"/{lang}/aimak/{path}")
        mounted(page)
        page.locator("#page details").evaluate_all("all => all.forEach(d => d.open = true)")
        found[path] = violations(page, axe)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_drawn_charts_take_the_place_of_the_pictures_and_nothing_is_wrong(
    new_tab: Callable[..., Page], axe: str, scheme: str
) -> None:
    page = new_tab(color_scheme=scheme, viewport={"width": 320, "height": 800})
    page.goto(PATH)
    mounted(page)
    expect(page.locator("#page .strips").first).to_be_visible()
    draw_all(page)
    drawn = page.locator("#page .chart-slot[data-drawn] .js-plotly-plot")
    assert drawn.count() == page.locator("#page .chart-slot").count() > 8
    expect(page.locator("#page .strips:visible")).to_have_count(0)
    assert violations(page, axe) == [] and overflow(page) == 0
    page.goto(f"{PATH}?theme=trust")
    mounted(page)
    draw_all(page)
    hatched = exhibit(page, "opinion-trust-answers").locator("pattern")
    assert hatched.count() > 0, "answers on no side are hatched"
    assert violations(page, axe) == [] and overflow(page) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_wider_than_320_pixels_nor_leaves_its_card(new_tab: Callable[..., Page], lang: str) -> None:
    page = new_tab(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    for path in PATHS:
        page.goto(f"/{lang}/aimak/{path}")
        page.locator("details > summary").evaluate_all("all => all.forEach(s => s.parentElement.open = true)")
        assert overflow(page) == 0, path
        assert page.locator(".exhibit").evaluate_all(STICKING_OUT) == [], path


def test_study_and_group_are_chosen_by_keys_and_the_focus_stays(visit: Callable[[str], Page]) -> None:
    page = visit(PATH)
    page.evaluate("window.same = true")
    tab_to(page, "#group-language")
    page.keyboard.press("Enter")
    expect(page.locator("#group-language")).to_have_attribute("aria-current", "true")
    assert page.url.endswith(f"{PATH}?group=language") and page.evaluate(f"{FOCUSED}.id") == "group-language"
    expect(exhibit(page, "opinion-awareness").locator(".strip.not-drawn").first).to_contain_text("көрсөтүлбөйт")
    expect(exhibit(page, "opinion-awareness").locator(".strip.not-drawn .dot-now")).to_have_count(0)

    page.locator(".folded-filter summary").focus()
    page.keyboard.press("Enter")
    tab_to(page, "#study-poll-2026", limit=4)
    page.keyboard.press("Enter")
    expect(page.locator("#study-poll-2026")).to_have_attribute("aria-current", "true")
    chosen = page.locator(".folded-filter summary")
    expect(chosen).to_be_focused()
    expect(chosen).to_contain_text("Онлайн сурамжылоо, 09.2026")
    expect(exhibit(page, "opinion-awareness").locator(".poll-badge")).to_be_visible()
    assert page.evaluate("window.same") is True, "no page was loaded"

    tab_to(page, "#page .study summary", limit=150)
    page.keyboard.press("Enter")
    expect(page.locator("#page .study-card").first).to_be_visible()  # of the whole page, at its end


def test_without_scripts_everything_is_read_and_every_filter_works(plain: Page) -> None:
    plain.goto(PATH)
    dots = exhibit(plain, "opinion-awareness").locator(".dot-now:visible")
    rest = exhibit(plain, "opinion-awareness").locator(".strips .rest input")
    assert 0 < dots.count() < 5 + 1, "the rest is folded on a phone"
    rest.check()
    assert dots.count() == 5 + 1, "one a question and one in the key"
    plain.locator("#theme-satisfaction").click()
    assert plain.url.endswith(f"{PATH}?theme=satisfaction")
    bars = exhibit(plain, "opinion-satisfaction-answers").locator(".likert-bar:visible")
    assert bars.count() == 3
    plain.go_back()
    plain.get_by_role("link", name="жашы", exact=True).click()
    assert plain.url.endswith(f"{PATH}?group=age")
    rest.check()
    assert dots.count() == 5 * (1 + 4) + 1
    plain.locator(".folded-filter summary").click()
    plain.get_by_role("link", name="Онлайн сурамжылоо, 09.2026").click()
    assert plain.url.endswith(f"{PATH}?group=age&study=poll-2026")
    expect(exhibit(plain, "opinion-awareness").locator(".poll-badge")).to_be_visible()
    expect(exhibit(plain, "opinion-awareness").locator(".dot-line")).to_have_count(0)
    block = exhibit(plain, "opinion-trust")
    unfold(block, "table")
    expect(block.locator("table")).to_be_visible()
    unfold(block, "files")
    with plain.expect_download() as download:
        block.locator(".downloads a").first.click()
    assert download.value.suggested_filename == "aimak-opinion-trust-poll-2026-age.csv"


def test_dots_of_all_rows_lie_on_one_axis(new_tab: Callable[..., Page]) -> None:
    for width in (320, 1440):
        page = new_tab(viewport={"width": width, "height": 800}, java_script_enabled=False)
        page.goto(f"{PATH}?group=sex")
        rest = exhibit(page, "opinion-awareness").locator(".strips .rest input")
        if rest.is_visible():
            rest.check()
        tracks = exhibit(page, "opinion-awareness").locator(".strip-track").all()
        boxes = [box for track in tracks if (box := track.bounding_box())]
        assert len(boxes) == 5 * 3 + 1
        assert len({(round(box["x"]), round(box["width"])) for box in boxes}) == 1, width


def test_on_paper_there_are_tables_cards_badges_and_no_filters(new_tab: Callable[..., Page]) -> None:
    page = new_tab(viewport={"width": 794, "height": 1123})  # A4 at 96 dpi
    page.goto(f"{PATH}?study=poll-2026")
    mounted(page)
    page.emulate_media(media="print")
    expect(page.locator(".filter:visible")).to_have_count(0)
    assert overflow(page) <= 0
    for selector, least in (("table", 5), (".study-card", 1)):  # each study is told about once
        parts = page.locator(f"#page {selector}")
        assert parts.count() >= least
        for part in parts.all():
            expect(part).to_be_visible()
    expect(page.locator("#page .poll-badge").first).to_be_visible()
    colour = "s => getComputedStyle(s).printColorAdjust"
    assert page.locator("#page .dot-now").first.evaluate(colour) == "exact"
    page.goto(f"{PATH}?theme=satisfaction")
    assert page.locator("#page .likert-part").first.evaluate(colour) == "exact"
