"""Chart, picture and words of every drawing, and that none of them forgets a column."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dashboard.channels.drawn import DRAWN, draw, has_chart, picture_of, words_of
from dashboard.exhibits import drawings
from dashboard.exhibits.drawings import Dots, Drawing, Reference
from dashboard.exhibits.model import Cell, Exhibit
from dashboard.pages.address import Address
from dashboard.pages.slots import chart_slot
from tests.figures.made import DRAWINGS, changes

KINDS = {
    each
    for _, each in inspect.getmembers(drawings, inspect.isclass)
    if issubclass(each, Drawing) and each is not Drawing and not each.__name__.startswith("_")
}
SAMPLES = {**DRAWINGS, "changes": changes()}


def named(exhibit: Exhibit) -> list[Reference]:
    """The columns of a drawing."""
    assert exhibit.drawing is not None
    return list(exhibit.drawing.references())


READ = [(name, each.role, each.key) for name, exhibit in SAMPLES.items() for each in named(exhibit)]


def changed(exhibit: Exhibit, key: str) -> Exhibit:
    """The same with other values in a column; the high end of an interval stays above the low one."""
    at, by = exhibit.column(key), 1.25 if key.endswith("high") else 0.5

    def other(cell: Cell) -> Cell:
        value = cell.value
        if isinstance(value, str):
            return replace(cell, value=f"{value} башка")
        if isinstance(value, date):
            return replace(cell, value=value + timedelta(days=40))
        return cell if value is None else replace(cell, value=value * by if isinstance(value, float) else value // 2)

    rows = (replace(row, cells=(*row.cells[:at], other(row.cells[at]), *row.cells[at + 1 :])) for row in exhibit.rows)
    return replace(exhibit, rows=tuple(rows))


def test_every_drawing_is_registered_and_tried_here() -> None:
    assert DRAWN.keys() == KINDS == {type(exhibit.drawing) for exhibit in DRAWINGS.values()}


@pytest.mark.parametrize("kind", sorted(KINDS, key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_every_drawing_has_a_chart_a_picture_and_words_or_says_what_stands_instead(kind: type[Drawing]) -> None:
    drawn = DRAWN[kind]
    assert all((drawn.chart, drawn.picture, drawn.words)) or drawn.instead


@pytest.mark.parametrize(("name", "role", "key"), READ)
def test_no_chart_picture_or_words_forget_a_column(name: str, role: str, key: str) -> None:
    exhibit = SAMPLES[name]
    drawn, other = DRAWN[type(exhibit.drawing)], changed(exhibit, key)
    if drawn.chart is not None:
        assert (draw(exhibit) != draw(other)) == (role not in drawn.undrawn), "the chart"
    if drawn.picture is not None:
        assert picture_of(exhibit) != picture_of(other), "the picture"
    if drawn.words is not None:
        # Of a difference its verdict is said, with the ends of its interval.
        of_difference = isinstance(exhibit.drawing, Dots) and exhibit.drawing.verdict is not None
        unsaid = drawn.unsaid | ({"value"} if of_difference else set())
        assert (words_of(exhibit) != words_of(other)) == (role not in unsaid), "the words"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_words_are_those_of_the_picture(name: str) -> None:
    exhibit = SAMPLES[name]
    words, picture = words_of(exhibit), picture_of(exhibit)
    assert bool(words) == (picture is not None)
    assert picture is None or len(words) >= 1


def test_there_is_a_place_for_a_chart_only_where_there_is_one() -> None:
    for exhibit in DRAWINGS.values():
        assert (chart_slot(exhibit, Address("ky", "demo")) is not None) == has_chart(exhibit)
