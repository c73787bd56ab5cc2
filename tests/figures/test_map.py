"""The map as a figure: no outside host, a shape and a colour for every status, few markers however many works."""

from __future__ import annotations

import json
import random
from math import cos, radians

import plotly.graph_objects as go
import pytest

from dashboard.channels.drawn import draw
from dashboard.figures.data import Trace
from dashboard.figures.theme import TOKENS
from tests.figures.made import laid, on_a_map

LIMIT = 300_000
TILES = "https://tiles.example/{z}/{x}/{y}.png"
WORDS = ("done", "under_way", "preparing", "planned", "cancelled")
TITLE = "Ички жолдорду оңдоо жана көчө жарыгын орнотуу, «Үлгү» айылы, 1220 м, экинчи баскыч"


def scattered(number: int, spread: float = 0.05) -> list[tuple[str, float, float]]:
    chosen = random.Random(3)
    return [
        (chosen.choice(WORDS), 42.45 + chosen.uniform(-spread, spread), 77.25 + chosen.uniform(-spread, spread))
        for _ in range(number)
    ]


def markers(figure: dict[str, list[Trace]]) -> list[Trace]:
    return [trace for trace in figure["data"] if "markers" in trace["mode"]]


def test_every_trace_is_of_a_kind_that_the_pages_load_and_names_no_host() -> None:
    figure = draw(on_a_map())
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    assert "http" not in json.dumps(figure) and not {"geo", "map", "mapbox"} & figure["layout"].keys()


def test_a_degree_of_longitude_is_as_short_as_it_is_there_and_both_axes_have_one_scale() -> None:
    figure = draw(on_a_map())
    outline = figure["data"][0]
    wide, high = (max(outline[axis]) - min(outline[axis]) for axis in "xy")
    assert wide / high == pytest.approx(0.14 * cos(radians(42.45)) / 0.10, rel=0.002)
    y = figure["layout"]["yaxis"]
    assert (y["scaleanchor"], y["scaleratio"]) == ("x", 1) and y["range"][0] > y["range"][1], "north is up"
    assert outline["fill"] == "toself" and outline["y"][0] > outline["y"][2]


def test_each_status_has_a_shape_and_a_colour_of_its_own_and_the_key_names_it() -> None:
    figure = draw(on_a_map(*((word, 42.41 + 0.02 * at, 77.2 + 0.02 * at) for at, word in enumerate(WORDS)), lang="en"))
    shapes = [(trace["marker"]["symbol"], trace["marker"]["color"]) for trace in markers(figure)]
    assert len({shape for shape, _ in shapes}) == len({colour for _, colour in shapes}) == len(WORDS)
    key = figure["layout"]["annotations"][0]["text"]
    assert all(name in key for name in ("Finished", "Under way", "Being prepared", "Planned", "Cancelled"))


def test_works_at_one_place_are_one_marker_with_their_number_and_statuses() -> None:
    figure = draw(on_a_map(("done", 42.45, 77.25), ("done", 42.45, 77.25), ("planned", 42.4501, 77.25), lang="en"))
    (together,) = markers(figure)
    assert (together["text"], together["mode"]) == (["3"], "markers+text")
    assert together["hovertext"] == ["3 works: 2 finished, 1<br>planned"]


@pytest.mark.parametrize("number", [1, 50, 5000])
@pytest.mark.parametrize("spread", [0.0, 0.05, 3.0])
def test_no_work_is_lost_and_markers_stay_few(number: int, spread: float) -> None:
    made = on_a_map(*scattered(number, spread))
    figure = draw(made)
    counted = sum(int(text) for trace in markers(figure) for text in trace.get("text", ["1"] * len(trace["x"])))
    drawn = sum(len(trace["x"]) for trace in markers(figure))
    assert counted == number and drawn <= min(400, number) and drawn == len(laid(made).spots)


@pytest.mark.parametrize("theme", TOKENS)
def test_five_thousand_works_with_long_names_stay_small(theme: str) -> None:
    made = on_a_map(*scattered(5000))
    rows = tuple(type(row)(row.key, (type(row.cells[0])(TITLE), *row.cells[1:])) for row in made.rows)
    figure = draw(on_a_map(rows=rows), theme=theme)
    assert len(json.dumps(figure)) < LIMIT
    go.Figure(figure)


def test_tiles_lie_under_the_map_only_where_an_operator_named_them() -> None:
    assert draw(on_a_map())["layout"]["images"] == []
    figure = draw(on_a_map(tiles=TILES, lang="en"))
    images = figure["layout"]["images"]
    assert images and all(one["source"].startswith("https://tiles.example/") for one in images)
    assert all(one["layer"] == "below" for one in images)
    assert min(one["x"] for one in images) <= 0
    assert max(one["x"] + one["sizex"] for one in images) >= figure["layout"]["xaxis"]["range"][1]
    assert "OpenStreetMap" in figure["layout"]["annotations"][-1]["text"]
