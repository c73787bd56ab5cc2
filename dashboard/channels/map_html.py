"""The map: one inline picture whose markers are links, its key, and the works by village beside it.

Without scripts that is all of it. The script (assets/js/map.js) makes the picture move and takes what it needs from
here: the words of the key, the projection, and the works of the list.
"""

from __future__ import annotations

from textwrap import shorten

from dashboard.channels.map_list_html import LIST, list_html
from dashboard.channels.markup import Markup, element, text
from dashboard.exhibits.drawings import Map
from dashboard.exhibits.model import Exhibit, Row
from dashboard.exhibits.works.clusters import APART, SIDE, XY, MapLayout, Spot, laid_out, radius, word_counts
from dashboard.exhibits.works.tiles import CREDIT_URL, tiles_of
from dashboard.exhibits.works.view import several_words, word_name
from dashboard.figures.palette import colour
from dashboard.i18n import t

_LONGEST_NAME = 90
_CONTROLS = {"in": "+", "out": "−", "whole": ""}  # the signs that stand on the buttons instead of words
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
    """The key, the picture with its controls and the credit of its tiles, and the list; the table says the same."""
    layout = laid_out(exhibit, drawing)
    view = element("div", {"className": "map-view"}, _picture(exhibit, drawing, layout) + _controls(exhibit))
    parts = (_key(exhibit, layout), _past(exhibit), view, _credit(exhibit, drawing.tiles), list_html(exhibit, drawing))
    templates = {"n": "{n}", "parts": "{parts}", "shown": "{shown}"}
    said = {f"data-{name}": t(exhibit.lang, f"works_map.{name}", **templates) for name in ("several", "first", "back")}
    return Markup(element("div", {"className": "map-frame", **said}, "".join(parts)))


def map_words(exhibit: Exhibit, drawing: Map) -> list[str]:
    """What every marker says."""
    name = exhibit.column(drawing.label)
    return [_said(exhibit, spot, name) for spot in laid_out(exhibit, drawing).spots]


def _picture(exhibit: Exhibit, drawing: Map, layout: MapLayout) -> str:
    name = exhibit.column(drawing.label)
    world = _tiles(layout, drawing.tiles) + "".join(_outline(layout, ring) for ring in layout.outlines)
    marks = "".join(_marker(exhibit, layout, spot, name) for spot in layout.spots)
    attributes = {
        "className": "map",
        "role": "group",
        "aria-label": f"{exhibit.question} {exhibit.answer}",
        "viewBox": f"0 0 {_units(layout, layout.width)} {_units(layout, layout.height)}",
        "data-plane": f"{layout.left} {layout.top} {SIDE / max(layout.width, layout.height)}",
        "data-works": len(exhibit.rows),
        "data-tiles": drawing.tiles or None,
    }
    layers = element("g", {"className": "map-world"}, world) + element("g", {"className": "map-marks"}, marks)
    return element("svg", attributes, layers)


def _controls(exhibit: Exhibit) -> str:
    """Buttons that only the script shows; of the whole there is neither farther nor whole."""
    buttons = []
    for name, sign in _CONTROLS.items():
        label = t(exhibit.lang, f"works_map.control.{name}")
        state = {"data-map": name, "aria-label": label, "aria-disabled": "false" if name == "in" else "true"}
        buttons.append(element("button", {"type": "button", **state}, text(sign or label)))
    group = {"className": "map-controls", "role": "group", "aria-label": t(exhibit.lang, "works_map.control.name")}
    return element("div", group, "".join(buttons))


def _past(exhibit: Exhibit) -> str:
    """For those who go by keys: past all markers, to the list."""
    words = text(t(exhibit.lang, "works_map.past"))
    return element("a", {"className": "map-past", "href": f"#{LIST}"}, words) if exhibit.rows else ""


def _said(exhibit: Exhibit, spot: Spot, name: int) -> str:
    if spot.count > 1:
        return several_words(exhibit.lang, spot.words)
    return f"{_name(spot.rows[0], name)}: {word_name(exhibit.lang, spot.word)}"


def _name(row: Row, name: int) -> str:
    return shorten(str(row.cells[name].value), _LONGEST_NAME, placeholder="…")


def _marker(exhibit: Exhibit, layout: MapLayout, spot: Spot, name: int) -> str:
    """A single work leads to its page, several to the list. What a finger meets is larger than what is drawn."""
    x, y = _at(layout, spot.at)
    alone = spot.rows[0].cells[name].href if spot.count == 1 else ""
    leads = {"href": alone, "data-nav": "1"} if alone else {"href": f"#{LIST}"}
    title = element("title", {}, text(_said(exhibit, spot, name)))
    touched = element("circle", {"className": "map-touch", "r": max(APART / 2, radius(spot.count))})
    drawn = _shape(spot.word) if spot.count == 1 else _circle(spot.count)
    return element("a", {**leads, "transform": f"translate({x} {y})"}, title + touched + drawn)


def _circle(count: int) -> str:
    circle = element("circle", {"className": "map-many", "r": radius(count)})
    return circle + element("text", {"dy": "0.36em"}, text(count))


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
    lang = exhibit.lang
    swatch = {"className": "map-swatch", "viewBox": "-9 -9 18 18", "aria-hidden": "true"}
    items = []
    for word, count in word_counts(exhibit.rows):
        name = word_name(lang, word)
        said = {"data-word": word, "data-name": name, "data-part": t(lang, f"works.part.{word}", n="{n}")}
        items.append(element("li", said, element("svg", swatch, _shape(word)) + text(f"{name} – {count}")))
    if any(spot.count > 1 for spot in layout.spots):
        circle = element("svg", swatch, element("circle", {"className": "map-many", "r": 7.5}))
        items.append(element("li", {}, circle + text(t(lang, "works_map.together"))))
    return element("ul", {"className": "key"}, "".join(items)) if items else ""


def _at(layout: MapLayout, point: XY) -> XY:
    """A point of the plane in the picture's units."""
    return _units(layout, point[0] - layout.left), _units(layout, point[1] - layout.top)


def _units(layout: MapLayout, length: float) -> float:
    return round(length * SIDE / max(layout.width, layout.height), 1)
