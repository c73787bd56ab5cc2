"""The Bootstrap components the pages use, as the HTML that dash-bootstrap-components 2 draws for them.

Each function takes a component's set properties and the HTML of its children. A property that is not listed for
its component in `COMPONENTS` is refused by the caller, so that nothing is silently drawn otherwise than by Dash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dashboard.channels.markup import classes, element, text, words

Props = Mapping[str, Any]
COMMON = words(
    "children id className class_name style key n_clicks n_submit n_blur debounce "
    "persistence persisted_props persistence_type"
)
_SIZES = {"xs": "", "width": "", "sm": "-sm", "md": "-md", "lg": "-lg", "xl": "-xl", "xxl": "-xxl"}
_INPUT = sorted(
    words(
        "type placeholder value name max maxlength maxLength min minlength minLength pattern step list required "
        "readonly disabled autocomplete autoComplete autofocus autoFocus inputmode inputMode tabindex tabIndex"
    )
)


def _own(props: Props, *names: str | bool | None) -> dict[str, object]:
    """Attributes every component has: its id, its classes, its style."""
    given = props.get("class_name") or props.get("className")
    return {"id": props.get("id"), "className": classes(given, *names) or None, "style": props.get("style")}


def _with(prefix: str, value: str | None) -> str | None:
    return f"{prefix}{value}" if value else None


def _container(props: Props, inner: str) -> str:
    fluid = props.get("fluid")
    name = "container-fluid" if fluid is True else f"container-{fluid}" if fluid else "container"
    return element(props.get("tag") or "div", _own(props, name), inner)


def _row(props: Props, inner: str) -> str:
    places = _with("align-items-", props.get("align")), _with("justify-content-", props.get("justify"))
    return element("div", _own(props, *places, "row"), inner)


def _col(props: Props, inner: str) -> str:
    sizes = list(_col_classes(props))
    plain = () if any(name.startswith("col") for name in sizes) else ("col",)
    return element("div", _own(props, _with("align-self-", props.get("align")), *sizes, *plain), inner)


def _col_classes(props: Props) -> Iterator[str]:
    for size, infix in _SIZES.items():
        value = props.get(size)
        parts = value if isinstance(value, Mapping) else {"size": value}
        span = parts.get("size")
        if span:
            yield f"col{infix}" if span is True else f"col{infix}-{span}"
        for place in ("order", "offset"):
            if parts.get(place) is not None:
                yield f"{place}{infix}-{parts[place]}"


def _table(props: Props, inner: str) -> str:
    kinds = (f"table-{kind}" for kind in ("striped", "bordered", "borderless", "hover") if props.get(kind))
    looks = _with("table-", props.get("size")), _with("table-", props.get("color"))
    table = element("table", _own(props, "table", *looks, *kinds), inner)
    responsive = props.get("responsive")
    if not responsive:
        return table
    name = "table-responsive" if responsive is True else f"table-responsive-{responsive}"
    return element("div", {"className": name}, table)


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
    own = _own(
        props,
        "badge",
        "rounded-pill" if props.get("pill") else None,
        _with("text-", props.get("text_color")),
        f"bg-{props.get('color') or 'secondary'}",
    )
    own["title"] = props.get("title")
    return element("a", own | _link(props), inner) if props.get("href") is not None else element("span", own, inner)


def _alert(props: Props, inner: str) -> str:
    if props.get("is_open") is False:
        return ""
    closes, fades = props.get("dismissable"), props.get("fade", True)
    own = _own(
        props,
        "fade" if fades else None,
        "alert",
        f"alert-{props.get('color') or 'success'}",
        "alert-dismissible" if closes else None,
        "show" if fades else None,
    )
    cross = element("button", {"type": "button", "className": "btn-close", "aria-label": "Close alert"})
    return element("div", {"role": "alert"} | own, (cross if closes else "") + inner)


def _card(props: Props, inner: str) -> str:
    kind = "border-" if props.get("outline") else "bg-"
    own = _own(props, "card", _with(kind, props.get("color")), "text-white" if props.get("inverse") else None)
    return element("div", own, element("div", {"className": "card-body"}, inner) if props.get("body") else inner)


def _card_body(props: Props, inner: str) -> str:
    return element("div", _own(props, "card-body"), inner)


def _nav(props: Props, inner: str) -> str:
    vertical = props.get("vertical")
    column = "flex-column" if vertical is True else f"flex-{vertical}-column" if vertical else None
    kinds = (f"nav-{kind}" for kind in ("pills", "fill", "justified") if props.get(kind))
    return element("div", _own(props, _with("justify-content-", props.get("horizontal")), column, "nav", *kinds), inner)


def _nav_link(props: Props, inner: str) -> str:
    active = props.get("active")
    if isinstance(active, str):
        raise TypeError(f"NavLink active={active!r} depends on the browser's address: give True or False")
    names = "nav-link", "active" if active else None, "disabled" if props.get("disabled") else None
    return element("a", _own(props, *names) | _link(props), inner)


def _breadcrumb(props: Props, _inner: str) -> str:
    items = "".join(_breadcrumb_item(item, props) for item in props.get("items") or [])
    own = _own(props) | {"aria-label": "breadcrumb"}
    return element(props.get("tag") or "nav", own, element("ol", {"className": "breadcrumb"}, items))


def _breadcrumb_item(item: Props, props: Props) -> str:
    active = item.get("active")
    given = props.get("item_class_name") or props.get("itemClassName")
    own = {
        "className": classes("breadcrumb-item", given, "active" if active else None),
        "style": props.get("item_style"),
        "aria-current": "page" if active else None,
    }
    label = text(item.get("label"))
    if active:
        return element("li", own, label)
    # Without an address it is drawn as a button that leads nowhere.
    link = {"href": item["href"]} if item.get("href") else {"href": "#", "role": "button", "tabIndex": 0}
    return element("li", own, element("a", link, label))


COMPONENTS: dict[str, tuple[Callable[[Props, str], str], frozenset[str]]] = {
    name: (function, words(allowed))
    for name, function, allowed in (
        ("Container", _container, "fluid tag"),
        ("Row", _row, "align justify"),
        ("Col", _col, "align width xs sm md lg xl xxl"),
        ("Table", _table, "size bordered borderless striped color hover responsive"),
        (
            "Button",
            _button,
            "color href external_link active disabled size title outline target type download name value rel",
        ),
        ("Input", _input, " ".join(_INPUT) + " size html_size valid invalid plaintext"),
        ("Select", _select, "options value placeholder disabled required valid invalid size html_size name"),
        ("Label", _label, "html_for hidden check"),
        ("Badge", _badge, "color text_color href external_link pill target title"),
        ("Alert", _alert, "is_open color dismissable fade"),
        ("Card", _card, "color body outline inverse"),
        ("CardBody", _card_body, ""),
        ("Nav", _nav, "pills vertical horizontal fill justified"),
        ("NavLink", _nav_link, "href active disabled external_link target"),
        ("Breadcrumb", _breadcrumb, "items item_style item_class_name itemClassName tag"),
    )
}
