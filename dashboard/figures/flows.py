"""From every source into the budget and from the budget to every function."""

from __future__ import annotations

from dashboard.exhibits.drawings import Flows
from dashboard.exhibits.model import Exhibit, Row
from dashboard.figures.data import Figure, amount, footnotes, label_of, plain, series, shown_of, wrapped
from dashboard.figures.frame import figure
from dashboard.figures.palette import colour, translucent
from dashboard.figures.theme import TOKENS, Theme

_BAND = 60  # px a node


def flows(exhibit: Exhibit, drawing: Flows, theme: Theme) -> Figure:
    """A ribbon a row, as wide as its amount; row keys say the way: `in:<key>`, `out:<key>`.

    The budget is in the middle; the other end of a ribbon has the colour of its key. Totals are not drawn.
    """
    (sized,) = series(exhibit, drawing.amounts)
    at = exhibit.column(drawing.amount)
    rows = [row for row in exhibit.rows if not row.emphasis and (amount(row.cells[at]) or 0) > 0]
    places = range(1, len(rows) + 1)  # place 0 is the budget
    colours = [colour(row.key.partition(":")[2]) for row in rows]
    ink = TOKENS[theme]["ink"]
    texts = [
        f"{plain(label_of(exhibit, row, drawing.label))}<br>"
        f"<b>{plain(shown_of(exhibit, sized.column, row.cells[at]))}</b>"
        for row in rows
    ]
    trace = {
        "type": "sankey",
        "textfont": {"color": ink, "shadow": "none"},
        "node": {
            # The budget's own name would cover the ribbons on a phone; the question above says what is in the middle.
            "label": ["", *(wrapped(label_of(exhibit, row, drawing.label), 18) for row in rows)],
            "color": [TOKENS[theme]["house"], *colours],
            "sort": "input",
            "pad": 28,
            "thickness": 12,
            "line": {"width": 0},
            "hoverinfo": "none",
        },
        "link": {
            "source": [place if _goes_in(row) else 0 for place, row in zip(places, rows, strict=True)],
            "target": [0 if _goes_in(row) else place for place, row in zip(places, rows, strict=True)],
            "value": [amount(row.cells[at]) for row in rows],
            "color": [translucent(one, 0.4) for one in colours],
            "customdata": texts,
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    }
    entering = sum(map(_goes_in, rows))
    return figure(
        exhibit.lang,
        theme,
        [trace],
        height=_BAND * max(entering, len(rows) - entering, 3),
        below=8,
        notes=footnotes(exhibit, [sized], [label_of(exhibit, row, drawing.label) for row in exhibit.rows]),
    )


def _goes_in(row: Row) -> bool:
    return row.key.startswith("in:")
