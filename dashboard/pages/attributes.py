"""Attributes with a hyphen, which Python cannot name: `html.A(..., **attributes(data_nav="1"))`."""

from __future__ import annotations

from typing import Any


def attributes(**values: str) -> dict[str, Any]:
    """`data_nav="1"` becomes `{"data-nav": "1"}`."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def current(is_current: bool, value: str = "true") -> dict[str, Any]:
    """`aria-current` for the chosen one of several links, nothing for the others."""
    return attributes(aria_current=value) if is_current else {}
