"""Where countries lie, by which a point in a wrong place is noticed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: South, west, north and east, in degrees.
Box = tuple[float, float, float, float]

EARTH: Final[Box] = (-90.0, -180.0, 90.0, 180.0)
#: By the currency, which tells the country of a place.
BOXES: Final[Mapping[str, Box]] = {"KGS": (39.0, 69.0, 43.5, 80.5)}


def inside(latitude: float, longitude: float, box: Box) -> bool:
    """Whether a point lies in a box or on its edge."""
    south, west, north, east = box
    return south <= latitude <= north and west <= longitude <= east
