"""The table of lines, as HTML: a body of rows for each heading, which folds without a script; columns that sort.

On a phone three columns of it are shown, each line in two rows; everything else is in the file and on the line's page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from dashboard.channels.markup import Markup, classes, element, text
from dashboard.channels.urls import safe_url
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row, mark_words, shown
from dashboard.i18n import Lang, number, t

#: What a phone shows: the plan in force, what was executed, and the share of the one in the other.
_PLANS, _MAIN = ("revised", "approved", "forecast"), ("executed", "share")
#: Words that stand small below the name of a line; those of other columns are in the files.
_SMALL = ("code", "role", "fund", "paper")


#: Columns of amounts from which on a table takes all the width there is.
_MANY = 4


@dataclass(frozen=True)
class Sorting:
    """By which column the lines are in order ("" for that of the documents), and the address of another order."""

    column: str
    order: str
    href: Callable[[str], str]


def lines_html(exhibit: Exhibit, sorting: Sorting, legend: str, *, folded: bool = False) -> Markup:
    """The table in a frame that scrolls where it is wider than the screen, under its legend; on phones it is said
    where the other columns are. `folded`: headings only, until opened.
    """
    columns = [column for column in exhibit.columns if column.kind != "text"]
    main = _main(columns)
    heads = _head(exhibit, exhibit.columns[0], sorting, "")
    heads += "".join(_head(exhibit, column, sorting, classes("number", _seen(column, main))) for column in columns)
    caption = element("caption", {"className": "visually-hidden"}, text(exhibit.question))
    usual = _usual_fund(exhibit)
    bodies = "".join(
        element("tbody", {}, "".join(_rows(exhibit, rows, main, usual, folded))) for rows in _bodies(exhibit.rows)
    )
    look = classes("table lines", len(columns) < _MANY and "lines-few")
    table = element("table", {"className": look}, f"{caption}<thead><tr>{heads}</tr></thead>{bodies}")
    name = t(exhibit.lang, "pages.table_of", name=exhibit.question)
    frame = {"className": "lines-frame", "tabIndex": "0", "role": "region", "aria-label": name}
    thin = element("p", {"className": "note lines-thin"}, text(t(exhibit.lang, "lines.thin")))
    said = element("p", {"className": "note lines-legend"}, text(legend)) if legend else ""
    wide = any(column.key not in main for column in columns)
    return Markup(said + element("div", frame, table) + (thin if wide else ""))


def _main(columns: Iterable[Column]) -> frozenset[str]:
    keys = {column.key for column in columns}
    plan = next((phase for phase in _PLANS if phase in keys), "")
    return frozenset({plan, *_MAIN}) & keys


def _seen(column: Column, main: frozenset[str]) -> str:
    return "" if column.key in main else "wide"


def _head(exhibit: Exhibit, column: Column, sorting: Sorting, look: str) -> str:
    chosen = sorting.column == column.key
    direction = {"up": "ascending", "down": "descending"}[sorting.order] if chosen else None
    arrow = {"up": " ↑", "down": " ↓"}[sorting.order] if chosen else ""
    link = {
        "href": sorting.href(column.key),
        "id": f"{exhibit.key}-sort-{column.key}",
        "data-nav": "1",
        "title": t(exhibit.lang, "lines.sort_by", column=column.label),
    }
    inside = element("a", link, text(column.label) + element("span", {"aria-hidden": "true"}, arrow))
    return element("th", {"scope": "col", "className": look or None, "aria-sort": direction}, inside)


def _bodies(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """A heading with what stands below it; rows without anything below them together."""
    body: list[Row] = []
    waiting = list(rows)
    for at, row in enumerate(waiting):
        heads = not row.level and at + 1 < len(waiting) and waiting[at + 1].level
        closed = bool(body) and not row.level and (heads or body[-1].level)
        if closed:
            yield body
            body = []
        body.append(row)
    if body:
        yield body


def _rows(exhibit: Exhibit, rows: list[Row], main: frozenset[str], usual: str, folded: bool) -> Iterator[str]:
    heading = rows[0] if len(rows) > 1 and rows[1].level else None
    for row in rows:
        box = _fold(exhibit, row, folded) if row is heading else ""
        first = {"scope": "rowgroup" if row is heading else "row"}
        cells = element("th", first, box + _name(exhibit, row, usual, labelled=row is heading))
        for cell, column in zip(row.cells, exhibit.columns, strict=True):
            if column.kind != "text":
                look = classes("number", _seen(column, main))
                cells += element("td", {"className": look}, _amount(exhibit, cell, column))
        look = classes(f"level-{row.level}", row.emphasis and "total", row is heading and "heading")
        yield element("tr", {"className": look, "data-line": row.key}, cells)


def _fold(exhibit: Exhibit, row: Row, folded: bool) -> str:
    name = t(exhibit.lang, "lines.show", name=row.cells[0].value)
    return element(
        "input",
        {
            "type": "checkbox",
            "id": _box_id(exhibit, row),
            "className": "fold",
            "checked": not folded,
            "aria-label": name,
            "autoComplete": "off",
        },
    )


def _box_id(exhibit: Exhibit, row: Row) -> str:
    return f"{exhibit.key}-fold-{row.key}"


def _name(exhibit: Exhibit, row: Row, usual: str, *, labelled: bool) -> str:
    cell = row.cells[0]
    inside = text(cell.value)
    if cell.href and safe_url(cell.href):
        inside = element("a", {"href": cell.href, "data-nav": "1"}, inside)
    elif labelled:
        inside = element("label", {"htmlFor": _box_id(exhibit, row)}, inside)
    said = [
        str(word.value)
        for word, column in zip(row.cells, exhibit.columns, strict=True)
        if column.key in _SMALL and word.value and word.value != usual
    ]
    return inside + (element("span", {"className": "small-words"}, text(" · ".join(said))) if said else "")


def _usual_fund(exhibit: Exhibit) -> str:
    """The fund of most lines, which need not be said of each."""
    at = next((at for at, column in enumerate(exhibit.columns) if column.key == "fund"), None)
    funds = [str(row.cells[at].value) for row in exhibit.rows] if at is not None else []
    return max(set(funds), key=lambda fund: (funds.count(fund), fund), default="")


def _amount(exhibit: Exhibit, cell: Cell, column: Column) -> str:
    """Amounts to the last minor unit without their currency, which is said once; a share; or why there is none."""
    lang = exhibit.lang
    if cell.value is None:
        mark = cell.mark or Mark.MISSING
        return element("span", {"className": f"why why-{mark.value}"}, text(mark_words(cell, lang)))
    if column.kind != "money" or not isinstance(cell.value, int):
        return text(shown(cell, column, lang, exhibit.currency))
    sign = "+" if column.key == "deviation" and cell.value > 0 else ""
    inside = text(sign + exact(lang, cell.value))
    if cell.mark is Mark.RESTATED and cell.previous is not None:
        before = element("small", {}, text(t(lang, "lines.before", amount=exact(lang, cell.previous))))
        return element("span", {"className": "why why-restated"}, f"{inside} {before}")
    return inside


def exact(lang: Lang, amount_minor: int) -> str:
    """`7 176 100`, with two decimals where there are any."""
    return number(lang, Decimal(amount_minor) / 100, 2 if amount_minor % 100 else 0)
