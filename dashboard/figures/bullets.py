"""Plan against execution, line by line: the plan an outline, execution a fill, last year a dashed stroke.

A row's name stands above its bar and not beside it: Kyrgyz names are long and a phone is narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.exhibits.drawings import Bars
from dashboard.exhibits.model import Exhibit, Mark, Row
from dashboard.figures.data import (
    LETTERS,
    AmountScale,
    Figure,
    Series,
    Trace,
    amount,
    drawn_values,
    hover,
    label_of,
    lines,
    scale_of,
    series,
    short,
    wrapped,
)
from dashboard.figures.frame import LINE, axis, figure, key_of
from dashboard.figures.theme import TOKENS, Theme
from dashboard.i18n import t
from dashboard.i18n.formats import NBSP

_SIGNS: dict[str, str] = {"plan": "▭", "revised": "┃", "done": "▬", "before": "┆"}
_TOKENS = {"done": "executed", "before": "last"}
_PLANS = ("revised", "plan")  # the one in force first
_CLEAR = "rgba(0,0,0,0)"
_BAR, _GAP = 24, 16  # px
_MANY = 16  # rows; a longer drawing shows the groups and leaves their lines to the table
_ROOM_FOR_NUMBERS = 1.6  # of the longest bar


@dataclass(frozen=True)
class _Bands:
    """Where things lie in a row's band, which is 1 high around the row's position."""

    label: float
    bar: float
    size: float
    pixels: int


def bullets(exhibit: Exhibit, drawing: Bars, theme: Theme) -> Figure:
    """One band a row, top to bottom in the order of the rows; missing values are not drawn but named.

    Totals are not drawn, since beside them every line would look like nothing.
    """
    exhibit = replace(exhibit, rows=_drawn_rows(exhibit.rows))
    drawn = series(exhibit, drawing.amounts)
    scale = scale_of(exhibit, drawn)
    values = {one.role: drawn_values(one.cells, scale) for one in drawn}
    filled = [value for column in values.values() for value in column if value is not None]
    longest, least = max([0.0, *filled]) or 1, min([0.0, *filled])
    names = [label_of(exhibit, row, drawing.label) for row in exhibit.rows]
    labels = [wrapped(name, LETTERS) for name in names]
    bands = _bands(labels)
    traces = [_trace(exhibit, drawing, one, values[one.role], names, bands, theme) for one in drawn]
    traces.append(_text([least] * len(labels), [at + bands.label for at in range(len(labels))], labels))
    traces.append(
        _text(
            _starts(values, longest, least),
            [at + bands.bar for at in range(len(labels))],
            _numbers(exhibit, drawn, scale, theme),
        )
    )
    restated = any(cell.mark is Mark.RESTATED for one in drawn for cell in one.cells)
    return figure(
        exhibit.lang,
        theme,
        traces,
        height=bands.pixels * max(len(labels), 1),
        below=4,
        key=key_of([(_SIGNS[s.role], _colour(s.role, theme), s.column.label) for s in drawn], scale.title),
        notes=[f"* {t(exhibit.lang, 'marks.restated')}"] if restated else [],
        barmode="overlay",
        xaxis=axis(theme, range=[least, longest * _ROOM_FOR_NUMBERS], visible=False),
        yaxis=axis(theme, range=[len(labels) - 0.5, -0.5], visible=False),
    )


def _drawn_rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    lines_of_all = tuple(row for row in rows if not row.emphasis)
    groups = tuple(row for row in lines_of_all if row.level == 0)
    return groups if len(lines_of_all) > _MANY and len(groups) > 1 else lines_of_all


def _bands(labels: list[str]) -> _Bands:
    head = LINE * max((lines(label) for label in labels), default=1)
    pixels = head + _BAR + _GAP
    return _Bands(head / 2 / pixels - 0.5, (head + _BAR / 2) / pixels - 0.5, _BAR / pixels, pixels)


def _colour(role: str, theme: Theme) -> str:
    return TOKENS[theme][_TOKENS.get(role, "plan")]


def _trace(
    exhibit: Exhibit,
    drawing: Bars,
    one: Series,
    values: list[float | None],
    names: list[str],
    bands: _Bands,
    theme: Theme,
) -> Trace:
    role, colour = one.role, _colour(one.role, theme)
    texts = [hover(exhibit, name, one.column, cell) for name, cell in zip(names, one.cells, strict=True)]
    places = [at + bands.bar for at in range(len(values))]
    if role in ("revised", "before"):
        return _strokes(values, places, texts, bands, colour, dashed=role == "before")
    outline: Trace = {"color": _CLEAR, "line": {"color": colour, "width": 1.5}}
    marker: Trace = {"color": colour} if role == "done" else outline
    if drawing.rows:  # rows and not columns are plan, contract and payment
        roles = dict(drawing.rows)
        plans = [roles.get(row.key) in _PLANS for row in exhibit.rows]
        drawn = _colour("plan", theme)
        marker = {
            "color": [_CLEAR if plan else colour for plan in plans],
            "line": {"color": [drawn if plan else colour for plan in plans], "width": 1.5},
        }
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": places,
        "hovertext": texts,
        "hoverinfo": "text",
        "width": bands.size * (0.5 if role == "done" else 1),
        "marker": marker,
    }


def _strokes(
    values: list[float | None], places: list[float], texts: list[str], bands: _Bands, colour: str, *, dashed: bool
) -> Trace:
    """A short upright line a row, all in one trace: the ends of each, then a gap."""
    reach = bands.size * 0.6
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


def _numbers(exhibit: Exhibit, drawn: list[Series], scale: AmountScale, theme: Theme) -> list[str]:
    """Labels at the ends of the bars: what was executed in bold, then the plan in force."""
    by_role = {one.role: one for one in drawn}
    done, plans = by_role.get("done"), [by_role[role] for role in _PLANS if role in by_role]
    labels = []
    for at in range(len(exhibit.rows)):
        parts = []
        if done:
            value = short(exhibit, done.column, done.cells[at], scale)
            parts.append(f'<span style="color:{TOKENS[theme]["executed_text"]}"><b>{value}</b></span>')
        if plans:
            plan = next((one for one in plans if amount(one.cells[at]) is not None), plans[-1])
            value = short(exhibit, plan.column, plan.cells[at], scale)
            parts.append(f'<span style="color:{TOKENS[theme]["plan"]}">{value}</span>')
        labels.append(NBSP + " / ".join(parts))
    return labels


def _text(xs: Sequence[float], ys: list[float], texts: list[str]) -> Trace:
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(xs),
        "y": ys,
        "text": texts,
        "textposition": "middle right",
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
