"""The Bootstrap components the pages use, as the HTML that dash-bootstrap-components 2 draws for them.

Each function takes a component's set properties and the HTML of its children. A component that is not listed in
`COMPONENTS`, or has a property that is not listed for it, is no part of the first paint but an island, so that
nothing is silently drawn otherwise than by Dash.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.channels.markup import classes, element, text, words

Props = Mapping[str, Any]
COMMON = words(
    "children id className class_name style key n_clicks n_submit n_blur debounce "
    "persistence persisted_props persistence_type"
)
_INPUT = sorted(
    words(
        "type placeholder value name max maxlength maxLength min minlength minLength pattern step list required "
        "readonly disabled autocomplete autoComplete autofocus autoFocus inputmode inputMode tabindex tabIndex"
    )
)


_COLORS = words("primary secondary success danger warning info light dark white transparent")


def _own(props: Props, *names: str | bool | None) -> dict[str, object]:
    """Attributes every component has: its id, its classes, its style."""
    given = props.get("class_name") or props.get("className")
    return {"id": props.get("id"), "className": classes(given, *names) or None, "style": props.get("style")}


def _in_color(props: Props, prefix: str, color: str | None, *names: str | bool | None) -> dict[str, object]:
    """The same in a colour: a class where Bootstrap has a name for it, otherwise the background."""
    if not color or color in _COLORS:
        return _own(props, *names, _with(prefix, color))
    return _own(props, *names) | {"style": {"backgroundColor": color, **(props.get("style") or {})}}


def _with(prefix: str, value: str | None) -> str | None:
    return f"{prefix}{value}" if value else None


def _button(props: Props, inner: str) -> str:
    kind = "btn-outline-" if props.get("outline") else "btn-"
    own = _own(
        props,
        "btn",
        props.get("active") and "active",
        f"{kind}{props.get('color') or 'primary'}",
        _with("btn-", props.get("size")),
    )
    if props.get("href") is not None and not props.get("disabled"):
        link = _link(props) | {"download": props.get("download"), "rel": props.get("rel")}
        return element("a", own | link | {"role": "button", "tabIndex": 0, "title": props.get("title")}, inner)
    return element(
        "button", own | {name: props.get(name) for name in ("type", "disabled", "name", "value", "title")}, inner
    )


def _link(props: Props) -> dict[str, object]:
    """An address; only links that leave the app honour a target."""
    return {"href": props.get("href"), "target": props.get("target") if props.get("external_link") else None}


def _validity(props: Props) -> tuple[str | None, str | None]:
    return ("is-valid" if props.get("valid") else None), ("is-invalid" if props.get("invalid") else None)


def _input(props: Props, _inner: str) -> str:
    name = "form-control-plaintext" if props.get("plaintext") else "form-control"
    own = _own(props, *_validity(props), _with("form-control-", props.get("size")), name)
    attributes = {"size": props.get("html_size")} | {key: props.get(key) for key in _INPUT}
    return element("input", own | attributes | {"step": props.get("step", "any")})


def _select(props: Props, _inner: str) -> str:
    options = props.get("options") or []
    if isinstance(options, Mapping):
        options = [{"value": value, "label": label} for value, label in options.items()]
    options = [one if isinstance(one, Mapping) else {"value": one, "label": one} for one in options]
    chosen = props.get("value")
    blank = {"value": "", "disabled": True, "hidden": True, "selected": chosen is None}
    drawn = element("option", blank, text(props.get("placeholder")))
    for one in options:
        selected = chosen is not None and text(one["value"]) == text(chosen)
        attributes = {key: one.get(key) for key in ("value", "disabled", "title")} | {"selected": selected}
        drawn += element("option", attributes, text(one["label"]))
    own = _own(props, "form-select", _with("form-select-", props.get("size")), *_validity(props))
    rest = {key: props.get(key) for key in ("name", "required", "disabled")}
    return element("select", own | rest | {"size": props.get("html_size")}, drawn)


def _label(props: Props, inner: str) -> str:
    own = _own(props, "form-check-label" if props.get("check") else None, "form-label")
    return element("label", own | {"htmlFor": props.get("html_for"), "hidden": props.get("hidden")}, inner)


def _badge(props: Props, inner: str) -> str:
    names = ("badge", "rounded-pill" if props.get("pill") else None, _with("text-", props.get("text_color")))
    own = _in_color(props, "bg-", props.get("color") or "secondary", *names)
    own["title"] = props.get("title")
    return element("a", own | _link(props), inner) if props.get("href") is not None else element("span", own, inner)


def _card(props: Props, inner: str) -> str:
    kind = "border-" if props.get("outline") else "bg-"
    own = _in_color(props, kind, props.get("color"), "card", "text-white" if props.get("inverse") else None)
    return element("div", own, element("div", {"className": "card-body"}, inner) if props.get("body") else inner)


def _card_body(props: Props, inner: str) -> str:
    return element("div", _own(props, "card-body"), inner)


@dataclass(frozen=True)
class AsBootstrap:
    """How a component is drawn, and the properties that this way of drawing knows."""

    draw: Callable[[Props, str], str]
    known: frozenset[str]


COMPONENTS = {
    "Button": AsBootstrap(
        _button,
        words("color href external_link active disabled size title outline target type download name value rel"),
    ),
    "Input": AsBootstrap(_input, words("size html_size valid invalid plaintext").union(_INPUT)),
    "Select": AsBootstrap(
        _select, words("options value placeholder disabled required valid invalid size html_size name")
    ),
    "Label": AsBootstrap(_label, words("html_for hidden check")),
    "Badge": AsBootstrap(_badge, words("color text_color href external_link pill target title")),
    "Card": AsBootstrap(_card, words("color body outline inverse")),
    "CardBody": AsBootstrap(_card_body, frozenset()),
}


def unknown(kind: str, props: Props) -> list[str]:
    """Properties given to a component of `COMPONENTS` that its drawing would not show."""
    known = COMPONENTS[kind].known | COMMON
    return sorted(name for name, value in props.items() if name not in known and value not in (None, False))
