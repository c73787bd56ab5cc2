"""A year change as a plain Dash application answers it: pandas reads the facts, graph objects draw them.

The same question to the same database as our spending page: four figures, functions by phase, a treemap, months,
a sankey from sources to functions, and the tables behind them. Nothing of our exhibits or pages is used.
"""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
import plotly.graph_objects as go
from dash import dcc, html
from sqlalchemy import Connection, text

_FACTS = text("""
    SELECT s.direction, s.phase, s.period_end, f.amount_minor / 1e8 AS amount, b.label_ky AS line,
           coalesce(fn.name_ky, src.name_ky) AS name
    FROM fact f
    JOIN slice s ON s.id = f.slice_id
    JOIN municipality m ON m.id = s.municipality_id
    JOIN budget_line b ON b.id = f.line_id
    LEFT JOIN classification fn ON fn.id = b.function_id
    LEFT JOIN classification src ON src.id = b.source_id
    WHERE m.code = 'demo' AND s.fiscal_year = :year AND s.is_current AND f.role = 'line'
""")


def content(year: int, connection: Connection) -> list[Any]:
    """The children of the page's content for a year."""
    facts = pd.read_sql(_FACTS, connection, params={"year": year})
    last = facts[facts["period_end"] == facts[facts["phase"] == "executed"]["period_end"].max()]
    by_phase = last.pivot_table(index=["direction", "name"], columns="phase", values="amount", aggfunc="sum")
    spent = by_phase.loc["expenditure"]
    got = by_phase.loc["revenue"]
    months = (
        facts[(facts["phase"] == "executed") & (facts["direction"] == "expenditure")]
        .groupby("period_end", as_index=False)["amount"]
        .sum()
    )
    bars = go.Figure([go.Bar(y=spent.index, x=spent[phase], name=phase, orientation="h") for phase in spent.columns])
    tree = go.Figure(go.Treemap(labels=spent.index, parents=[""] * len(spent), values=spent["executed"]))
    line = go.Figure(go.Scatter(x=months["period_end"], y=months["amount"]))
    ends = list(range(1, len(got) + len(spent) + 1))
    flow = go.Figure(
        go.Sankey(
            node={"label": ["", *got.index, *spent.index]},
            link={
                "source": [*ends[: len(got)], *[0] * len(spent)],
                "target": [*[0] * len(got), *ends[len(got) :]],
                "value": [*got["executed"], *spent["executed"]],
            },
        )
    )
    totals = {"revenue": got["executed"].sum(), "expenditure": spent["executed"].sum()}
    totals["balance"] = totals["revenue"] - totals["expenditure"]
    cards = [dbc.Col(dbc.Card(dbc.CardBody([html.Div(k), html.H4(f"{v:.1f}")]))) for k, v in totals.items()]
    graphs = [dcc.Graph(figure=figure.update_layout(height=360)) for figure in (bars, tree, line, flow)]
    tables = [dbc.Table.from_dataframe(frame.reset_index().round(1), size="sm") for frame in (spent, months, got)]
    return [dbc.Row(cards), *graphs, *tables]
