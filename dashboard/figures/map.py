"""Works on a map without any map service: outlines, and markers whose shape and colour say the status."""

from __future__ import annotations

from typing import Any

from dashboard.exhibits.drawings import Map
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.works.clusters import SIDE, XY, MapLayout, Spot, laid_out, radius, word_counts
from dashboard.exhibits.works.tiles import tiles_of
from dashboard.exhibits.works.view import spot_words, word_name
from dashboard.figures.data import LETTERS, Figure, Trace, plain, wrapped
from dashboard.figures.frame import axis, figure, key_of
from dashboard.figures.palette import colour
from dashboard.figures.theme import TOKENS, Theme
from dashboard.i18n import t

_LOWEST, _HIGHEST = 180, 420  # px
_DECIMALS = 2  # of a drawing 1000 wide
_WIDE = 1000.0
_SYMBOLS = {
    "done": "circle", "under_way": "diamond", "preparing": "triangle-up", "planned": "square", "cancelled": "x",
    "taken_down": "triangle-down", "not_listed": "circle-open",
}  # fmt: skip
SIGNS = {
    "done": "●", "under_way": "◆", "preparing": "▲", "planned": "■", "cancelled": "✕", "taken_down": "▼",
    "not_listed": "○",
}  # fmt: skip


def works_map(exhibit: Exhibit, drawing: Map, theme: Theme) -> Figure:
    """Outlines, one marker for works near to one another with their number, a shape for a work that stands alone."""
    layout = laid_out(exhibit, drawing)
    high = _WIDE * layout.height / layout.width
    traces = [_outline(layout, ring, theme) for ring in layout.outlines]
    alone = [spot for spot in layout.spots if spot.count == 1]
    traces += [_singles(exhibit, layout, alone, word, theme) for word in _SYMBOLS if any(s.word == word for s in alone)]
    together = [spot for spot in layout.spots if spot.count > 1]
    if together:
        traces.append(_clusters(exhibit, layout, together, theme))
    words = [(SIGNS[word], colour(word), word_name(exhibit.lang, word)) for word, _ in word_counts(exhibit.rows)]
    tiles = _tiles(layout, drawing.tiles)
    return figure(
        exhibit.lang,
        theme,
        traces,
        height=round(max(_LOWEST, min(_HIGHEST, SIDE * layout.height / layout.width))),
        below=4,
        key=key_of(words),
        images=tiles,
        notes=([t(exhibit.lang, "works_map.together")] if together else [])
        + ([t(exhibit.lang, "works_map.credit")] if tiles else []),
        xaxis=axis(theme, range=[0, _WIDE], visible=False, constrain="domain"),
        yaxis=axis(theme, range=[high, 0], visible=False, constrain="domain", scaleanchor="x", scaleratio=1),
    )


def _at(layout: MapLayout, point: XY) -> XY:
    """A point of the plane on the axes of the figure."""
    scale = _WIDE / layout.width
    return round((point[0] - layout.left) * scale, _DECIMALS), round((point[1] - layout.top) * scale, _DECIMALS)


def _outline(layout: MapLayout, ring: tuple[XY, ...], theme: Theme) -> Trace:
    points = [_at(layout, point) for point in ring]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "fill": "toself",
        "fillcolor": "rgba(127,127,127,0.08)",
        "hoverinfo": "skip",
        "line": {"color": TOKENS[theme]["plan"], "width": 1.5},
    }


def _singles(exhibit: Exhibit, layout: MapLayout, alone: list[Spot], word: str, theme: Theme) -> Trace:
    spots = [spot for spot in alone if spot.word == word]
    marker = {
        "symbol": _SYMBOLS[word],
        "size": 2 * radius(1),
        "color": colour(word),
        "line": {"color": TOKENS[theme]["ink"], "width": 1},
    }
    return _markers(exhibit, layout, spots) | {"mode": "markers", "marker": marker}


def _clusters(exhibit: Exhibit, layout: MapLayout, spots: list[Spot], theme: Theme) -> Trace:
    marker = {
        "symbol": "circle",
        "opacity": 1,
        "size": [2 * radius(spot.count) for spot in spots],
        "color": TOKENS[theme]["surface"],
        "line": {"color": TOKENS[theme]["ink"], "width": 1.5},
    }
    texts = {"text": [str(spot.count) for spot in spots], "textposition": "middle center"}
    return _markers(exhibit, layout, spots) | {"mode": "markers+text", "marker": marker, **texts}


def _markers(exhibit: Exhibit, layout: MapLayout, spots: list[Spot]) -> Trace:
    points = [_at(layout, spot.at) for spot in spots]
    return {
        "type": "scatter",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "hoverinfo": "text",
        "hovertext": [_words(exhibit, spot) for spot in spots],
        "cliponaxis": False,
    }


def _words(exhibit: Exhibit, spot: Spot) -> str:
    name, said = spot_words(exhibit.lang, spot.name, spot.words)
    return f"{wrapped(name, LETTERS)}<br>{plain(said)}" if name else wrapped(said, LETTERS)


def _tiles(layout: MapLayout, template: str) -> list[dict[str, Any]]:
    scale = _WIDE / layout.width
    places = ((tile, _at(layout, (tile.left, tile.top))) for tile in tiles_of(layout, template))
    return [
        {
            "source": tile.url,
            "xref": "x",
            "yref": "y",
            "x": x,
            "y": y,
            "sizex": tile.side * scale,
            "sizey": tile.side * scale,
            "sizing": "stretch",
            "layer": "below",
            "opacity": 0.7,
        }
        for tile, (x, y) in places
    ]
