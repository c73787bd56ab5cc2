"""Import of outlines of places from GeoJSON; each feature finds its place by code, SOATE code, p-code or name."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from dashboard.intake.files import Limits, read_bytes
from dashboard.intake.importing import Options, recipe
from dashboard.intake.places import find_places
from dashboard.intake.problems import Problem, Refused, refuse
from dashboard.intake.reference.outlines import BadOutline, fitted, rings_of
from dashboard.intake.report import Report
from dashboard.store.known import Known, read_known
from dashboard.store.publishing.boundaries import SUBJECT, BoundaryRow, publish_boundaries
from dashboard.store.releases import Origin, seen_before

#: Where a feature's place is looked for when --property does not say; the smallest unit first.
PROPERTIES = ("code", "soate", "SOATE", "ADM3_PCODE", "ADM2_PCODE", "ADM1_PCODE", "Adm2_Code", "Adm1_Code", "name")
_PLAIN_CRS = re.compile(r"(CRS84|EPSG:+4326)$")


@dataclass(frozen=True)
class Source:
    """Where outlines come from, for the reader; `property`: of the features, with the place's code or name."""

    property: str = ""
    title: str = ""
    url: str = ""


def import_boundaries(engine: Engine, path: Path, source: Source, options: Options) -> Report:
    """Import a GeoJSON file of Polygons and MultiPolygons in longitude and latitude; all or nothing.

    Features of unknown places are left out with a warning. Raises sqlalchemy's errors.
    """
    report = Report(SUBJECT, path.name, "refused")
    try:
        raw = read_bytes(path, Limits().json_bytes)
        features = read_features(raw)
        name = source.property or _property(features)
    except Refused as refused:
        return replace(report, problems=refused.problems)
    told = json.dumps([source.property, source.title, source.url])
    origin = Origin(
        SUBJECT,
        path.name,
        hashlib.sha256(raw).hexdigest(),
        "",
        recipe(SUBJECT, told, options),
        options.actor,
        options.reason,
    )
    report = replace(report, sha256=origin.file_sha256)
    with engine.connect() as connection:
        seen = seen_before(connection, origin)
        known = read_known(connection)
    if seen and not options.dry_run:
        return replace(report, outcome="same", release=seen.release_id)
    rows, problems = _rows(features, name, source if source.title else replace(source, title=path.name), known)
    counts = {"read": len(features), "kept": len(rows), "filtered": len(features) - len(rows), "skipped": 0}
    report = replace(report, problems=problems, counts={**counts, "totals": 0})
    if any(problem.severity == "error" for problem in problems):
        return report
    if options.dry_run:
        return replace(report, outcome="checked")
    published = publish_boundaries(engine, rows, origin)
    return replace(report, outcome=published.outcome, release=published.release_id)


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
    crs = content.get("crs")
    name = crs.get("properties", {}).get("name", "") if isinstance(crs, dict) else ""
    if name and not _PLAIN_CRS.search(str(name)):
        raise refuse("boundary_crs", crs=str(name)[:80])
    return features


def _is_feature(each: Any) -> bool:
    return isinstance(each, dict) and isinstance(each.get("properties"), dict)


def _property(features: Sequence[Mapping[str, Any]]) -> str:
    for name in PROPERTIES:
        if all(feature["properties"].get(name) for feature in features):
            return name
    there = ", ".join(features[0]["properties"])
    raise refuse("boundary_property", there=there[:400])


def _rows(
    features: Sequence[Mapping[str, Any]], name: str, source: Source, known: Known
) -> tuple[list[BoundaryRow], tuple[Problem, ...]]:
    rows: dict[str, BoundaryRow] = {}
    problems: list[Problem] = []
    for number, feature in enumerate(features, start=1):
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
    for form in _forms(text):
        if found := find_places(form, known):
            return found
    return frozenset()


def _forms(text: str) -> Iterator[str]:
    if re.fullmatch(r"KG[0-9]{11}", text):
        yield "417" + text[2:]
    elif re.fullmatch(r"417[0-9]{2,11}", text):
        yield text.ljust(14, "0")
    else:
        yield text
