"""The table behind a drawing, as HTML: one header per column, one row per line, every absence in words."""

from __future__ import annotations

from dashboard.channels.folding import is_more, rest
from dashboard.channels.markup import Markup, classes, element, linked, text
from dashboard.exhibits.model import Cell, Column, Exhibit, Kind, Row, shown
from dashboard.i18n import number, t

MOST_ROWS = 12  # on a phone, until more are asked for
_NUMBERS: frozenset[Kind] = frozenset({"money", "share", "points", "count", "number", "degrees"})


def table_html(exhibit: Exhibit, most: int | None = None) -> Markup:
    """The whole table in a frame that scrolls where it is wider than the screen; cells name their column for phones.

    `most` rows of a longer one, which then says that the files hold all of them.
    """
    name = t(exhibit.lang, "pages.table_of", name=exhibit.question)
    heads = "".join(
        element("th", {"scope": "col", "className": _align(column)}, text(_head(column))) for column in exhibit.columns
    )
    caption = element("caption", {"className": "visually-hidden"}, text(exhibit.question))
    listed = exhibit.rows[:most]
    rows = "".join(_row(exhibit, row, more=is_more(at, len(listed), MOST_ROWS)) for at, row in enumerate(listed))
    table = f"{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
    frame = {"className": "table-frame", "tabIndex": "0", "role": "region", "aria-label": name}
    below = rest(exhibit.lang, len(listed), MOST_ROWS, tag="div")
    framed = element("div", frame, element("table", {"className": "table table-sm"}, table) + below)
    if most is None or len(exhibit.rows) <= most:
        return Markup(framed)
    cut = t(exhibit.lang, "pages.table_cut", shown=most, n=number(exhibit.lang, len(exhibit.rows)))
    return Markup(framed + element("p", {"className": "note"}, text(cut)))


def _row(exhibit: Exhibit, row: Row, *, more: bool) -> str:
    first, *others = zip(row.cells, exhibit.columns, strict=True)
    cells = element("th", {"scope": "row"}, _cell(exhibit, *first)) + "".join(
        element("td", {"className": _align(column), "data-label": _head(column)}, _cell(exhibit, cell, column))
        for cell, column in others
    )
    return element("tr", {"className": classes(f"level-{row.level}", row.emphasis and "total", more and "more")}, cells)


def _cell(exhibit: Exhibit, cell: Cell, column: Column) -> str:
    inside = linked(cell.href, text(shown(cell, column, exhibit.lang, exhibit.currency)))
    if cell.lang and cell.lang != exhibit.lang:
        # A title stays in the language of the document; readers' programs have to know which.
        inside = element("span", {"lang": cell.lang}, inside)
    return inside if cell.mark is None else element("span", {"className": f"why why-{cell.mark.value}"}, inside)


def _head(column: Column) -> str:
    """The label as a heading: labels are also said within sentences, so they may begin with a small letter."""
    return column.label[:1].upper() + column.label[1:]


def _align(column: Column) -> str | None:
    return "number" if column.kind in _NUMBERS else None
