"""The place of a drawing on a page: empty until somebody wants the chart."""

from __future__ import annotations

from dash import html

from dashboard.channels.drawn import has_chart, rooms
from dashboard.channels.html import static
from dashboard.channels.table_html import table_html
from dashboard.exhibits.drawings import Flows
from dashboard.exhibits.model import Exhibit
from dashboard.figures.canvas import WIDTHS
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes
from dashboard.pages.chart_tools import chart_tools, shows_table


def chart_slot(exhibit: Exhibit, address: Address) -> html.Div | None:
    """Slot and button of an exhibit's chart and what one can do with it; None when it has none.

    The button is pressed by a reader, or by the script when the chart comes into view on a good connection; the script
    says before which width the chart is for. It marks the slot with `data-drawn` once the chart is there.
    """
    if not has_chart(exhibit):
        return None
    lang = address.lang
    if shows_table(exhibit, address):
        return html.Div(
            [static(table_html(exhibit)), html.Div(chart_tools(exhibit, address), className="chart-bar")],
            className="chart chart-as-table",
        )
    kept_rooms = rooms(exhibit)
    kept = " ".join(f"{width}:{room}" for width, room in kept_rooms.items())
    return html.Div(
        className="chart chart-for-desks" if isinstance(exhibit.drawing, Flows) else "chart",
        children=[
            html.Div(
                id={"type": "chart", "key": exhibit.key},
                className="chart-slot",
                tabIndex="-1",
                **(attributes(data_rooms=kept) if kept else {}),
                style={f"--room-{width}": f"{room}px" for width, room in kept_rooms.items()},
            ),
            html.Data(id={"type": "width", "key": exhibit.key}, value=WIDTHS[0], hidden=True),
            html.Div(
                [
                    chart_tools(exhibit, address),
                    # Last, so that nothing moves when it goes.
                    html.Button(
                        t(lang, "shell.draw"),
                        id={"type": "draw", "key": exhibit.key},
                        type="button",
                        className="draw-chart",
                        **attributes(data_busy=t(lang, "shell.drawing")),
                    ),
                ],
                className="chart-bar",
            ),
        ],
    )
