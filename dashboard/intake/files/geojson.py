"""What every reader of GeoJSON asks of a file: in which system its coordinates are."""

from __future__ import annotations

import re
from typing import Any

_PLAIN = re.compile(r"(CRS84|EPSG:+4326)$")


def foreign_crs(content: Any) -> str:
    """The name of the system of coordinates, where a document names one that is not longitude and latitude; or ""."""
    crs = content.get("crs") if isinstance(content, dict) else None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name") or "") if isinstance(properties, dict) else ""
    return "" if _PLAIN.search(name) else name[:80]
