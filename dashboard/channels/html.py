"""The first paint: a Dash component tree as the HTML that Dash will draw from it in the browser."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from dashboard.channels import bootstrap
from dashboard.channels.markup import Markup, element, text
from dashboard.channels.static import Static

_NOT_DRAWN = frozenset({"Graph", "Store", "Location", "Interval", "Download"})
_HANDLERS = frozenset({"children", "key", "n_clicks", "n_clicks_timestamp", "disable_n_clicks"})
_LINK = ("href", "title", "target", "className", "style", "id")
_TAGS = {"ObjectEl": "object", "MapEl": "map"}
# They run or fetch what they name as soon as the parser meets them.
_REFUSED = frozenset({"Script", "Iframe", "Embed", "ObjectEl", "Base", "Meta", "Link"})


def render(node: object) -> str:
    """HTML of a component tree: `html.*`, the Bootstrap components of `bootstrap`, `dcc.Link`, text, numbers, lists.

    Graphs, stores and the like draw nothing before the script. Ids that are texts are kept, dictionaries are dropped.
    Every text is escaped and every address goes through `safe_url`.
    Raises TypeError naming a component or property it cannot draw as Dash would.
    """
    if isinstance(node, (list, tuple)):
        return "".join(_text_only(child) if isinstance(child, (list, tuple)) else render(child) for child in node)
    if not isinstance(node, Component):
        return node if isinstance(node, Markup) else text(node)
    if isinstance(node, Static):
        return element("div", {"className": node.className}, node.html)
    kind: str = node._type
    props = _props(node)
    namespace = node._namespace
    if namespace == "dash_html_components" and kind not in _REFUSED:
        attributes = {name: value for name, value in props.items() if name not in _HANDLERS}
        return element(_TAGS.get(kind, kind.lower()), attributes, render(props.get("children")))
    if namespace == "dash_bootstrap_components" and kind in bootstrap.COMPONENTS:
        return _bootstrap(kind, props)
    if namespace == "dash_core_components" and kind in _NOT_DRAWN:
        return ""
    if namespace == "dash_core_components" and kind == "Link":
        inner = props.get("children")
        attributes = {name: props.get(name) for name in _LINK}
        return element("a", attributes, render(props.get("href") if inner is None else inner))
    raise TypeError(f"{namespace}.{kind} cannot be part of the first paint")


def static(*children: object) -> Static:
    """Children that no callback touches, as one component holding their HTML."""
    return Static(render(children))


def _text_only(nested: list[object] | tuple[object, ...]) -> str:
    """A list inside a list: Dash finds the components of the outer one only, and fails on deeper ones."""
    for child in nested:
        if isinstance(child, Component):
            raise TypeError(f"{child._namespace}.{child._type} in a list inside a list: Dash cannot draw it")
    return "".join(_text_only(child) if isinstance(child, (list, tuple)) else text(child) for child in nested)


def _bootstrap(kind: str, props: dict[str, Any]) -> str:
    function, allowed = bootstrap.COMPONENTS[kind]
    unknown = sorted(
        name
        for name, value in props.items()
        if name not in allowed and name not in bootstrap.COMMON and value not in (None, False)
    )
    if unknown:
        raise TypeError(f"dash_bootstrap_components.{kind}: {', '.join(unknown)} cannot be part of the first paint")
    return function(props, render(props.get("children")))


def _props(node: Component) -> dict[str, Any]:
    """Properties that were given; the id only when it is a text."""
    known = frozenset(node._prop_names)
    return {
        name: value
        for name, value in vars(node).items()
        if (name in known or name.startswith(("data-", "aria-"))) and not (name == "id" and isinstance(value, dict))
    }
