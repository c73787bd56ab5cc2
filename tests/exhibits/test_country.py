"""The map of places: where each dot stands, how far a finger reaches, how new its paper is."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from math import hypot

import pytest

from dashboard.exhibits.country import RADIUS, Country, country, newest_year
from dashboard.gazetteer import GeoPoint
from dashboard.outline import Outline
from dashboard.store.records import Names, Place, PublishedPlace

OUTLINE = Outline(width=800, height=400, west=70, north=43, per_longitude=80, per_latitude=100, path="M0 0l1 1z")
RAYON, TOWN = GeoPoint(42, 74, "Centre"), GeoPoint(41, 72, "Town")


def place(number: int, code: str, parent: int | None = None) -> Place:
    return Place(number, code, "aiyl_aimak", Names(code), "KGS", "", parent, False, "", None, None)


PLACES = {each.id: each for each in (place(1, "rayon"), *(place(n, f"aimak-{n}", 1) for n in range(2, 12)))}


def held(newest: date | None = None, printed: str = "") -> PublishedPlace:
    return PublishedPlace((), frozenset(), newest, newest_printed=printed)


def drawn(points: dict[str, GeoPoint], papers: dict[int, PublishedPlace] | None = None) -> Country:
    shown = [PLACES[number] for number in range(2, 12)]
    published = {number: (papers or {}).get(number, held()) for number in PLACES}
    return country(shown, PLACES, published, points, OUTLINE)


def test_a_place_stands_at_its_own_settlement_the_others_about_the_centre_of_their_rayon() -> None:
    dots = {dot.place.code: dot for dot in drawn({"rayon": RAYON, "aimak-3": TOWN}).dots}
    assert (dots["aimak-3"].x, dots["aimak-3"].y, dots["aimak-3"].exact) == (160, 200, True)
    about = [dot for code, dot in dots.items() if code != "aimak-3"]
    assert len(about) == 9 and not any(dot.exact for dot in about)
    assert all(hypot(dot.x - 320, dot.y - 100) < 80 for dot in about)


def test_no_dot_hides_another_and_no_finger_means_two() -> None:
    for one, other in combinations(drawn({"rayon": RAYON}).dots, 2):
        apart = hypot(one.x - other.x, one.y - other.y)
        assert apart > 2 * RADIUS - 0.2
        assert one.touched + other.touched <= apart + 0.2


def test_who_has_the_point_of_the_rayon_itself_stands_in_the_middle() -> None:
    dots = {dot.place.code: dot for dot in drawn({"rayon": RAYON, "aimak-7": RAYON}).dots}
    assert (dots["aimak-7"].x, dots["aimak-7"].y) == (320, 100)


def test_places_without_any_point_are_named_and_not_drawn() -> None:
    without = drawn({"aimak-3": TOWN})
    assert [dot.place.code for dot in without.dots] == ["aimak-3"] and len(without.without) == 9


def test_a_shade_is_the_age_of_the_newest_paper_beside_the_newest_of_all() -> None:
    papers = {
        2: held(date(2026, 5, 1)),
        3: held(date(2025, 1, 1)),
        4: held(date(2024, 12, 31)),
        5: held(date(2018, 1, 1)),
        6: held(date(2017, 1, 1)),
    }
    found = drawn({"rayon": RAYON}, papers)
    shades = {dot.place.id: dot.shade for dot in found.dots}
    assert [shades[number] for number in (2, 3, 4, 5, 6, 7)] == [0, 0, 1, 2, 3, None]
    assert found.years == {0: (2025, 2026), 1: (2024, 2024), 2: (2018, 2018), 3: (2017, 2017)}


@pytest.mark.parametrize(
    ("known", "year"),
    [
        (held(date(2024, 5, 1)), 2024),
        (held(date(2024, 5, 1), "2025-03"), 2025),
        (held(None, "2019"), 2019),
        (held(None, "without a day"), None),
        (held(), None),
    ],
)
def test_the_year_is_that_of_the_newest_paper_whether_it_prints_a_day_or_not(
    known: PublishedPlace, year: int | None
) -> None:
    assert newest_year(known) == year
