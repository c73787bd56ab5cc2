"""The map of places: a dot each, where it stands, and how new its newest paper is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, hypot, pi, sin, sqrt
from typing import Final

from dashboard.gazetteer import GeoPoint
from dashboard.outline import Outline
from dashboard.store.records import Place, PublishedPlace, paper_day

RADIUS: Final = 11.0  # of a dot, in units of the outline
_APART: Final = 24.0  # between dots that would stand on one point
_MOST_TOUCHED: Final = 34.0  # how far from a dot a finger may meet it
_TURN: Final = pi * (3 - sqrt(5))  # the golden angle: dots in a spiral never stand behind each other
#: Years below the newest one of all places at which a shade ends; older ones have the last shade.
_STEPS: Final = (1, 4, 8)
SHADES: Final = len(_STEPS) + 1


@dataclass(frozen=True)
class PlaceDot:
    """A place on the map.

    Attributes:
        x, y: in units of the outline.
        touched: radius within which a finger means this dot and no other.
        exact: whether it stands at its own settlement; if not, about the centre of its rayon.
        year: of the newest paper; None where no paper prints one.
        shade: from 0 (the newest) on; None without a year.
    """

    place: Place
    x: float
    y: float
    touched: float
    exact: bool
    year: int | None
    shade: int | None


@dataclass(frozen=True)
class Country:
    """All dots, the first and last year of each shade that has any, and the places without a point."""

    dots: tuple[PlaceDot, ...]
    years: Mapping[int, tuple[int, int]]
    without: tuple[Place, ...]


def newest_year(known: PublishedPlace) -> int | None:
    """The year of the newest paper of a place; None where no paper prints one."""
    last = max(paper_day(day, printed) for day, printed in ((known.newest, ""), (None, known.newest_printed)))
    return last.year if last > date.min else None


def country(
    shown: Iterable[Place],
    places: Mapping[int, Place],
    published: Mapping[int, PublishedPlace],
    points: Mapping[str, GeoPoint],
    outline: Outline,
) -> Country:
    """The map of the places `shown`; `places` are all by id, `points` by code."""
    found: dict[GeoPoint, list[tuple[Place, bool]]] = defaultdict(list)
    without = []
    for place in shown:
        point = _point(place, places, points)
        if point is None:
            without.append(place)
        else:
            found[point].append((place, place.code in points))
    standing = [
        (place, exact, at)
        for point, there in found.items()
        for (place, exact), at in zip(_exact_first(there), _around(outline, point, len(there)), strict=True)
    ]
    years = {place.id: newest_year(published[place.id]) for place, _, _ in standing}
    newest = max((year for year in years.values() if year is not None), default=0)
    room = _room([at for _, _, at in standing])
    dots = []
    for (place, exact, (x, y)), free in zip(standing, room, strict=True):
        year = years[place.id]
        shade = None if year is None else _shade(newest - year)
        dots.append(PlaceDot(place, round(x, 1), round(y, 1), round(free, 1), exact, year, shade))
    return Country(tuple(dots), _spans(dots), tuple(without))


def _point(place: Place, places: Mapping[int, Place], points: Mapping[str, GeoPoint]) -> GeoPoint | None:
    """Of the place, or of the nearest one above that has one."""
    here: Place | None = place
    while here is not None and here.code not in points:
        here = places.get(here.parent_id) if here.parent_id is not None else None
    return points[here.code] if here is not None else None


def _exact_first(there: list[tuple[Place, bool]]) -> list[tuple[Place, bool]]:
    """Who stands at its own settlement takes the middle; the others by code, so that every build draws the same."""
    return sorted(there, key=lambda each: (not each[1], each[0].code))


def _around(outline: Outline, point: GeoPoint, count: int) -> list[tuple[float, float]]:
    """Places for `count` dots at a point: the first on it, the others in a spiral about it."""
    x, y = outline.at(point.latitude, point.longitude)
    away = [(_APART * sqrt(turn), turn * _TURN) for turn in range(count)]
    return [(x + far * cos(angle), y + far * sin(angle)) for far, angle in away]


def _room(at: Sequence[tuple[float, float]]) -> list[float]:
    """Half of the way to the nearest other dot, within bounds."""
    nearest = [
        min((hypot(x - a, y - b) for other, (a, b) in enumerate(at) if other != this), default=2 * _MOST_TOUCHED)
        for this, (x, y) in enumerate(at)
    ]
    return [min(_MOST_TOUCHED, max(RADIUS, away / 2)) for away in nearest]


def _shade(age: int) -> int:
    return next((shade for shade, most in enumerate(_STEPS) if age <= most), len(_STEPS))


def _spans(dots: Iterable[PlaceDot]) -> dict[int, tuple[int, int]]:
    years: dict[int, list[int]] = defaultdict(list)
    for dot in dots:
        if dot.shade is not None and dot.year is not None:
            years[dot.shade].append(dot.year)
    return {shade: (min(found), max(found)) for shade, found in sorted(years.items())}
