"""The first paint: a Dash component tree as the HTML that Dash will draw from it in the browser."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from copy import copy
from functools import cache
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.channels import bootstrap
from dashboard.channels.island import Island, needed_by
from dashboard.channels.markup import Markup, element, text, words
from dashboard.channels.static import Static

log = logging.getLogger(__name__)
_HTML, _CORE, _BOOTSTRAP = "dash_html_components", "dash_core_components", "dash_bootstrap_components"
# What shows nothing until something happens; Dash needs it from the start.
_UNSEEN = {
    _CORE: words("Store Location Interval Download ConfirmDialog Geolocation Tooltip"),
    _BOOTSTRAP: words("Modal Offcanvas Toast Tooltip Popover"),
}
_HANDLERS = frozenset({"children", "key", "n_clicks", "n_clicks_timestamp", "disable_n_clicks"})
_LINK = ("href", "title", "target", "className", "style", "id")
_TAGS = {"ObjectEl": "object", "MapEl": "map"}
# They run or fetch what they name as soon as the parser meets them.
_REFUSED = frozenset({"Script", "Iframe", "Embed", "ObjectEl", "Base", "Meta", "Link"})
# Properties that say in words what a component is about.
_WORDS = ("label", "title", "brand")
# Tags of HTML that shows nothing: all but those of pictures and fields.
_BOXES = re.compile(r"<(?!(?:img|svg|video|audio|input|textarea|progress|meter)\b)[^>]*>")


def render(node: object) -> str:
    """HTML of a component tree: `html.*`, the Bootstrap components of `bootstrap`, `dcc.Link`, text, numbers, lists.

    Every other component is an island; stores and the like draw nothing. Ids that are texts are kept, dictionaries
    are dropped. Every text is escaped and every address goes through `safe_url`.
    Raises TypeError naming what cannot be part of a page (scripts, frames, lists inside lists).
    """
    return _drawn(_replaced(node, _plain_island), alive=True)


def static(*children: object) -> Static:
    """Children that no callback touches, as one component holding their HTML.

    Raises TypeError naming a component that only a script can draw: in here it would never come alive.
    """
    return Static(_drawn(children, alive=False))


def island(component: Component, fallback: object = None, *, height: int | str | None = None) -> Island:
    """A component of any suite, drawn when it is seen; `fallback` is what is read until then and without scripts.

    Without a fallback its own words (label, title) and children are shown; what is empty, `with_islands` fills.
    `height` (pixels, or a CSS length) keeps room for it, so that nothing jumps; by itself it is the height the
    component's style says.
    """
    shown = component if fallback is None else fallback
    room = height if height is not None else (getattr(component, "style", None) or {}).get("height")
    drawn = _drawn(_replaced(shown, _readable), alive=True)
    return Island(component, drawn, needed_by(component), {"minHeight": room} if room else None)


def with_islands(tree: Any, needs_scripts: str) -> Any:
    """The same tree with an island for every component that the first paint cannot draw as Dash does.

    `needs_scripts` is the sentence that readers without scripts get where an island has nothing else to say.
    """

    def instead(component: Component) -> Island:
        made = _plain_island(component)
        if not _empty(made):
            return made
        filled = copy(made)
        filled.fallback = _drawn(html.P(needs_scripts), alive=False)
        return filled

    return _replaced(tree, instead)


def _plain_island(component: Component) -> Island:
    made = component if isinstance(component, Island) else island(component)
    if _empty(made):
        _say_empty(f"{made.children._namespace}.{made.children._type}")
    return made


def _empty(made: Island) -> bool:
    return not _BOXES.sub("", made.fallback).strip()


@cache
def _say_empty(name: str) -> None:
    log.warning("%s shows nothing before its script is there: island(component, fallback) gives readers a text", name)


def _readable(component: Component) -> Component | None:
    """What a component says without its script: its own words and its children; an island what it shows anyway."""
    if isinstance(component, Island):
        return component
    said = [html.P(value) for value in (getattr(component, name, None) for name in _WORDS) if isinstance(value, str)]
    children = getattr(component, "children", None)
    inner = list(children) if isinstance(children, (list, tuple)) else [] if children is None else [children]
    return html.Div([*said, *_replaced(inner, _readable)]) if said or inner else None


def _replaced(node: Any, instead: Callable[[Component], object]) -> Any:
    """The tree with something else in place of what cannot be drawn; what does not change is the same object."""
    if isinstance(node, (list, tuple)):
        made = [_replaced(child, instead) for child in node]
        return node if all(new is old for new, old in zip(made, node, strict=True)) else made
    if not isinstance(node, Component) or isinstance(node, Static):
        return node
    if not _can_draw(node):
        return instead(node)
    children = getattr(node, "children", None)
    made = _replaced(children, instead)
    if made is children:
        return node
    changed = copy(node)
    changed.children = made
    return changed


def _can_draw(node: Component) -> bool:
    """Whether the first paint shows a component as Dash will."""
    namespace, kind = node._namespace, node._type
    if namespace == _BOOTSTRAP and kind in bootstrap.COMPONENTS:
        return not bootstrap.unknown(kind, _props(node))
    return namespace == _HTML or kind in _UNSEEN.get(namespace, ()) or (namespace, kind) == (_CORE, "Link")


def _drawn(node: object, *, alive: bool) -> str:
    """HTML of a tree whose components can all be drawn; islands only where they can come alive."""
    if isinstance(node, (list, tuple)):
        return "".join(
            _text_only(child) if isinstance(child, (list, tuple)) else _drawn(child, alive=alive) for child in node
        )
    if not isinstance(node, Component):
        return node if isinstance(node, Markup) else text(node)
    if isinstance(node, Static):
        return element("div", {"className": node.className}, node.html)
    if isinstance(node, Island) and alive:
        return node.drawn()
    kind: str = node._type
    props = _props(node)
    namespace = node._namespace
    if namespace == _HTML and kind not in _REFUSED:
        attributes = {name: value for name, value in props.items() if name not in _HANDLERS}
        return element(_TAGS.get(kind, kind.lower()), attributes, _drawn(props.get("children"), alive=alive))
    if namespace == _BOOTSTRAP and kind in bootstrap.COMPONENTS and not bootstrap.unknown(kind, props):
        return bootstrap.COMPONENTS[kind].draw(props, _drawn(props.get("children"), alive=alive))
    if kind in _UNSEEN.get(namespace, ()):
        return ""
    if (namespace, kind) == (_CORE, "Link"):
        inner = props.get("children")
        attributes = {name: props.get(name) for name in _LINK}
        return element("a", attributes, _drawn(props.get("href") if inner is None else inner, alive=alive))
    raise TypeError(f"{namespace}.{kind} cannot be drawn without its script")


def _text_only(nested: list[object] | tuple[object, ...]) -> str:
    """A list inside a list: Dash finds the components of the outer one only, and fails on deeper ones."""
    for child in nested:
        if isinstance(child, Component):
            raise TypeError(f"{child._namespace}.{child._type} in a list inside a list: Dash cannot draw it")
    return "".join(_text_only(child) if isinstance(child, (list, tuple)) else text(child) for child in nested)


def _props(node: Component) -> dict[str, Any]:
    """Properties that were given, by name; the id only when it is a text.

    Dash keeps them in an order that every process throws dice for.
    """
    known = frozenset(node._prop_names)
    return {
        name: value
        for name, value in sorted(vars(node).items())
        if (name in known or name.startswith(("data-", "aria-"))) and not (name == "id" and isinstance(value, dict))
    }
