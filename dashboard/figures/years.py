"""Year beside year: what was planned as an outline, what was done as a fill."""

from __future__ import annotations

from dashboard.exhibits.drawings import Years
from dashboard.exhibits.model import Exhibit
from dashboard.figures.canvas import Canvas
from dashboard.figures.data import (
    Figure,
    Trace,
    amount,
    drawn_values,
    footnotes,
    hover,
    label_of,
    plain,
    scale_of,
    series,
    short,
)
from dashboard.figures.frame import axis, figure, key_of

_HEIGHT = 280
_SIGNS = {"plan": "▭", "draft": "▒", "done": "▬"}
_TOKENS = {"plan": "plan", "draft": "plan", "done": "executed"}


def years(exhibit: Exhibit, drawing: Years, canvas: Canvas) -> Figure:
    """Bars grouped by the years of the label; what is missing has no bar and is named below."""
    colours = canvas.colours
    drawn = series(exhibit, drawing.amounts)
    scale = scale_of(exhibit, drawn)
    names = [label_of(exhibit, row, drawing.label) for row in exhibit.rows]
    traces: list[Trace] = []
    largest, lowest = 0.0, 0.0
    for one in drawn:
        values = drawn_values(one.cells, scale)
        numbers = [value for value in values if value is not None]
        largest, lowest = max([largest, *numbers]), min([lowest, *numbers])
        labels = ["" if amount(cell) is None else short(exhibit, one.column, cell, scale) for cell in one.cells]
        texts = [hover(exhibit, name, one.column, cell) for name, cell in zip(names, one.cells, strict=True)]
        traces.append(
            {
                "type": "bar",
                "x": list(range(len(values))),
                "y": values,
                "marker": _marker(one.role, colours, [row.key in drawing.partly for row in exhibit.rows]),
                "text": labels,
                "textposition": "outside",
                "textangle": 0,
                "cliponaxis": False,
                "hovertext": texts,
                "hoverinfo": "text",
            }
        )
    entries = [(_SIGNS[one.role], colours[_TOKENS[one.role]], one.column.label) for one in drawn]
    return figure(
        exhibit.lang,
        canvas,
        traces,
        height=_HEIGHT,
        key=key_of(entries, canvas, scale.title),
        notes=footnotes(exhibit, drawn, names),
        barmode="group",
        bargap=0.25,
        bargroupgap=0.08,
        xaxis=axis(
            canvas,
            showgrid=False,
            tickmode="array",
            tickvals=list(range(len(names))),
            ticktext=[plain(name) for name in names],
        ),
        yaxis=axis(canvas, range=[lowest * 1.15, largest * 1.15 or 1], nticks=5),
    )


def _marker(role: str, colours: dict[str, str], partly: list[bool]) -> Trace:
    """Execution is a fill, hatched where it is of some months only; a plan is an outline, a draft one with dots."""
    if role == "done":
        marker: Trace = {"color": colours["executed"]}
        if any(partly):
            marker["pattern"] = {"shape": ["/" if one else "" for one in partly], "fillmode": "replace"}
        return marker
    outline: Trace = {"color": "rgba(0,0,0,0)", "line": {"color": colours["plan"], "width": 1.5}}
    if role == "draft":
        outline["pattern"] = {"shape": ".", "fgcolor": colours["plan"], "solidity": 0.2}
    return outline
