"""Works that are given out as an OC4IDS package and imported again are the same works."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from dashboard.api import works
from dashboard.api.oc4ids_values import address
from dashboard.api.parameters import OC4IDS, parse
from dashboard.intake.content import DATA
from dashboard.intake.report import Report
from dashboard.intake.works.mapping import TYPES, load_works_mapping
from dashboard.store.engine import reading_engine, writing_engine
from dashboard.store.migrate import migrate
from tests.dashboard.api.made_works import TODAY
from tests.dashboard.api.oc4ids_rules import broken
from tests.importing import import_files
from tests.intake.works.made import LAYOUT, layout

#: What is of the database, not of the work; of the paper its title, number, day and address come back.
OF_DATABASE = ("id", "release", "document_key", "document_date_printed")
Row = dict[str, Any]


def package(connection: Connection, places: str, today: date) -> dict[str, Any]:
    asked = parse(OC4IDS, {"place": [places]})
    made = works.package(connection, asked, today, uri="https://a.example", publisher={"name": "A"}, prefix="")[-1]
    found: dict[str, Any] = json.loads(json.dumps(made))
    assert broken(found) == []
    return found


def rows(connection: Connection, places: str, today: date) -> dict[tuple[str, str], Row]:
    asked = parse(OC4IDS, {"place": [places]})
    found = works.rows(connection, asked, today)[1]
    return {(row["place"], row["key"]): _comparable(row) for row in found}


def _comparable(row: Row) -> Row:
    """A row as it can come back: a type the standard does not have is left out, an address is written as a URI."""
    told = {name: value for name, value in row.items() if name not in OF_DATABASE}
    links = [address(link) for link in row["links"]]
    return {**told, "type": row["type"] if row["type"] in TYPES else "", "links": links}


def returned(engine: Engine, folder: Path, content: dict[str, Any]) -> Report:
    path = folder / "package.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    report = import_files(engine, "works", path, how=load_works_mapping("works-oc4ids"))
    assert report.outcome == "published", [problem.text("en") for problem in report.problems]
    return report


def test_made_works_come_back_field_by_field(filled: Engine, sqlite_engine: Engine, tmp_path: Path) -> None:
    places = "first-aimak,second-aimak"
    with filled.connect() as connection:
        given, content = rows(connection, places, TODAY), package(connection, places, TODAY)
    (tmp_path / "units.csv").write_text(
        "code,kind,name_ky,currency\nfirst-aimak,aiyl_aimak,Өзөн-Үңкүр айыл аймагы,KGS\n"
        "second-aimak,aiyl_aimak,Экинчи айыл аймагы,KGS\n",
        encoding="utf-8",
    )
    (tmp_path / "classes.csv").write_text(
        "key,kind,direction,name_ky,name_ru,name_en,position\nfunc.709,function,expenditure,А,А,A,1\n", encoding="utf-8"
    )
    import_files(sqlite_engine, "units", tmp_path / "units.csv")
    import_files(sqlite_engine, "classification", tmp_path / "classes.csv")
    report = returned(sqlite_engine, tmp_path, content)
    assert not [problem for problem in report.problems if problem.severity not in ("info",)]
    with sqlite_engine.connect() as connection:
        back = rows(connection, places, TODAY)
        again = package(connection, places, TODAY)
    assert back == given and len(back) == 7
    said = {name for row in back.values() for name, value in row.items() if value not in (None, "", [], 0, False)}
    assert said >= {
        "planned_start", "planned_end", "actual_start", "actual_end", "new_end", "delay_reason", "village", "quantity",
        "quantity_unit", "beneficiaries", "funding", "title_ru", "contractor", "ocid", "service", "function_key",
        "sector", "links", "note_ky", "latitude", "document_title", "document_number", "document_date",
    }  # fmt: skip
    assert [_without_paper(each) for each in again["projects"]] == [
        _without_paper(each) for each in content["projects"]
    ]


def _without_paper(project: dict[str, Any]) -> dict[str, Any]:
    """A project without the key of its paper, which is the database's."""
    return {**project, "documents": [{**each, "id": ""} for each in project["documents"]]}


