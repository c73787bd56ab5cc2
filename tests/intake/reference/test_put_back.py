"""Reference files are taken back, staff are never overruled by the program's own files, and a right file comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from dashboard.intake.registry import SUBJECTS
from dashboard.intake.report import Report
from dashboard.store.publishing.put_back import CannotReturn
from dashboard.store.queries import contacts, places
from dashboard.store.records import Place
from dashboard.store.releases import PRODUCT, UnknownRelease
from dashboard.store.survey_tables import indicator
from dashboard.store.tables import (
    classification,
    classification_alias,
    contact,
    document,
    glossary,
    municipality,
    population,
    reference_before,
    succession,
)
from tests.importing import import_files

UNITS = "code,kind,name_ky,name_ru,parent,currency,email,whatsapp,feeds_since,named_in\n"
HERE = "here,city,Шаар,,,KGS,,,,\n"


def imported(engine: Engine, folder: Path, subject: str, text: str, actor: str = "staff") -> Report:
    path = folder / f"{subject}.csv"
    path.write_text(text, encoding="utf-8")
    return import_files(engine, subject, path, actor=actor)


def took(engine: Engine, folder: Path, subject: str, text: str, actor: str = "staff") -> int:
    """Import a file that must be published; the number of its release."""
    report = imported(engine, folder, subject, text, actor)
    assert report.outcome == "published" and report.release is not None, report.as_json()
    return report.release


def take_back(engine: Engine, subject: str, release: int) -> None:
    SUBJECTS[subject].retract(engine, release, actor="staff", reason="wrong file")


def place(engine: Engine, code: str = "here") -> Place:
    with engine.connect() as connection:
        found = places.place(connection, code)
    assert found is not None
    return found


def rows(engine: Engine, table: Any) -> list[tuple[Any, ...]]:
    """What a table holds without its numbers."""
    columns = [column for column in table.c if column.name != "id"]
    with engine.connect() as connection:
        return sorted((tuple(row) for row in connection.execute(select(*columns))), key=str)


def test_an_email_that_staff_set_stays_when_the_program_brings_a_newer_file(engine: Engine, tmp_path: Path) -> None:
    took(engine, tmp_path, "units", UNITS + HERE, PRODUCT)
    took(engine, tmp_path, "units", UNITS + "here,city,Шаар,,,KGS,a@example.org,996555000000,2026-01-01,\n")
    newer = UNITS + "here,city,Шаары,Город,,KGS,b@example.org,996777000000,2020-01-01,ru\n"
    took(engine, tmp_path, "units", newer, PRODUCT)
    found = place(engine)
    assert (found.email, found.whatsapp, str(found.feeds_since)) == ("a@example.org", "996555000000", "2026-01-01")
    assert (found.names.ky, found.names.ru, found.named_in) == ("Шаары", "Город", "ru"), (
        "what staff did not set follows"
    )


def test_any_cell_that_staff_set_stays_and_one_that_they_emptied_stays_empty(engine: Engine, tmp_path: Path) -> None:
    took(engine, tmp_path, "units", UNITS + "here,city,Шаар,Город,,KGS,a@example.org,,,\n", PRODUCT)
    took(engine, tmp_path, "units", "code,kind,name_ky,currency,email\nhere,city,Шаары,KGS,-\n")
    assert (place(engine).email, place(engine).names.ru) == ("", "Город"), "a column the file lacks stays"
    took(engine, tmp_path, "units", UNITS + "here,city,Шаар,Город,,KGS,b@example.org,,,\n", PRODUCT)
    assert (place(engine).email, place(engine).names.ky) == ("", "Шаары")


@pytest.mark.parametrize("actor", ["another", PRODUCT])
def test_an_empty_cell_erases_no_contact_and_a_dash_does(sqlite_engine: Engine, tmp_path: Path, actor: str) -> None:
    full = UNITS + "here,city,Шаар,,,KGS,a@example.org,996555000000,2026-01-01,\n"
    took(sqlite_engine, tmp_path, "units", full, actor)
    took(sqlite_engine, tmp_path, "units", UNITS + HERE, actor)
    assert (place(sqlite_engine).email, place(sqlite_engine).whatsapp) == ("a@example.org", "996555000000")
    took(sqlite_engine, tmp_path, "units", UNITS + "here,city,Шаар,,,KGS,-,–,-,\n", actor)
    found = place(sqlite_engine)
    assert (found.email, found.whatsapp, found.feeds_since) == ("", "", None)


def test_an_email_that_nobody_knows_the_origin_of_is_taken_for_one_of_staff(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        values = {"code": "here", "kind": "city", "name_ky": "Шаар", "search": "x", "currency": "KGS"}
        connection.execute(municipality.insert().values(**values, email="old@example.org"))
    took(engine, tmp_path, "units", UNITS + "here,city,Шаары,,,KGS,new@example.org,,,\n", PRODUCT)
    assert (place(engine).email, place(engine).names.ky) == ("old@example.org", "Шаары")


CLASSES = "key,parent,kind,direction,name_ky,name_ru,name_en,position\n"
LAND = "rev.land,,source,revenue,Жер,Земля,Land,1\n"
TERMS = "term_ky,term_ru,term_en,meaning_ky,meaning_ru,meaning_en\n"
ASKED = "key,theme,kind,name_ky,name_ru,name_en,claim_ky,claim_ru,claim_en,position\n"
PAPERS = "key,kind,authority,title,date\n"
#: Subject, its table, a file, and one that changes its row and adds another.
UPDATED = {
    "units": (municipality, UNITS + HERE, UNITS + "here,city,Шаары,,new,KGS,,,,\nnew,rayon,Район,,,KGS,,,,\n"),
    "population": (
        population,
        "municipality,as_of,people\none,2024-01-01,10\n",
        "municipality,as_of,people\none,2024-01-01,11\none,2025-01-01,12\n",
    ),
    "succession": (
        succession,
        "predecessor,successor,effective_date,population_share\none,two,2024-01-01,0.5\n",
        "predecessor,successor,effective_date,population_share\none,two,2024-05-01,0.25\ntwo,one,2025-01-01,\n",
    ),
    "classification": (
        classification,
        CLASSES + LAND,
        CLASSES + "rev.land,rev.own,source,revenue,Жер,Земля,Land,2\nrev.own,,source,revenue,Өз,Свои,Own,1\n",
    ),
    "aliases": (
        classification_alias,
        "kind,label,key\nsource,Жер салыгы,rev.one\n",
        "kind,label,key\nsource,ЖЕР САЛЫГЫ,rev.two\nsource,Земля,rev.one\n",
    ),
    "documents": (document, PAPERS + "p,news,1,Title,2024-01-01\n", PAPERS + "p,news,1,Other,\nq,news,1,New,\n"),
    "glossary": (glossary, TERMS + "а,б,c,d,e,f\n", TERMS + "я,б,c,d,e,f\nа,б,c,d,e,f\n"),
    "indicators": (
        indicator,
        ASKED + "knows,awareness,binary,а,б,c,d,e,f,1\n",
        ASKED + "knows,awareness,scale,а,б,c,d,e,f,1\nother,trust,binary,а,б,c,d,e,f,2\n",
    ),
    "contacts": (
        contact,
        "municipality,phone\none,0312 000000\n",
        "municipality,phone,seen_on\none,0312 111111,2026-01-01\ntwo,0312 222222,2026-01-01\n",
    ),
}  # fmt: skip


@pytest.fixture
def ground(engine: Engine, tmp_path: Path) -> Engine:
    """Two places and two classes for the files to name."""
    took(engine, tmp_path, "units", UNITS + "one,city,Бир,,,KGS,,,,\ntwo,city,Эки,,,KGS,,,,\n", "ground")
    classes = "rev.one,,source,revenue,а,б,c,1\nrev.two,,source,revenue,а,б,c,2\n"
    took(engine, tmp_path, "classification", CLASSES + classes, "ground")
    return engine


@pytest.mark.parametrize("subject", sorted(UPDATED))
def test_a_file_taken_back_leaves_every_row_as_it_was(ground: Engine, tmp_path: Path, subject: str) -> None:
    table, first, second = UPDATED[subject]
    empty = rows(ground, table)
    releases = [took(ground, tmp_path, subject, first)]
    before = rows(ground, table)
    releases.append(took(ground, tmp_path, subject, second))
    assert rows(ground, table) != before
    take_back(ground, subject, releases[1])
    assert rows(ground, table) == before
    with pytest.raises(UnknownRelease):
        take_back(ground, subject, releases[1])
    releases.append(took(ground, tmp_path, subject, second))
    with pytest.raises(CannotReturn, match=f"changed_since .* {releases[2]}"):
        take_back(ground, subject, releases[0])
    take_back(ground, subject, releases[2])
    take_back(ground, subject, releases[0])
    assert rows(ground, table) == empty


@pytest.mark.parametrize("subject", sorted(UPDATED))
def test_the_right_file_comes_back_after_a_wrong_one(ground: Engine, tmp_path: Path, subject: str) -> None:
    table, right, wrong = UPDATED[subject]
    first = took(ground, tmp_path, subject, right)
    assert imported(ground, tmp_path, subject, right).release == first
    changed = rows(ground, table)
    took(ground, tmp_path, subject, wrong)
    again = took(ground, tmp_path, subject, right)
    assert set(changed) <= set(rows(ground, table))
    same = imported(ground, tmp_path, subject, right)
    assert (same.outcome, same.release) == ("same", again)


@pytest.mark.parametrize("subject", sorted(UPDATED))
def test_what_staff_brought_over_the_programs_file_stays_at_the_next_start(
    ground: Engine, tmp_path: Path, subject: str
) -> None:
    table, shipped, of_staff = UPDATED[subject]
    first = took(ground, tmp_path, subject, shipped, PRODUCT)
    took(ground, tmp_path, subject, of_staff)
    kept = rows(ground, table)
    start = imported(ground, tmp_path, subject, shipped, PRODUCT)
    assert (start.outcome, start.release) == ("same", first)
    upgrade = imported(ground, tmp_path, subject, shipped + "\n", PRODUCT)
    assert upgrade.outcome == "published"
    assert rows(ground, table) == kept
    take_back(ground, subject, first + 1)
    assert rows(ground, table) != kept, "staff may still take their own back"


def test_a_place_that_figures_name_cannot_vanish(engine: Engine, tmp_path: Path) -> None:
    units = took(engine, tmp_path, "units", UNITS + HERE)
    people = took(engine, tmp_path, "population", "municipality,as_of,people\nhere,2024-01-01,10\n")
    with pytest.raises(CannotReturn, match="in_use here") as stays:
        take_back(engine, "units", units)
    assert stays.value.row == "here" and place(engine).names.ky == "Шаар"
    take_back(engine, "population", people)
    take_back(engine, "units", units)
    with engine.connect() as connection:
        assert places.place(connection, "here") is None


def test_a_release_from_before_rows_were_kept_is_refused(engine: Engine, tmp_path: Path) -> None:
    units = took(engine, tmp_path, "units", UNITS + HERE)
    with engine.begin() as connection:
        connection.execute(reference_before.delete())
    with pytest.raises(CannotReturn, match="not_kept"):
        take_back(engine, "units", units)
    assert place(engine).names.ky == "Шаар"


def test_a_contact_is_one_sources_word_and_staffs_stays_whole(engine: Engine, tmp_path: Path) -> None:
    took(engine, tmp_path, "units", UNITS + HERE)
    head = "municipality,phone,email,hours,seen_on,source_title,source_url\n"
    shipped = "here,03134 5-22-17,a@example.org,9:00–18:00,2026-01-01,Сайт,https://example.org\n"
    took(engine, tmp_path, "contacts", head + shipped, PRODUCT)
    took(engine, tmp_path, "contacts", head + "here,03134 5-00-00,,,2026-02-01,Каттоо,\n")
    took(engine, tmp_path, "contacts", head + shipped.replace("22-17", "22-18"), PRODUCT)
    with engine.connect() as connection:
        found = contacts.contact_of(connection, place(engine).id)
        assert contacts.contact_of(connection, 99) is None
    assert found is not None
    assert (found.phone, found.email, found.hours, found.source_title) == ("03134 5-00-00", "", "", "Каттоо")


def test_bad_and_mobile_telephones_of_contacts_are_told(sqlite_engine: Engine, tmp_path: Path) -> None:
    took(sqlite_engine, tmp_path, "units", UNITS + HERE + "two,city,Эки,,,KGS,,,,\n")
    bad = imported(sqlite_engine, tmp_path, "contacts", "municipality,phone,seen_on\nhere,call us,2099-01-01\n")
    assert [(each.code, each.row, each.column) for each in bad.problems if each.severity == "error"] == [
        ("bad_phone", 2, "phone"),
        ("future_date", 2, "seen_on"),
    ]
    text = 'municipality,phone\nhere,"03134 5-22-17, +996 (555) 12-34-56"\ntwo,(0312) 61-22-33\n'
    told = imported(sqlite_engine, tmp_path, "contacts", text)
    assert told.outcome == "published"
    assert [(each.code, each.row) for each in told.problems if each.code != "text_form"] == [("contact_mobile", 2)]
    assert "123456" not in str(told.as_json()) and "12-34-56" not in str(told.as_json())
