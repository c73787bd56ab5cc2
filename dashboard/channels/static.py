"""Parts of a page that only their exhibit can change, as one component that holds their HTML.

React would otherwise mount every cell of every table: on a phone that costs more time than everything else Dash does.
The component has no script of its own package; `assets/js/static.js` registers it before Dash starts.
"""

from __future__ import annotations

from dash.development.base_component import Component


class Static(Component):
    """A `div` whose content is HTML that `channels.html.render` made, and nobody else."""

    _namespace = "dashboard"  # the package: Dash imports what a namespace names
    _type = "Static"
    html: str
    className: str

    def __init__(self, html: str, className: str = "static") -> None:
        self._children_props = []
        self._base_nodes = ["children"]
        self._prop_names = self.available_properties = ["className", "html"]
        self._valid_wildcard_attributes = self.available_wildcard_properties = []
        super().__init__(html=html, className=className)  # type: ignore[no-untyped-call] # components of Dash have no types
