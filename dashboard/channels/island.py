"""A component of Dash that a page can do without until it is seen: readable HTML first, the component later.

The component is part of Dash's layout from the beginning, so callbacks know its id and properties; only its drawing
waits for its suite. `assets/js/islands.js` draws it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

from dashboard.channels.bootstrap import COMPONENTS
from dashboard.channels.markup import element

PLOTLY = "plotly"
BOOTSTRAP = "bootstrap"
# What a suite's components need beside its script.
_CORE, _BOOTSTRAP_SUITE = "dash_core_components", "dash_bootstrap_components"
_ALWAYS_THERE = frozenset({"dash_html_components", "dashboard"})


class Island(Component):
    """A place that shows `fallback` (HTML that `channels.html` made, and nobody else) until `children` can be drawn.

    `suites` names what has to be loaded before; `style` holds the room the component will take, if it is known.
    """

    _namespace = "dashboard"
    _type = "Island"
    children: Component
    fallback: str
    suites: list[str]
    style: dict[str, str | int]

    def __init__(
        self, children: Component, fallback: str, suites: Sequence[str], style: Mapping[str, str | int] | None = None
    ) -> None:
        self._children_props: list[str] = []
        self._base_nodes = ["children"]
        self._prop_names = self.available_properties = ["children", "fallback", "suites", "style"]
        self._valid_wildcard_attributes = self.available_wildcard_properties = []
        given = {"style": dict(style)} if style else {}
        super().__init__(children=children, fallback=fallback, suites=list(suites), **given)  # type: ignore[no-untyped-call] # components of Dash have no types

    def drawn(self) -> str:
        """Its first paint."""
        attributes = {"className": "island", "tabIndex": "-1", "style": getattr(self, "style", None)}
        return element("div", attributes, element("div", {"className": "island-fallback"}, self.fallback))


def suites_of(part: object) -> frozenset[str]:
    """Names of the suites whose components a tree holds outside of islands, and of what these need beside them:
    plotly for charts, the whole of Bootstrap's styles for components that are not drawn by `channels.bootstrap`."""
    found: set[str] = set()
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Island):
            continue
        if isinstance(one, Component):
            found.add(one._namespace)
            if (one._namespace, one._type) == (_CORE, "Graph"):
                found.add(PLOTLY)
            if one._namespace == _BOOTSTRAP_SUITE and one._type not in COMPONENTS:
                found.add(BOOTSTRAP)
            waiting += vars(one).values()
        elif isinstance(one, Mapping):
            waiting += one.values()
        elif isinstance(one, (list, tuple)):
            waiting += one
    return frozenset(found - _ALWAYS_THERE)


def needed_by(component: Component) -> list[str]:
    """What an island of this component loads. Every component of Bootstrap brings the whole style sheet there: the one
    in the document is cut down to the classes that the pages' own code names."""
    suites = suites_of(component)
    return sorted(suites | {BOOTSTRAP} if _BOOTSTRAP_SUITE in suites else suites)
