"""The gap, the guesses and the requests as people without a mouse, without scripts and on paper use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from dashboard.factory import create_app
from dashboard.settings import Settings
from dashboard.store.guesses import Guess, Guesses
from tests.browser.reading import draw_all, exhibit, mounted, overflow, table_texts, violations
from tests.browser.test_keyboard import tab_to
from tests.pages.opinion import made
from tests.serving import served

GUESSES = {"g1": "30", "g2": "62", "g3": "95", "g4": "0"}
#: Behind the sign: the page is left by sending its form.
SENT = "/made/quiz#sent"
PAGES = ("/made/gap", f"/made/gap?study={made.POLL}", "/made/quiz", SENT, "/made/answers")


@pytest.fixture(scope="module")
def counters(tmp_path_factory: pytest.TempPathFactory) -> Guesses:
    """Counters in which others have guessed the first question already."""
    made_counters = Guesses(f"sqlite:///{tmp_path_factory.mktemp('guesses') / 'guesses.db'}")
    for at in range(40):
        made_counters.count(made.PLACE, [Guess("func.709", 2026, ("low", "close", "high", "low")[at % 4])])
    return made_counters


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, counters: Guesses, front_end: None) -> Iterator[str]:
    """Address of a site with the fictional places."""
    url = made.database(tmp_path_factory.mktemp("made"), requests=30)
    app = create_app(Settings(database_url=url, guesses_url=counters.url), today=lambda: made.TODAY)
    with served(app.server) as address:
        yield address


def show(page: Page, path: str) -> None:
    """Go to a page, with `SENT` to the answers of the form."""
    page.goto(path)
    mounted(page)
    if path.endswith(SENT):
        for name, guess in GUESSES.items():
            page.locator(f"#field-{name}").fill(guess)
        page.locator("#guesses button").click()
        expect(page.locator("#again")).to_be_visible()
        mounted(page)


def guess_by_keys(page: Page) -> None:
    """Fill in the form with the keyboard alone and send it."""
    tab_to(page, "#field-g1")
    for name, guess in GUESSES.items():
        expect(page.locator(f"#field-{name}")).to_be_focused()
        page.keyboard.type(guess)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#again")).to_be_visible()
    assert page.url.endswith("/made/quiz"), "no address holds a guess"


@pytest.mark.parametrize("scripts", [True, False])
def test_guesses_are_made_by_keys_with_and_without_scripts(
    new_tab: Callable[..., Page], counters: Guesses, scripts: bool
) -> None:
    before = counters.of(made.PLACE).get(("works-done", 2026), {}).get("low", 0)
    page = new_tab(java_script_enabled=scripts)
    page.goto("/ky/made/quiz")
    if scripts:
        mounted(page)
    expect(page.locator("#page [data-exhibit]")).to_have_count(0)
    guess_by_keys(page)
    if scripts:
        mounted(page)
    expect(exhibit(page, "guess-g2").locator(".answer")).to_contain_text("62")
    expect(exhibit(page, "guesses-of-others").locator(".poll-badge")).to_be_visible()
    assert counters.of(made.PLACE)["works-done", 2026]["low"] == before + 1


def test_the_browser_itself_says_that_a_guess_is_missing_or_too_large(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/made/quiz")
    for value in ("", "101"):
        page.locator("#field-g1").fill(value)
        page.get_by_role("button", name="Жоопторду көрсөтүү").click()
        assert page.url.endswith("/ky/made/quiz")
        assert page.locator("#field-g1").evaluate("field => field.validity.valid") is False


def test_answers_lead_to_their_exhibit_and_to_the_empty_form(page: Page) -> None:
    show(page, f"/ky{SENT}")
    tab_to(page, "#again", limit=120)
    page.keyboard.press("Enter")
    expect(page.locator("#field-g1")).to_be_visible()
    expect(page.locator("#field-g1")).to_have_value("")
    show(page, f"/ky{SENT}")
    link = exhibit(page, "guess-g1").locator("tbody th a")
    link.click()
    expect(page.locator("#expenditure-by-function")).to_be_visible()


def test_another_survey_a_table_and_a_chart_of_the_gap_are_reached_by_keys(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/made/gap")
    tab_to(page, ".folded-filter summary")
    page.keyboard.press("Enter")
    tab_to(page, f"#study-{made.POLL}")
    page.keyboard.press("Enter")
    expect(page.locator(f"#study-{made.POLL}")).to_have_attribute("aria-current", "true")
    expect(exhibit(page, "gap-by-service").locator(".poll-badge")).to_be_visible()
    expect(page.locator(".folded-filter summary")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, f"#study-{made.STUDY}")
    page.keyboard.press("Enter")
    expect(page.locator(".gap-group.gap-noticed")).to_be_visible()
    tab_to(page, '[data-exhibit="gap-by-service"] .draw-chart', limit=120)
    page.keyboard.press("Enter")
    expect(exhibit(page, "gap-by-service").locator(".chart-slot[data-drawn]")).to_be_focused()
    expect(page.locator(".gap-group.gap-noticed li strong").first).to_be_visible()
    expect(page.locator(".gap-bar:visible").first).to_be_visible()  # each service keeps its bar beside the chart
    tab_to(page, '[data-exhibit="gap-by-service"] summary', limit=120)
    page.keyboard.press("Enter")
    rows = table_texts(exhibit(page, "gap-by-service"))
    assert len(rows) == 10 and rows[1][0] == "Ичүүчү суу"


def test_requests_are_paged_by_keys_and_lead_to_the_work_that_came_of_them(visit: Callable[[str], Page]) -> None:
    page = visit("/ky/made/answers")
    work = page.locator(".request a", has_text="Иш water-1")
    work.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Иш water-1")
    page.go_back()
    expect(page.locator(".request")).to_have_count(25)
    tab_to(page, '.pager a[href$="page=2"]', limit=150)
    page.keyboard.press("Enter")
    expect(page.locator(".request")).to_have_count(11)


def test_without_scripts_groups_bars_and_cards_are_all_there(new_tab: Callable[..., Page]) -> None:
    page = new_tab(java_script_enabled=False)
    page.goto("/ru/made/gap")
    for group in ("noticed", "unnoticed", "promised", "neither", "unknown"):
        expect(page.locator(f".gap-group.gap-{group} h3")).to_be_visible()
    bar = page.locator(".gap-unnoticed .gap-fill.gap-noticed").first
    track = page.locator(".gap-unnoticed .gap-bar").first
    assert bar.bounding_box()["width"] == pytest.approx(0.25 * track.bounding_box()["width"], abs=1)
    page.goto("/ru/made/answers")
    expect(page.locator(".request").first).to_be_visible()
    page.locator('.pager a[href$="page=2"]').click()
    expect(page.locator(".request")).to_have_count(11)


# Words differ in length, so every page is measured in every language; axe looks at a layout, which they share.
@pytest.mark.parametrize(
    ("lang", "scheme", "looked_at"), [("ky", "light", PAGES), ("ru", "dark", PAGES[::2]), ("en", "light", PAGES[1::2])]
)
def test_no_page_has_a_violation_or_is_wider_than_320_pixels(
    new_tab: Callable[..., Page], axe: str, lang: str, scheme: str, looked_at: tuple[str, ...]
) -> None:
    page = new_tab(color_scheme=scheme, viewport={"width": 320, "height": 700})
    wrong = {}
    for path in PAGES:
        show(page, f"/{lang}{path}")
        page.locator("#page details").evaluate_all("all => all.forEach(d => d.open = true)")
        found = violations(page, axe) if path in looked_at else []
        if found or overflow(page) > 0:
            wrong[path] = (found, overflow(page))
    assert wrong == {}


def test_drawn_charts_fit_the_narrowest_phone_and_have_no_violation(new_tab: Callable[..., Page], axe: str) -> None:
    page = new_tab(viewport={"width": 320, "height": 700})
    for path in ("/ky/made/gap", "/ky/made/answers"):
        page.goto(path)
        mounted(page)
        draw_all(page)
        assert overflow(page) == 0 and violations(page, axe) == []


@pytest.mark.parametrize("path", ["/ru/made/gap", "/ky/made/answers", f"/ky{SENT}", "/ky/made/quiz"])
def test_the_pages_fit_on_paper(new_tab: Callable[..., Page], path: str) -> None:
    page = new_tab(viewport={"width": 794, "height": 1123})  # A4 at 96 dpi
    show(page, path)
    page.emulate_media(media="print")
    assert overflow(page) <= 0
    expect(page.locator(".guesses .btn:visible")).to_have_count(0)
