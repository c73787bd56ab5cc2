"""What a reader sees on a page, and the pages there are."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

LANGUAGES = ("ky", "ru", "en")
SECTIONS = ("", "/revenue", "/spending", "/spending?by=economic", "/lines", "/about")
# Pages of the whole site, then those of a place with everything and of one with little.
PLACE_PAGES = tuple(f"/{place}{section}" for place in ("demo", "kara-kujur") for section in SECTIONS)
OPINION_PAGES = ("/demo/opinion", "/demo/opinion?group=village", "/kyrgyzstan/opinion", "/bishkek/opinion")
PAGES = (
    "",
    "/about",
    "/demo/works",
    "/demo/promised",
    "/demo/map",
    "/demo/services",
    "/kyrgyzstan/works",
    *OPINION_PAGES,
    *PLACE_PAGES,
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations.map(
    v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '))"""


def mounted(page: Page) -> None:
    """Wait until Dash has taken over."""
    expect(page.locator("#react-entry-point #page")).to_be_visible()
    expect(page.locator("#first-paint")).to_have_count(0)


def figures(page: Page) -> dict[str, str]:
    """The headline figures by name, as written."""
    found = page.locator("#page [data-figure]").all()
    return {str(figure.get_attribute("data-figure")): figure.inner_text() for figure in found}


def exhibit(page: Page, key: str) -> Locator:
    """One exhibit of the page."""
    return page.locator(f'#page [data-exhibit="{key}"]')


def year_link(page: Page, year: int) -> Locator:
    """A year in the menu of years, open or not."""
    return page.locator(f'#page [data-filter="year"] #year-{year}')


def choose_year(page: Page, year: int) -> None:
    """Open the menu of years and take one."""
    page.locator('#page [data-filter="year"] > summary').click()
    year_link(page, year).click()


def unfold(block: Locator, name: str) -> None:
    """Open what stands folded in the line under an exhibit: table, notes or files."""
    folded = block.locator(f"details.foot-{name}")
    if folded.get_attribute("open") is None:
        folded.locator("> summary").click()


def table_texts(block: Locator) -> list[list[str]]:
    """The cells of an exhibit's table row by row, hidden or not, headings first."""
    rows = block.locator("table tr").all()
    return [[str(cell).strip() for cell in row.locator("th, td").all_text_contents()] for row in rows]


def draw_all(page: Page) -> None:
    """Ask for every chart not drawn yet and wait for all of them.

    By script: a chart that comes into view may be drawn unasked, and its button gone, before a mouse reaches it.
    """
    buttons = page.locator("#page .draw-chart")
    buttons.first.wait_for(state="attached")
    buttons.evaluate_all("all => all.forEach(button => button.hidden || button.click())")
    page.wait_for_function("() => document.querySelectorAll('#page .draw-chart:not([hidden])').length === 0")


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds on the page as it is."""
    page.evaluate(axe)
    return list(page.evaluate(RUN, RULES))
