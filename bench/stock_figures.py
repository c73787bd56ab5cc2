"""Drawings of exhibits as the documentation of Plotly shows them: graph objects with the default template."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.exhibits.model import Exhibit, Row

_MINOR_IN_MILLION = 1e8
_OVER_TIME = ("months", "years")


def figure_of(exhibit: Exhibit) -> go.Figure:
    """Grouped bars, a treemap, lines over the months or a sankey of the columns that the exhibit's drawing names."""
    assert exhibit.drawing is not None
    kind = exhibit.drawing.figure
    label, *amounts = (exhibit.column(key) for key in exhibit.drawing.columns if key != "side")
    rows = [row for row in exhibit.rows if kind in _OVER_TIME or not row.emphasis]
    names = [str(row.cells[label].value) for row in rows]
    values = {exhibit.columns[at].label: _amounts(rows, at) for at in amounts}
    first = next(iter(values.values()))
    match kind:
        case "treemap":
            traces = [_treemap(rows, names, first)]
        case "flows":
            traces = [_sankey(rows, names, first)]
        case "months":
            traces = [go.Scatter(x=names, y=series, name=name) for name, series in values.items()]
        case _:
            traces = [go.Bar(y=names, x=series, name=name, orientation="h") for name, series in values.items()]
    return go.Figure(traces).update_layout(height=420)


def _treemap(rows: Sequence[Row], names: list[str], values: list[float | None]) -> go.Treemap:
    parents: list[str] = []
    open_rows: list[int] = []
    for at, row in enumerate(rows):
        while open_rows and rows[open_rows[-1]].level >= row.level:
            open_rows.pop()
        parents.append(str(open_rows[-1]) if open_rows else "")
        open_rows.append(at)
    # A row with parts is as large as its parts.
    sizes = [0 if str(at) in parents else value for at, value in enumerate(values)]
    return go.Treemap(ids=[str(at) for at in range(len(rows))], labels=names, parents=parents, values=sizes)


def _sankey(rows: Sequence[Row], names: list[str], values: list[float | None]) -> go.Sankey:
    comes_in = [row.key.startswith("in:") for row in rows]
    ends = range(1, len(rows) + 1)
    return go.Sankey(
        node={"label": ["", *names]},
        link={
            "source": [end if way else 0 for end, way in zip(ends, comes_in, strict=True)],
            "target": [0 if way else end for end, way in zip(ends, comes_in, strict=True)],
            "value": values,
        },
    )


def _amounts(rows: Sequence[Row], at: int) -> list[float | None]:
    values = [row.cells[at].value for row in rows]
    return [value / _MINOR_IN_MILLION if isinstance(value, (int, float)) else None for value in values]
