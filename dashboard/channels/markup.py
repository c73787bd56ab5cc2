"""Elements and attributes as text, by the rules React follows when it draws the same properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from html import escape

from dashboard.channels.urls import safe_url


def words(listed: str) -> frozenset[str]:
    """The words of a list written as one text."""
    return frozenset(listed.split())


_VOID = words("area base br col embed hr img input link meta param source track wbr")
_NAMES = {"classname": "class", "htmlfor": "for", "acceptcharset": "accept-charset", "httpequiv": "http-equiv"}
_BOOLEAN = words(
    "allowfullscreen async autofocus autoplay checked controls default defer disabled formnovalidate hidden loop "
    "multiple muted novalidate open readonly required reversed selected"
)
_TRUE_OR_FALSE = words("contenteditable draggable spellcheck")
_ADDRESSES = words("action cite formaction href icon manifest poster src")
# CSS properties whose numbers are plain numbers; React adds "px" to every other number but 0.
_UNITLESS = words(
    "animationIterationCount aspectRatio borderImageOutset borderImageSlice borderImageWidth boxFlex boxFlexGroup "
    "boxOrdinalGroup columnCount columns flex flexGrow flexPositive flexShrink flexNegative flexOrder gridArea gridRow "
    "gridRowEnd gridRowSpan gridRowStart gridColumn gridColumnEnd gridColumnSpan gridColumnStart fontWeight lineClamp "
    "lineHeight opacity order orphans scale tabSize widows zIndex zoom fillOpacity floodOpacity stopOpacity "
    "strokeDasharray strokeDashoffset strokeMiterlimit strokeOpacity strokeWidth WebkitLineClamp"
)
_UNSENDABLE = re.compile(r"[\x00\ud800-\udfff]")


class Markup(str):
    """Text that is HTML already, made by `element` and `text`; the only text that is put in as it is."""


def element(tag: str, attributes: Mapping[str, object], inner: str = "") -> str:
    """`<tag …>inner</tag>`; `inner` is HTML already. Attributes are named as React names them; None is left out."""
    opening = f"<{tag}{''.join([_attribute(name, value) for name, value in attributes.items()])}>"
    if tag in _VOID:
        return opening
    # The parser swallows a line break right after these.
    first = "\n" if tag in ("pre", "textarea") and inner.startswith("\n") else ""
    return f"{opening}{first}{inner}</{tag}>"


def text(value: object) -> str:
    """A child that is no component: text, a number as JavaScript prints it, nothing for None and truth values."""
    if isinstance(value, str):
        return _escaped(value)
    if value is None or isinstance(value, bool):
        return ""
    return escape(_plain(value), quote=False)


def linked(href: str, inner: str) -> str:
    """`inner` as a link where there is an address it may lead to; `inner` is HTML already."""
    if not href or not safe_url(href):
        return inner
    # Links within the site may be answered without loading a page; others say nothing of the reader.
    more = {"data-nav": "1"} if href.startswith("/") else {"rel": "noopener noreferrer"}
    return element("a", {"href": href, **more}, inner)


@lru_cache(maxsize=16_384)
def _escaped(value: str) -> str:
    return escape(_plain(value), quote=False)


def classes(*names: str | bool | None) -> str:
    """Class names joined; None, False and empty ones are left out."""
    return " ".join(name for name in names if isinstance(name, str) and name)


def _attribute(name: str, value: object) -> str:
    # Tables repeat a few class names and column labels in every cell.
    return _text_attribute(name, value) if isinstance(value, str) else _any_attribute(name, value)


@lru_cache(maxsize=4096)
def _text_attribute(name: str, value: str) -> str:
    return _any_attribute(name, value)


def _any_attribute(name: str, value: object) -> str:
    custom = name.startswith(("data-", "aria-"))
    small = name if custom else _NAMES.get(name.lower(), name.lower())
    if small == "style" and isinstance(value, Mapping):
        value = _style(value.items()) or None
    elif small in _BOOLEAN:
        value = "" if value else None
    elif isinstance(value, bool):
        value = _truth(small, value, custom)
    elif small in _ADDRESSES and isinstance(value, str):
        value = safe_url(value)
    return "" if value is None else f' {small}="{escape(_plain(value), quote=True)}"'


def _truth(name: str, value: bool, custom: bool) -> str | None:
    if custom or name in _TRUE_OR_FALSE:
        return "true" if value else "false"
    # `download` may be a name or only a wish; no other attribute takes a truth value.
    return "" if value and name == "download" else None


def _style(declarations: Iterable[tuple[str, object]]) -> str:
    return ";".join(
        f"{_property(name)}:{css}" for name, value in declarations if (css := _css(name, value)) is not None
    )


def _property(name: str) -> str:
    if name.startswith("--"):
        return name
    kebab = re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name)
    return f"-{kebab}" if kebab.startswith("ms-") else kebab


def _css(name: str, value: object) -> str | None:
    if value is None or isinstance(value, bool) or value == "":
        return None
    if isinstance(value, (int, float)):
        unit = "" if value == 0 or name in _UNITLESS or name.startswith("--") else "px"
        return f"{_plain(value)}{unit}"
    css = _plain(value).strip()
    # A browser refuses a value that tries to end its declaration; in an attribute it would succeed.
    return None if re.search("[;{}]", css) else css


def _plain(value: object) -> str:
    if isinstance(value, str):
        return _UNSENDABLE.sub("\ufffd", value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    raise TypeError(f"{type(value).__name__} {value!r} cannot be drawn: give text or a number")


def _number(value: float) -> str:
    """A number as JavaScript prints it: `2` for 2.0, `1e+22`, `0.00001`."""
    if value - value != 0:
        return ""  # NaN and infinity do not survive JSON
    if value == 0:
        return "0"
    if 1e-6 <= abs(value) < 1e21:
        digits = f"{Decimal(repr(value)):f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return re.sub(r"e([+-])0+", r"e\1", repr(value))
