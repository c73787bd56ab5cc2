"""Drawing a chart when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import MATCH, Dash, Input, Output, State, ctx, dcc
from werkzeug.exceptions import BadRequest

from dashboard.callbacks.navigation import address_of
from dashboard.channels.drawn import draw, has_chart
from dashboard.exhibits.model import Exhibit
from dashboard.figures import graph_config
from dashboard.figures.theme import TOKENS, Theme
from dashboard.pages.address import Address, NotFound


def register(app: Dash, exhibit_of: Callable[[Address, str], Exhibit]) -> None:
    """A pressed button fills the slot beside it with the exhibit's drawing."""

    @app.callback(
        Output({"type": "chart", "key": MATCH}, "children"),
        Input({"type": "draw", "key": MATCH}, "n_clicks"),
        State("address", "value"),
        State("theme", "value"),
        prevent_initial_call=True,
    )
    def _chart(_clicks: object, href: object, theme: object) -> dcc.Graph:
        return graph(exhibit_at(exhibit_of, address_of(href), ctx.outputs_list), theme_of(theme))


def exhibit_at(exhibit_of: Callable[[Address, str], Exhibit], address: Address, output: object) -> Exhibit:
    """The exhibit whose slot the callback fills. Raises NotFound when the page draws no such thing."""
    identity = output.get("id") if isinstance(output, Mapping) else None
    key = identity.get("key") if isinstance(identity, Mapping) else None
    exhibit = exhibit_of(address, str(key))
    if not has_chart(exhibit):
        raise NotFound(repr(key))
    return exhibit


def theme_of(value: object) -> Theme:
    """The colour theme in a callback's argument; anything unknown is refused."""
    for theme in TOKENS:
        if value == theme:
            return theme
    raise BadRequest("theme")


def graph(exhibit: Exhibit, theme: Theme) -> dcc.Graph:
    """The drawing of an exhibit as a Dash component."""
    config: Any = graph_config(exhibit.lang)
    figure = draw(exhibit, theme=theme)
    # A responsive graph takes its height from its element, never from the layout.
    style = {"height": f"{figure['layout']['height']}px"}
    return dcc.Graph(figure=figure, config=config, responsive=True, className="drawing", style=style)
