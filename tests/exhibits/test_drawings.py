"""A drawing is checked when its exhibit is made: what does not fit is named at once."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from inspect import Parameter, signature
from pathlib import Path

import pytest

from dashboard.exhibits import drawings
from dashboard.exhibits.drawings import Bars, Dots, Drawing, Flows, Likert, Map, Part, Parts, Timeline, WrongDrawing
from dashboard.exhibits.making import OfSite
from dashboard.exhibits.model import Cell, Column, Exhibit
from dashboard.exhibits.works.view import Frame
from dashboard.store.records import Names, Place
from tests.figures.made import DRAWINGS, changes, noticed_and_satisfied

COLUMNS = (
    Column("label", "Багыт"),
    Column("planned", "План", "money"),
    Column("paid", "Төлөндү", "money"),
    Column("count", "Саны", "count"),
    Column("share", "Үлүш", "share"),
    Column("change", "Өзгөрүү", "points"),
)
DAYS = ("planned_start", "planned_end", "first_end", "actual_start", "finished", "known_to")
BOTH = Bars(label="label", plan="planned", done="paid")


def made(drawing: Drawing | None) -> Exhibit:
    """An exhibit of COLUMNS with a drawing."""
    return OfSite("ky").exhibit("spending", question="?", answer="!", columns=COLUMNS, drawing=drawing)


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        (Bars(label="label", plan="planned", done="paidd"), "'spending', Bars.done: no column 'paidd'; nearest: paid"),
        (Bars(label="lable", plan="planned", done="paid"), "Bars.label: no column 'lable'; nearest: label"),
        (
            Bars(label="label", plan="planned", done="share"),
            "Bars.done: column 'share' is of kind 'share'; wanted: money, count",
        ),
        (replace(BOTH, share="paid"), "Bars.share: column 'paid' is of kind 'money'; wanted: share"),
        (Bars(label="planned", done="paid"), "Bars.label: column 'planned' is of kind 'money'; wanted: text"),
        (
            Bars(label="label", plan="planned", done="count", left_to_table=("paid",)),
            "of one kind, not planned money, count count",
        ),
        (Bars(label="label", done="paid"), "nothing draws the money column 'planned'"),
        (Parts(label="label", amount="count", left_to_table=("planned",)), "nothing draws the money column 'paid'"),
        (replace(BOTH, left_to_table=("contract",)), "left_to_table: no column 'contract'"),
        (Flows(side="side", label="label", amount="paid"), "Flows.side: no column 'side'"),
        (Dots(label="label", value="change", left_to_table=("planned", "paid")), "Dots.verdict: differences"),
        (
            Dots(label="label", value="share", low="change", left_to_table=("planned", "paid")),
            "of one kind, not share share",
        ),
        (
            Likert(label="label", answers=(Part("share", "top"), Part("other", "other"))),
            "Likert.other: no column 'other'",
        ),
        (
            Map(label="label", village="label", latitude="count", longitude="share"),
            "Map.latitude: column 'count' is of kind 'count'; wanted: degrees",
        ),
        (
            Timeline(label="label", **dict.fromkeys(DAYS, "count"), today=date(2026, 1, 1)),
            "Timeline.planned_start: column 'count'",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_exhibit_drawing_and_column(drawing: Drawing, said: str) -> None:
    with pytest.raises(WrongDrawing) as refused:
        made(drawing)
    assert said in str(refused.value) and str(refused.value).startswith("exhibit 'spending', ")


def test_what_fits_is_taken_and_an_exhibit_may_be_its_table_alone() -> None:
    assert made(BOTH).drawing == BOTH
    assert made(None).drawing is None
    assert (
        made(Parts(label="label", amount="count", share="share", left_to_table=("planned", "paid"))).drawing is not None
    )


def test_a_column_taken_away_from_a_made_exhibit_is_noticed() -> None:
    with pytest.raises(WrongDrawing, match=r"Bars\.done"):
        replace(made(BOTH), columns=COLUMNS[:2])


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_role_of_a_drawing_is_typed(name: str) -> None:
    drawing = DRAWINGS[name].drawing
    assert drawing is not None
    roles = {role for role, value in vars(drawing).items() if isinstance(value, str) and value and role != "tiles"}
    assert roles <= {each.role for each in drawing.references()}, "a column named by a plain text is checked by nobody"


def test_every_exhibit_says_whose_money_in_which_language_and_whether_of_a_place_that_is_made_up() -> None:
    place = Place(1, "x", "aiyl_aimak", Names("Жер"), "UAH", fictional=True)
    of_place = Frame(place, "ru", date(2026, 1, 1)).exhibit("key", question="?", answer="!")
    assert (of_place.currency, of_place.fictional, of_place.lang) == ("UAH", True, "ru")
    with pytest.raises(TypeError, match=r"currency.*fictional.*lang"):
        Exhibit("key", "?", "!")  # type: ignore[call-arg] # that is the point


def test_nobody_else_constructs_exhibits() -> None:
    root = Path(__file__).resolve().parents[2] / "dashboard"
    makers = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and "Exhibit" in (getattr(node.func, "id", ""), getattr(node.func, "attr", ""))
    }
    assert makers == {"exhibits/making.py"}


@pytest.mark.parametrize(
    "name", [name for name, kind in vars(drawings).items() if isinstance(kind, type) and issubclass(kind, Drawing)]
)
def test_columns_are_named_by_their_role_and_never_by_their_place(name: str) -> None:
    parameters = signature(vars(drawings)[name]).parameters.values()
    assert {each.kind for each in parameters} == {Parameter.KEYWORD_ONLY}


def swapped(drawing: Drawing, one: str, other: str) -> Drawing:
    """The drawing with two of its columns in each other's place."""
    return replace(drawing, **{one: getattr(drawing, other), other: getattr(drawing, one)})


@pytest.mark.parametrize(
    ("exhibit", "low", "high", "said"),
    [
        (DRAWINGS["dots"], "low", "high", "Dots: 'high' 0.468 is above 'low' 0.38 in row 'a'"),
        (changes(), "low", "high", "Dots: 'change_high' 0.196 is above 'change_low' 0.063 in row 'a'"),
        (
            noticed_and_satisfied(),
            "satisfied_low",
            "satisfied_high",
            "Gap: 'satisfied_high' 0.45 is above 'satisfied_low' 0.35 in row 'water'",
        ),
    ],
)
def test_the_low_end_of_an_interval_is_never_above_its_high_end(
    exhibit: Exhibit, low: str, high: str, said: str
) -> None:
    assert exhibit.drawing is not None
    with pytest.raises(WrongDrawing) as refused:
        replace(exhibit, drawing=swapped(exhibit.drawing, low, high))
    assert str(refused.value) == f"exhibit {exhibit.key!r}, {said}"


def test_an_interval_may_have_no_width_and_its_ends_may_be_unknown() -> None:
    made = changes()
    rows = [
        replace(made.rows[0], cells=(*made.rows[0].cells[:2], *map(Cell, ends)))
        for ends in ((0.1, 0.1, 0.1), (None, 0.2, None))
    ]
    assert len(replace(made, rows=tuple(rows)).rows) == 2
