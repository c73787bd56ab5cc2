"""What a program reads of days and of absences: dates as ISO, and the day on which somebody looked in vain."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from dashboard.channels.json import to_json
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row, Source

COLUMNS = (Column("label", "Side"), Column("executed", "Executed", "money"))


def made(*cells: Cell, source: Source) -> Exhibit:
    rows = tuple(Row(str(number), (Cell("Revenue"), cell)) for number, cell in enumerate(cells))
    return Exhibit("sides", "What?", "This.", COLUMNS, rows, (source,), currency="KGS", fictional=False, lang="en")


def test_the_day_of_a_document_is_a_date_or_null() -> None:
    dated = made(source=Source("Resolution", dated=date(2025, 1, 20), authority=3))
    source = json.loads(to_json(dated))["sources"][0]
    assert (source["title"], source["dated"], source["authority"]) == ("Resolution", "2025-01-20", 3)
    undated = replace(dated, sources=(Source("Resolution"),))
    assert json.loads(to_json(undated))["sources"][0]["dated"] is None


def test_each_absence_has_its_own_mark_and_a_check_its_day() -> None:
    looked = Cell(None, Mark.NOT_PUBLISHED, looked_on=date(2026, 2, 3))
    rows = json.loads(to_json(made(Cell(None, Mark.NOT_HELD), looked, Cell(None, Mark.NOT_DUE), source=Source("R"))))
    assert [row["marks"]["executed"] for row in rows["rows"]] == [
        {"mark": "not_held"},
        {"mark": "not_published", "looked_on": "2026-02-03"},
        {"mark": "not_due"},
    ]
