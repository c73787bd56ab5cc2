"""Dots with their intervals on one axis, the survey before a hollow dot; a row's name and number stand above it."""

from __future__ import annotations

from dashboard.exhibits.drawings import Dots
from dashboard.exhibits.model import Exhibit
from dashboard.figures.bands import Bands
from dashboard.figures.canvas import Canvas
from dashboard.figures.data import LETTERS, Figure, Trace, plain, wrapped
from dashboard.figures.dot_rows import Dot, dots_of, scale_of, signs
from dashboard.figures.frame import axis, figure, key_of
from dashboard.i18n.formats import NBSP

_DOT, _SMALLER = 12, 9  # px
_LANE, _GAP = 14, 10  # px
_AXIS = 28  # px
_BESIDE = 0.06  # of the axis, on both sides: half a tick's words
#: Each sign of the key and the token of its colour.
_COLOURS = {"●": "executed", "━": "last", "○": "plan"}


def dots(exhibit: Exhibit, drawing: Dots, canvas: Canvas) -> Figure:
    """One band a row, in the order of the rows; hidden and missing values are not drawn but named."""
    rows = dots_of(exhibit, drawing)
    scale = scale_of(exhibit, drawing, rows)
    beside = (scale.high - scale.low) * _BESIDE
    colours = canvas.colours
    bands = Bands.of([_name(dot, canvas) for dot in rows], canvas, mark=_LANE, gap=_GAP)
    places = list(bands.marks)
    now = [colours["last"] if dot.faint else colours["executed"] for dot in rows]
    said = [f"{dot.words} ({dot.margin})" if dot.margin else dot.words for dot in rows]
    traces = [_intervals(rows, places, colours["last"])]
    if any(dot.before is not None for dot in rows):
        earlier = [dot.before for dot in rows], [dot.before_words for dot in rows]
        traces.append(_marks(rows, *earlier, places, "circle-open", colours["plan"]))
    traces.append(_marks(rows, [dot.value for dot in rows], said, places, "circle", now))
    traces += bands.above(scale.low - beside)
    return figure(
        exhibit.lang,
        canvas,
        traces,
        height=bands.height,
        below=_AXIS,
        key=key_of([(sign, colours[_COLOURS[sign]], name) for sign, name in signs(exhibit, drawing)], canvas),
        shapes=[_zero(colours["plan"])] if scale.low < 0 else [],
        xaxis=axis(
            canvas,
            range=[scale.low - beside, scale.high + beside],
            tickmode="array",
            tickangle=0,
            tickvals=[at for at, _ in scale.ticks],
            ticktext=[words for _, words in scale.ticks],
        ),
        yaxis=bands.axis,
    )


def _name(dot: Dot, canvas: Canvas) -> str:
    indent = NBSP * 4 if dot.level else ""
    return indent + wrapped(f"{dot.label}: {dot.words}", canvas.name_letters).replace("<br>", f"<br>{indent}")


def _intervals(rows: tuple[Dot, ...], places: list[float], colour: str) -> Trace:
    """A line per row from end to end, all in one trace with gaps between."""
    ends = [(dot.low, dot.high, None) if dot.value is not None else (None, None, None) for dot in rows]
    return {
        "type": "scatter",
        "mode": "lines",
        "line": {"color": colour, "width": 4},
        "hoverinfo": "skip",
        "x": [end for three in ends for end in three],
        "y": [place for place in places for _ in range(3)],
    }


def _marks(
    rows: tuple[Dot, ...],
    values: list[float | None],
    said: list[str],
    places: list[float],
    symbol: str,
    colour: str | list[str],
) -> Trace:
    texts = [f"{wrapped(dot.label, LETTERS)}<br><b>{plain(words)}</b>" for dot, words in zip(rows, said, strict=True)]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": values,
        "y": places,
        "hovertext": texts,
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "symbol": symbol,
            "color": colour,
            "opacity": 1,
            "line": {"width": 2},
            "size": [_SMALLER if dot.level else _DOT for dot in rows],
        },
    }


def _zero(colour: str) -> dict[str, object]:
    return {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "xref": "x",
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "layer": "below",
        "line": {"color": colour, "width": 1.5},
    }
