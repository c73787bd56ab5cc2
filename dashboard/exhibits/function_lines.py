"""The lines of the year's expenditure that belong to one function, as the documents print them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from dashboard.exhibits.lines import line_table
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.view import View
from dashboard.i18n import t
from dashboard.store.records import LineFigure

#: The exhibit that a page shows as a table.
FUNCTION_LINES = "function-lines"


def function_lines(view: View, function: str, figures: Collection[LineFigure], link: Callable[[int], str]) -> Exhibit:
    """`figures`: those of the function, of the statements shown and of what these restate."""
    table = line_table(view, "expenditure", figures, link)
    nothing = t(view.lang, "tools.function.no_lines")
    return replace(
        table,
        key=FUNCTION_LINES,
        question=t(view.lang, "tools.function.lines", name=view.name(function)),
        answer=table.answer if table.rows else nothing,
    )
