"""The table behind a drawing, as HTML and beside it: money is that of the exhibit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.channels.drawn import picture_of
from dashboard.channels.table_html import table_html
from dashboard.exhibits.drawings import Bars
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row

COLUMNS = (Column("label", "Багыт"), Column("paid", "Төлөндү", "money"), Column("whole", "Баары", "money", exact=True))
MONEY = (Cell(5_000_000_00), Cell(7_176_100_00, Mark.RESTATED, 7_000_000_00))


def of_currency(currency: str) -> Exhibit:
    """One row with money said in words, and to the last unit."""
    rows = (Row("a", (Cell("Суу"), *MONEY)),)
    drawing = Bars(label="label", done="paid", left_to_table=("whole",))
    return Exhibit("paid", "?", "!", COLUMNS, rows, drawing=drawing, currency=currency, fictional=False, lang="ky")


@pytest.mark.parametrize(("currency", "word"), [("UAH", "UAH"), ("KGS", "сом")])
def test_money_is_in_the_currency_of_the_exhibit(currency: str, word: str) -> None:
    exhibit = of_currency(currency)
    html = table_html(exhibit)
    assert f"5,0\u00a0млн\u00a0{word}" in html and f"7\u00a0176\u00a0100\u00a0{word}" in html
    picture = picture_of(exhibit)
    assert picture is not None and f"5,0\u00a0млн\u00a0{word}" in picture
    if currency != "KGS":
        assert "сом" not in html + picture


def test_a_title_in_another_language_is_marked_and_one_in_the_readers_is_not() -> None:
    rows = (Row("a", (Cell("Отчёт", lang="ru"), *MONEY)), Row("b", (Cell("Отчет", href="/ky", lang="ky"), *MONEY)))
    html = table_html(replace(of_currency("KGS"), rows=rows))
    assert '<span lang="ru">Отчёт</span>' in html and 'lang="ky"' not in html


def test_a_heading_begins_with_a_capital_letter_whatever_its_label_begins_with() -> None:
    columns = (COLUMNS[0], Column("paid", "план на год", "money"), COLUMNS[2])
    html = table_html(replace(of_currency("KGS"), columns=columns))
    assert ">План на год</th>" in html and 'data-label="План на год"' in html
