"""Plan against execution, line by line: the plan an outline, execution a fill, last year a dashed stroke.

The largest first. A row's name stands to the left of its bar; on a phone, which is narrow for Kyrgyz names, above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.exhibits.drawings import Bars
from dashboard.exhibits.model import Exhibit, Mark
from dashboard.figures.bands import Bands, words
from dashboard.figures.bar_rows import bar_rows
from dashboard.figures.canvas import Canvas
from dashboard.figures.data import (
    AmountScale,
    Figure,
    Series,
    Trace,
    amount,
    drawn_values,
    hover,
    label_of,
    plain,
    scale_of,
    series,
    short,
    shown_of,
    wrapped,
)
from dashboard.figures.frame import axis, figure, key_of
from dashboard.i18n import t
from dashboard.i18n.formats import NBSP

_SIGNS: dict[str, str] = {"plan": "▭", "revised": "┃", "done": "▬", "before": "┆"}
_TOKENS = {"done": "executed", "before": "last"}
_PLANS = ("revised", "plan")  # the one in force first
_CLEAR = "rgba(0,0,0,0)"
_BAR, _GAP = 20, 10  # px
_LETTER = 8  # px; figures are wider than letters
_MOST_FOR_NUMBERS = 0.6  # of the plot


def bullets(exhibit: Exhibit, drawing: Bars, canvas: Canvas) -> Figure:
    """One band a row; missing values are not drawn but named.

    Totals are not drawn, since beside them every line would look like nothing.
    """
    exhibit = replace(exhibit, rows=bar_rows(exhibit, drawing))
    drawn = series(exhibit, drawing.amounts)
    scale = scale_of(exhibit, drawn)
    values = {one.role: drawn_values(one.cells, scale) for one in drawn}
    filled = [value for column in values.values() for value in column if value is not None]
    longest, least = max([0.0, *filled]) or 1, min([0.0, *filled])
    names = [label_of(exhibit, row, drawing.label) for row in exhibit.rows]
    bands = Bands.of([wrapped(name, canvas.name_letters) for name in names], canvas, mark=_BAR, gap=_GAP)
    said = [_said(exhibit, drawing, drawn, at, scale, canvas) for at in range(len(names))]
    numbers = [NBSP + " / ".join(_coloured(parts, canvas)) for parts in said]
    traces = [_trace(exhibit, drawing, one, values[one.role], names, bands) for one in drawn]
    traces += bands.above(least)
    traces.append(words(_starts(values, longest, least), bands.marks, numbers))
    restated = any(cell.mark is Mark.RESTATED for one in drawn for cell in one.cells)
    return figure(
        exhibit.lang,
        canvas,
        traces,
        height=bands.height,
        below=4,
        key=key_of([(_SIGNS[s.role], _colour(s.role, canvas), s.column.label) for s in drawn], canvas, scale.title),
        notes=[f"* {t(exhibit.lang, 'marks.restated')}"] if restated else [],
        barmode="overlay",
        xaxis=axis(canvas, range=[least, longest * _room(said, canvas)], visible=False),
        yaxis=bands.axis,
    )


def _room(said: list[dict[str, str]], canvas: Canvas) -> float:
    """How much longer than its longest bar the axis is, for the numbers behind the bars."""
    letters = max((len(" / ".join(parts.values())) for parts in said), default=0) + 2
    return 1 / (1 - min(letters * _LETTER / canvas.plot, _MOST_FOR_NUMBERS))


def _colour(role: str, canvas: Canvas) -> str:
    return canvas.colours[_TOKENS.get(role, "plan")]


def _trace(
    exhibit: Exhibit, drawing: Bars, one: Series, values: list[float | None], names: list[str], bands: Bands
) -> Trace:
    role, colour = one.role, _colour(one.role, bands.canvas)
    texts = [hover(exhibit, name, one.column, cell) for name, cell in zip(names, one.cells, strict=True)]
    if role in ("revised", "before"):
        return _strokes(values, bands.marks, texts, colour, dashed=role == "before")
    outline: Trace = {"color": _CLEAR, "line": {"color": colour, "width": 1.5}}
    marker: Trace = {"color": colour} if role == "done" else outline
    if drawing.rows:  # rows and not columns are plan, contract and payment
        roles = dict(drawing.rows)
        plans = [roles.get(row.key) in _PLANS for row in exhibit.rows]
        drawn = _colour("plan", bands.canvas)
        marker = {
            "color": [_CLEAR if plan else colour for plan in plans],
            "line": {"color": [drawn if plan else colour for plan in plans], "width": 1.5},
        }
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(bands.marks),
        "hovertext": texts,
        "hoverinfo": "text",
        "customdata": [row.cells[exhibit.column(drawing.label)].href for row in exhibit.rows],  # a click leads there
        "width": _BAR * (0.5 if role == "done" else 1),
        "marker": marker,
    }


def _strokes(
    values: list[float | None], places: Sequence[float], texts: list[str], colour: str, *, dashed: bool
) -> Trace:
    """A short upright line a row, all in one trace: the ends of each, then a gap."""
    reach = _BAR * 0.6
    line = {"color": colour, "width": 1.5, "dash": "3px,2px"} if dashed else {"color": colour, "width": 2.5}
    return {
        "type": "scatter",
        "mode": "lines",
        "line": line,
        "hoverinfo": "text",
        "x": [point for value in values for point in (value, value, None)],
        "y": [point for place in places for point in (place - reach, place + reach, None)],
        "hovertext": [text for text in texts for _ in range(3)],
    }


def _starts(values: dict[str, list[float | None]], longest: float, least: float) -> list[float]:
    """Where each row's numbers begin: after its longest bar, or inside a long outline that nothing fills."""
    starts = []
    for row in zip(*values.values(), strict=True):
        end = max([0.0, *(value for value in row if value is not None)])
        done = dict(zip(values, row, strict=True)).get("done")
        starts.append(least if "done" in values and done is None and end > longest / 2 else end)
    return starts


