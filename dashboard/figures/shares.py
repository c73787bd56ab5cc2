"""One bar that is the whole, cut into its parts."""

from __future__ import annotations

from dashboard.exhibits.drawings import Parts
from dashboard.exhibits.model import Exhibit
from dashboard.figures.canvas import Canvas
from dashboard.figures.data import Figure, amount, footnotes, hover, label_of, series
from dashboard.figures.frame import axis, figure, key_of
from dashboard.figures.palette import colour, text_on
from dashboard.i18n import number, percent

_HEIGHT = 56
_LEAST_WITH_LABEL = 0.12


def shares(exhibit: Exhibit, drawing: Parts, canvas: Canvas) -> Figure:
    """Parts of the top rows' sum by the drawing's amount; totals and empty rows take no part.

    Labels are per cent, but counts stay counts: a share of a dozen says more than there is.
    """
    (sized,) = series(exhibit, drawing.amounts)
    at = exhibit.column(drawing.amount)
    rows = [row for row in exhibit.rows if not row.emphasis and row.level == 0 and (amount(row.cells[at]) or 0) > 0]
    whole = sum(amount(row.cells[at]) or 0 for row in rows)
    traces = []
    entries = []
    for row in rows:
        part = (amount(row.cells[at]) or 0) / whole
        label = label_of(exhibit, row, drawing.label)
        fill = colour(row.key)
        counted = sized.column.kind == "count"
        words = number(exhibit.lang, amount(row.cells[at]) or 0) if counted else percent(exhibit.lang, part, 0)
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [part],
                "y": [0],
                "width": 0.9,
                "marker": {"color": fill, "line": {"color": canvas.colours["paper"], "width": 1}},
                "text": [words if part >= _LEAST_WITH_LABEL else ""],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "textfont": {"color": text_on(fill)},
                "hovertext": [hover(exhibit, label, sized.column, row.cells[at])],
                "hoverinfo": "text",
            }
        )
        entries.append(("■", fill, f"{label} {words}"))
    return figure(
        exhibit.lang,
        canvas,
        traces,
        height=_HEIGHT,
        below=4,
        key=key_of(entries, canvas),
        barmode="stack",
        notes=footnotes(exhibit, [sized], [label_of(exhibit, row, drawing.label) for row in exhibit.rows]),
        xaxis=axis(canvas, range=[0, 1], visible=False),
        yaxis=axis(canvas, range=[-0.5, 0.5], visible=False),
    )
