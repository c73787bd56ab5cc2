"""The lines of the year's expenditure that belong to one function, as the documents print them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from dashboard.exhibits.lines.sheet import sheet_of
from dashboard.exhibits.lines.table import line_table, sum_of_lines
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.view import View
from dashboard.i18n import t
from dashboard.store.records import LineFigure

#: The exhibit that a page shows as a table.
FUNCTION_LINES = "function-lines"


def function_lines(view: View, function: str, figures: Collection[LineFigure], link: Callable[[int], str]) -> Exhibit:
    """`figures`: those of the function, of the rows that `rows_read` names."""
    sheet = sheet_of(view, "expenditure", figures)
    table = line_table(sheet, link)
    nothing = t(view.lang, "tools.function.no_lines")
    return replace(
        table,
        key=FUNCTION_LINES,
        question=t(view.lang, "tools.function.lines", name=view.name(function)),
        answer=sum_of_lines(sheet, list(sheet.lines)) if table.rows else nothing,
    )
