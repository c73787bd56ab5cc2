"""Works as features of GeoJSON: written for the tests, and 2 010 real ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from dashboard.intake.problems import Refused
from dashboard.intake.works.geojson import read_features
from dashboard.store.work_records import Funding
from dashboard.store.works_tables import work
from tests.importing import import_files
from tests.intake.works.made import LAYOUT, WorksReading, found, layout, read_source, rows_of

ROOT = Path(__file__).resolve().parents[3]
GEOJSON = 'format = "geojson"\n' + LAYOUT
NO_POINT = re.sub(r"(latitude|longitude) = .*\n", "", GEOJSON)
WORK = {"no": "1", "title": "Жол", "state": "Бүттү"}


def point(longitude: Any, latitude: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [longitude, latitude]}


def feature(geometry: Any = None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {**WORK, **properties}}


def read(folder: Path, *features: object, mapping: str = NO_POINT, **content: object) -> WorksReading:
    path = folder / "works.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **content}), encoding="utf-8")
    return read_source(*read_features(path, layout(mapping)))


def test_a_feature_is_a_work_at_its_point_and_rows_are_features(tmp_path: Path) -> None:
    reading = read(tmp_path, feature(point(75.5, 41.25), plan=10.5), feature(None, no=2, state="ким билет"))
    assert found(reading) == [("status_unknown", "error", 2)]
    (row,) = rows_of(read(tmp_path, feature(point(75.5, 41.25), plan=10.5)))
    assert (row.key, row.latitude, row.longitude, row.planned_minor) == ("1", 41.25, 75.5, 1050)


def test_what_the_mapping_says_of_a_point_goes_before_the_geometry(tmp_path: Path) -> None:
    mapping = GEOJSON.replace('column = "lat"', 'column = "y"').replace('column = "lon"', 'column = "x"')
    (row,) = rows_of(read(tmp_path, feature(point(75.5, 41.25), x="74.5", y="42.5"), mapping=mapping))
    assert (row.latitude, row.longitude) == (42.5, 74.5)


def test_a_line_is_no_point_and_is_told(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[75.5, 41.25], [75.6, 41.3]]}
    path = tmp_path / "works.json"
    path.write_text(json.dumps({"features": [feature(None), feature(line, no=2)]}), encoding="utf-8")
    source, mapping = read_features(path, layout(NO_POINT))
    assert [(each.code, each.row, each.value) for each in source.problems] == [("geojson_no_point", 2, "LineString")]
    assert [row.latitude for row in rows_of(read_source(source, mapping))] == [None, None]


def test_a_point_the_wrong_way_round_is_dropped(tmp_path: Path) -> None:
    assert found(read(tmp_path, feature(point(41.25, 75.5)))) == [("point_swapped", "warning", 1)]


def test_nested_values_are_joined_or_told(tmp_path: Path) -> None:
    nested = {"about": {"what": "Көпүрө", "who": {"name": "Ишкана"}}, "tags": ["жол", None, 5], "parts": [{"a": 1}]}
    more = 'contractor = "about.who.name"\nnote_ky = "tags"\nstatus = '
    mapping = NO_POINT.replace("status = ", more).replace('"about"', '"details"')
    path = tmp_path / "works.geojson"
    path.write_text(json.dumps({"features": [feature(), feature(None, no=2, **nested)]}), encoding="utf-8")
    source, made = read_features(path, layout(mapping))
    assert [(each.code, each.row, each.column) for each in source.problems] == [("geojson_nested", 2, "parts")]
    rows = rows_of(read_source(source, made))
    assert [(row.contractor, row.note_ky) for row in rows] == [("", ""), ("Ишкана", "жол; 5")]
    asked = layout(NO_POINT.replace("status = ", 'contractor = "parts"\nstatus = '))
    reading = read_source(*read_features(path, asked))
    assert ("column_missing", "error", None) in found(reading) and ("geojson_nested", "warning", 2) in found(reading)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "json_broken"), ("[]", "geojson_other"), ('{"features": []}', "geojson_other"),
        ('{"features": [{"type": "Feature", "properties": null}]}', "geojson_feature"),
        ('{"features": [1]}', "geojson_feature"),
        ('{"features": [{"properties": {"a": 1, "a": 2}}]}', "json_key_twice"),
        ('{"features": [{"properties": {"a.b": 1, "a": {"b": 2}}}]}', "json_key_twice"),
        ('{"features": [{"properties": {}}], "crs": {"properties": {"name": "EPSG:32643"}}}', "geojson_crs"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_features_is_refused(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "works.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_features(path, layout(GEOJSON))
    assert [problem.code for problem in refused.value.problems] == [code]
    assert all(refused.value.problems[0].text(lang) for lang in ("ky", "ru", "en"))


def of_the_guide() -> str:
    """The mapping of docs/importing-works.md that reads a map of points."""
    guide = (ROOT / "docs" / "importing-works.md").read_text(encoding="utf-8")
    (block,) = (text for text in re.findall(r"```toml\n(.*?)```", guide, re.DOTALL) if '"geojson"' in text)
    return block


def test_the_capital_projects_of_new_york_with_the_mapping_of_the_guide(tmp_path: Path, real_data: Path) -> None:
    path = real_data / "works/nyc_capital_projects/projects.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    told = {str(each["properties"]["project_id"]) for each in features}
    source, mapping = read_features(path, layout(of_the_guide()))
    reading = read_source(source, mapping, "dollars", 2020)
    rows = {row.key: row for row in rows_of(reading)}
    assert rows.keys() == told and len(rows) == 2008
    assert [each.params for each in reading.problems if each.code == "works_summed"] == [{"n": 2010, "works": 2008}]
    assert all(row.latitude is not None for row in rows.values())
    for name, minor in (("combined_total", "planned_minor"), ("combined_prior_actuals", "paid_minor")):
        assert sum(each["properties"][name] for each in features) * 100_000 == sum(
            getattr(row, minor) or 0 for row in rows.values()
        )
    library = rows["LB20DUMBO"]
    assert (library.longitude, library.latitude) == (-73.98785162149126, 40.704060514439156)
    assert library.fundings == (Funding("local_budget", "city", 500_000_000),)
    bridge = rows["HBBA24181"]
    assert bridge.planned_minor == (983 + 31_767) * 100_000
    named = [(each.row, each.params["first"]) for each in reading.problems if each.code == "work_part_named"]
    assert named == [(463, 79), (705, 690)]


def test_a_map_of_points_is_published_like_any_register(sqlite_engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("code,kind,name_ky,currency\nsample,city,Шаар,KGS\n", encoding="utf-8")
    import_files(sqlite_engine, "units", tmp_path / "units.csv")
    path = tmp_path / "works.geojson"
    path.write_text(json.dumps({"features": [feature(point(75.5, 41.25))]}), encoding="utf-8")
    report = import_files(sqlite_engine, "works", path, how=layout(NO_POINT))
    assert report.outcome == "published", [problem.text("en") for problem in report.problems]
    with sqlite_engine.connect() as connection:
        assert tuple(connection.execute(select(work.c.latitude, work.c.longitude)).one()) == (41.25, 75.5)
