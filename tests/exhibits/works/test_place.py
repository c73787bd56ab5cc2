"""Where the works are: every known place, how many are known, the outline and its source."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import cos, dist, radians

import pytest
from sqlalchemy import Connection

from dashboard.exhibits.model import Exhibit, Mark
from dashboard.exhibits.works.clusters import APART, GRID, SIDE, MapLayout
from dashboard.exhibits.works.place import map_of
from dashboard.exhibits.works.tiles import tiles_of
from dashboard.exhibits.works.view import WorksView
from dashboard.i18n import LANGUAGES
from dashboard.store.queries import works as queries
from dashboard.store.records import Names
from dashboard.store.work_records import WORD_OF, Boundary, Point
from tests.exhibits.works.papers import current
from tests.figures.made import laid, on_a_map, scattered

Look = Callable[..., WorksView]
SQUARE = Boundary(
    1, (((77.18, 42.4), (77.32, 42.4), (77.32, 42.5), (77.18, 42.4)),), "Outline", "https://example.org/o"
)
POINT = Point(7, 42.45, 77.25, "done", Names("Түтүк", "Труба", "Pipe"))


def link(number: int) -> str:
    return f"/ky/demo/works/{number}"


def village_link(village: str) -> str:
    return f"/ky/demo/works?village={village}"


def of(view: WorksView, points: tuple[Point, ...], *outlines: Boundary, found: int = 40) -> Exhibit:
    exhibit = map_of(view, points, outlines, link, found, village_link)
    assert exhibit is not None
    return exhibit


def test_the_map_holds_exactly_the_places_that_are_printed(look: Look, connection: Connection) -> None:
    view = look("demo")
    points = queries.points(connection, view.place.id, view.today)
    exhibit = of(view, points, *queries.boundaries(connection, (view.place.id,)))
    printed = [row for row in current("demo") if row["latitude"]]
    shown = {(row.key.partition(".")[0], *(cell.value for cell in row.cells[2:])) for row in exhibit.rows}
    assert shown == {
        (WORD_OF[row["status"]], row["village"], float(row["latitude"]), float(row["longitude"])) for row in printed
    }
    village = exhibit.rows[0].cells[2]
    assert village.href == f"/ky/demo/works?village={village.value}"
    assert len(exhibit.rows) == len(printed) < 40 and str(len(printed)) in exhibit.answer and "40" in exhibit.answer
    assert exhibit.drawing is not None and len(exhibit.drawing.outlines) == 1 and exhibit.fictional
    assert exhibit.sources[-1].title == "Үлгү айыл аймагынын чеги (ойдон чыгарылган)"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_titles_and_statuses_are_in_the_readers_language_and_lead_to_the_work(look: Look, lang: str) -> None:
    title, status, *_ = of(look("demo", lang), (POINT,), SQUARE).rows[0].cells
    assert (title.value, title.href) == (POINT.titles.in_(lang), "/ky/demo/works/7")
    assert status.value == {"ky": "Аяктады", "ru": "Завершено", "en": "Finished"}[lang]


def test_without_an_outline_and_a_point_there_is_no_map(look: Look) -> None:
    assert map_of(look("demo"), (), (), link, 40, village_link) is None


def test_an_outline_alone_says_that_no_place_is_known_and_a_point_alone_is_a_map(look: Look) -> None:
    empty = of(look("demo", "en"), (), SQUARE)
    assert empty.rows == () and empty.answer == "No work has a known place on the map."
    assert (empty.sources[-1].title, empty.sources[-1].url) == ("Outline", "https://example.org/o")
    assert laid(empty).spots == () and len(laid(empty).outlines) == 1
    alone = of(look("demo", "en"), (POINT,), found=1)
    assert alone.answer == "1 of 1 work has a known place on the map." and laid(alone).spots[0].count == 1


def test_a_map_that_may_not_hold_all_points_says_so(look: Look) -> None:
    view = look("demo", "en")
    cut = map_of(view, (POINT,), (), link, 2, village_link, most=1)
    whole = map_of(view, (POINT,), (), link, 1, village_link, most=1)
    assert cut is not None and cut.answer.startswith("The map shows the first 1 of 2 works")
    assert whole is not None and whole.answer == "1 of 1 work has a known place on the map."


def test_works_at_one_place_are_one_marker_and_works_apart_are_not() -> None:
    here = ("done", 42.45, 77.25)
    together, apart = laid(on_a_map(here, here, ("planned", 42.45, 77.25), ("done", 42.41, 77.2))).spots
    assert (together.count, together.words, together.word) == (3, (("done", 2), ("planned", 1)), "")
    assert (apart.count, apart.word, apart.rows[0].cells[0].value) == (1, "done", "Иш 3")


@pytest.mark.parametrize("spread", [0.0, 0.05, 3.0])
@pytest.mark.parametrize("number", [1, 50, 5000])
def test_no_work_is_lost_and_a_finger_finds_every_marker(number: int, spread: float) -> None:
    layout = laid(on_a_map(*scattered(number, spread)))
    unit = max(layout.width, layout.height) / SIDE
    assert sum(spot.count for spot in layout.spots) == number
    assert all(dist(a.at, b.at) >= APART * unit for a, b in combinations(layout.spots, 2))


def test_a_degree_of_longitude_is_as_short_as_it_is_there_and_north_is_up() -> None:
    ((*ring, _),) = laid(on_a_map()).outlines
    wide, high = (max(point[axis] for point in ring) - min(point[axis] for point in ring) for axis in (0, 1))
    assert wide / high == pytest.approx(0.14 * cos(radians(42.45)) / 0.10, rel=0.002)
    assert ring[0][1] > ring[2][1], "the southern corner is lower"


def test_a_work_of_no_village_has_a_reason_in_its_cell(look: Look) -> None:
    village = of(look("demo", "en"), (POINT,), SQUARE).rows[0].cells[2]
    assert (village.value, village.mark, village.href) == (None, Mark.MISSING, "")


@pytest.mark.parametrize("points", [(("done", 90.0, 180.0),), (("done", -90.0, -180.0), ("done", 90.0, 180.0))])
def test_even_points_at_the_edge_of_the_world_lie_inside_the_map(points: tuple[tuple[str, float, float], ...]) -> None:
    layout = laid(on_a_map(*points))
    assert sum(spot.count for spot in layout.spots) == len(points) <= GRID**2
    for x, y in (spot.at for spot in layout.spots):
        assert layout.left < x < layout.left + layout.width and layout.top < y < layout.top + layout.height


def test_tiles_cover_the_map_and_are_few() -> None:
    for layout in (laid(on_a_map()), laid(on_a_map(("done", 10.0, 20.0), ("done", 60.0, 120.0)))):
        tiles = tiles_of(layout, "https://tiles.example/{z}/{x}/{y}.png")
        assert 1 < len(tiles) <= 16 and len({tile.url for tile in tiles}) == len(tiles)
        assert min(tile.left for tile in tiles) <= layout.left and min(tile.top for tile in tiles) <= layout.top
        assert max(tile.left + tile.side for tile in tiles) >= layout.left + layout.width
        assert max(tile.top + tile.side for tile in tiles) >= layout.top + layout.height
    assert tiles_of(layout, "") == ()


def test_a_tile_has_the_number_that_map_services_give_it() -> None:
    # Bishkek at zoom 3, by the formula of the wiki of OpenStreetMap: x = floor((74.6+180)/360*8) = 5, y = 2.
    x, y = (74.6 + 180) / 360, 0.3682
    tiles = tiles_of(MapLayout(x, y, 0.3, 0.01, (), ()), "https://t.example/{z}/{x}/{y}.png")
    assert tiles[0].url == "https://t.example/3/5/2.png" and (tiles[0].left, tiles[0].top) == (5 / 8, 2 / 8)
