"""The map of places as one inline picture: the outline of the country, and a dot per place that is a link.

It is hidden from screen readers and left out of the order of the keyboard: the list beside it has the same links.
"""

from __future__ import annotations

from collections.abc import Callable

from dashboard.channels.markup import Markup, classes, element, text
from dashboard.exhibits.country import RADIUS, SHADES, Country, PlaceDot
from dashboard.i18n import Lang, t
from dashboard.outline import Outline
from dashboard.store.records import Place

_SIDE = round(RADIUS * 1.7, 1)  # a square about as large as a dot
_SWATCH = {"className": "country-swatch", "viewBox": "-14 -14 28 28", "aria-hidden": "true"}


def country_html(country: Country, outline: Outline, lang: Lang, href: Callable[[Place], str]) -> Markup:
    """The picture; `href` gives the address of a place. The newest stand in front of the older ones."""
    back_first = sorted(country.dots, key=lambda dot: -SHADES if dot.shade is None else -dot.shade)
    dots = "".join(_dot(dot, lang, href) for dot in back_first)
    land = element("path", {"className": "country-land", "d": outline.path})
    shape = {"className": "country", "viewBox": f"0 0 {outline.width} {outline.height}", "aria-hidden": "true"}
    return Markup(element("svg", shape, land + dots))


def key_html(country: Country, lang: Lang) -> Markup:
    """What the shades mean, newest first, and what a square is."""
    items = [_item(_mark(shade, exact=True), _years(*span)) for shade, span in country.years.items()]
    if any(dot.shade is None for dot in country.dots):
        items.append(_item(_mark(None, exact=True), t(lang, "landing.no_year")))
    if count := sum(not dot.exact for dot in country.dots):
        items.append(_item(_mark(0, exact=False), t(lang, "landing.about_rayon", n=count)))
    return Markup(element("ul", {"className": "key country-key"}, "".join(items)))


def _dot(dot: PlaceDot, lang: Lang, href: Callable[[Place], str]) -> str:
    year = t(lang, "landing.no_year") if dot.year is None else dot.year
    parts = (
        element("title", {}, text(f"{dot.place.names.in_(lang)}: {year}")),
        element("circle", {"className": "country-touch", "r": dot.touched}),
        _mark(dot.shade, exact=dot.exact),
    )
    leads = {"href": href(dot.place), "data-nav": "1", "tabIndex": -1, "transform": f"translate({dot.x} {dot.y})"}
    return element("a", leads, "".join(parts))


def _mark(shade: int | None, *, exact: bool) -> str:
    named = {"className": classes("country-dot", "shade-none" if shade is None else f"shade-{shade}")}
    if exact:
        return element("circle", {**named, "r": RADIUS})
    corner = -_SIDE / 2
    return element("rect", {**named, "x": corner, "y": corner, "width": _SIDE, "height": _SIDE})


def _item(mark: str, words: str) -> str:
    return element("li", {}, element("svg", _SWATCH, mark) + text(words))


def _years(first: int, last: int) -> str:
    return str(last) if first == last else f"{first}–{last}"
