"""The year as it went: cumulative execution month by month, the plan, the same months of last year."""

from __future__ import annotations

from dashboard.exhibits.drawings import Months
from dashboard.exhibits.model import Exhibit
from dashboard.figures.canvas import Canvas
from dashboard.figures.data import (
    AmountScale,
    Figure,
    Series,
    Trace,
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

_HEIGHT = 300
# Signs in the key and their colours.
_SIGNS = {"done": "●", "plan": "╌", "before": "┄"}
_WORDS = {"done": "executed_text", "plan": "plan", "before": "muted"}


def months(exhibit: Exhibit, drawing: Months, canvas: Canvas) -> Figure:
    """Lines over the months of the label; a missing month is a gap."""
    drawn = series(exhibit, drawing.amounts)
    scale = scale_of(exhibit, drawn)
    names = [label_of(exhibit, row, drawing.label) for row in exhibit.rows]
    values = [drawn_values(one.cells, scale) for one in drawn]
    step = 1 if canvas.beside else 2  # every second month has room for its name on a phone
    largest = max((value for line in values for value in line if value is not None), default=0)
    traces: list[Trace] = [
        {
            "type": "scatter",
            "x": list(range(len(line))),
            "y": line,
            "connectgaps": False,
            "hoverinfo": "text",
            "hovertext": [hover(exhibit, name, one.column, cell) for name, cell in zip(names, one.cells, strict=True)],
            **_look(one.role, canvas.colours),
        }
        for one, line in zip(drawn, values, strict=True)
    ]
    return figure(
        exhibit.lang,
        canvas,
        traces,
        height=_HEIGHT,
        key=_key(exhibit, drawn, values, scale, canvas),
        notes=footnotes(exhibit, drawn, [name[:3] for name in names]),
        xaxis=axis(
            canvas,
            showgrid=False,
            tickmode="array",
            tickangle=0,
            range=[-0.3, max(len(names) - 1, 1) + 0.3],
            tickvals=list(range(0, len(names), step)),
            ticktext=[plain(name if canvas.width == "wide" else name[:3]) for name in names[::step]],
        ),
        yaxis=axis(canvas, range=[0, largest * 1.08 or 1], nticks=5),
    )


def _look(role: str, colours: dict[str, str]) -> Trace:
    if role == "done":
        return {"mode": "lines+markers", "line": {"color": colours["executed"], "width": 3}, "marker": {"size": 7}}
    if role == "before":
        return {"mode": "lines", "line": {"color": colours["last"], "width": 1.5, "dash": "3px,3px"}}
    return {"mode": "lines", "line": {"color": colours["plan"], "width": 2, "dash": "8px,4px"}}


def _key(
    exhibit: Exhibit, drawn: list[Series], values: list[list[float | None]], scale: AmountScale, canvas: Canvas
) -> str:
    """Each line's sign, name and latest value; beside the lines three of them would cover one another."""
    entries = []
    for one, line in zip(drawn, values, strict=True):
        filled = [at for at, value in enumerate(line) if value is not None]
        if filled:
            words = f"{one.column.label} – {short(exhibit, one.column, one.cells[filled[-1]], scale)}"
            entries.append((_SIGNS[one.role], canvas.colours[_WORDS[one.role]], words))
    return key_of(entries, canvas, scale.title)
