"""Pictures of a map service under a map, where an operator named one (setting OSM_TILES)."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log2
from typing import Final

from dashboard.exhibits.works.clusters import MapLayout

#: What the licence of OpenStreetMap's data asks to be shown beside them.
CREDIT_URL: Final = "https://www.openstreetmap.org/copyright"
_ACROSS = 3  # tiles along the longer side of a map, at least half as many and at most one more
_CLOSEST = 18  # the closest zoom that tile servers have


@dataclass(frozen=True)
class Tile:
    """One square picture: its address, and where it lies in the plane of `clusters`."""

    url: str
    left: float
    top: float
    side: float


def tiles_of(layout: MapLayout, template: str) -> tuple[Tile, ...]:
    """The tiles that cover a map; none without a template. Tiles are numbered from the north-west."""
    if not template:
        return ()
    zoom = max(0, min(_CLOSEST, floor(log2(_ACROSS / max(layout.width, layout.height)))))
    number = 2**zoom
    columns, rows = (
        range(max(0, floor(start * number)), min(number - 1, floor((start + length) * number)) + 1)
        for start, length in ((layout.left, layout.width), (layout.top, layout.height))
    )
    return tuple(
        Tile(_address(template, zoom, x, y), x / number, y / number, 1 / number) for y in rows for x in columns
    )


def _address(template: str, zoom: int, x: int, y: int) -> str:
    return template.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))
