"""The place of a drawing on a page: empty until somebody wants the chart."""

from __future__ import annotations

from dash import html

from dashboard.channels.drawn import has_chart
from dashboard.exhibits.model import Exhibit
from dashboard.i18n import Lang, t
from dashboard.pages.attributes import attributes


def chart_slot(exhibit: Exhibit, lang: Lang) -> html.Div | None:
    """Slot and button of an exhibit's chart; None when it has none.

    The button is pressed by a reader, or by the script when the chart comes into view on a good connection.
    The script marks the slot with `data-drawn` once the chart is there.
    """
    if not has_chart(exhibit):
        return None
    return html.Div(
        className="chart",
        children=[
            html.Div(id={"type": "chart", "key": exhibit.key}, className="chart-slot", tabIndex="-1"),
            html.Button(
                t(lang, "shell.draw"),
                id={"type": "draw", "key": exhibit.key},
                type="button",
                className="draw-chart",
                **attributes(data_busy=t(lang, "shell.drawing")),
            ),
        ],
    )
