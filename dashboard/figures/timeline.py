"""Works over time: the plan an outline, what was done a fill, today a line.

Days are counted on a plain axis, so that the names of months need no script of their own.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.exhibits.drawings import Timeline
from dashboard.exhibits.model import Exhibit, Mark, Row
from dashboard.figures.bands import Bands
from dashboard.figures.canvas import Canvas
from dashboard.figures.data import Figure, Trace, label_of, plain, wrapped
from dashboard.figures.frame import axis, figure, key_of
from dashboard.i18n import day, t

MOST = 30  # works; a page lists fewer
_BAR, _GAP = 18, 12  # px
_AXIS = 28  # px
_MANY_DAYS = 900  # beyond this the axis names years, below it quarters
_DOT = 9


def timeline(exhibit: Exhibit, drawing: Timeline, canvas: Canvas) -> Figure:
    """One band a work, its name above its bars, in the order of the rows; a single known day is a dot."""
    rows = exhibit.rows[:MOST]
    today = drawing.today
    labels = [wrapped(label_of(exhibit, row, drawing.label), canvas.name_letters) for row in rows]
    bands = Bands.of(labels, canvas, mark=_BAR, gap=_GAP)
    plans = [(_day(exhibit, row, drawing.planned_start), _day(exhibit, row, drawing.planned_end)) for row in rows]
    done = [_done(exhibit, drawing, row) for row in rows]
    first_ends = [_day(exhibit, row, drawing.first_end) for row in rows]
    known = [one.toordinal() for pair in (*plans, *done, first_ends) for one in pair if one is not None]
    known.append(today.toordinal())
    first, last = min(known), max(known)
    colours = canvas.colours
    look: dict[str, Any] = {"color": "rgba(0,0,0,0)", "line": {"color": colours["plan"], "width": 1.5}}
    plan, promise, actual = (t(exhibit.lang, f"works_map.timeline.{name}") for name in ("plan", "promise", "actual"))
    moved = [at for at, (end, (_, last_end)) in enumerate(zip(first_ends, plans, strict=True)) if end != last_end]
    traces = [
        *_spans(plans, bands, plan, _BAR, look, colours["plan"]),
        *_spans(done, bands, actual, _BAR / 2, {"color": colours["executed"]}, colours["executed"]),
        _promises({at: end for at in moved if (end := first_ends[at])}, bands, promise, colours["last"]),
        *bands.above(first),
    ]
    now = f"{t(exhibit.lang, 'works_map.timeline.today')}, {day(today)}"
    signs = [("▭", colours["plan"], plan), ("▬", colours["executed"], actual), ("┆", colours["last"], now)]
    if moved:
        signs.insert(1, ("❙", colours["last"], promise))
    margin = max(1, (last - first) // 40)
    return figure(
        exhibit.lang,
        canvas,
        traces,
        height=bands.height,
        below=_AXIS,
        key=key_of(signs, canvas),
        barmode="overlay",
        shapes=[_today(today, colours["last"])],
        xaxis=axis(canvas, range=[first - margin, last + margin], tickmode="array", tickangle=0, **_ticks(first, last)),
        yaxis=bands.axis,
    )


def _day(exhibit: Exhibit, row: Row, key: str) -> date | None:
    value = row.cells[exhibit.column(key)].value
    return value if isinstance(value, date) else None


def _done(exhibit: Exhibit, drawing: Timeline, row: Row) -> tuple[date | None, date | None]:
    """From the day a work began to the day it was finished, or is known to go on."""
    start, end = _day(exhibit, row, drawing.actual_start), _day(exhibit, row, drawing.finished)
    going_on = row.cells[exhibit.column(drawing.finished)].mark in (Mark.NOT_DUE, Mark.NOT_DONE, Mark.NOT_SINCE)
    known = _day(exhibit, row, drawing.known_to)
    return start, known if end is None and going_on and start and known and start <= known else end


def _promises(ends: dict[int, date], bands: Bands, name: str, colour: str) -> Trace:
    """A stroke on the day that was promised before the date that stands."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [end.toordinal() for end in ends.values()],
        "y": [bands.marks[at] for at in ends],
        "hoverinfo": "text",
        "marker": {"symbol": "line-ns", "size": _BAR, "line": {"width": 2.5, "color": colour}},
        "hovertext": [_words(bands.names[at], name, day(end)) for at, end in ends.items()],
    }


def _spans(
    spans: list[tuple[date | None, date | None]],
    bands: Bands,
    name: str,
    size: float,
    look: dict[str, Any],
    colour: str,
) -> list[Trace]:
    """Bars of the spans whose both ends are known, dots for single days."""
    bars = [(at, start, end) for at, (start, end) in enumerate(spans) if start and end and start <= end]
    drawn = {at for at, _, _ in bars}
    dots = [(at, one) for at, pair in enumerate(spans) if at not in drawn for one in pair if one]
    return [
        {
            "type": "bar",
            "orientation": "h",
            "base": [start.toordinal() for _, start, _ in bars],
            "x": [max((end - start).days, 1) for _, start, end in bars],
            "y": [bands.marks[at] for at, _, _ in bars],
            "width": size,
            "marker": look,
            "hoverinfo": "text",
            "hovertext": [_words(bands.names[at], name, f"{day(start)} – {day(end)}") for at, start, end in bars],
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": [one.toordinal() for _, one in dots],
            "y": [bands.marks[at] for at, _ in dots],
            "hoverinfo": "text",
            "marker": {"size": _DOT, "color": colour},
            "hovertext": [_words(bands.names[at], name, day(one)) for at, one in dots],
        },
    ]


def _words(label: str, name: str, when: str) -> str:
    return f"{label}<br>{plain(name)}: <b>{when}</b>"


def _today(today: date, colour: str) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": today.toordinal(),
        "x1": today.toordinal(),
        "xref": "x",
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": colour, "width": 1.5, "dash": "4px,3px"},
        "layer": "below",
    }


def _ticks(first: int, last: int) -> dict[str, Any]:
    """Every so many Januaries, or the beginnings of quarters, thinned so that a phone shows all their words."""
    years = range(date.fromordinal(max(first, 1)).year, date.fromordinal(max(last, 1)).year + 2)
    long = last - first > _MANY_DAYS
    days = [date(year, month, 1) for year in years for month in ((1,) if long else (1, 4, 7, 10))]
    shown = [one for one in days if first <= one.toordinal() <= last]
    shown = shown[:: -(-len(shown) // 5) or 1]
    words = [str(one.year) if long else f"{one:%m.%Y}" for one in shown]
    return {"tickvals": [one.toordinal() for one in shown], "ticktext": words}
