"""Going from page to page without loading one: a new address gives a new frame."""

from __future__ import annotations

from collections.abc import Callable

from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.pages.address import Address, NotFound, parse
from dashboard.pages.model import Page
from dashboard.shell import frame


def register(app: Dash, page_at: Callable[[Address], Page]) -> None:
    """The script writes the address, the frame follows."""

    @app.callback(Output("frame", "children"), Input("address", "value"), prevent_initial_call=True)
    def _frame(href: object) -> list[Component]:
        return frame(page_at(address_of(href)))


def address_of(href: object) -> Address:
    """The address in a callback's argument. Raises NotFound or BadAddress for anything else."""
    if not isinstance(href, str) or not href.startswith("/"):
        raise NotFound(repr(href))
    return parse(href)
