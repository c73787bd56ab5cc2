"""Amounts without a script: a list of rows, each with its value in words and bars to one scale."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.channels.folding import is_more, rest
from dashboard.channels.markup import Markup, classes, element, linked, text
from dashboard.exhibits.drawings import Bars, Flows, Months, Parts, Role, Treemap, Years
from dashboard.exhibits.model import Cell, Exhibit, Row, shown
from dashboard.figures.bar_rows import bar_rows

Strips = Bars | Parts | Treemap | Flows | Years | Months
Amounts = Sequence[tuple[Role, int]]

# Plan is an outline, execution a fill, last year a thin dashed mark.
_MARKS: dict[Role, str] = {
    "plan": "plan", "draft": "draft", "revised": "revised", "done": "executed", "before": "last",
}  # fmt: skip
#: What the words say: what was done where any row has it, otherwise the plan in force.
_SPOKEN: tuple[Role, ...] = ("done", "revised", "plan", "draft")
_HIDDEN = {"aria-hidden": "true"}


def strips_html(exhibit: Exhibit, drawing: Strips) -> Markup | None:
    """Strips of the drawing's amounts; None where there is nothing to draw."""
    rows, amounts = _drawn_rows(exhibit, drawing), _amounts(exhibit, drawing)
    largest = max((abs(_amount(row.cells[at])) for row in rows for _, at in amounts), default=0)
    if not largest:
        return None
    # A column without a single figure has nothing to draw and nothing to explain.
    amounts = [(role, at) for role, at in amounts if any(row.cells[at].value is not None for row in rows)]
    spoken = _spoken(rows, amounts)
    strips = "".join(
        _strip(exhibit, drawing, row, spoken, amounts, largest, more=is_more(at, len(rows)))
        for at, row in enumerate(rows)
    ) + rest(exhibit.lang, len(rows))
    drawn = element("ul", {"className": f"strips strips-{drawing.name}"}, strips)
    return Markup(_key(exhibit, amounts) + drawn if len(amounts) > 1 else drawn)


def strips_words(exhibit: Exhibit, drawing: Strips) -> list[str]:
    """Name and value of every row, as printed above its bars."""
    rows, amounts = _drawn_rows(exhibit, drawing), _amounts(exhibit, drawing)
    spoken = _spoken(rows, amounts)
    return [
        f"{_name(exhibit, drawing, row)}: {_words(exhibit, drawing, row, _said(drawing, row, spoken, amounts))}"
        for row in rows
    ]


def _drawn_rows(exhibit: Exhibit, drawing: Strips) -> list[Row]:
    """Totals beside their parts would make these look like nothing; bars and areas stand by size, as in the chart."""
    if isinstance(drawing, (Bars, Treemap)):
        return list(bar_rows(exhibit, drawing))
    return [row for row in exhibit.rows if not (row.emphasis and isinstance(drawing, Parts))]


def _amounts(exhibit: Exhibit, drawing: Strips) -> list[tuple[Role, int]]:
    return [(role, exhibit.column(key)) for role, key in drawing.amounts]


def _key(exhibit: Exhibit, amounts: Amounts) -> str:
    """What outline, fill and dashed mark mean."""
    items = "".join(
        element(
            "li",
            {},
            element("span", {"className": f"bar-mark swatch mark-{_MARKS[role]}", **_HIDDEN})
            + text(exhibit.columns[at].label),
        )
        for role, at in amounts
    )
    return element("ul", {"className": "key"}, items)


def _strip(
    exhibit: Exhibit, drawing: Strips, row: Row, spoken: int, amounts: Amounts, largest: float, *, more: bool
) -> str:
    marks = "".join(
        element(
            "span",
            {
                "className": f"bar-mark mark-{_MARKS[_role(drawing, role, row)]}{_partly(drawing, role, row)}",
                "style": f"width:{_width(row.cells[at], largest)}",
            },
        )
        for role, at in amounts
        if isinstance(row.cells[at].value, (int, float))
    )
    parts = (
        element("span", {"className": "strip-label"}, _label(exhibit, drawing, row)),
        element(
            "span",
            {"className": "strip-value"},
            text(_words(exhibit, drawing, row, _said(drawing, row, spoken, amounts))),
        ),
        element("div", {"className": "strip-track", **_HIDDEN}, marks),
    )
    return element("li", {"className": classes("strip", f"level-{row.level}", more and "more")}, "".join(parts))


def _partly(drawing: Strips, role: Role, row: Row) -> str:
    """Execution of some months only is hatched."""
    return " mark-partly" if isinstance(drawing, Years) and role == "done" and row.key in drawing.partly else ""


def _role(drawing: Strips, role: Role, row: Row) -> Role:
    """Where rows and not columns are plan, contract and payment, the row says it."""
    of_rows = dict(drawing.rows) if isinstance(drawing, (Bars, Parts)) else {}
    return of_rows.get(row.key, role)


def _name(exhibit: Exhibit, drawing: Strips, row: Row) -> str:
    at = exhibit.column(drawing.label)
    name = shown(row.cells[at], exhibit.columns[at], exhibit.lang, exhibit.currency)
    return f"{row.cells[exhibit.column(drawing.side)].value}: {name}" if isinstance(drawing, Flows) else name


def _label(exhibit: Exhibit, drawing: Strips, row: Row) -> str:
    """The name, as a link where there is more of it."""
    return linked(row.cells[exhibit.column(drawing.label)].href, text(_name(exhibit, drawing, row)))


def _words(exhibit: Exhibit, drawing: Strips, row: Row, spoken: int) -> str:
    words = shown(row.cells[spoken], exhibit.columns[spoken], exhibit.lang, exhibit.currency)
    if isinstance(drawing, Years) and exhibit.columns[spoken].key != drawing.done:
        words = f"{exhibit.columns[spoken].label}: {words}"
    share = drawing.share if isinstance(drawing, (Bars, Parts, Treemap)) else None
    if share is None or row.cells[exhibit.column(share)].value is None:
        return words
    at = exhibit.column(share)
    return f"{words} · {shown(row.cells[at], exhibit.columns[at], exhibit.lang, exhibit.currency)}"


def _said(drawing: Strips, row: Row, spoken: int, amounts: Amounts) -> int:
    """Of years that nothing was done in yet, what was planned or drafted is said."""
    if not isinstance(drawing, Years) or row.cells[spoken].value is not None:
        return spoken
    return next((at for _, at in amounts if row.cells[at].value is not None), spoken)


def _spoken(rows: Sequence[Row], amounts: Amounts) -> int:
    """Which amount the words say, the same in every row."""
    by_role = dict(amounts)
    for role in _SPOKEN:
        if role in by_role and any(row.cells[by_role[role]].value is not None for row in rows):
            return by_role[role]
    return amounts[0][1]


def _width(cell: Cell, largest: float) -> str:
    return f"{min(abs(_amount(cell)) / largest, 1):.2%}"


def _amount(cell: Cell) -> float:
    return cell.value if isinstance(cell.value, (int, float)) else 0.0