def test_what_is_known_to_a_year_or_left_the_register_comes_back_so(sqlite_engine: Engine, tmp_path: Path) -> None:
    other = writing_engine(f"sqlite:///{tmp_path / 'other.db'}")
    migrate(other)
    (tmp_path / "units.csv").write_text("code,kind,name_ky,currency\nhere,city,Шаар,KGS\n", encoding="utf-8")
    for engine in (sqlite_engine, other):
        import_files(engine, "units", tmp_path / "units.csv")
    head = "no;title;state;start;end;day\n"
    mapping = LAYOUT.replace('"sample"', '"here"')
    for day, text in (
        ("a", "1;Жол;Жүрүүдө;2020;2022;2023-12-31\n2;Көпүрө;Жүрүүдө;май 2021;Q1 2026;2023-12-31\n"),
        ("b", "2;Көпүрө;Жүрүүдө;май 2021;Q1 2026;2024-12-31\n"),
    ):
        path = tmp_path / f"{day}.csv"
        path.write_text(head + text, encoding="utf-8")
        report = import_files(sqlite_engine, "works", path, how=layout(mapping).told(complete=True))
        assert report.outcome == "published"
    with sqlite_engine.connect() as connection:
        given, content = rows(connection, "here", TODAY), package(connection, "here", TODAY)
    local = {each["identifiers"][0]["id"]: each["local"] for each in content["projects"]}
    assert local["1"]["missingFrom"] == "2024-12-31" and local["1"]["dates"]["planned_end"] == "2022"
    assert local["2"]["dates"] == {"planned_start": "2021-05", "planned_end": "2026-Q1"}
    returned(other, tmp_path, content)
    with other.connect() as connection:
        back = rows(connection, "here", TODAY)
    other.dispose()
    assert back == given
    first = back["here", "1"]
    assert (first["word"], first["missing_from"]) == ("not_listed", date(2024, 12, 31))
    assert (first["first_end_precision"], first["planned_start_precision"]) == ("year", "year")
    assert first["actual_end_precision"] == "" and first["days_late"] is None


@pytest.fixture
def of_demo(content_db: str) -> Iterator[Connection]:
    engine = reading_engine(content_db)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_the_works_of_the_fictional_place_come_back(of_demo: Connection, sqlite_engine: Engine, tmp_path: Path) -> None:
    today = date(2026, 6, 1)
    given, content = rows(of_demo, "demo", today), package(of_demo, "demo", today)
    import_files(sqlite_engine, "units", DATA / "demo" / "municipality.csv")
    import_files(sqlite_engine, "classification", DATA / "reference" / "classification.csv")
    returned(sqlite_engine, tmp_path, content)
    with sqlite_engine.connect() as connection:
        back = rows(connection, "demo", today)
    # The first promise is older than the report that a package gives.
    promised = ("first_end", "first_planned_amount", "first_planned_minor", "first_planned_mark", "postponements")
    of_history = (*promised, "first_end_precision", "days_late", "new_end", "new_end_precision")
    assert len(back) == 40 and back.keys() == given.keys()
    for key, row in given.items():
        assert {n: v for n, v in back[key].items() if n not in of_history} == {
            n: v for n, v in row.items() if n not in of_history
        }
        # A date that an earlier report promised is promised still.
        assert back[key]["new_end"] in (row["new_end"], row["last_end"])


def test_a_package_of_others_with_a_field_called_local_is_read_as_theirs(
    filled: Engine, sqlite_engine: Engine, tmp_path: Path
) -> None:
    with filled.connect() as connection:
        content = package(connection, "first-aimak", TODAY)
    for project in content["projects"]:
        project["local"] = {"colour": "red"}
    (tmp_path / "units.csv").write_text("code,kind,name_ky,currency\nhere,city,Шаар,KGS\n", encoding="utf-8")
    import_files(sqlite_engine, "units", tmp_path / "units.csv")
    path = tmp_path / "package.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    how = replace(load_works_mapping("works-oc4ids"), name="others")
    assert import_files(sqlite_engine, "works", path, how=how, unit="here").outcome == "published"
    with sqlite_engine.connect() as connection:
        assert {key for _, key in rows(connection, "here", TODAY)} == {each["id"] for each in content["projects"]}
