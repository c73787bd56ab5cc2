"""How a whole is divided: areas by amount. A tap on a group opens it, and the path above leads back."""

from __future__ import annotations

from dashboard.exhibits.drawings import Treemap
from dashboard.exhibits.model import Cell, Exhibit, Row
from dashboard.figures.bar_rows import sized_rows
from dashboard.figures.canvas import Canvas
from dashboard.figures.data import (
    Figure,
    Series,
    Trace,
    amount,
    footnotes,
    hover,
    label_of,
    plain,
    series,
    shown_of,
    wrapped,
)
from dashboard.figures.frame import figure
from dashboard.figures.palette import colour, known, lighter, text_on

_HEIGHT = 420
_WHOLE = "whole"
_PATH = 28  # px


def treemap(exhibit: Exhibit, drawing: Treemap, canvas: Canvas) -> Figure:
    """Areas of the rows (depth first, by `level`) sized by the drawing's amount.

    Totals, and rows with nothing or less than nothing, have no area; marked ones are named below.
    """
    (sized,) = series(exhibit, drawing.amounts)
    at = exhibit.column(drawing.amount)
    rows = [row for row in sized_rows(exhibit, drawing) if (amount(row.cells[at]) or 0) > 0]
    parents = _parents(rows)
    values = [amount(row.cells[at]) or 0 for row in rows]
    own = [_own(position, values, parents) for position in range(len(rows))]
    colours = _colours(rows, parents)
    labels = [label_of(exhibit, row, drawing.label) for row in rows]
    trace: Trace = {
        "type": "treemap",
        "ids": [row.key for row in rows],
        "parents": ["" if parent is None else rows[parent].key for parent in parents],
        "labels": [wrapped(label, 14) for label in labels],
        "values": own,
        "text": [plain(shown_of(exhibit, sized.column, Cell(value))) for value in values],
        "textinfo": "label+text",
        "insidetextfont": {"color": [text_on(one) for one in colours]},
        "hovertext": [
            hover(exhibit, label, sized.column, row.cells[at]) for label, row in zip(labels, rows, strict=True)
        ],
        "hoverinfo": "text",
        "branchvalues": "remainder",
        "sort": False,
        "pathbar": {"visible": False},
        "tiling": {"pad": 2},
        "marker": {"colors": colours, "line": {"color": canvas.colours["paper"], "width": 1}},
    }
    if any(parent is not None for parent in parents):
        _open_by_group(
            trace, exhibit, sized, sum(value for value, row in zip(values, rows, strict=True) if not row.level), canvas
        )
    return figure(
        exhibit.lang,
        canvas,
        [trace],
        height=_HEIGHT,
        above=_PATH + 6 if trace["pathbar"]["visible"] else 4,  # the path stands over the plot
        below=4,
        uniformtext={"minsize": 12, "mode": "hide"},
        notes=footnotes(exhibit, [sized], [label_of(exhibit, row, drawing.label) for row in exhibit.rows]),
    )


def _open_by_group(trace: Trace, exhibit: Exhibit, sized: Series, total: int | float, canvas: Canvas) -> None:
    """Show the groups first, under the whole they are parts of: each opens into its lines."""
    paper, ink = canvas.colours["raised"], canvas.colours["ink"]
    trace["ids"].insert(0, _WHOLE)
    trace["parents"] = ["", *(parent or _WHOLE for parent in trace["parents"])]
    trace["labels"].insert(0, plain(sized.column.label))
    trace["values"].insert(0, 0)
    trace["text"].insert(0, plain(shown_of(exhibit, sized.column, Cell(total))))
    trace["hovertext"].insert(0, hover(exhibit, sized.column.label, sized.column, Cell(total)))
    trace["marker"]["colors"].insert(0, paper)
    trace["insidetextfont"]["color"].insert(0, ink)
    trace |= {"maxdepth": 2, "root": {"color": paper}}
    trace["pathbar"] = {"visible": True, "side": "top", "thickness": _PATH, "edgeshape": ">"}


def _parents(rows: list[Row]) -> list[int | None]:
    """Position of each row's parent: the nearest row before it of a smaller level."""
    open_rows: list[int] = []
    parents: list[int | None] = []
    for position, row in enumerate(rows):
        while open_rows and rows[open_rows[-1]].level >= row.level:
            open_rows.pop()
        parents.append(open_rows[-1] if open_rows else None)
        open_rows.append(position)
    return parents


def _own(position: int, values: list[int | float], parents: list[int | None]) -> int | float:
    """What of a row its children do not explain: parts of printed documents need not add up to their whole."""
    children = sum(value for value, parent in zip(values, parents, strict=True) if parent == position)
    return max(values[position] - children, 0) if children else values[position]


def _colours(rows: list[Row], parents: list[int | None]) -> list[str]:
    """A row's colour by its key; a part without one of its own takes the lighter colour of its whole."""
    colours: list[str] = []
    for row, parent in zip(rows, parents, strict=True):
        base = known(row.key) or (colour(row.key) if parent is None else None)
        if parent is None and base:
            colours.append(base)
        else:
            whole = colours[parent] if parent is not None else ""
            colours.append(base if base and base != whole else lighter(whole, 0.18))
    return colours
