"""Reference files in their fixed layouts: rows are checked one by one, and a file is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from dashboard.intake.report import Report
from dashboard.store.tables import classification_alias, document, municipality, population, release, succession
from tests.importing import import_files

UNITS = "code,soate,kind,name_ky,parent,currency,valid_from,is_fictional,note\n"


def imported(engine: Engine, folder: Path, subject: str, text: str, name: str = "made.csv") -> Report:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return import_files(engine, subject, path, actor="tester")


def problems(report: Report) -> list[tuple[str, int | None, str | None]]:
    return [(each.code, each.row, each.column) for each in report.problems if each.code != "text_form"]


def count(engine: Engine, table: object) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_places_are_written_with_their_parents_whatever_the_order(engine: Engine, tmp_path: Path) -> None:
    text = UNITS + "a-village,,aiyl_aimak,Айыл,a-rayon,KGS,,0,\na-rayon,41700000000001,rayon,Район,,KGS,2001-05-01,,x\n"
    assert imported(engine, tmp_path, "units", text).outcome == "published"
    with engine.connect() as connection:
        rows = {row.code: row for row in connection.execute(select(municipality))}
    assert rows["a-village"].parent_id == rows["a-rayon"].id
    assert rows["a-rayon"].soate == "41700000000001"
    assert imported(engine, tmp_path, "units", text).outcome == "same"


def test_every_bad_cell_of_a_reference_file_is_told_and_nothing_written(engine: Engine, tmp_path: Path) -> None:
    text = UNITS + "A Village,417,town,,x,som,31.02.2020,2,\n\nsame,,city,Шаар,,KGS,,,\nsame,,city,Шаар,,KGS,,,\n"
    report = imported(engine, tmp_path, "units", text)
    assert report.outcome == "refused" and report.exit_code == 3
    assert problems(report) == [
        ("bad_key", 2, "code"),
        ("bad_soate", 2, "soate"),
        ("bad_choice", 2, "kind"),
        ("field_missing", 2, "name_ky"),
        ("bad_currency", 2, "currency"),
        ("bad_date", 2, "valid_from"),
        ("bad_choice", 2, "is_fictional"),
        ("row_twice", 5, "code"),
    ]
    assert count(engine, municipality) == count(engine, release) == 0


def test_contacts_of_a_body_are_kept_as_links_need_them(sqlite_engine: Engine, tmp_path: Path) -> None:
    head = "code,kind,name_ky,currency,email,whatsapp\n"
    text = head + "one,city,Шаар,KGS,aimak@example.org,+996 (555) 00-00-00\n"
    assert imported(sqlite_engine, tmp_path, "units", text).outcome == "published"
    with sqlite_engine.connect() as connection:
        row = connection.execute(select(municipality)).one()
    assert (row.email, row.whatsapp) == ("aimak@example.org", "996555000000")
    bad = head + "two,city,Шаар,KGS,aimak@example,0555 00\n"
    assert problems(imported(sqlite_engine, tmp_path, "units", bad)) == [
        ("bad_email", 2, "email"),
        ("bad_whatsapp", 2, "whatsapp"),
    ]


def test_unknown_and_missing_columns_are_named(sqlite_engine: Engine, tmp_path: Path) -> None:
    report = imported(sqlite_engine, tmp_path, "units", "code,kind,name_kg,currency\nx,city,Шаар,KGS\n")
    assert problems(report) == [("column_unknown", 1, "name_kg"), ("column_missing", 1, "name_ky")]
    assert report.problems[1].params["closest"] == "name_ky"


def test_a_row_that_names_an_unknown_place_is_refused_by_row_and_nothing_stays(engine: Engine, tmp_path: Path) -> None:
    imported(engine, tmp_path, "units", UNITS + "here,,city,Шаар,,KGS,,,\n")
    text = "municipality,as_of,people\nhere,2024-01-01,100\nnowhere,2024-01-01,200\n"
    report = imported(engine, tmp_path, "population", text)
    assert problems(report) == [("reference_unknown", 3, "municipality")]
    assert count(engine, population) == 0 and count(engine, release) == 1


def test_population_is_corrected_by_a_later_file(engine: Engine, tmp_path: Path) -> None:
    imported(engine, tmp_path, "units", UNITS + "here,,city,Шаар,,KGS,,,\n")
    for people in (100, 120):
        text = f"municipality,as_of,people\nhere,2024-01-01,{people}\n"
        assert imported(engine, tmp_path, "population", text).outcome == "published"
    with engine.connect() as connection:
        assert connection.execute(select(population.c.people)).scalars().all() == [120]


def test_shares_of_a_succession_lie_between_0_and_1(engine: Engine, tmp_path: Path) -> None:
    imported(engine, tmp_path, "units", UNITS + "old,,city,Эски,,KGS,,,\nnew,,city,Жаңы,,KGS,,,\n")
    head = "predecessor,successor,effective_date,population_share,act\n"
    assert problems(imported(engine, tmp_path, "succession", head + "old,new,2024-01-01,1.5,\n")) == [
        ("bad_share", 2, "population_share")
    ]
    assert imported(engine, tmp_path, "succession", head + 'old,new,2024-01-01,"0,125",\n').outcome == "published"
    with engine.connect() as connection:
        assert connection.execute(select(succession.c.population_share)).scalar_one() == 0.125


def test_labels_that_fold_to_the_same_are_one_alias(engine: Engine, tmp_path: Path) -> None:
    head = "key,parent,kind,direction,name_ky,name_ru,name_en,position\n"
    imported(engine, tmp_path, "classification", head + "rev.land,,source,revenue,Жер,Земля,Land,1\n")
    report = imported(
        engine, tmp_path, "aliases", "kind,label,key\nsource,Жер салыгы,rev.land\nsource,ЖЕР  САЛЫГЫ,rev.land\n"
    )
    assert problems(report) == [("row_twice", 3, "kind, label")]
    assert imported(engine, tmp_path, "aliases", "kind,label,key\nsource,Жер салыгы,rev.land\n").outcome == "published"
    assert count(engine, classification_alias) == 1


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "www.example.org",
        "//evil",
        "https://u:p@e.example",
        "https://xn--/",
        "https://[",
        "https://",
        "https://e.example:port/",
    ],
)
def test_an_address_that_is_not_a_web_address_is_refused(sqlite_engine: Engine, tmp_path: Path, address: str) -> None:
    text = f"key,kind,authority,title,url\np,news,1,Title,{address}\n"
    assert problems(imported(sqlite_engine, tmp_path, "documents", text)) == [("bad_address", 2, "url")]
    assert count(sqlite_engine, document) == 0
