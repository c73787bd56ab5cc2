"""Attributes with a hyphen, which Python cannot name: `html.A(..., **attributes(data_nav="1", aria_current="page"))`."""

from __future__ import annotations

from typing import Any


def attributes(**values: str) -> dict[str, Any]:
    """`data_nav="1"` becomes `{"data-nav": "1"}`."""
    return {name.replace("_", "-"): value for name, value in values.items()}
