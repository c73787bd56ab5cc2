"""The map without a script: a picture with a name, a key in words, nothing that runs, few bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from dashboard.channels.drawn import picture_of
from dashboard.exhibits.model import Cell
from dashboard.i18n import LANGUAGES
from tests.figures.made import HOSTILE, on_a_map, over_time
from tests.figures.test_map import LIMIT, TILES, TITLE, WORDS, scattered


def test_the_picture_has_a_role_and_a_name_that_says_the_answer() -> None:
    html = picture_of(on_a_map())
    picture = re.search(r'<svg class="map"[^>]*>', html)
    assert picture and 'role="img"' in picture[0]
    assert f'aria-label="{on_a_map().question} {on_a_map().answer}"' in picture[0]


def test_it_is_well_formed_and_everything_lies_inside() -> None:
    root = ElementTree.fromstring(picture_of(on_a_map()))
    picture = root.find("svg")
    assert picture is not None
    _, _, wide, high = map(float, picture.attrib["viewbox"].split())
    assert max(wide, high) == 320
    moved = [re.findall(r"-?[\d.]+", group.attrib["transform"]) for group in picture.findall("g")]
    assert len(moved) >= 5
    assert all(0 < float(x) < wide and 0 < float(y) < high for x, y in moved)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_status_has_its_own_shape_and_is_counted_in_words(lang: str) -> None:
    made = on_a_map(*((word, 42.41 + 0.02 * at, 77.2 + 0.02 * at) for at, word in enumerate(WORDS)), lang=lang)
    root = ElementTree.fromstring(picture_of(made))
    key = root.find("ul")
    assert key is not None
    assert len({path.attrib["d"] for path in key.iter("path")}) == len(WORDS)
    assert len({path.attrib["fill"] for path in key.iter("path")}) == len(WORDS)
    assert all("".join(item.itertext()).endswith(" – 1") for item in key.findall("li"))


def test_a_marker_says_its_work_and_several_at_one_place_their_number_and_statuses() -> None:
    here = (("done", 42.45, 77.25), ("planned", 42.45, 77.25), ("done", 42.41, 77.2))
    html = picture_of(on_a_map(*here, lang="en"))
    assert "<title>2 works: 1 finished, 1 planned</title>" in html and ">2</text>" in html
    assert "<title>Иш 2: Finished</title>" in html
    assert "A circle with a number" in html and "A circle with a number" not in picture_of(on_a_map(here[0], lang="en"))


def test_a_hostile_title_stays_text() -> None:
    made = on_a_map(("done", 42.45, 77.25))
    (row,) = made.rows
    html = picture_of(replace(made, rows=(replace(row, cells=(Cell(HOSTILE), *row.cells[1:])),)))
    assert "<img" not in html and "&lt;img" in html


@pytest.mark.parametrize("spread", [0.05, 3.0])
def test_ten_thousand_works_with_long_names_stay_small_and_none_is_lost(spread: float) -> None:
    made = on_a_map(*scattered(10_000, spread))
    rows = tuple(replace(row, cells=(Cell(TITLE * 3), *row.cells[1:])) for row in made.rows)
    html = picture_of(replace(made, rows=rows))
    assert len(html.encode()) < LIMIT
    picture = html.split('<svg class="map"')[1]
    alone = picture.count('class="map-one"')
    assert alone + sum(int(number) for number in re.findall(r">(\d+)</text>", picture)) == 10_000


def test_tiles_and_their_credit_are_there_only_where_an_operator_named_them() -> None:
    plain, tiled = picture_of(on_a_map(lang="en")), picture_of(on_a_map(lang="en", tiles=TILES))
    assert "http" not in plain and "<image" not in plain and "OpenStreetMap" not in plain
    addresses = re.findall(r'<image href="([^"]+)"', tiled)
    assert addresses and all(re.fullmatch(r"https://tiles\.example/\d+/\d+/\d+\.png", one) for one in addresses)
    assert "© OpenStreetMap contributors" in tiled and 'href="https://www.openstreetmap.org/copyright"' in tiled
    assert tiled.index("<image") < tiled.index("map-outline"), "under the outline"


def test_neither_map_nor_timeline_is_drawn_as_bars() -> None:
    assert "strips" not in str(picture_of(on_a_map())) and picture_of(over_time()) is None
