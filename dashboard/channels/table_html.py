"""The table behind a drawing, as HTML: one header per column, one row per line, every absence in words."""

from __future__ import annotations

from dashboard.channels.markup import Markup, element, linked, text
from dashboard.exhibits.model import Cell, Column, Exhibit, Kind, Row, shown
from dashboard.i18n import number, t

_NUMBERS: frozenset[Kind] = frozenset({"money", "share", "points", "count", "number", "degrees"})


def table_html(exhibit: Exhibit, most: int | None = None) -> Markup:
    """The whole table in a frame that scrolls where it is wider than the screen; cells name their column for phones.

    `most` rows of a longer one, which then says that the files hold all of them.
    """
    name = t(exhibit.lang, "pages.table_of", name=exhibit.question)
    heads = "".join(
        element("th", {"scope": "col", "className": _align(column)}, text(column.label)) for column in exhibit.columns
    )
    caption = element("caption", {"className": "visually-hidden"}, text(exhibit.question))
    rows = "".join(_row(exhibit, row) for row in exhibit.rows[:most])
    table = f"{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
    frame = {"className": "table-frame", "tabIndex": "0", "role": "region", "aria-label": name}
    framed = element("div", frame, element("table", {"className": "table table-sm"}, table))
    if most is None or len(exhibit.rows) <= most:
        return Markup(framed)
    cut = t(exhibit.lang, "pages.table_cut", shown=most, n=number(exhibit.lang, len(exhibit.rows)))
    return Markup(framed + element("p", {"className": "note"}, text(cut)))


def _row(exhibit: Exhibit, row: Row) -> str:
    first, *others = zip(row.cells, exhibit.columns, strict=True)
    cells = element("th", {"scope": "row"}, _cell(exhibit, *first)) + "".join(
        element("td", {"className": _align(column), "data-label": column.label}, _cell(exhibit, cell, column))
        for cell, column in others
    )
    return element("tr", {"className": f"level-{row.level}{' total' if row.emphasis else ''}"}, cells)


def _cell(exhibit: Exhibit, cell: Cell, column: Column) -> str:
    inside = linked(cell.href, text(shown(cell, column, exhibit.lang, exhibit.currency)))
    return inside if cell.mark is None else element("span", {"className": f"why why-{cell.mark.value}"}, inside)


def _align(column: Column) -> str | None:
    return "number" if column.kind in _NUMBERS else None
