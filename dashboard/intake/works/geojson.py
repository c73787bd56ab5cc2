"""GeoJSON (RFC 7946) as a table: one row per feature, a column per property, and the point of its geometry.

What is nested in a property comes out flat: the names of an object are joined by dots, a list of plain values by "; ".
A list of objects has no such form: its column is left out, and the report says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard.intake.files import SourceFile, read_package
from dashboard.intake.files.geojson import foreign_crs
from dashboard.intake.files.json_reader import MAX_DEPTH
from dashboard.intake.mapping.tables import ColumnRef
from dashboard.intake.problems import Problem, refuse
from dashboard.intake.works.mapping import WorksMapping
from dashboard.intake.works.packages import at, sheet_of

#: Columns that are no properties.
ID, LATITUDE, LONGITUDE = "feature.id", "geometry.latitude", "geometry.longitude"
_POINT: Mapping[str, ColumnRef] = {"latitude": ColumnRef((LATITUDE,)), "longitude": ColumnRef((LONGITUDE,))}
#: How many geometries that are no points are named.
TOLD = 10
Cells = dict[str, Any]


def read_features(path: Path, mapping: WorksMapping) -> tuple[SourceFile, WorksMapping]:
    """The features of a file as a sheet, and the mapping with the point among its columns. Rows are numbered from 1.

    What the mapping says of a field goes before the geometry. Raises Refused.
    """
    content, sha256 = read_package(path)
    features = _features(content)
    rows = [_cells(number, feature) for number, feature in enumerate(features, start=1)]
    nested = {name: number for number, row in reversed([*enumerate(rows, start=1)]) for name in _nested(row)}
    names = [*dict.fromkeys(name for row in rows for name in row if name not in nested)]
    problems = [
        *(Problem("geojson_nested", "warning", number, name) for name, number in nested.items()),
        *_without_point(features),
    ]
    sheet = sheet_of(path, names, rows)
    known = replace(mapping, columns={**_POINT, **mapping.columns})
    return SourceFile(path, sha256, "json", (sheet,), problems=tuple(problems)), known


def _features(content: Any) -> Sequence[Mapping[str, Any]]:
    found = content.get("features") if isinstance(content, dict) else None
    if not isinstance(found, list) or not found:
        raise refuse("geojson_other")
    if crs := foreign_crs(content):
        raise refuse("geojson_crs", crs=crs)
    for number, feature in enumerate(found, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise refuse("geojson_feature", row=number)
    return found


def _cells(number: int, feature: Mapping[str, Any]) -> Cells:
    longitude, latitude = _point(feature)
    cells: Cells = {ID: feature.get("id"), LATITUDE: latitude, LONGITUDE: longitude}
    for name, value in _flat(number, feature["properties"]):
        if name in cells:
            raise refuse("json_key_twice", key=name[:80])
        cells[name] = value
    return cells


def _flat(number: int, properties: Mapping[str, Any], prefix: str = "", depth: int = 1) -> Iterator[tuple[str, Any]]:
    if depth > MAX_DEPTH:
        raise refuse("json_too_deep", row=number, most=MAX_DEPTH)
    for name, value in properties.items():
        if isinstance(value, dict):
            yield from _flat(number, value, f"{prefix}{name}.", depth + 1)
        elif isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
            yield prefix + name, "; ".join(str(each) for each in value if each not in (None, ""))
        else:
            yield prefix + name, value


def _nested(cells: Cells) -> Iterator[str]:
    return (name for name, value in cells.items() if isinstance(value, list | dict))


def _point(feature: Mapping[str, Any]) -> tuple[Any, Any]:
    """(longitude, latitude) of a Point; nothing of any other geometry."""
    match feature.get("geometry"):
        case {"type": "Point", "coordinates": [longitude, latitude, *_]}:
            return longitude, latitude
    return None, None


def _without_point(features: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """Features that have a geometry, but no point: which point of a line or an area was meant is not known."""
    found = [
        (number, str(at(feature, "geometry", "type") or "?"))
        for number, feature in enumerate(features, start=1)
        if feature.get("geometry") is not None and _point(feature) == (None, None)
    ]
    for number, kind in found[:TOLD]:
        yield Problem("geojson_no_point", "warning", number, "geometry", kind, {"n": len(found)})
