"""Looking things up in an exhibit."""

from __future__ import annotations

import re

from dashboard.exhibits.drawings import Headline, Headlines
from dashboard.exhibits.model import Cell, Exhibit, Row, shown


def row(exhibit: Exhibit, key: str) -> Row:
    """The row of that key."""
    (found,) = (r for r in exhibit.rows if r.key == key)
    return found


def cell(exhibit: Exhibit, key: str, column: str) -> Cell:
    """A cell by row and column."""
    return row(exhibit, key).cells[exhibit.column(column)]


def text(exhibit: Exhibit, key: str, column: str) -> str:
    """A cell as readers see it."""
    return shown(cell(exhibit, key, column), exhibit.columns[exhibit.column(column)], exhibit.lang, exhibit.currency)


def money_columns(exhibit: Exhibit) -> list[str]:
    """Keys of the columns that hold amounts."""
    return [column.key for column in exhibit.columns if column.kind == "money"]


def value(exhibit: Exhibit, key: str, column: str) -> int:
    """An amount in tyiyn; a cell without one fails."""
    found = cell(exhibit, key, column).value
    assert isinstance(found, int), (key, column, found)
    return found


def numbers(sentence: str) -> list[str]:
    """Every run of digits in a sentence, sorted: the same in all languages."""
    return sorted(re.findall(r"\d+", sentence))


def figures(exhibit: Exhibit) -> tuple[Headline, ...]:
    """The large figures of an exhibit that has some."""
    assert isinstance(exhibit.drawing, Headlines)
    return exhibit.drawing.figures
