"""The year as it went: cumulative execution month by month, the plan, the same months of last year."""

from __future__ import annotations

from datetime import date

from dashboard.exhibits.model import Exhibit, Row
from dashboard.figures.data import (
    Figure,
    Scale,
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
from dashboard.figures.theme import TOKENS, Theme
from dashboard.i18n import month_name

_HEIGHT = 300
# Signs in the key and their colours.
_SIGNS = {"executed": "●", "last_year": "┄"}
_WORDS = {"executed": "executed_text", "last_year": "muted"}
_PLANS = ("plan", "approved", "revised")


def months(exhibit: Exhibit, theme: Theme) -> Figure:
    """Lines over the months of the `month` column (a date, a number 1–12 or a name); a missing month is a gap."""
    drawn = series(exhibit, "executed", "last_year", *_PLANS)
    scale = scale_of(exhibit, drawn)
    names = [_month(exhibit, row) for row in exhibit.rows]
    values = [drawn_values(one.cells, scale) for one in drawn]
    largest = max((value for line in values for value in line if value is not None), default=0)
    traces: list[Trace] = [
        {
            "type": "scatter",
            "x": list(range(len(line))),
            "y": line,
            "connectgaps": False,
            "hoverinfo": "text",
            "hovertext": [hover(exhibit, name, one.column, cell) for name, cell in zip(names, one.cells, strict=True)],
            **_look(one.column.key, TOKENS[theme]),
        }
        for one, line in zip(drawn, values, strict=True)
    ]
    return figure(
        exhibit.lang,
        theme,
        traces,
        height=_HEIGHT,
        key=_key(exhibit, drawn, values, scale, theme),
        notes=footnotes(exhibit, drawn, [name[:3] for name in names]),
        xaxis=axis(
            theme,
            showgrid=False,
            tickmode="array",
            tickangle=0,
            range=[-0.3, max(len(names) - 1, 1) + 0.3],
            tickvals=list(range(0, len(names), 2)),
            ticktext=[plain(name[:3]) for name in names[::2]],
        ),
        yaxis=axis(theme, range=[0, largest * 1.08 or 1], nticks=5),
    )


def _month(exhibit: Exhibit, row: Row) -> str:
    value = row.cells[exhibit.column("month")].value
    if isinstance(value, int) and not isinstance(value, date):
        return month_name(exhibit.lang, value)
    return label_of(exhibit, row, "month")


def _look(key: str, colours: dict[str, str]) -> Trace:
    if key == "executed":
        return {"mode": "lines+markers", "line": {"color": colours["executed"], "width": 3}, "marker": {"size": 7}}
    if key == "last_year":
        return {"mode": "lines", "line": {"color": colours["last"], "width": 1.5, "dash": "3px,3px"}}
    return {"mode": "lines", "line": {"color": colours["plan"], "width": 2, "dash": "8px,4px"}}


def _key(exhibit: Exhibit, drawn: list[Series], values: list[list[float | None]], scale: Scale, theme: Theme) -> str:
    """Each line's sign, name and latest value; beside the lines three of them would cover one another."""
    entries = []
    for one, line in zip(drawn, values, strict=True):
        filled = [at for at, value in enumerate(line) if value is not None]
        if filled:
            words = f"{one.column.label} – {short(exhibit, one.column, one.cells[filled[-1]], scale)}"
            sign = _SIGNS.get(one.column.key, "╌")
            entries.append((sign, TOKENS[theme][_WORDS.get(one.column.key, "plan")], words))
    return key_of(entries, scale.title)
