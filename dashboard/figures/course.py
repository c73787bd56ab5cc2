"""A number over time: a line of the place and one of the whole it lies in, days as far apart as they were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.exhibits.drawings import Course
from dashboard.exhibits.model import Exhibit
from dashboard.figures.canvas import Canvas
from dashboard.figures.data import Figure, Trace, amount, hover
from dashboard.figures.dot_rows import scale_of, signs
from dashboard.figures.frame import axis, figure, key_of
from dashboard.i18n import day

_HEIGHT = 300
_BESIDE = 0.04  # of the axis of days, on both sides
_MOST_TICKS = 5
_COLOURS = {"●": "executed", "○": "plan"}


def course(exhibit: Exhibit, drawing: Course, canvas: Canvas) -> Figure:
    """Lines through the days that are known; the axis of the number has its fixed ends whatever the numbers are."""
    colours = canvas.colours
    days = [row.cells[exhibit.column(drawing.day)].value for row in exhibit.rows]
    known = [each for each in days if isinstance(each, date)]
    scale = scale_of(exhibit, drawing, ())
    looks: dict[str, Trace] = {
        drawing.here: {"line": {"color": colours["executed"], "width": 3}, "marker": {"size": 9}}
    }
    if drawing.whole is not None:
        of_whole = {"symbol": "circle-open", "size": 8, "line": {"width": 2}}
        looks = {
            drawing.whole: {"line": {"color": colours["plan"], "width": 2, "dash": "8px,4px"}, "marker": of_whole}
        } | looks
    first, last = (min(known), max(known)) if known else (date.min, date.min)
    beside = max(1.0, (last - first).days * _BESIDE)
    ticks = known[:: -(-len(known) // _MOST_TICKS) or 1]
    return figure(
        exhibit.lang,
        canvas,
        [_line(exhibit, key, days) | look for key, look in looks.items()],
        height=_HEIGHT,
        key=key_of([(sign, colours[_COLOURS[sign]], name) for sign, name in signs(exhibit, drawing)], canvas),
        xaxis=axis(
            canvas,
            showgrid=False,
            tickmode="array",
            tickangle=0,
            range=[first.toordinal() - beside, last.toordinal() + beside],
            tickvals=[each.toordinal() for each in ticks],
            ticktext=[f"{each:%m.%Y}" for each in ticks],
        ),
        yaxis=axis(
            canvas,
            range=[scale.low, scale.high],
            tickmode="array",
            tickvals=[at for at, _ in scale.ticks],
            ticktext=[words for _, words in scale.ticks],
        ),
    )


def _line(exhibit: Exhibit, key: str, days: Sequence[object]) -> Trace:
    at = exhibit.column(key)
    cells = [(when, row.cells[at]) for when, row in zip(days, exhibit.rows, strict=True) if isinstance(when, date)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [when.toordinal() for when, _ in cells],
        "y": [amount(cell) for _, cell in cells],
        "connectgaps": True,
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [hover(exhibit, day(when), exhibit.columns[at], cell) for when, cell in cells],
    }
