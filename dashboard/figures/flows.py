"""From every source into the budget and from the budget to every function."""

from __future__ import annotations

from dashboard.exhibits.drawings import Flows
from dashboard.exhibits.model import Exhibit, Row
from dashboard.figures.canvas import Canvas
from dashboard.figures.data import Figure, Series, amount, footnotes, label_of, plain, series, shown_of, wrapped
from dashboard.figures.frame import figure
from dashboard.figures.palette import colour, translucent

_BAND = 60  # px a node
_LETTERS = 28  # in a line of a name, which has a quarter of the width
_CLEAR = "rgba(0,0,0,0)"


def flows(exhibit: Exhibit, drawing: Flows, canvas: Canvas) -> Figure:
    """A ribbon a row, as wide as its amount; row keys say the way: `in:<key>`, `out:<key>`.

    The budget is in the middle; the other end of a ribbon has the colour of its key. Totals are not drawn. Names and
    amounts stand outside: they are those of nodes one step further out, which like the ribbons to them are not seen.
    """
    (sized,) = series(exhibit, drawing.amounts)
    at = exhibit.column(drawing.amount)
    rows = [row for row in exhibit.rows if not row.emphasis and (amount(row.cells[at]) or 0) > 0]
    places = range(1, len(rows) + 1)  # place 0 is the budget
    colours = [colour(row.key.partition(":")[2]) for row in rows]
    ink = canvas.colours["ink"]
    texts = [
        f"{plain(label_of(exhibit, row, drawing.label))}<br>"
        f"<b>{plain(shown_of(exhibit, sized.column, row.cells[at]))}</b>"
        for row in rows
    ]
    inner = [(place, 0) if _goes_in(row) else (0, place) for place, row in zip(places, rows, strict=True)]
    outer = [
        (place + len(rows), place) if _goes_in(row) else (place, place + len(rows))
        for place, row in zip(places, rows, strict=True)
    ]
    ends = [*inner, *outer]
    trace = {
        "type": "sankey",
        "textfont": {"color": ink, "shadow": "none"},
        "node": {
            # The question above says what is in the middle.
            "label": ["", *("" for _ in rows), *(_name(exhibit, drawing, row, sized) for row in rows)],
            "color": [canvas.colours["house"], *colours, *(_CLEAR for _ in rows)],
            "sort": "input",
            "pad": 36,
            "thickness": 12,
            "line": {"width": 0},
            "hoverinfo": "none",
        },
        "link": {
            "source": [source for source, _ in ends],
            "target": [target for _, target in ends],
            "value": [amount(row.cells[at]) for row in rows] * 2,
            "color": [*(translucent(one, 0.4) for one in colours), *(_CLEAR for _ in rows)],
            "hovercolor": [*(translucent(one, 0.6) for one in colours), *(_CLEAR for _ in rows)],
            "customdata": texts * 2,
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    }
    entering = sum(map(_goes_in, rows))
    return figure(
        exhibit.lang,
        canvas,
        [trace],
        height=_BAND * max(entering, len(rows) - entering, 3),
        below=24,  # a name of two lines at the lowest ribbon
        notes=footnotes(exhibit, [sized], [label_of(exhibit, row, drawing.label) for row in exhibit.rows]),
    )


def _name(exhibit: Exhibit, drawing: Flows, row: Row, sized: Series) -> str:
    """Name and amount of a row."""
    amount_of = shown_of(exhibit, sized.column, row.cells[exhibit.column(drawing.amount)])
    return wrapped(f"{label_of(exhibit, row, drawing.label)} – {amount_of}", _LETTERS)


def _goes_in(row: Row) -> bool:
    return row.key.startswith("in:")
