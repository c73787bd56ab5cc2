"""Outlines of places: rings of a GeoJSON geometry, checked and made small enough for a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import cos, hypot, isfinite, radians
from typing import Any, Final

from dashboard.intake.countries import BOXES, EARTH, inside

Point = tuple[float, float]
Ring = tuple[Point, ...]
#: An outline as stored may have this many bytes of JSON.
MOST_BYTES: Final = 4096
_DECIMALS = 4  # 0.0001° is 8 to 11 m
_FIRST_TOLERANCE = 0.0002
_GROWTH = 1.5


class BadOutline(ValueError):
    """A geometry cannot be taken; `code` is a problem code."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


def rings_of(geometry: Any, currency: str = "") -> tuple[Ring, ...]:
    """The rings, outer and inner, of a Polygon or MultiPolygon, as (longitude, latitude).

    `currency` says in which country they must lie. Raises BadOutline.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
        raise BadOutline("boundary_no_polygon", str(kind or ""))
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    try:
        rings = tuple(tuple(_point(pair) for pair in ring) for polygon in polygons for ring in polygon)
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise BadOutline("boundary_bad_point", str(error)) from error
    if not rings or any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        raise BadOutline("boundary_open_ring")
    _check_box(rings, currency)
    return rings


def _point(pair: Any) -> Point:
    x, y = pair[0], pair[1]
    if isinstance(x, bool) or isinstance(y, bool) or not isinstance(x, int | float) or not isinstance(y, int | float):
        raise ValueError(f"{x!r}, {y!r}")
    if not (isfinite(x) and isfinite(y)):
        raise ValueError(f"{x}, {y}")
    return float(x), float(y)


def _check_box(rings: tuple[Ring, ...], currency: str) -> None:
    box = BOXES.get(currency, EARTH)
    for longitude, latitude in (point for ring in rings for point in ring):
        if not inside(latitude, longitude, box):
            swapped = all(inside(x, y, box) for x, y in rings[0])
            raise BadOutline("boundary_swapped" if swapped else "boundary_outside", f"{longitude:g}, {latitude:g}")


def fitted(rings: tuple[Ring, ...], most: int = MOST_BYTES) -> str:
    """The rings as JSON of at most `most` bytes: simplified as little as that needs, the smallest islands go first.

    Raises BadOutline when nothing would be left.
    """
    tolerance = _FIRST_TOLERANCE
    kept = rings
    while True:
        kept = tuple(ring for ring in (simplified(ring, tolerance) for ring in kept) if len(ring) >= 4)
        if not kept:
            raise BadOutline("boundary_too_small")
        text = json.dumps(kept, separators=(",", ":"))
        if len(text) <= most:
            return text
        tolerance *= _GROWTH


def simplified(ring: Ring, tolerance: float) -> Ring:
    """A closed ring with fewer points, none further than `tolerance` degrees of latitude from the old line.

    Ramer (1972), Douglas and Peucker (1973), without recursion. Longitudes count by their length at that latitude.
    Coordinates are rounded to 4 decimals. What collapses to a line comes back with fewer than 4 points.
    """
    shrink = cos(radians(ring[0][1]))
    plane = [(x * shrink, y) for x, y in ring]
    far = max(range(len(plane)), key=lambda at: hypot(plane[at][0] - plane[0][0], plane[at][1] - plane[0][1]))
    keep = {0, far, len(ring) - 1}
    stack = [(0, far), (far, len(ring) - 1)]
    while stack:
        first, last = stack.pop()
        worst, at = tolerance, 0
        for index, distance in _distances(plane, first, last):
            if distance > worst:
                worst, at = distance, index
        if at:
            keep.add(at)
            stack += [(first, at), (at, last)]
    rounded = [(round(ring[at][0], _DECIMALS), round(ring[at][1], _DECIMALS)) for at in sorted(keep)]
    return tuple(point for at, point in enumerate(rounded) if at == 0 or point != rounded[at - 1])


def _distances(plane: list[Point], first: int, last: int) -> Iterator[tuple[int, float]]:
    """Distance of every point between two from the line through them (from the point when they are one)."""
    (x, y), (to_x, to_y) = plane[first], plane[last]
    across, up = to_x - x, to_y - y
    length = hypot(across, up)
    for at in range(first + 1, last):
        aside, above = plane[at][0] - x, plane[at][1] - y
        yield at, abs(across * above - up * aside) / length if length else hypot(aside, above)
