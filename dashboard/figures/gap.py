"""What residents noticed and what they are satisfied with: two marks per service on one axis, a line at one half.

The whole interval of the first mark above or below the line decides the group a service is in.
"""

from __future__ import annotations

from dashboard.exhibits.drawings import Gap
from dashboard.exhibits.model import Exhibit, Row
from dashboard.figures.bands import Bands
from dashboard.figures.canvas import Canvas
from dashboard.figures.data import LETTERS, Figure, Trace, amount, label_of, plain, shown_of, wrapped
from dashboard.figures.frame import axis, figure, key_of
from dashboard.i18n import percent, t

_LANE, _PAD, _GAP, _DOT = 12, 5, 12, 12  # px
_AXIS = 28  # px
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
#: Symbol of plotly, sign in the key, token of its colour: of what was noticed, of what people are satisfied with.
_MARKS = (("circle", "●", "executed"), ("diamond-open", "◇", "plan"))
_Keys = tuple[str, str, str]  # of a share and the ends of its interval


def gap(exhibit: Exhibit, drawing: Gap, canvas: Canvas) -> Figure:
    """One band a service that has a share, its name and group above its two marks with their intervals."""
    shares = (
        (drawing.noticed, drawing.noticed_low, drawing.noticed_high),
        (drawing.satisfied, drawing.satisfied_low, drawing.satisfied_high),
    )
    rows = [row for row in exhibit.rows if any(_value(exhibit, row, keys[0]) is not None for keys in shares)]
    names = [
        f"<b>{wrapped(label_of(exhibit, row, drawing.label), canvas.name_letters)}</b>"
        f"<br>{wrapped(label_of(exhibit, row, drawing.state), canvas.name_letters)}"
        for row in rows
    ]
    bands = Bands.of(names, canvas, mark=_PAD + _LANE * len(_MARKS), gap=_GAP)
    colours = canvas.colours
    traces: list[Trace] = []
    for lane, (keys, (symbol, _, token)) in enumerate(zip(shares, _MARKS, strict=True)):
        aside = _LANE * (lane + (1 - len(_MARKS)) / 2)
        places = [at + aside for at in bands.marks]
        traces += _lane(exhibit, drawing, rows, keys, places, symbol, colours[token])
    traces += bands.above(0)
    key = [
        (sign, colours[token], exhibit.columns[exhibit.column(keys[0])].label)
        for keys, (_, sign, token) in zip(shares, _MARKS, strict=True)
    ]
    return figure(
        exhibit.lang,
        canvas,
        traces,
        height=bands.height,
        below=_AXIS,
        key=key_of([*key, ("┆", colours["last"], t(exhibit.lang, "gap.half"))], canvas),
        shapes=[
            {
                "type": "line",
                "x0": 0.5,
                "x1": 0.5,
                "xref": "x",
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "layer": "below",
                "line": {"color": colours["last"], "width": 1.5, "dash": "4px,3px"},
            }
        ],
        xaxis=axis(
            canvas,
            range=[0, 1],
            tickmode="array",
            tickangle=0,
            tickvals=list(_TICKS),
            ticktext=[percent(exhibit.lang, at, 0) for at in _TICKS],
        ),
        yaxis=bands.axis,
    )


def _lane(
    exhibit: Exhibit, drawing: Gap, rows: list[Row], keys: _Keys, places: list[float], symbol: str, colour: str
) -> tuple[Trace, Trace]:
    """The intervals of one column, all in one trace with gaps between, and its marks."""
    name, low, high = keys
    ends = [(_value(exhibit, row, low), _value(exhibit, row, high), None) for row in rows]
    column = exhibit.columns[exhibit.column(name)]
    said = [
        f"{wrapped(label_of(exhibit, row, drawing.label), LETTERS)}<br>{plain(column.label)}: <b>"
        f"{plain(shown_of(exhibit, column, row.cells[exhibit.column(name)]))}</b>"
        for row in rows
    ]
    return (
        {
            "type": "scatter",
            "mode": "lines",
            "line": {"color": colour, "width": 2},
            "hoverinfo": "skip",
            "x": [end for three in ends for end in three],
            "y": [place for place in places for _ in range(3)],
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": [_value(exhibit, row, name) for row in rows],
            "y": places,
            "hovertext": said,
            "hoverinfo": "text",
            "cliponaxis": False,
            "marker": {"symbol": symbol, "color": colour, "size": _DOT, "line": {"width": 2, "color": colour}},
        },
    )


def _value(exhibit: Exhibit, row: Row, name: str) -> int | float | None:
    return amount(row.cells[exhibit.column(name)])
