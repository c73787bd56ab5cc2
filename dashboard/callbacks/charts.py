"""Drawing a chart when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import MATCH, Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component
from werkzeug.exceptions import BadRequest

from dashboard.callbacks.navigation import address_of
from dashboard.channels.drawn import draw, has_chart, height, words_of
from dashboard.exhibits.model import Exhibit
from dashboard.figures import graph_config
from dashboard.figures.canvas import WIDTHS, Width
from dashboard.figures.theme import TOKENS, Theme
from dashboard.pages.address import Address, NotFound


def register(app: Dash, exhibit_of: Callable[[Address, str], Exhibit]) -> None:
    """A pressed button fills the slot beside it with the exhibit's drawing, made for the room it has there."""

    @app.callback(
        Output({"type": "chart", "key": MATCH}, "children"),
        Input({"type": "draw", "key": MATCH}, "n_clicks"),
        State({"type": "width", "key": MATCH}, "value"),
        State("address", "value"),
        State("theme", "value"),
        prevent_initial_call=True,
    )
    def _chart(_clicks: object, width: object, href: object, theme: object) -> list[Component]:
        exhibit = exhibit_at(exhibit_of, address_of(href), ctx.outputs_list)
        return drawing(exhibit, theme_of(theme), width_of(width))


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


def width_of(value: object) -> Width:
    """The class of the room for a drawing in a callback's argument; anything unknown is refused."""
    for width in WIDTHS:
        if value == width:
            return width
    raise BadRequest("width")


def drawing(exhibit: Exhibit, theme: Theme, width: Width) -> list[Component]:
    """The drawing of an exhibit as a Dash component, and what it says in words, for those who do not see it."""
    config: Any = graph_config(exhibit.lang)
    figure = draw(exhibit, theme=theme, width=width)
    # A responsive graph takes its height from its element. The script knows the room that the picture leaves.
    style = {"height": f"var(--room, {height(figure)}px)"}
    said = ". ".join(word.rstrip(".") for word in (exhibit.answer, *words_of(exhibit)) if word)
    return [
        dcc.Graph(figure=figure, config=config, responsive=True, className="drawing", style=style),
        html.P(f"{said}.", className="visually-hidden drawing-said", id=f"{exhibit.key}-said"),
    ]
