"""The map without a script: one inline picture, the shapes of the status words explained beside it."""

from __future__ import annotations

from textwrap import shorten

from dashboard.channels.markup import Markup, element, text
from dashboard.exhibits.drawings import Map
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.works.clusters import SIDE, XY, MapLayout, Spot, laid_out, radius, word_counts
from dashboard.exhibits.works.tiles import CREDIT_URL, tiles_of
from dashboard.exhibits.works.view import spot_words, word_name
from dashboard.figures.palette import colour
from dashboard.i18n import t

_LONGEST_NAME = 90
# Around (0, 0), each about as large as a circle of radius(1).
_SHAPES = {
    "done": "M-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0z",
    "under_way": "M0-8L8 0L0 8L-8 0z",
    "preparing": "M0-8L7.5 6h-15z",
    "planned": "M-6-6h12v12h-12z",
    "cancelled": "M-7-4L-4-7L0-3L4-7L7-4L3 0L7 4L4 7L0 3L-4 7L-7 4L-3 0z",
    "taken_down": "M0 8L-7.5-6h15z",
    "not_listed": "M-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0zM-3.5 0a3.5 3.5 0 1 1 7 0a3.5 3.5 0 1 1-7 0z",
}


def map_html(exhibit: Exhibit, drawing: Map) -> Markup:
    """The picture, its key, and the credit of its tiles; the table beside it says the same in words."""
    layout = laid_out(exhibit, drawing)
    tiles = drawing.tiles
    size = {"viewBox": f"0 0 {_units(layout, layout.width)} {_units(layout, layout.height)}"}
    parts = (
        _tiles(layout, tiles),
        *(_outline(layout, ring) for ring in layout.outlines),
        *(_marker(exhibit, layout, spot) for spot in layout.spots),
    )
    label = f"{exhibit.question} {exhibit.answer}"
    picture = element("svg", {"className": "map", "role": "img", "aria-label": label, **size}, "".join(parts))
    return Markup(element("div", {"className": "map-frame"}, _key(exhibit, layout) + picture + _credit(exhibit, tiles)))


def map_words(exhibit: Exhibit, drawing: Map) -> list[str]:
    """What every marker says."""
    return [_said(exhibit, spot) for spot in laid_out(exhibit, drawing).spots]


def _said(exhibit: Exhibit, spot: Spot) -> str:
    name, said = spot_words(exhibit.lang, shorten(spot.name, _LONGEST_NAME, placeholder="…"), spot.words)
    return f"{name}: {said}" if name else said


def _marker(exhibit: Exhibit, layout: MapLayout, spot: Spot) -> str:
    title = element("title", {}, text(_said(exhibit, spot)))
    x, y = _at(layout, spot.at)
    place = {"transform": f"translate({x} {y})"}
    if spot.count == 1:
        return element("g", place, title + _shape(spot.word))
    circle = element("circle", {"className": "map-many", "r": radius(spot.count)})
    number = element("text", {"dy": "0.36em"}, text(spot.count))
    return element("g", place, title + circle + number)


def _shape(word: str) -> str:
    return element("path", {"className": "map-one", "d": _SHAPES[word], "fill": colour(word)})


def _outline(layout: MapLayout, ring: tuple[XY, ...]) -> str:
    points = " ".join(f"{x} {y}" for x, y in (_at(layout, point) for point in ring))
    return element("path", {"className": "map-outline", "d": f"M{points}z"})


def _tiles(layout: MapLayout, template: str) -> str:
    found = []
    for tile in tiles_of(layout, template):
        x, y = _at(layout, (tile.left, tile.top))
        side = _units(layout, tile.side)
        found.append(element("image", {"href": tile.url, "x": x, "y": y, "width": side, "height": side}))
    return element("g", {"className": "map-tiles"}, "".join(found)) if found else ""


def _credit(exhibit: Exhibit, tiles: str) -> str:
    if not tiles:
        return ""
    link = element("a", {"href": CREDIT_URL, "rel": "noopener noreferrer"}, text(t(exhibit.lang, "works_map.credit")))
    return element("p", {"className": "map-credit"}, link)


def _key(exhibit: Exhibit, layout: MapLayout) -> str:
    """Shape, name and number of each status; what a circle with a number is."""
    items = [(_shape(word), f"{word_name(exhibit.lang, word)} – {count}") for word, count in word_counts(exhibit.rows)]
    if any(spot.count > 1 for spot in layout.spots):
        circle = element("circle", {"className": "map-many", "r": 7.5})
        items.append((circle, t(exhibit.lang, "works_map.together")))
    swatch = {"className": "map-swatch", "viewBox": "-9 -9 18 18", "aria-hidden": "true"}
    listed = "".join(element("li", {}, element("svg", swatch, shape) + text(words)) for shape, words in items)
    return element("ul", {"className": "key"}, listed) if items else ""


def _at(layout: MapLayout, point: XY) -> XY:
    """A point of the plane in the picture's units."""
    return _units(layout, point[0] - layout.left), _units(layout, point[1] - layout.top)


def _units(layout: MapLayout, length: float) -> float:
    return round(length * SIDE / max(layout.width, layout.height), 1)
