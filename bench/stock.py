"""The same page in stock Dash: the components, figures and compression its documentation shows.

`python -m bench.stock DATABASE_URL PORT` serves it. The exhibits are ours, so both sides show the same numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html
from flask import send_from_directory
from sqlalchemy import Connection
from waitress import serve

from dashboard.channels.drawn import has_chart
from dashboard.exhibits.breakdown import breakdown, composition
from dashboard.exhibits.drawings import Headlines
from dashboard.exhibits.flows import flows
from dashboard.exhibits.headlines import headlines
from dashboard.exhibits.model import Exhibit, shown
from dashboard.exhibits.view import View, needed
from dashboard.exhibits.works.money import bought
from dashboard.exhibits.works.view import Frame
from dashboard.exhibits.years import month_by_month, year_by_year
from dashboard.pages.works.read import read_bought
from dashboard.settings import ROOT
from dashboard.store.engine import reading_engine
from dashboard.store.queries import budget, places

TODAY = date(2026, 11, 24)
YEARS = (2023, 2024, 2025, 2026)


def exhibits_of(year: int, connection: Connection) -> tuple[Exhibit, ...]:
    """The exhibits of our spending page and the four figures, by the same queries, without anything of our pages."""
    place = places.place(connection, "demo")
    assert place is not None
    view = View(
        place=place,
        year=year,
        lang="ky",
        today=TODAY,
        statements=budget.statements(connection, place.id),
        classes=budget.classes(connection),
        people=places.people(connection, place.id),
    )
    wanted = needed(view)
    view = replace(view, sums=budget.sums(connection, wanted), remarks=budget.remarks(connection, wanted))
    works = read_bought(view, connection)
    found = (
        headlines(view),
        breakdown(view, "expenditure", "function"),
        composition(view, "expenditure", "function"),
        month_by_month(view, "expenditure"),
        flows(view),
        year_by_year(view, "expenditure"),
        bought(Frame(place, view.lang, TODAY), works.tallies, view.classes, year=year, papers=works.papers),
    )
    return tuple(exhibit for exhibit in found if exhibit is not None)


def figures_of(exhibits: tuple[Exhibit, ...]) -> list[go.Figure]:
    """A graph_objects figure for every exhibit with a drawing: grouped bars, a treemap, lines, a sankey."""
    return [_figure(exhibit) for exhibit in exhibits if has_chart(exhibit)]


def _figure(exhibit: Exhibit) -> go.Figure:
    assert exhibit.drawing is not None
    label = next(exhibit.column(each.key) for each in exhibit.drawing.references() if each.role == "label")
    amounts = [exhibit.column(key) for _, key in exhibit.drawing.amounts]
    rows = [row for row in exhibit.rows if not row.emphasis]
    names = [str(row.cells[label].value) for row in rows]
    values = {exhibit.columns[i].label: [_millions(row.cells[i].value) for row in rows] for i in amounts}
    kind = exhibit.drawing.name
    if kind == "treemap":
        data: list[Any] = [go.Treemap(labels=names, parents=[""] * len(names), values=next(iter(values.values())))]
    elif kind == "flows":
        ends = list(range(1, len(names) + 1))
        ins = [row.key.startswith("in:") for row in rows]
        data = [
            go.Sankey(
                node={"label": ["", *names]},
                link={
                    "source": [n if way else 0 for n, way in zip(ends, ins, strict=True)],
                    "target": [0 if way else n for n, way in zip(ends, ins, strict=True)],
                    "value": next(iter(values.values())),
                },
            )
        ]
    elif kind == "months":
        data = [go.Scatter(x=names, y=series, name=name) for name, series in values.items()]
    else:
        data = [go.Bar(y=names, x=series, name=name, orientation="h") for name, series in values.items()]
    return go.Figure(data).update_layout(title=exhibit.question, height=360)


def _millions(value: object) -> float | None:
    return value / 1e8 if isinstance(value, int) else None


def content(year: int, connection: Connection) -> list[Any]:
    """Figures, charts and tables of a year, as one callback answers them."""
    exhibits = exhibits_of(year, connection)
    large = exhibits[0].drawing
    assert isinstance(large, Headlines)
    cards = [
        dbc.Col(dbc.Card(dbc.CardBody([html.Div(f.label), html.H4(f.value, className="kpi")])), width=6)
        for f in large.figures
    ]
    graphs = [dcc.Graph(figure=figure) for figure in figures_of(exhibits)]
    return [dbc.Row(cards), *graphs, *(_table(exhibit) for exhibit in exhibits)]


def _table(exhibit: Exhibit) -> dbc.Table:
    head = html.Thead(html.Tr([html.Th(column.label) for column in exhibit.columns]))
    body = html.Tbody(
        [
            html.Tr(
                [
                    html.Td(shown(cell, column, exhibit.lang, exhibit.currency))
                    for cell, column in zip(row.cells, exhibit.columns, strict=True)
                ]
            )
            for row in exhibit.rows
        ]
    )
    return dbc.Table([head, body], size="sm")


def make(url: str, answer: Callable[[int, Connection], list[Any]] = content) -> Dash:
    """The application; `answer` gives the content of a year."""
    app = Dash(__name__, compress=True, use_async=False, external_stylesheets=["/boot/bootstrap.min.css"])
    engine = reading_engine(url)
    app.layout = dbc.Container(
        [html.H1("Чыгашалар"), dcc.Dropdown(list(YEARS), 2025, id="year", clearable=False), html.Div(id="content")]
    )

    @app.callback(Output("content", "children"), Input("year", "value"))
    def show(year: int) -> list[Any]:
        with engine.connect() as connection:
            return answer(int(year), connection)

    @app.server.get("/boot/<name>")
    def boot(name: str) -> Any:
        return send_from_directory(ROOT / "node_modules" / "bootstrap" / "dist" / "css", name)

    return app


if __name__ == "__main__":
    serve(make(sys.argv[1]).server, host="127.0.0.1", port=int(sys.argv[2]), threads=8)
