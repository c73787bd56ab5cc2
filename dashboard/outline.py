"""The outline of the country that the front-end build made from Natural Earth, and where a point lies on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

from dashboard.assets_manifest import AssetManifest


@dataclass(frozen=True)
class Outline:
    """A picture of the country, schematic.

    Attributes:
        width, height: of the picture, in its units.
        west, north: degrees at its upper left corner.
        per_longitude, per_latitude: units of the picture in one degree.
        path: the border as a path of SVG; foreign enclaves are holes (even-odd rule).
    """

    width: int
    height: int
    west: float
    north: float
    per_longitude: float
    per_latitude: float
    path: str

    @classmethod
    def load(cls, manifest: AssetManifest) -> Self | None:
        """From the last build; None where the front-end was not built."""
        file = manifest.path(manifest.files.get("outline", ""))
        return cls(**json.loads(file.read_text(encoding="utf-8"))) if file else None

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """A point of the earth in units of the picture."""
        return (longitude - self.west) * self.per_longitude, (self.north - latitude) * self.per_latitude
