"""How far a reader is from the answer: at 360 x 740 header, first figure, screens and words of every page; and at
1440 how much the page moves while it is read to its end, each beside its bound.

The first figure is the top of the first text of 15 px or more inside <main> with a digit that is no year or date,
outside headings, navigation, filters and chips.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

from bench.first_load import ARGUMENTS, CHROMIUM
from bench.results import Measure
from bench.servers import serving

#: Bounds by page: px to the first figure, screens, words. None: for information.
BOUNDS: dict[str, tuple[float | None, float | None, float | None]] = {
    "": (200, 6, 450),
    "spending": (None, 6, None),
    "revenue": (None, None, None),
    "lines": (None, None, None),
    "works": (None, 7, None),
    "opinion": (None, 7, None),
    "gap": (None, 6, None),
    "about": (None, 8, None),
}
HEADER, SHIFT = 140.0, 0.02
LANGUAGES = ("ky", "ru")
_MEASURE = r"""() => {
  const main = document.querySelector('main'); let y = null;
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent, e = walk.currentNode.parentElement;
    const left = text.replace(/\d\d\.\d\d\.\d{4}|(19|20)\d\d/g, '');
    if (!/\d/.test(left) || e.closest('h1,nav,select,option,script,style,[data-filter],.chip,.age')) continue;
    const r = e.getBoundingClientRect();
    if (r.width && parseFloat(getComputedStyle(e).fontSize) >= 15) { y = r.top; break; }
  }
  const words = main.innerText.split(/\s+/).filter(Boolean).length;
  return [main.getBoundingClientRect().top, y, document.documentElement.scrollHeight / 740, words];
}"""
_SHIFT = """window.__shift = 0; new PerformanceObserver(l => { for (const e of l.getEntries())
  if (!e.hadRecentInput) window.__shift += e.value; }).observe({type: 'layout-shift', buffered: true})"""


@dataclass(frozen=True)
class Screen:
    """A page as a phone shows it, and how far it moves on a desk."""

    header_px: float
    figure_px: float
    screens: float
    words: float
    shift: float


def measure(url: str) -> list[Measure]:
    """Every page of the fictional place in Kyrgyz and Russian."""
    found: list[Measure] = []
    with serving(url) as here, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for lang in LANGUAGES:
            for section, bounds in BOUNDS.items():
                path = f"/{lang}/demo/{section}".rstrip("/")
                found += _measures(path, _screen(browser, here + path), bounds)
        browser.close()
    return found


def _measures(path: str, screen: Screen, bounds: tuple[float | None, float | None, float | None]) -> list[Measure]:
    told = (
        ("header", HEADER, screen.header_px, "px"),
        ("first figure", bounds[0], screen.figure_px, "px"),
        ("length", bounds[1], screen.screens, "screens"),
        ("words", bounds[2], screen.words, "words"),
        ("layout shift x1000", SHIFT * 1000, screen.shift * 1000, "shift"),
    )
    return [
        Measure("screen", f"{path} {name}", bound or value, value, unit, 1.0 if bound is not None else None)
        for name, bound, value, unit in told
    ]


def _screen(browser: Browser, address: str) -> Screen:
    phone = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    page = phone.new_page()
    page.goto(address)
    page.wait_for_timeout(1200)
    header, figure, screens, words = page.evaluate(_MEASURE)
    phone.close()
    return Screen(header, figure if figure is not None else float("inf"), screens, words, _shift(browser, address))


def _shift(browser: Browser, address: str) -> float:
    """The layout shift of a page read to its end at 1440 px, its charts drawn on the way."""
    desk = browser.new_context(viewport={"width": 1440, "height": 900})
    page = desk.new_page()
    page.add_init_script(_SHIFT)
    page.goto(address)
    page.wait_for_timeout(2500)
    for top in range(0, int(page.evaluate("document.documentElement.scrollHeight")), 450):
        page.evaluate(f"scrollTo(0, {top})")
        page.wait_for_timeout(350)
    page.wait_for_timeout(1000)
    shift = float(page.evaluate("window.__shift"))
    desk.close()
    return shift
