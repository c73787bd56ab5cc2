"""Where places lie and which villages they have: reference data read once from data/reference.

`coordinates.csv` has points of settlements (GeoNames, CC BY 4.0), `villages.csv` the villages of the state classifier
of 2021 with the place each belonged to. A place without a point of its own stands at the one of its rayon.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent.parent / "data" / "reference"


class WrongGazetteer(ValueError):
    """Something in a file is wrong; the message names file, line and column."""


@dataclass(frozen=True)
class GeoPoint:
    """A settlement: degrees north and east (WGS 84), and its name at GeoNames."""

    latitude: float
    longitude: float
    settlement: str


@dataclass(frozen=True)
class Village:
    """A village: its Russian name as the classifier prints it, and the code of its aiyl aimak or city."""

    name: str
    place: str


@cache
def points() -> Mapping[str, GeoPoint]:
    """The point of each place that has one, by the code of the place. Raises WrongGazetteer."""
    return read_points(FOLDER / "coordinates.csv")


@cache
def villages() -> tuple[Village, ...]:
    """Every village. Raises WrongGazetteer."""
    return read_villages(FOLDER / "villages.csv")


def read_points(file: Path) -> Mapping[str, GeoPoint]:
    """The points of a file. Raises WrongGazetteer for a place twice, a value left out or a wrong number."""
    found: dict[str, GeoPoint] = {}
    for line, row in _rows(file, "municipality", "settlement"):
        if row["municipality"] in found:
            raise WrongGazetteer(f"{file.name}, line {line}: municipality: {row['municipality']!r}")
        latitude, longitude = _degrees(file, line, row, "latitude", 90), _degrees(file, line, row, "longitude", 180)
        found[row["municipality"]] = GeoPoint(latitude, longitude, row["settlement"])
    return MappingProxyType(found)


def read_villages(file: Path) -> tuple[Village, ...]:
    """The villages of a file. Raises WrongGazetteer for a value left out."""
    return tuple(Village(row["name_ru"], row["municipality"]) for _, row in _rows(file, "name_ru", "municipality"))


def _rows(file: Path, *needed: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Numbers of lines and their rows; each of the `needed` columns says something."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened)
        for row in rows:
            for column in needed:
                if not (row.get(column) or "").strip():
                    raise WrongGazetteer(f"{file.name}, line {rows.line_num}: {column}: {row.get(column)!r}")
            yield rows.line_num, row


def _degrees(file: Path, line: int, row: Mapping[str, str], column: str, most: int) -> float:
    try:
        degrees = float(row[column])
    except (KeyError, TypeError, ValueError):
        degrees = float("nan")
    if not -most <= degrees <= most:
        raise WrongGazetteer(f"{file.name}, line {line}: {column}: {row.get(column)!r}")
    return degrees