def _said(
    exhibit: Exhibit, drawing: Bars, drawn: list[Series], at: int, scale: AmountScale, canvas: Canvas
) -> dict[str, str]:
    """What the end of a row's bar says: what was done, the plan in force, and the share. A phone leaves the plan, which
    is drawn, unsaid where the other two are known."""
    by_role = {one.role: one for one in drawn}
    said: dict[str, str] = {}
    if done := by_role.get("done"):
        said["done"] = short(exhibit, done.column, done.cells[at], scale)
    share = _share(exhibit, drawing, at)
    plans = [by_role[role] for role in _PLANS if role in by_role]
    if plans and (canvas.beside or not share):
        plan = next((one for one in plans if amount(one.cells[at]) is not None), plans[-1])
        said["plan"] = short(exhibit, plan.column, plan.cells[at], scale)
    return said | ({"share": share} if share else {})


def _share(exhibit: Exhibit, drawing: Bars, at: int) -> str:
    """The share of a row; "" where it has none."""
    if drawing.share is None:
        return ""
    column = exhibit.column(drawing.share)
    cell = exhibit.rows[at].cells[column]
    return "" if cell.value is None else plain(shown_of(exhibit, exhibit.columns[column], cell))


def _coloured(said: dict[str, str], canvas: Canvas) -> list[str]:
    """What was done in bold, the plan in its colour, each where it is said; the share behind the last of them."""
    parts = []
    if "done" in said:
        parts.append(f'<span style="color:{canvas.colours["executed_text"]}"><b>{said["done"]}</b></span>')
    if "plan" in said:
        parts.append(f'<span style="color:{canvas.colours["plan"]}">{said["plan"]}</span>')
    if parts and "share" in said:
        parts[-1] += f" · {said['share']}"
    return parts
