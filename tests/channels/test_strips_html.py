"""Bars without a script: which amount the words say, what is an outline, what a fill, and that totals are left out."""

from __future__ import annotations

from dashboard.channels.drawn import picture_of
from dashboard.exhibits.drawings import Bars, Drawing, Parts
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row

COLUMNS = (
    Column("label", "Айыл"), Column("count", "Саны", "count"), Column("planned", "План", "money"),
    Column("contract", "Келишим", "money"), Column("paid", "Төлөндү", "money"),
)  # fmt: skip
MONEY = Bars(label="label", plan="planned", revised="contract", done="paid")


def works(drawing: Drawing, paid: int | None = 90_000) -> Exhibit:
    cells = (Cell(3), Cell(100_000), Cell(95_000), Cell(paid, Mark.MISSING if paid is None else None))
    rows = (Row("a", (Cell("Ак-Сай"), *cells)), Row("total", (Cell("Бардыгы"), *cells), emphasis=True))
    return Exhibit("works", "?", "!", COLUMNS, rows, drawing=drawing, currency="KGS", fictional=False, lang="ky")


def test_a_plan_of_works_is_an_outline_a_contract_a_stroke_and_what_was_paid_a_fill() -> None:
    html = picture_of(works(MONEY))
    assert html is not None
    track = html.split("strip-track")[1]
    marks = [track.index(f"bar-mark {mark}") for mark in ("mark-plan", "mark-revised", "mark-executed")]
    assert marks == sorted(marks)
    assert "900\u00a0сом" in html, "what was paid is said before what was planned"


def test_where_nothing_is_paid_the_contract_is_said() -> None:
    html = picture_of(works(MONEY, paid=None))
    assert html is not None and "950\u00a0сом" in html and "mark-executed" not in html


def test_counts_are_drawn_as_counts_and_totals_beside_parts_are_not_drawn() -> None:
    left = ("planned", "contract", "paid")
    for drawing in (
        Bars(label="label", done="count", left_to_table=left),
        Parts(label="label", amount="count", left_to_table=left),
    ):
        html = picture_of(works(drawing))
        assert html is not None and ">3<" in html and "Бардыгы" not in html and "width:100.00%" in html
