"""Real registers of three countries and the examples of the standards; counts and sums are checked another way."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import load_workbook
from sqlalchemy import Connection, Engine, func, select

from dashboard.intake.report import Report
from dashboard.intake.works.mapping import Points, load_works_mapping
from dashboard.store.engine import reading_engine
from dashboard.store.publishing.works import retract
from dashboard.store.queries import works as queries
from dashboard.store.tables import municipality
from dashboard.store.work_records import Work
from dashboard.store.works_tables import work, work_link, work_report
from tests.importing import import_files

TODAY = date(2026, 11, 24)
MADRID = "works/madrid_inversiones/inversiones_principales_{}.csv"
Rows = dict[str, dict[str, str]]


@pytest.fixture
def places(sqlite_engine: Engine, tmp_path: Path) -> Engine:
    units = tmp_path / "units.csv"
    units.write_text(
        "code,kind,name_ky,currency\nmadrid,city,Мадрид,EUR\nbuenos-aires,city,Буэнос-Айрес,ARS\ntomsk,city,Томск,RUB\n"
        "county,city,Графтык,GBP\n",
        encoding="utf-8",
    )
    assert import_files(sqlite_engine, "units", units).outcome == "published"
    return sqlite_engine


def published(engine: Engine, path: Path, mapping: str, unit: str, year: int | None = None) -> Report:
    report = import_files(engine, "works", path, how=load_works_mapping(mapping), unit=unit, year=year)
    assert report.outcome == "published", [problem.text("en") for problem in report.problems]
    return report


def rows(path: Path, encoding: str, key: str) -> Rows:
    with path.open(encoding=encoding, newline="") as file:
        return {row[key]: row for row in csv.DictReader(file, delimiter=";") if row[key].strip()}


def current(connection: Connection, code: str) -> list[Work]:
    place = connection.execute(select(municipality.c.id).where(municipality.c.code == code)).scalar_one()
    return list(queries.works(connection, place, TODAY, limit=10_000))


def control(report: Report, kind: str) -> Decimal:
    return sum((Decimal(row["amount"].replace(" ", "")) for row in report.control if row["phase"] == kind), Decimal(0))


def test_madrid_works_appear_move_and_finish_between_two_years(places: Engine, real_data: Path) -> None:
    before, after = (rows(real_data / MADRID.format(year), "utf-8-sig", "Código PEP") for year in (2022, 2023))
    first = published(places, real_data / MADRID.format(2022), "works-madrid", "madrid", 2022)
    second = published(places, real_data / MADRID.format(2023), "works-madrid", "madrid", 2023)
    for report, read in ((first, before), (second, after)):
        assert report.counts is not None and report.counts.kept == len(read)
        for kind, column in (("planned", "Presupuesto Total (Previsto)"), ("paid", "Gasto ejecutado")):
            cells = (row[column].strip().replace(",", ".") for row in read.values())
            assert control(report, kind) == sum((Decimal(cell) for cell in cells if cell), Decimal(0))
    word = {"EN PROCESO": "under_way", "FINALIZADO": "done"}
    expected = {
        key: [word[read[key]["Estado"]] for read in (before, after) if key in read] for key in {**before, **after}
    }
    with places.connect() as connection:
        works = current(connection, "madrid")
        assert {
            each.key: [report.word for report in queries.history(connection, each.id)] for each in works
        } == expected
        assert Counter(each.report.word for each in works) == Counter(words[-1] for words in expected.values())
    moves = Counter(tuple(words) for words in expected.values())
    assert moves[("under_way", "done")] == 46 and moves[("under_way", "under_way")] == 105
    assert sum(count for words, count in moves.items() if len(words) == 2) == len(before.keys() & after.keys()) == 151


def test_retracting_madrid_2023_brings_2022_back(places: Engine, real_data: Path) -> None:
    before = rows(real_data / MADRID.format(2022), "utf-8-sig", "Código PEP")
    published(places, real_data / MADRID.format(2022), "works-madrid", "madrid", 2022)
    second = published(places, real_data / MADRID.format(2023), "works-madrid", "madrid", 2023)
    retract(places, second.release or 0, actor="tester", reason="wrong file")
    with places.connect() as connection:
        works = current(connection, "madrid")
    assert {each.key for each in works} == before.keys()
    assert Counter(each.report.word for each in works)["done"] == sum(
        row["Estado"] == "FINALIZADO" for row in before.values()
    )
    assert {each.report.as_of for each in works} == {date(2022, 12, 31)}


def test_madrid_years_are_days_and_points_are_inside_the_city(places: Engine, real_data: Path) -> None:
    read = rows(real_data / MADRID.format(2022), "utf-8-sig", "Código PEP")
    report = published(places, real_data / MADRID.format(2022), "works-madrid", "madrid", 2022)
    with places.connect() as connection:
        works = {each.key: each for each in current(connection, "madrid")}
        done = works["2017/007121"].report
        pictures = connection.execute(select(func.count()).select_from(work_link)).scalar_one()
    assert (done.planned_start, done.planned_end, done.actual_end) == (
        date(2017, 1, 1),
        date(2022, 12, 31),
        date(2022, 12, 31),
    )
    assert pictures == sum(bool(row["Url_fotografia"].strip()) for row in read.values())
    kept = {
        (each.planned_end_precision, each.actual_end_precision) for each in (each.report for each in works.values())
    }
    assert kept == {("year", "year"), ("year", "")} and done.planned_start_precision == "year"
    assert works["2017/007121"].standing.first_end_precision == "year"
    outside = [problem.row for problem in report.problems if problem.code == "point_outside"]
    assert outside == [138] and sum(each.latitude is None for each in works.values()) == 1


def test_all_works_of_buenos_aires_with_contractor_progress_and_links(places: Engine, real_data: Path) -> None:
    path = real_data / "works/buenos_aires_obras/obras_2024_teotronic.csv"
    read = rows(path, "latin-1", "id")
    report = published(places, path, "works-buenos-aires", "buenos-aires", 2024)
    with places.connect() as connection:
        works = {each.key: each for each in current(connection, "buenos-aires")}
        links = connection.execute(select(func.count()).select_from(work_link)).scalar_one()
    assert works.keys() == read.keys() and len(works) == 1525
    told = {key for key, row in read.items() if row["licitacion_oferta_empresa"].strip()}
    assert {key for key, each in works.items() if each.report.contractor} == told
    progress = {key for key, row in read.items() if row["porcentaje_avance"].strip()}
    assert {key for key, each in works.items() if each.report.progress} == progress
    assert works["1"].report.progress == "100 %" and works["1"].report.contractor == "Criba S.A."
    addresses = [
        {
            cell.strip()
            for name in row
            if name.startswith(("imagen", "link", "pliego", "estudio"))
            if (cell := row[name] or "").strip() not in ("", "-")
        }
        for row in read.values()
    ]
    left_out = sum(problem.code == "link_left_out" for problem in report.problems)
    assert links == sum(map(len, addresses)) - left_out and left_out == 1
    started = {key for key, row in read.items() if re.fullmatch(r"20\d\d-\d\d-\d\d", row["fecha_inicio"].strip())}
    assert len(started) > 1000 and {key for key in started if works[key].report.planned_start is None} == set()
    finished = {"finalizada", "finalizado"}
    words = Counter(each.report.word for each in works.values())
    assert words["done"] == sum(row["etapa"].strip().casefold() in finished for row in read.values())


def test_three_styles_of_amounts_of_buenos_aires_add_up(places: Engine, real_data: Path) -> None:
    path = real_data / "works/buenos_aires_obras/obras_2024_teotronic.csv"
    report = published(places, path, "works-buenos-aires", "buenos-aires", 2024)
    by_row = {problem.row for problem in report.problems if problem.column == "monto_contrato"}
    total = Decimal(0)
    with path.open(encoding="latin-1", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter=";"), start=2):
            cell = row["monto_contrato"].replace("$", "").replace("\xa0", "").strip()
            if not cell or number in by_row:
                continue
            if cell.count(",") > 1 or (cell.count(",") == 1 and cell.rfind(".") > cell.rfind(",")):
                cell = cell.replace(",", "")
            elif cell.count(".") > 1 or "," in cell:
                cell = cell.replace(".", "").replace(",", ".")
            total += Decimal(cell)
    assert control(report, "contract") == total
    assert len(by_row) == 4, "two amounts in a cell, twice; one with words; 636.62337.84"


def test_broken_points_of_buenos_aires_are_dropped_by_row(places: Engine, real_data: Path) -> None:
    path = real_data / "works/buenos_aires_obras/obras_2024_teotronic.csv"
    read = rows(path, "latin-1", "id")
    report = published(places, path, "works-buenos-aires", "buenos-aires", 2024)
    dropped = [problem for problem in report.problems if problem.code.startswith("point_")]
    with places.connect() as connection:
        works = current(connection, "buenos-aires")
    silent = sum(not row["lat"].strip() and not row["lng"].strip() for row in read.values())
    assert sum(each.latitude is None for each in works) == silent + len(dropped)
    assert all(-34.75 <= each.latitude <= -34.5 for each in works if each.latitude is not None)
    assert all(problem.row and problem.value for problem in dropped)
    assert {problem.code for problem in dropped} >= {"point_thousands", "point_swapped"}


def test_tomsk_capital_repair_without_its_subtotals(places: Engine, real_data: Path) -> None:
    path = real_data / "municipal_budgets/tomsk_2022/капитальный ремонт.xlsx"
    report = published(places, path, "works-tomsk-capital-repair", "tomsk", 2021)
    sheet = load_workbook(path).get_sheet_by_index(0).to_python()
    printed = [row for row in sheet if str(row[1]).startswith("Капитальный ремонт")]
    (total,) = (row for row in sheet if row[1] == "ВСЕГО")
    assert control(report, "planned") == round(Decimal(str(total[5])) * 1000, 2) == Decimal("207966500.00")
    assert control(report, "planned") == control(report, "funding")
    with places.connect() as connection:
        works = current(connection, "tomsk")
    assert len(works) == len(printed) and {each.report.word for each in works} == {"planned"}
    shared = [each for each in works if "дворовых территорий" in each.printed]
    assert len(shared) == 4 and len({each.description for each in shared}) == 4


def test_the_example_of_oc4ids(places: Engine, real_data: Path) -> None:
    path = real_data / "works/oc4ids/oc4ids_docs_example.json"
    published(places, path, "works-oc4ids", "county")
    project = json.loads(path.read_text(encoding="utf-8"))["projects"][0]
    with places.connect() as connection:
        (found,) = current(connection, "county")
        whole = queries.work(connection, 4, found.id)
    assert whole is not None
    assert (found.key, found.printed, found.report.status) == (project["id"], project["title"], "maintenance")
    assert found.report.planned_minor == project["budget"]["amount"]["amount"] * 100
    assert found.report.paid_minor == project["completion"]["finalValue"]["amount"] * 100
    summaries = [each["summary"] for each in project["contractingProcesses"]]
    assert found.report.contract_minor == sum(each["contractValue"]["amount"] for each in summaries) * 100
    assert (found.report.contractor, found.report.actual_end) == ("Concrete Motorways Construction", date(2018, 12, 10))
    assert found.report.delay_reason == project["completion"]["endDateDetails"]
    assert found.report.new_end == date(2018, 12, 1) and found.report.planned_end == date(2018, 7, 1)
    assert {link.url for link in whole.links} >= {each["url"] for each in project["documents"] if "url" in each}
    assert not any("0123" in text for text in (whole.description, whole.report.note.ky)), "no telephone number"


def test_points_of_the_example_the_wrong_way_round_are_dropped(places: Engine, real_data: Path) -> None:
    mapping = replace(load_works_mapping("works-oc4ids"), points=Points((49.0, -9.0, 61.0, 2.0)))
    path = real_data / "works/oc4ids/oc4ids_docs_example.json"
    report = import_files(places, "works", path, how=mapping, unit="county")
    assert [problem.code for problem in report.problems if problem.severity != "info"] == ["point_swapped"]
    assert report.outcome == "published"


def test_a_combined_package_with_the_same_project_twice(places: Engine, real_data: Path) -> None:
    report = published(places, real_data / "works/oc4ids/project_package_combined.json", "works-oc4ids", "county")
    assert [problem.code for problem in report.problems if problem.severity != "info"] == ["work_repeated"]
    assert report.counts is not None and report.counts.kept == 1


def test_the_example_of_ocds_has_its_history(places: Engine, real_data: Path) -> None:
    published(places, real_data / "works/ocds/ocds-213czf-000-00001.json", "works-ocds", "county")
    with places.connect() as connection:
        (found,) = current(connection, "county")
        history = queries.history(connection, found.id)
        assert connection.execute(select(func.count()).select_from(work_report)).scalar_one() == 5
        assert connection.execute(select(work.c.ocid)).scalar_one() == "ocds-213czf-000-00001"
    assert [report.status for report in history] == [
        "identification",
        "preparation",
        "preparation",
        "preparation",
        "implementation",
    ]
    assert found.report.contract_minor == 1_100_000_000
    assert found.report.paid_minor == 6_000_000
    assert (found.report.planned_end, found.report.as_of) == (date(2011, 6, 30), date(2011, 1, 10))


def test_the_published_register_of_kyrgyz_works_comes_out(content_db: str) -> None:
    engine = reading_engine(content_db)
    with engine.connect() as connection:
        roles = Counter(connection.execute(select(work.c.role)).scalars())
        assert roles["work"] and roles["group"] and roles["total"]
        demo = connection.execute(select(municipality.c.id).where(municipality.c.code == "demo")).scalar_one()
        counted = sum(tally.count for tally in queries.tallies(connection, demo, TODAY, "word"))
        assert counted == queries.count(connection, demo, TODAY) == 40
    engine.dispose()
