"""Real files of three countries, read by the mappings in data/mappings; sums are checked against other sums."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import load_workbook
from sqlalchemy import Engine, text

from dashboard.intake.mapping.load import load_mapping
from dashboard.intake.report import Report
from tests.importing import import_files

Key = tuple[str, str, str]
CLASSES = Path("data/reference/classification.csv")


@pytest.fixture
def engine_with_places(sqlite_engine: Engine, tmp_path: Path) -> Engine:
    units = tmp_path / "units.csv"
    units.write_text(
        "code,kind,name_ky,currency\nmukachevo,city,Мукачево,UAH\ntomsk,city,Томск,RUB\nsilla,city,Силья,EUR\n",
        encoding="utf-8",
    )
    assert import_files(sqlite_engine, "units", units).outcome == "published"
    assert import_files(sqlite_engine, "classification", CLASSES).outcome == "published"
    return sqlite_engine


def published(engine: Engine, path: Path, mapping: str, unit: str) -> Report:
    report = import_files(engine, "budget", path, how=load_mapping(mapping), unit=unit)
    assert report.outcome == "published", [problem.text("en") for problem in report.problems]
    return report


def control(report: Report) -> dict[Key, Decimal]:
    return {
        (row["direction"], row["phase"], row["period_end"]): Decimal(row["amount"].replace(" ", ""))
        for row in report.control
    }


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "mapping", "columns"),
    [
        ("mukachevo_incomes", "mukachevo-revenue", {"approved": "ZAT_AMT", "executed": "FAKT_AMT"}),
        ("mukachevo_expenses", "mukachevo-expenditure",
         {"approved": "ZAT_AMT", "revised": "PLANS_AMT", "executed": "FAKT_AMT"}),
    ],
)  # fmt: skip
def test_66_months_of_mukachevo(
    engine_with_places: Engine, real_data: Path, name: str, mapping: str, columns: dict[str, str]
) -> None:
    path = real_data / f"municipal_budgets/ukraine_openbudget/{name}.csv"
    direction = mapping.removeprefix("mukachevo-")
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    for row in rows(path):
        if row["FUND_TYP"] in ("C", "S"):
            for phase, column in columns.items():
                if row[column]:
                    sums[(direction, phase, row["REP_PERIOD"])] += Decimal(row[column])
    report = published(engine_with_places, path, mapping, "mukachevo")
    assert control(report) == dict(sums)
    assert len({end for _, _, end in sums}) == 66


@pytest.mark.parametrize("direction", ["expenditure", "revenue"])
def test_every_line_of_mukachevo_has_a_class(engine_with_places: Engine, real_data: Path, direction: str) -> None:
    name = {"expenditure": "expenses", "revenue": "incomes"}[direction]
    path = real_data / f"municipal_budgets/ukraine_openbudget/mukachevo_{name}.csv"
    report = published(engine_with_places, path, f"mukachevo-{direction}", "mukachevo")
    told = {problem.code for problem in report.problems}
    assert told.isdisjoint({"unclassified_label", "not_classified"})
    with engine_with_places.connect() as connection:
        classes = text(
            "SELECT count(DISTINCT classification_id), min(classification_id) FROM rollup WHERE dimension = :of"
        )
        of = {"expenditure": "economic", "revenue": "source"}[direction]
        count, least = connection.execute(classes, {"of": of}).one()
    assert count > 10 and least > 0


def test_mukachevo_2024_is_what_the_treasury_published(engine_with_places: Engine, real_data: Path) -> None:
    folder = real_data / "municipal_budgets/ukraine_openbudget"
    revenue = control(published(engine_with_places, folder / "mukachevo_incomes.csv", "mukachevo-revenue", "mukachevo"))
    spent = control(
        published(engine_with_places, folder / "mukachevo_expenses.csv", "mukachevo-expenditure", "mukachevo")
    )
    million = Decimal(1_000_000)
    assert round(revenue[("revenue", "approved", "2024-12-31")] / million, 2) == Decimal("1590.27")
    assert round(revenue[("revenue", "executed", "2024-12-31")] / million, 2) == Decimal("1587.43")
    assert round(spent[("expenditure", "executed", "2024-12-31")] / million, 2) == Decimal("1670.43")


def test_the_tomsk_workbook_with_its_subtotals(engine_with_places: Engine, real_data: Path) -> None:
    path = real_data / "municipal_budgets/tomsk_2022/Оценка ожид исп 2021.xls"
    printed = {
        row[1]: [Decimal(repr(cell)).quantize(Decimal("0.1")) * 1000 for cell in row[2:4]]
        for row in load_workbook(path).get_sheet_by_index(0).to_python()
        if str(row[1]).startswith("ВСЕГО")
    }
    report = published(engine_with_places, path, "tomsk-expected", "tomsk")
    end = "2021-12-31"
    assert control(report) == {
        ("revenue", "approved", end): printed["ВСЕГО ДОХОДОВ"][0],
        ("revenue", "forecast", end): printed["ВСЕГО ДОХОДОВ"][1],
        ("expenditure", "approved", end): printed["ВСЕГО РАСХОДОВ"][0],
        ("expenditure", "forecast", end): printed["ВСЕГО РАСХОДОВ"][1],
    }
    assert printed["ВСЕГО ДОХОДОВ"] == [Decimal("19590959400"), Decimal("19968656500")]
    assert printed["ВСЕГО РАСХОДОВ"][0] == Decimal("20685576200")
    # Lines and subtotals were distinguished rightly only if every one of them adds up.
    assert [problem for problem in report.problems if problem.code.endswith(("differs", "ten"))] == []


@pytest.mark.parametrize("year", [2015, 2016, 2017, 2018])
@pytest.mark.parametrize(
    ("name", "mapping", "columns"),
    [
        ("ingresos", "silla-revenue",
         {"approved": "Previsión inicial", "revised": "Previsión definitiva", "executed": "DR neto"}),
        ("gastos", "silla-expenditure",
         {"approved": "Consig. inicial", "revised": "Consig. definit.", "executed": "Obl. recon. (O)"}),
    ],
)  # fmt: skip
def test_three_phases_of_silla(
    engine_with_places: Engine, real_data: Path, year: int, name: str, mapping: str, columns: dict[str, str]
) -> None:
    path = real_data / f"municipal_budgets/silla/es/municipio/{year}/ejecucion_{name}.csv"
    lines = [row for row in rows(path) if row["#Aplicación presupuestaria"] != "#"]
    sums = {
        (mapping.removeprefix("silla-"), phase, f"{year}-12-31"): sum(Decimal(row[column] or "0") for row in lines)
        for phase, column in columns.items()
    }
    report = published(engine_with_places, path, mapping, "silla")
    assert control(report) == sums
    with engine_with_places.connect() as connection:
        written = connection.execute(
            text(
                "SELECT count(*) FROM fact JOIN slice ON slice.id = slice_id WHERE role = 'line' AND fiscal_year = :y"
            ),
            {"y": year},
        ).scalar()
    assert written == sum(1 for row in lines for column in columns.values() if row[column])


def test_four_years_of_silla_share_their_lines(engine_with_places: Engine, real_data: Path) -> None:
    for year in (2015, 2016, 2017, 2018):
        path = real_data / f"municipal_budgets/silla/es/municipio/{year}/ejecucion_ingresos.csv"
        published(engine_with_places, path, "silla-revenue", "silla")
    with engine_with_places.connect() as connection:
        years = connection.execute(
            text(
                "SELECT count(DISTINCT fiscal_year) FROM fact JOIN slice ON slice.id = slice_id "
                "JOIN budget_line ON budget_line.id = line_id WHERE key = '0.0.0.0.11300'"
            )
        ).scalar()
    assert years == 4
