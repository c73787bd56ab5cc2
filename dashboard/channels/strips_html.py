"""The drawing without a script: a list of rows, each with its value in words and bars to one scale."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.channels.markup import Markup, element, text
from dashboard.exhibits.model import Cell, Exhibit, Row, shown

# Plan is an outline, execution a fill, last year a thin dashed mark.
_MARKS = {
    "approved": "plan", "forecast": "plan", "plan": "plan", "planned": "plan", "due": "plan", "revised": "revised",
    "contract": "revised", "last_year": "last",
}  # fmt: skip
_WITHOUT_TOTALS = ("bullets", "shares")
_SPOKEN = (
    "executed", "paid", "cost", "on_time", "amount", "revised", "contract", "approved", "planned", "forecast", "plan",
)  # fmt: skip
#: Figures that are no bars: the map has a picture of its own, the gap a list, of days the table says everything.
_NOT_BARS = ("map", "timeline", "gap")
_HIDDEN = {"aria-hidden": "true"}


def strips_html(exhibit: Exhibit, *, groups: bool = False) -> Markup | None:
    """Strips of the columns that the exhibit's drawing reads; `groups` leaves out the lines below the groups.

    None where there is no drawing, nothing to draw, or no bars in it.
    """
    if exhibit.drawing is None or exhibit.drawing.figure in _NOT_BARS:
        return None
    label, *amounts = (exhibit.column(key) for key in exhibit.drawing.columns if key != "side")
    rows = [
        row
        for row in exhibit.rows
        if not (row.emphasis and exhibit.drawing.figure in _WITHOUT_TOTALS) and not (groups and row.level)
    ]
    largest = max((abs(_amount(row.cells[i])) for row in rows for i in amounts), default=0)
    if not largest:
        return None
    # A column without a single figure has nothing to draw and nothing to explain.
    amounts = [i for i in amounts if any(row.cells[i].value is not None for row in rows)]
    spoken = _spoken(exhibit, rows, amounts)
    strips = "".join(_strip(exhibit, row, label, spoken, amounts, largest) for row in rows)
    drawn = element("ul", {"className": f"strips strips-{exhibit.drawing.figure}"}, strips)
    return Markup(_key(exhibit, amounts) + drawn if len(amounts) > 1 else drawn)


def _key(exhibit: Exhibit, amounts: Sequence[int]) -> str:
    """What outline, fill and dashed mark stand for."""
    items = "".join(
        element(
            "li",
            {},
            element("span", {"className": f"bar-mark swatch {_mark(exhibit, i)}", **_HIDDEN})
            + text(exhibit.columns[i].label),
        )
        for i in amounts
    )
    return element("ul", {"className": "key"}, items)


def _strip(exhibit: Exhibit, row: Row, label: int, spoken: int, amounts: Sequence[int], largest: float) -> str:
    marks = "".join(
        element(
            "span",
            {"className": f"bar-mark {_mark(exhibit, i, row)}", "style": f"width:{_width(row.cells[i], largest)}"},
        )
        for i in amounts
        if isinstance(row.cells[i].value, (int, float))
    )
    parts = (
        element("span", {"className": "strip-label"}, text(_name(exhibit, row, label))),
        element("span", {"className": "strip-value"}, text(_words(exhibit, row, spoken))),
        element("div", {"className": "strip-track", **_HIDDEN}, marks),
    )
    return element("li", {"className": f"strip level-{row.level}"}, "".join(parts))


def _name(exhibit: Exhibit, row: Row, label: int) -> str:
    name = shown(row.cells[label], exhibit.columns[label], exhibit.lang)
    side = next((i for i, column in enumerate(exhibit.columns) if column.key == "side"), None)
    return name if side is None else f"{row.cells[side].value}: {name}"


def _words(exhibit: Exhibit, row: Row, spoken: int) -> str:
    words = shown(row.cells[spoken], exhibit.columns[spoken], exhibit.lang, exhibit.currency)
    share = next((i for i, column in enumerate(exhibit.columns) if column.key == "share"), None)
    if share is None or row.cells[share].value is None:
        return words
    return f"{words} · {shown(row.cells[share], exhibit.columns[share], exhibit.lang)}"


def _spoken(exhibit: Exhibit, rows: Sequence[Row], amounts: Sequence[int]) -> int:
    """Which amount the words say, the same in every row: executed where any row has it, else the plan in force."""
    by_key = {exhibit.columns[i].key: i for i in amounts}
    for key in _SPOKEN:
        if key in by_key and any(row.cells[by_key[key]].value is not None for row in rows):
            return by_key[key]
    return amounts[0]


def _mark(exhibit: Exhibit, at: int, row: Row | None = None) -> str:
    """How a column is drawn; where rows and not columns are plan, contract and payment, the row says it."""
    key = exhibit.columns[at].key
    known = _MARKS.get(key) or (_MARKS.get(row.key) if row is not None else None)
    return f"mark-{known or 'executed'}"


def _width(cell: Cell, largest: float) -> str:
    return f"{min(abs(_amount(cell)) / largest, 1):.2%}"


def _amount(cell: Cell) -> float:
    return cell.value if isinstance(cell.value, (int, float)) else 0.0
