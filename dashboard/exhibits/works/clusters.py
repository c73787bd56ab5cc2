"""Points of a map laid out on a plane, those near to one another as one marker.

The plane is the Mercator projection of the sphere (EPSG:3857), which tiles of maps use too: the whole world is a
square of side 1, x grows to the east and y to the south. It keeps angles, so near any latitude a degree of longitude
is cos(latitude) of a degree of latitude. Formulas: wiki.openstreetmap.org/wiki/Slippy_map_tilenames.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import asinh, hypot, pi, radians, tan
from typing import Final

from dashboard.exhibits.drawings import Map
from dashboard.exhibits.model import Exhibit, Row

GRID: Final = 20  # cells along the longer side of a map, so at most GRID * GRID markers
SIDE: Final = 320  # of a drawn map along its longer side: as many pixels as the narrowest phone has
_MARGIN = 0.06  # of the longer side, around everything
_LEAST = 1 / 2**15  # of the world, about a kilometre: a map of a single point
_COVERING = 0.8  # nearer than this share of their radii together, two markers are one
APART: Final = 32  # of a drawn map: no two markers are nearer, so that a finger finds either
_MOST_SLENDER = 0.45  # shorter side as a share of the longer
_POLE = 85.05

XY = tuple[float, float]
Members = list[tuple[XY, Row]]


@dataclass(frozen=True)
class Spot:
    """One marker: works near to one another, at their middle."""

    at: XY
    rows: tuple[Row, ...]

    @property
    def count(self) -> int:
        """How many works the marker shows."""
        return len(self.rows)

    @property
    def words(self) -> tuple[tuple[str, int], ...]:
        """Works by status word, the most frequent first."""
        return word_counts(self.rows)

    @property
    def word(self) -> str:
        """The status word all of its works share; empty where they differ."""
        words = self.words
        return words[0][0] if len(words) == 1 else ""


@dataclass(frozen=True)
class MapLayout:
    """A map: the part of the world that is drawn (left, top, width, height), outlines and markers in that world."""

    left: float
    top: float
    width: float
    height: float
    outlines: tuple[tuple[XY, ...], ...]
    spots: tuple[Spot, ...]


def laid_out(exhibit: Exhibit, drawing: Map) -> MapLayout:
    """The map of an exhibit with `latitude` and `longitude`; row keys begin with a status word and a point."""
    outlines = drawing.outlines
    rings = tuple(tuple(on_plane(latitude, longitude) for longitude, latitude in ring) for ring in outlines)
    north, east = exhibit.column(drawing.latitude), exhibit.column(drawing.longitude)
    placed = [
        (on_plane(latitude, longitude), row)
        for row in exhibit.rows
        if isinstance(latitude := row.cells[north].value, (int, float))
        and isinstance(longitude := row.cells[east].value, (int, float))
    ]
    left, top, width, height = _box([*(point for ring in rings for point in ring), *(point for point, _ in placed)])
    cell = max(width, height) / GRID
    cells: dict[tuple[int, int], Members] = defaultdict(list)
    for (x, y), row in placed:
        cells[int((x - left) / cell), int((y - top) / cell)].append(((x, y), row))
    spots = tuple(
        Spot(_middle(members), tuple(row for _, row in members))
        for members in _apart(list(cells.values()), max(width, height) / SIDE)
    )
    return MapLayout(left, top, width, height, rings, spots)


def radius(count: int) -> float:
    """Of the marker of so many works, on a map SIDE wide: a shape for one, a circle around a number for several."""
    return 6.5 if count == 1 else 6 + 4.5 * len(str(count))


def word_counts(rows: Iterable[Row]) -> tuple[tuple[str, int], ...]:
    """Works by the status word their keys begin with, the most frequent first."""
    return tuple(Counter(row.key.partition(".")[0] for row in rows).most_common())


def on_plane(latitude: float, longitude: float) -> XY:
    """Degrees as a point of the plane; the poles, which Mercator cannot show, at its edge."""
    clamped = max(-_POLE, min(_POLE, latitude))
    return (longitude + 180) / 360, (1 - asinh(tan(radians(clamped))) / pi) / 2


def _apart(groups: list[Members], unit: float) -> list[Members]:
    """The groups, joined until no markers cover one another; `unit` is one of SIDE in the plane."""
    joined = _joined(groups, unit)
    return joined if len(joined) == len(groups) else _apart(joined, unit)


def _joined(groups: list[Members], unit: float) -> list[Members]:
    anchors: list[tuple[XY, Members]] = []
    for members in sorted(groups, key=len, reverse=True):
        x, y = _middle(members)
        room = radius(len(members))
        near = next(
            (
                joined
                for at, joined in anchors
                if hypot(at[0] - x, at[1] - y) < max(APART, _COVERING * (room + radius(len(joined)))) * unit
            ),
            None,
        )
        if near is None:
            anchors.append(((x, y), list(members)))
        else:
            near += members
    return [members for _, members in anchors]


def _middle(members: Members) -> XY:
    return sum(x for (x, _), _ in members) / len(members), sum(y for (_, y), _ in members) / len(members)


def _box(points: list[XY]) -> tuple[float, float, float, float]:
    """What to draw around the points, with a margin: neither too slender nor too small; all the world for none."""
    if not points:
        return 0.0, 0.0, 1.0, 1.0
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    longer = max(width, height, _LEAST)
    margin = _MARGIN * longer
    wide, high = (max(side, _MOST_SLENDER * longer) + 2 * margin for side in (width, height))
    return (min(xs) + max(xs) - wide) / 2, (min(ys) + max(ys) - high) / 2, wide, high
