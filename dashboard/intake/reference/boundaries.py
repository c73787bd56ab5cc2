"""Import of outlines of places from GeoJSON; each feature finds its place by code, SOATE code, p-code or name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Engine

from dashboard.intake.files import Limits, read_bytes
from dashboard.intake.files.geojson import foreign_crs
from dashboard.intake.problems import Findings, Problem, refuse
from dashboard.intake.reference.outlines import BadOutline, fitted, rings_of
from dashboard.intake.report import Counts
from dashboard.intake.subject import Checked, Files, Option, Request, Step, Subject
from dashboard.store.known import Known, read_known
from dashboard.store.publishing import boundaries
from dashboard.store.publishing.boundaries import BoundaryRow
from dashboard.store.releases import Origin, Published

#: Where a feature's place is looked for when --property does not say; the smallest unit first.
PROPERTIES = ("code", "soate", "SOATE", "ADM3_PCODE", "ADM2_PCODE", "ADM1_PCODE", "Adm2_Code", "Adm1_Code", "name")


@dataclass(frozen=True)
class OutlineSource:
    """Where outlines come from, for the reader; `place_in`: the property of features with the place's code or name."""

    place_in: str = ""
    title: str = ""
    url: str = ""
    name: str = field(default="", init=False)

    @property
    def sha256(self) -> str:
        """All it says: short enough to stand for itself."""
        return json.dumps([self.place_in, self.title, self.url])


@dataclass(frozen=True)
class Features:
    """The features of a file, and the property that says which place each one is."""

    features: Sequence[Mapping[str, Any]]
    place_in: str


@dataclass(frozen=True)
class BoundariesSubject(Subject[OutlineSource, Features, Known, Sequence[BoundaryRow]]):
    """A GeoJSON file of Polygons and MultiPolygons in longitude and latitude.

    Features of unknown places are left out with a warning.
    """

    def describe(self, told: Mapping[str, Any]) -> OutlineSource:
        return OutlineSource(told.get("property", ""), told.get("title", ""), told.get("url", ""))

    def known(self, connection: Connection, request: Request[OutlineSource]) -> Known:
        return read_known(connection)

    def read(self, request: Request[OutlineSource]) -> Features:
        features = read_features(read_bytes(request.data, Limits().json_bytes))
        return Features(features, request.how.place_in or _property(features))

    def check(
        self, raw: Features, known: Known, request: Request[OutlineSource], findings: Findings, step: Step
    ) -> Checked[Sequence[BoundaryRow]]:
        source = request.how if request.how.title else replace(request.how, title=request.data.name)
        rows, problems = _rows(raw, source, known)
        findings.extend(problems)
        read = len(raw.features)
        return Checked(rows, Counts(read, len(rows), filtered=read - len(rows)))

    def publish(self, engine: Engine, ready: Sequence[BoundaryRow], origin: Origin, step: Step) -> Published:
        return boundaries.publish_boundaries(engine, ready, origin)


def read_features(raw: bytes) -> list[dict[str, Any]]:
    """The features of a GeoJSON document. Raises Refused for anything else."""
    try:
        content = json.loads(raw)
    except RecursionError as error:
        raise refuse("json_too_deep", most=20) from error
    except json.JSONDecodeError as error:
        raise refuse("json_broken", row=error.lineno) from error
    except ValueError as error:  # not UTF-8, or a number of thousands of digits
        raise refuse("boundary_not_geojson") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features or not all(_is_feature(each) for each in features):
        raise refuse("boundary_not_geojson")
    if crs := foreign_crs(content):
        raise refuse("geojson_crs", crs=crs)
    return features


def _is_feature(each: Any) -> bool:
    return isinstance(each, dict) and isinstance(each.get("properties"), dict)


def _property(features: Sequence[Mapping[str, Any]]) -> str:
    for name in PROPERTIES:
        if all(feature["properties"].get(name) for feature in features):
            return name
    there = ", ".join(features[0]["properties"])
    raise refuse("boundary_property", there=there[:400])


def _rows(read: Features, source: OutlineSource, known: Known) -> tuple[list[BoundaryRow], tuple[Problem, ...]]:
    rows: dict[str, BoundaryRow] = {}
    problems: list[Problem] = []
    name = read.place_in
    for number, feature in enumerate(read.features, start=1):
        text = str(feature["properties"].get(name) or "").strip()
        places = places_of(text, known)
        if len(places) != 1:
            problems.append(_no_place(number, name, text, places))
            continue
        (code,) = places
        if code in rows:
            problems.append(Problem("boundary_twice", "error", number, name, text))
            continue
        try:
            rings = fitted(rings_of(feature.get("geometry"), known.places[code]))
        except BadOutline as bad:
            problems.append(Problem(bad.code, "error", number, name, bad.value or text, {"place": code}))
            continue
        rows[code] = BoundaryRow(code, rings, source.title, source.url)
    if not rows and not any(problem.severity == "error" for problem in problems):
        problems.append(Problem("boundary_none", "error", column=name))
    return list(rows.values()), tuple(problems)


def _no_place(number: int, name: str, text: str, places: frozenset[str]) -> Problem:
    if places:
        return Problem("place_ambiguous", "error", number, name, text, {"codes": ", ".join(sorted(places))})
    return Problem("boundary_unmatched", "warning", number, name, text)


def places_of(text: str, known: Known) -> frozenset[str]:
    """Codes of the places a property may mean.

    A p-code is "KG" and the 11 digits that follow "417" in the SOATE code; a SOATE code may lack its last zeros.
    """
    if re.fullmatch(r"KG[0-9]{11}", text):
        text = "417" + text[2:]
    elif re.fullmatch(r"417[0-9]{2,11}", text):
        text = text.ljust(14, "0")
    return known.find_places(text)


BOUNDARIES = BoundariesSubject(
    boundaries.SUBJECT,
    "Import boundaries of places, simplified: the whole file or nothing.",
    files=Files("GeoJSON file."),
    options=(
        Option("property", "Property with the place's code, SOATE or name."),
        Option("title", "Where the boundaries come from, for readers."),
        Option("url", "Web address of the source."),
    ),
    undo=boundaries.retract,
)
