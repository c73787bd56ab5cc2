"""Which rows of a breakdown are drawn, and in what order: its chart and its picture show the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.exhibits.drawings import Bars, Role, Treemap
from dashboard.exhibits.model import Exhibit, Row
from dashboard.figures.data import amount

#: Rows; a longer drawing shows the groups, and leaves their lines to the table.
MANY = 16
#: What a row is as large as: what was done; where that is not known, the plan in force.
_SIZES: tuple[Role, ...] = ("done", "revised", "plan", "draft")
#: What no class is named for comes last, however large it is.
_LAST = frozenset({"not-itemised", "not-named", "", "total"})


def bar_rows(exhibit: Exhibit, drawing: Bars | Treemap) -> tuple[Row, ...]:
    """The rows of a list of bars: all of `sized_rows`, or only the groups where there are many."""
    rows = sized_rows(exhibit, drawing)
    groups = tuple(row for row in rows if row.level == 0)
    return groups if len(rows) > MANY and len(groups) > 1 else rows


def sized_rows(exhibit: Exhibit, drawing: Bars | Treemap) -> tuple[Row, ...]:
    """Groups by size, the largest first, each before its lines, these by size; no totals beside their parts."""
    rows = tuple(row for row in exhibit.rows if not row.emphasis)
    if isinstance(drawing, Bars) and drawing.rows:
        return rows  # plan, contract and payment keep their order
    columns = [exhibit.column(key) for role in _SIZES for named, key in drawing.amounts if named == role]
    return tuple(row for family in _by_size(_families(rows), columns) for row in (family[0], *_lines(family, columns)))


def _families(rows: Iterable[Row]) -> list[list[Row]]:
    """Every group with the lines behind it."""
    families: list[list[Row]] = []
    for row in rows:
        if row.level == 0 or not families:
            families.append([])
        families[-1].append(row)
    return families


def _lines(family: Sequence[Row], columns: Sequence[int]) -> list[Row]:
    """The lines of a group by size, where they are not groups of lines themselves."""
    lines = list(family[1:])
    if any(row.level > 1 for row in lines):
        return lines
    return [row for (row,) in _by_size([[line] for line in lines], columns)]


def _by_size(families: list[list[Row]], columns: Sequence[int]) -> list[list[Row]]:
    def place(family: list[Row]) -> tuple[bool, float]:
        return family[0].key in _LAST, -_size(family[0], columns)

    return sorted(families, key=place)


def _size(row: Row, columns: Sequence[int]) -> float:
    known = (amount(row.cells[at]) for at in columns)
    return next((value for value in known if value is not None), 0.0)
