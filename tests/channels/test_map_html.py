"""The map without a script: a picture whose markers are links, a key in words, the works by village; few bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from dashboard.channels.drawn import draw, has_chart, picture_of
from dashboard.exhibits.model import Cell, Exhibit, Row
from dashboard.i18n import LANGUAGES, number
from dashboard.store.work_records import WORDS
from tests.figures.made import HOSTILE, on_a_map, over_time, scattered

LIMIT = 300_000
TILES = "https://tiles.example/{z}/{x}/{y}.png"
TITLE = "Ички жолдорду оңдоо жана көчө жарыгын орнотуу, «Үлгү» айылы, 1220 м, экинчи баскыч"


def drawn(exhibit: Exhibit) -> ElementTree.Element:
    """The picture and its list as elements, which it is well formed for."""
    return ElementTree.fromstring(str(picture_of(exhibit)))


def with_title(exhibit: Exhibit, title: str) -> Exhibit:
    """The same works under another title."""

    def renamed(row: Row) -> Row:
        return replace(row, cells=(replace(row.cells[0], value=title), *row.cells[1:]))

    return replace(exhibit, rows=tuple(map(renamed, exhibit.rows)))


def markers(root: ElementTree.Element) -> list[ElementTree.Element]:
    return root.findall(".//g[@class='map-marks']/a")


def villages(root: ElementTree.Element) -> dict[str, list[ElementTree.Element]]:
    """The works of every village, by what its `details` says when folded."""
    return {str(one.findtext("summary")): one.findall("ul/li") for one in root.iter("details")}


def test_the_picture_is_a_group_of_links_with_a_name_that_says_the_answer() -> None:
    picture = drawn(on_a_map()).find(".//svg[@class='map']")
    assert picture is not None and picture.attrib["role"] == "group"
    assert picture.attrib["aria-label"] == f"{on_a_map().question} {on_a_map().answer}"
    assert all(marker.attrib["href"] and marker.findtext("title") for marker in markers(drawn(on_a_map())))


def test_the_picture_is_the_map_on_every_channel() -> None:
    assert not has_chart(on_a_map())
    with pytest.raises(ValueError, match="has no chart"):
        draw(on_a_map())


def test_everything_lies_inside() -> None:
    root = drawn(on_a_map())
    picture = root.find(".//svg[@class='map']")
    assert picture is not None
    _, _, wide, high = map(float, picture.attrib["viewbox"].split())
    assert max(wide, high) == 320
    moved = [re.findall(r"-?[\d.]+", marker.attrib["transform"]) for marker in markers(root)]
    assert len(moved) >= 5
    assert all(0 < float(x) < wide and 0 < float(y) < high for x, y in moved)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_status_has_its_own_shape_and_is_counted_in_words(lang: str) -> None:
    made = on_a_map(*((word, 42.41 + 0.02 * at, 77.2 + 0.02 * at) for at, word in enumerate(WORDS)), lang=lang)
    key = drawn(made).find("ul")
    assert key is not None
    assert len({path.attrib["d"] for path in key.iter("path")}) == len(WORDS)
    assert len({path.attrib["fill"] for path in key.iter("path")}) == len(WORDS)
    assert all("".join(item.itertext()).endswith(" – 1") for item in key.findall("li"))


def test_a_marker_says_its_work_and_leads_to_it_and_several_say_their_number_and_lead_to_the_list() -> None:
    here = (("done", 42.45, 77.25), ("planned", 42.45, 77.25), ("done", 42.41, 77.2))
    root = drawn(on_a_map(*here, lang="en"))
    several, alone = markers(root)
    assert (several.findtext("title"), several.findtext("text")) == ("2 works: 1 finished, 1 planned", "2")
    assert alone.findtext("title") == "Иш 2: Finished"
    assert (alone.attrib["href"], alone.attrib["data-nav"]) == ("/ky/demo/works/2", "1")
    assert root.find(f".//*[@id='{several.attrib['href'].removeprefix('#')}']") is not None
    key = "A circle with a number"
    assert key in str(picture_of(on_a_map(*here, lang="en"))) and key not in str(
        picture_of(on_a_map(here[0], lang="en"))
    )


def test_every_work_stands_under_its_village_with_its_link_and_status_those_of_no_village_last() -> None:
    points = [("done", 42.41, 77.2), ("planned", 42.42, 77.2), ("done", 42.43, 77.2), ("done", 42.44, 77.2)]
    found = villages(drawn(on_a_map(*points, lang="en")))
    assert list(found) == ["Ак-Суу – 1", "Үлгү – 2", "Village not named – 1"]
    assert [[work.findtext("a") for work in works] for works in found.values()] == [
        ["Иш 1"],
        ["Иш 0", "Иш 3"],
        ["Иш 2"],
    ]
    (work,) = found["Ак-Суу – 1"]
    link = work.find("a")
    assert link is not None and link.attrib["href"] == "/ky/demo/works/1" and work.findtext("span") == "Planned"
    assert work.attrib["data-at"] == "42.42 77.2"


def test_of_more_works_than_the_list_holds_each_village_has_some_and_the_way_to_all() -> None:
    root = drawn(on_a_map(*scattered(5000), lang="en"))
    found = villages(root)
    assert [len(works) for works in found.values()] == [100, 100, 100]
    of_village = [link.attrib["href"] for link in root.findall(".//details/p/a")]
    assert of_village == ["/ky/demo/works?village=1"], "the others of this sample have no address"
    note = root.findtext(".//div[@class='map-villages']/p")
    assert note == f"This list has 300 of {number('en', 5000)} works; the files below have all of them."
    few = drawn(on_a_map(*scattered(300), lang="en"))
    assert few.find(".//div[@class='map-villages']/p") is None and sum(map(len, villages(few).values())) == 300


def test_a_map_without_works_has_no_list_and_no_link_to_one() -> None:
    root = drawn(on_a_map(rows=()))
    assert villages(root) == {} and root.find(".//a") is None


def test_a_hostile_title_stays_text() -> None:
    html = str(picture_of(with_title(on_a_map(("done", 42.45, 77.25)), HOSTILE)))
    assert "<img" not in html and "&lt;img" in html


@pytest.mark.parametrize("spread", [0.05, 3.0])
def test_ten_thousand_works_with_long_names_stay_small_and_none_is_lost(spread: float) -> None:
    html = str(picture_of(with_title(on_a_map(*scattered(10_000, spread)), TITLE * 3)))
    assert len(html.encode()) < LIMIT
    marks = html.split('class="map-marks"')[1].split("</svg>")[0]
    alone = marks.count('class="map-one"')
    assert alone + sum(int(number) for number in re.findall(r">(\d+)</text>", marks)) == 10_000


def test_many_villages_with_long_names_stay_small_too() -> None:
    made = with_title(on_a_map(*scattered(1000, 3.0)), TITLE * 3)
    rows = tuple(
        replace(row, cells=(*row.cells[:2], Cell(f"{at} {TITLE}", href=f"/v/{at}"), *row.cells[3:]))
        for at, row in enumerate(made.rows)
    )
    html = str(picture_of(replace(made, rows=rows)))
    assert len(html.encode()) < LIMIT and html.count("<details>") == 300


def test_tiles_and_their_credit_are_there_only_where_an_operator_named_them() -> None:
    plain, tiled = str(picture_of(on_a_map(lang="en"))), str(picture_of(on_a_map(lang="en", tiles=TILES)))
    assert "http" not in plain and "<image" not in plain and "OpenStreetMap" not in plain and "data-tiles" not in plain
    addresses = re.findall(r'<image href="([^"]+)"', tiled)
    assert addresses and all(re.fullmatch(r"https://tiles\.example/\d+/\d+/\d+\.png", one) for one in addresses)
    assert "© OpenStreetMap contributors" in tiled and 'href="https://www.openstreetmap.org/copyright"' in tiled
    assert tiled.index("<image") < tiled.index("map-outline"), "under the outline"


def test_neither_map_nor_timeline_is_drawn_as_bars() -> None:
    assert "strips" not in str(picture_of(on_a_map())) and picture_of(over_time()) is None
