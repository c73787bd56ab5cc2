"""Registers of many bodies whose places the database does not have: they are made with the budget, or nothing is."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from dashboard.intake.budget.made_units import code_of
from dashboard.intake.mapping.load import BUDGET_FILE
from dashboard.intake.report import Report
from dashboard.store.publishing.budget import retract
from dashboard.store.tables import municipality
from tests.importing import import_files
from tests.intake.made import PLAN

WHOLE = PLAN.replace('municipality = "sample"\n', "").replace(
    'label = "line"', 'label = "line"\nmunicipality = "place"'
)
MAPPING = WHOLE + '[units]\nkind = "city"\ncurrency = "EUR"\nparent = "sample"\n'
ROWS = "place,line,plan\nĐurđevac,A,10\nĐurđevac,B,20\nĐURĐEVAC,C,5\nКара-Көл,A,7\nSample,A,1\n"
MADE = {"durdevac": "Đurđevac", "kara-kol": "Кара-Көл"}

Importing = Callable[..., Report]


@pytest.fixture
def importing(sqlite_engine: Engine, tmp_path: Path) -> Importing:
    """importing(rows, mapping=…, make_units=…)"""
    units = tmp_path / "units.csv"
    units.write_text("code,kind,name_ky,currency\nsample,oblast,Sample,EUR\n", encoding="utf-8")
    assert import_files(sqlite_engine, "units", units).outcome == "published"

    def done(rows: str = ROWS, mapping: str = MAPPING, **told: object) -> Report:
        file = tmp_path / "many.csv"
        file.write_text(rows, encoding="utf-8")
        how = BUDGET_FILE.read(tomllib.loads(mapping), "made", hashlib.sha256(mapping.encode()).hexdigest())
        return import_files(sqlite_engine, "budget", file, how=how, **told)

    return done


def places(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        rows = connection.execute(select(municipality).where(municipality.c.code != "sample")).all()
    assert all((row.kind, row.currency, row.named_in) == ("city", "EUR", "") for row in rows)
    assert all(row.name_ky == row.name_ru == row.name_en and row.parent_id for row in rows)
    return {row.code: row.name_ky for row in rows}


def test_places_are_made_with_the_budget_and_stay_when_it_is_retracted(
    importing: Importing, sqlite_engine: Engine
) -> None:
    report = importing(make_units=True)
    assert report.outcome == "published", [each.text("en") for each in report.problems]
    (made,) = [each for each in report.problems if each.code == "units_made"]
    assert (made.severity, made.params["n"], made.params["names"]) == ("info", 2, "Đurđevac, Кара-Көл")
    assert places(sqlite_engine) == MADE
    assert {row["municipality"]: row["amount"] for row in report.control} == {
        "durdevac": "35.00", "kara-kol": "7.00", "sample": "1.00",
    }  # fmt: skip
    assert importing(make_units=True).outcome == importing().outcome == "same"
    assert report.release is not None
    retract(sqlite_engine, report.release, actor="test", reason="test")
    assert places(sqlite_engine) == MADE
    assert not [
        each for each in importing(ROWS + "Sample,B,2\n", make_units=True).problems if each.code == "units_made"
    ]


def test_a_check_makes_no_place_and_nothing_is_made_where_the_file_is_refused(
    importing: Importing, sqlite_engine: Engine
) -> None:
    assert importing(make_units=True, dry_run=True).outcome == "checked"
    assert importing(ROWS + "Нарын,A,12..5\n", make_units=True).outcome == "refused"
    assert places(sqlite_engine) == {}


def test_without_the_flag_an_unknown_place_is_an_error_that_names_it(importing: Importing) -> None:
    report = importing()
    unknown = [each for each in report.problems if each.code == "place_unknown"]
    assert (report.outcome, [each.row for each in unknown]) == ("refused", [2, 3, 4, 5])
    assert all("--make-units" in unknown[0].text(lang) for lang in ("ky", "ru", "en"))


def test_places_whose_codes_would_be_one_are_refused(importing: Importing, sqlite_engine: Engine) -> None:
    for rows in ("Dužice,A,1\nDuzice,A,2\n", "Sámple,A,1\n", "。,A,1\n"):
        report = importing(f"place,line,plan\n{rows}", make_units=True)
        assert report.outcome == "refused"
        assert {each.code for each in report.problems if each.severity == "error"} >= {"unit_code_taken"}
    assert places(sqlite_engine) == {}


def test_the_mapping_must_say_what_the_places_are(importing: Importing) -> None:
    report = importing(mapping=WHOLE, make_units=True)
    assert [each.code for each in report.problems if each.severity == "error"] == ["units_untold"]
    nowhere = importing(mapping=MAPPING.replace('"sample"', '"nowhere"'), make_units=True)
    assert [each.value for each in nowhere.problems if each.severity == "error"] == ["nowhere"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Đurđevac", "durdevac"), ("Grad Zagreb (21)", "grad-zagreb-21"), ("Жети-Өгүз", "jeti-oguz"), ("«»", "")],
)
def test_a_code_is_the_name_in_small_latin_letters(name: str, code: str) -> None:
    assert code_of(name) == code
