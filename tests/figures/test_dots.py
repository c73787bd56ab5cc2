"""Dots: where they lie, what is hollow, faint, not drawn, and that a change is never read without its margin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.channels.drawn import draw, picture_of
from dashboard.exhibits.drawings import Dots
from dashboard.exhibits.model import Cell, Column, Exhibit, Row
from dashboard.figures.dot_rows import DotScale, dots_of, scale_of
from dashboard.figures.theme import TOKENS
from tests.figures.made import changes, shares_with_margins, spending

LIGHT = TOKENS["light"]


def scale(exhibit: Exhibit) -> DotScale:
    assert isinstance(exhibit.drawing, Dots)
    return scale_of(exhibit, exhibit.drawing, dots_of(exhibit, exhibit.drawing))


def test_shares_lie_on_one_axis_from_nought_to_a_hundred_with_their_intervals() -> None:
    figure = draw(shares_with_margins(lang="ru"))
    intervals, _, now, _ = figure["data"]
    assert intervals["x"][:3] == [0.38, 0.468, None] and now["x"][0] == 0.424
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < 0 < 1 < high
    assert figure["layout"]["xaxis"]["ticktext"] == [f"{number}\u00a0%" for number in (0, 25, 50, 75, 100)]


def test_the_survey_before_is_hollow_and_few_answers_are_grey() -> None:
    _, before, now, _ = draw(shares_with_margins())["data"]
    assert before["marker"]["symbol"] == "circle-open" and before["x"] == [0.3, None, None, None, None]
    assert before["hovertext"][0].endswith("<b>30%</b>"), "its own number and not the present one"
    assert now["marker"]["color"][:2] == [LIGHT["executed"], LIGHT["last"]]


def test_what_is_hidden_or_missing_is_named_and_not_drawn() -> None:
    intervals, _, now, names = draw(shares_with_margins())["data"]
    assert now["x"] == [0.424, 0.5, None, 0.0, None]
    assert intervals["x"][6:9] == [None, None, None] == intervals["x"][12:]
    assert "көрсөтүлбөйт" in names["text"][2] and "маалымат жок" in names["text"][4]
    assert "жооптор аз" in names["text"][1] and names["text"][3].endswith(": 0%")


def test_the_picture_without_a_script_draws_the_same() -> None:
    rows = picture_of(shares_with_margins()).split('<li class="strip')[1:]
    assert [row.count("dot-now") for row in rows] == [1, 1, 0, 1, 0, 0], "the last is the axis"
    assert [row.count("dot-before") for row in rows] == [1, 0, 0, 0, 0, 0]
    assert "left:42.40%" in rows[0] and "left:38.00%;width:8.80%" in rows[0] and "left:30.00%" in rows[0]
    assert "42% (38–47%)" in rows[0] and "faint" in rows[1] and "not-drawn" in rows[2] and "көрсөтүлбөйт" in rows[2]


def test_a_poll_has_dots_and_no_line() -> None:
    made = shares_with_margins()
    poll = replace(made, drawing=Dots(label="label", value="share"))
    assert set(draw(poll)["data"][0]["x"]) == {None}
    html = picture_of(poll)
    assert "dot-line" not in html and "dot-before" not in html and "42%" in html and "38" not in html


def test_changes_lie_around_nought_and_are_told_with_their_margin() -> None:
    made = changes()
    axis = scale(made)
    assert axis.low == -axis.high and axis.place(0) == 0.5 and axis.high > 0.196
    far = replace(made.rows[0], cells=(*made.rows[0].cells[:4], Cell(0.35)))
    assert scale(replace(made, rows=(far,))).high == pytest.approx(0.4), "the whole interval fits"
    figure = draw(made)
    (nought,) = figure["layout"]["shapes"]
    assert nought["x0"] == nought["x1"] == 0
    rows = picture_of(made).split('<li class="strip')[1:]
    assert "өстү (+6,3 … +19,6)" in rows[0] and "катанын чегинде (−0,6 … +12,5)" in rows[1]
    assert "салыштырылбайт" in rows[2] and "dot-now" not in rows[2]
    assert all("dot-nought" in row for row in rows[:3])


@pytest.mark.parametrize(
    ("values", "ends"),
    [((42.5, 31.0), (0, 50)), ((-3.4, 31.4), (-40, 40)), ((0.0,), (0, 1)), ((1234,), (0, 2000)), ((100,), (0, 100))],
)
def test_other_numbers_lie_between_round_ones(values: tuple[float, ...], ends: tuple[float, float]) -> None:
    rows = tuple(Row(str(at), (Cell("а"), Cell(value))) for at, value in enumerate(values))
    columns = (Column("label", "Суроо"), Column("value", "Упай", "number"))
    made = spending(columns=columns, rows=rows, drawing=Dots(label="label", value="value"))
    axis = scale(made)
    assert (axis.low, axis.high) == ends
    assert draw(made)["data"]
