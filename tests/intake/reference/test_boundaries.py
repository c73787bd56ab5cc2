"""Outlines find their places, get small, and are refused where they cannot be right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select

from dashboard.intake.reference.boundaries import OutlineSource
from dashboard.intake.reference.outlines import MOST_BYTES, fitted, simplified
from dashboard.intake.report import Report
from dashboard.store.publishing import boundaries
from dashboard.store.queries import works as queries
from dashboard.store.tables import municipality
from dashboard.store.works_tables import boundary
from tests.importing import import_files

ROOT = Path(__file__).resolve().parents[3]
SQUARE = [[75.0, 41.0], [76.0, 41.0], [76.0, 42.0], [75.0, 42.0], [75.0, 41.0]]


@pytest.fixture
def place(sqlite_engine: Engine) -> Engine:
    return with_place(sqlite_engine)


def with_place(engine: Engine) -> Engine:
    with engine.begin() as connection:
        connection.execute(
            insert(municipality).values(
                code="here", soate="41704245000000", kind="rayon", name_ky="Мында району", search="", currency="KGS"
            )
        )
    return engine


def feature(ring: Any = SQUARE, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    coordinates = [[ring]] if kind == "MultiPolygon" else [ring]
    return {
        "type": "Feature",
        "properties": properties or {"code": "here"},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def write(path: Path, *features: dict[str, Any], **more: Any) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
    return path


def run(engine: Engine, path: Path, name: str = "", **options: Any) -> Report:
    return import_files(
        engine, "boundaries", path, how=OutlineSource(name, "A map", "https://example.org/map"), **options
    )


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems if problem.severity != "info"]


def outline(engine: Engine) -> tuple[tuple[tuple[float, float], ...], ...]:
    with engine.connect() as connection:
        place_id = connection.execute(select(municipality.c.id).where(municipality.c.code == "here")).scalar_one()
        found = queries.boundaries(connection, [place_id])
    return found[0].rings if found else ()


@pytest.mark.parametrize(
    ("properties", "name"),
    [
        ({"code": "here"}, ""),
        ({"ADM2_PCODE": "KG04245000000"}, ""),
        ({"soate": "41704245000000"}, ""),
        ({"Adm2_Code": "41704245"}, ""),
        ({"name": "Мында району"}, ""),
        ({"unit": "МЫНДА РАЙОНУ"}, "unit"),
    ],
)
@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon"])
def test_a_feature_finds_its_place(
    place: Engine, tmp_path: Path, kind: str, properties: dict[str, str], name: str
) -> None:
    report = run(place, write(tmp_path / "a.geojson", feature(kind=kind, **properties)), name)
    assert (report.outcome, codes(report)) == ("published", [])
    assert outline(place) == (tuple((x, y) for x, y in SQUARE),)


def test_it_works_on_every_database_and_the_same_file_is_the_same(engine: Engine, tmp_path: Path) -> None:
    with_place(engine)
    path = write(tmp_path / "a.geojson", feature())
    first = run(engine, path)
    assert first.outcome == "published"
    assert (run(engine, path).outcome, run(engine, path).release) == ("same", first.release)
    moved = [[x + 1, y] for x, y in SQUARE]
    assert run(engine, write(tmp_path / "b.geojson", feature(moved))).outcome == "published"
    assert outline(engine)[0][0] == (76.0, 41.0)


def test_a_release_of_outlines_can_be_taken_back(place: Engine, tmp_path: Path) -> None:
    report = run(place, write(tmp_path / "a.geojson", feature()))
    assert report.release is not None
    boundaries.retract(place, report.release, actor="tester", reason="test")
    assert outline(place) == ()


def swapped(ring: Any) -> Any:
    return [[y, x] for x, y in ring]


@pytest.mark.parametrize(
    ("features", "more", "code"),
    [
        ([feature(swapped(SQUARE))], {}, "boundary_swapped"),
        ([feature([[x + 100, y] for x, y in SQUARE])], {}, "boundary_outside"),
        ([feature([[13_600_000, 5_000_000]] * 4)], {}, "boundary_outside"),
        ([feature(SQUARE[:-1])], {}, "boundary_open_ring"),
        ([feature([["75", "41"]] * 4)], {}, "boundary_bad_point"),
        ([feature([[75.0]] * 4)], {}, "boundary_bad_point"),
        ([feature(), feature()], {}, "boundary_twice"),
        ([feature([[75.0, 41.0], [75.00001, 41.0], [75.0, 41.00001], [75.0, 41.0]])], {}, "boundary_too_small"),
        ([{**feature(), "geometry": None}], {}, "boundary_no_polygon"),
        ([{**feature(), "geometry": {"type": "Point", "coordinates": [75, 41]}}], {}, "boundary_no_polygon"),
        ([feature(code="nowhere")], {}, "boundary_none"),
        ([feature(other="here")], {}, "boundary_property"),
        ([feature()], {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}}, "geojson_crs"),
        ([], {}, "boundary_not_geojson"),
        ([{"type": "Feature"}], {}, "boundary_not_geojson"),
    ],
)
def test_what_cannot_be_right_is_refused_and_nothing_written(
    place: Engine, tmp_path: Path, features: list[Any], more: dict[str, Any], code: str
) -> None:
    report = run(place, write(tmp_path / "a.geojson", *features, **more))
    assert report.outcome == "refused" and code in codes(report)
    assert all(problem.text(lang) for problem in report.problems for lang in ("ky", "ru", "en"))
    with place.connect() as connection:
        assert connection.execute(select(func.count()).select_from(boundary)).scalar_one() == 0


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "file_empty"),
        (b"{", "json_broken"),
        (b"[" * 200_000, "json_too_deep"),
        (b'{"type": "Polygon"}', "boundary_not_geojson"),
        (b"\xff\xfe\x00", "boundary_not_geojson"),
        (b'{"features": [{"properties": {"code": "here"}, "geometry": {"type": "Polygon", "coordinates": [[[NaN, 1], '
         b"[NaN, 1], [NaN, 1], [NaN, 1]]]}}]}", "boundary_bad_point"),
    ],
    ids=["empty", "broken", "deep", "bare", "bytes", "nan"],
)  # fmt: skip
def test_a_file_that_is_no_geojson_is_refused(place: Engine, tmp_path: Path, raw: bytes, code: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(raw)
    report = run(place, path)
    assert report.outcome == "refused" and codes(report) == [code]


def test_an_unknown_place_is_left_out_with_a_warning(place: Engine, tmp_path: Path) -> None:
    report = run(place, write(tmp_path / "a.geojson", feature(), feature(code="nowhere")))
    assert report.outcome == "published" and codes(report) == ["boundary_unmatched"]


def test_simplifying_keeps_corners_and_never_moves_a_line_further_than_told() -> None:
    side = [(75 + at / 1000, 41 + (at % 2) * 0.0001) for at in range(1001)]
    ring = (*side, (76.0, 42.0), (75.0, 42.0), (75.0, 41.0))
    found = simplified(ring, 0.001)
    assert found == ((75.0, 41.0), (76.0, 41.0), (76.0, 42.0), (75.0, 42.0), (75.0, 41.0))


def test_a_hole_stays_and_the_smallest_island_goes_first() -> None:
    jagged = tuple((75 + at / 3000, 41 + (at % 7) / 70) for at in range(3000))
    big = (*jagged, (76.0, 42.0), (75.0, 42.0), jagged[0])
    hole = ((75.4, 41.5), (75.4, 41.7), (75.6, 41.7), (75.6, 41.5), (75.4, 41.5))
    island = ((77.0, 41.0), (77.0005, 41.0), (77.0005, 41.0005), (77.0, 41.0))
    text = fitted((big, hole, island))
    rings = json.loads(text)
    assert len(text) <= MOST_BYTES and [tuple(map(tuple, ring)) for ring in rings[1:]] == [hole]


def test_real_rayons_find_their_places_and_stay_under_four_kilobytes(sqlite_engine: Engine, real_data: Path) -> None:
    import_files(sqlite_engine, "units", ROOT / "data/reference/municipalities.csv")
    path = real_data / "kg_reference/prism_wfp/kgz_admbnda_adm2_moes_20181119.geojson"
    report = run(sqlite_engine, path)
    assert report.outcome == "published" and set(codes(report)) <= {"boundary_unmatched"}
    with sqlite_engine.connect() as connection:
        rows = connection.execute(
            select(municipality.c.code, municipality.c.soate, boundary.c.rings).join_from(boundary, municipality)
        ).all()
        known = (
            connection.execute(select(municipality.c.soate).where(municipality.c.soate.is_not(None))).scalars().all()
        )
    codes_in_file = {
        each["properties"]["ADM2_PCODE"].replace("KG", "417")
        for each in json.loads(path.read_text(encoding="utf-8"))["features"]
    }
    assert {row.soate for row in rows} == codes_in_file & set(known) and len(rows) > 30
    assert max(len(row.rings) for row in rows) <= MOST_BYTES
    (naryn,) = [json.loads(row.rings) for row in rows if row.code == "naryn-rayonu"]
    assert len(max(naryn, key=len)) > 60
    second = real_data / "kg_reference/prism_wfp/District_KRYG_adm2.geojson"
    assert run(sqlite_engine, second, "Adm2_Code").outcome == "published"
