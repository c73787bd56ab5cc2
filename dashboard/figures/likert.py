"""All answers to a question as one bar of a hundred per cent, in the order of the scale; those on no side are grey."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.exhibits.drawings import Likert
from dashboard.exhibits.model import Exhibit, Row, shown
from dashboard.figures.bands import Bands
from dashboard.figures.canvas import Canvas
from dashboard.figures.data import Figure, Series, amount, hover, label_of, series, wrapped
from dashboard.figures.frame import axis, figure, key_of
from dashboard.figures.palette import REFUSED, UNSURE, WHITE, from_no_to_yes, of_position, text_on
from dashboard.i18n import percent

_BAR, _GAP = 24, 10  # px
#: A part with less of the bar has no room for its number.
LEAST_WITH_LABEL = 0.12
_HATCHES = {"": "", "unknown": "/", "refused": "x"}


@dataclass(frozen=True)
class Look:
    """How an answer is drawn; `hatch` is the role of one that takes no side, "" for others."""

    colour: str
    hatch: str = ""


def looks(drawing: Likert) -> dict[str, Look]:
    """The look of every drawn answer by the key of its column.

    Answers of a scale run from purple (no) to green (yes), whichever end counts; those of a choice have their own hues.
    """
    roles = {part.key: part.role for part in drawing.answers}
    scale = [key for key in roles if roles[key] in ("top", "other")]
    colours = from_no_to_yes(len(scale)) if scale else ()
    if scale and roles[scale[0]] == "top" and roles[scale[-1]] != "top":
        colours = colours[::-1]
    found = dict(zip(scale, map(Look, colours), strict=True))
    found |= {key: Look(of_position(at)) for at, key in enumerate(roles) if roles[key] == "answer"}
    neutral = {"unknown": UNSURE, "refused": REFUSED}
    found |= {key: Look(neutral[role], role) for key, role in roles.items() if role in neutral}
    return found


def name_of(exhibit: Exhibit, drawing: Likert, row: Row) -> str:
    """The name of a row, with the words of its mark where it has no bar."""
    at = exhibit.column(drawing.answers[0].key)
    cell, name = row.cells[at], label_of(exhibit, row, drawing.label)
    return (
        name
        if cell.value is not None
        else f"{name}: {shown(cell, exhibit.columns[at], exhibit.lang, exhibit.currency)}"
    )


def answers_of(exhibit: Exhibit, drawing: Likert) -> list[Series]:
    """Every answer with its shares, in order."""
    return series(exhibit, ((part.role, part.key) for part in drawing.answers))


def likert(exhibit: Exhibit, drawing: Likert, canvas: Canvas) -> Figure:
    """One bar per row, its name above it; a row that may not be shown has its name only."""
    parts, how = answers_of(exhibit, drawing), looks(drawing)
    names = [wrapped(name_of(exhibit, drawing, row), canvas.name_letters) for row in exhibit.rows]
    bands = Bands.of(names, canvas, mark=_BAR, gap=_GAP)
    traces = [_part(exhibit, drawing, one, how[one.column.key], bands, canvas) for one in parts] + bands.above(0)
    entries = [("■", how[one.column.key].colour, one.column.label) for one in parts]
    return figure(
        exhibit.lang,
        canvas,
        traces,
        height=bands.height,
        below=4,
        key=key_of(entries, canvas),
        barmode="stack",
        xaxis=axis(canvas, range=[0, 1], visible=False),
        yaxis=bands.axis,
    )


def _part(
    exhibit: Exhibit, drawing: Likert, one: Series, look: Look, bands: Bands, canvas: Canvas
) -> dict[str, object]:
    values = [amount(cell) for cell in one.cells]
    names = [label_of(exhibit, row, drawing.label) for row in exhibit.rows]
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(bands.marks),
        "width": _BAR,
        "marker": {
            "color": look.colour,
            "line": {"color": canvas.colours["surface"], "width": 1},
            "pattern": {
                "shape": _HATCHES[look.hatch],
                "bgcolor": look.colour,
                "fgcolor": WHITE,
                "size": 6,
                "solidity": 0.25,
            },
        },
        "text": [percent(exhibit.lang, value, 0) if value and value >= LEAST_WITH_LABEL else "" for value in values],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": text_on(look.colour)},
        "hovertext": [hover(exhibit, name, one.column, cell) for name, cell in zip(names, one.cells, strict=True)],
        "hoverinfo": "text",
    }
