"""Two yearly lists of Buenos Aires, the later one without numbers: works that would be joined, or cut in two, are asked
about before anything is written."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from dashboard.i18n import fold
from dashboard.intake.mapping.load import FOLDER
from dashboard.intake.report import Report
from dashboard.intake.works.mapping import WORKS_FILE, WorksMapping, load_works_mapping
from dashboard.intake.works.texts import clean_text
from dashboard.store.works_tables import work, work_report
from tests.importing import import_files

FOLDER_OF_LISTS = "works/buenos_aires_obras"
LIST_2024, LIST_2025 = "obras_2024_teotronic.csv", "obras_2025_fer379.csv"
#: Nothing of a work but its own words and place; twice in a file it is a question of parts.
BY_WORDS = ["title", "village", "description", "service", "contractor", "planned_start", "latitude", "status"]


def mapping_of_2025(**told: Any) -> WorksMapping:
    """The mapping of the earlier list for the later one, which has other days, more states, and no numbers."""
    table = tomllib.loads((FOLDER / "works-buenos-aires.toml").read_text(encoding="utf-8"))
    table["columns"] |= {"key": {"column": "No", "optional": True}}
    table["values"]["status"] |= {
        "Rescisión": "cancelled", "Paralizada": "implementation", "Anteproyecto": "identification",
        "En armado de pliegos": "preparation",
    }  # fmt: skip
    table["numbers"]["date_order"] = "dmy"
    table["where"] = [{"column": "barrio", "not_pattern": "^.{201}"}]  # one work names more districts than fit
    return WORKS_FILE.read({**table, **told}, "list-2025", "0" * 64)


def imported(engine: Engine, path: Path, how: WorksMapping, year: int, **options: Any) -> Report:
    return import_files(engine, "works", path, how=how, unit="buenos-aires", year=year, **options)


@pytest.fixture
def with_2024(sqlite_engine: Engine, real_data: Path, tmp_path: Path) -> Engine:
    units = tmp_path / "units.csv"
    units.write_text("code,kind,name_ky,currency\nbuenos-aires,city,Буэнос-Айрес,ARS\n", encoding="utf-8")
    import_files(sqlite_engine, "units", units)
    path = real_data / FOLDER_OF_LISTS / LIST_2024
    report = imported(sqlite_engine, path, load_works_mapping("works-buenos-aires"), 2024)
    assert report.outcome == "published"
    return sqlite_engine


def asked(report: Report) -> dict[str, dict[str, Any]]:
    """Questions of a report, by code."""
    return {each.code: dict(each.params) for each in report.problems if each.severity == "question"}


def written(engine: Engine) -> tuple[int, int]:
    with engine.connect() as connection:
        works, reports = (
            int(connection.execute(select(func.count()).select_from(each)).scalar_one()) for each in (work, work_report)
        )
    return works, reports


def listed(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="latin-1", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter=";") if row["nombre"] and len(row["barrio"]) <= 200]


def test_lists_joined_by_their_row_numbers_ask_and_name_the_works(
    with_2024: Engine, real_data: Path, tmp_path: Path
) -> None:
    earlier, later = (real_data / FOLDER_OF_LISTS / name for name in (LIST_2024, LIST_2025))
    before, path = written(with_2024), with_row_numbers(later, tmp_path)
    report = imported(with_2024, path, mapping_of_2025(), 2025)
    titles = {row["id"]: title_of(row) for row in listed(earlier)}
    other = sum(titles.get(row["No"], title_of(row)) != title_of(row) for row in listed(path))
    assert (report.exit_code, asked(report).keys()) == (4, {"works_renamed"})
    told = asked(report)["works_renamed"]
    assert (told["n"], told["known"]) == (other, 1525) and other > 437 and told["others"] > other / 2
    assert all(each.row and each.value for each in report.problems if each.code == "work_renamed")
    assert written(with_2024) == before
    assert imported(with_2024, path, mapping_of_2025(), 2025, accept=("works_moved",)).exit_code == 4


def test_works_that_lose_their_number_ask_and_are_published_only_when_accepted(
    with_2024: Engine, real_data: Path
) -> None:
    earlier, later = (real_data / FOLDER_OF_LISTS / name for name in (LIST_2024, LIST_2025))
    before, how = written(with_2024), mapping_of_2025(key={"from": BY_WORDS})
    report = imported(with_2024, later, how, 2025)
    assert (report.exit_code, asked(report).keys()) == (4, {"works_moved"})
    places = {(title_of(row), fold(row["barrio"])) for row in listed(earlier)}
    known = {(title_of(row), fold(row["barrio"])) for row in listed(later)} & places
    assert asked(report)["works_moved"]["n"] >= len(known) > 459
    assert written(with_2024) == before
    accepted = imported(with_2024, later, how, 2025, accept=("works_moved",))
    assert (accepted.exit_code, accepted.outcome) == (0, "published")
    assert written(with_2024)[0] > before[0]


def title_of(row: dict[str, str]) -> str:
    return fold(clean_text(row["nombre"]))


def with_row_numbers(path: Path, folder: Path) -> Path:
    """The list as somebody numbers its rows."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="latin-1"), newline=""), delimiter=";"))
    made = folder / path.name
    with made.open("w", encoding="latin-1", newline="", errors="replace") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["No", *rows[0]])
        writer.writerows([n, *row] for n, row in enumerate(rows[1:], start=1))
    return made
