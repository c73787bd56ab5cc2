"""Five yearly registers of one city: what was promised first, what is promised now, and what left the register."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from dashboard.exhibits.model import Mark
from dashboard.exhibits.works.lists import promised
from dashboard.exhibits.works.one import sentence
from dashboard.exhibits.works.progress import cost_deviation, delivery_rate, works_by_status
from dashboard.exhibits.works.view import finished_cell, late_cell
from dashboard.intake.works.mapping import load_works_mapping
from dashboard.pages.works.read import read_works_view
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from dashboard.store.queries import places, works, works_outcome
from dashboard.store.records import Place
from dashboard.store.work_records import Choice
from tests.exhibits.reading import cell, numbers, value
from tests.importing import import_files

TODAY, YEARS = date(2026, 11, 30), range(2020, 2025)
Rows = dict[str, dict[int, dict[str, str]]]


def register_of(real_data: Path, year: int) -> Path:
    return real_data / f"works/madrid_inversiones/inversiones_principales_{year}.csv"


@pytest.fixture(scope="module")
def printed(real_data: Path) -> Rows:
    """The rows of every work by year, read without the product."""
    found: Rows = defaultdict(dict)
    for year in YEARS:
        with register_of(real_data, year).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                if key := row["Código PEP"].strip():
                    found[key][year] = {str(name).strip(): (cell or "").strip() for name, cell in row.items() if name}
    return found


@pytest.fixture(scope="module")
def city(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder = tmp_path_factory.mktemp("promises")
    engine = writing_engine(f"sqlite:///{folder / 'works.db'}")
    migrate(engine)
    units = folder / "units.csv"
    units.write_text("code,kind,name_ky,currency\nmadrid,city,Мадрид,EUR\n", encoding="utf-8")
    assert import_files(engine, "units", units).outcome == "published"
    for year in YEARS:
        import_year(engine, register_of(real_data, year), year)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def import_year(engine: Engine, path: Path, year: int) -> None:
    how = load_works_mapping("works-madrid").told(complete=True)
    report = import_files(engine, "works", path, how=how, unit="madrid", year=year)
    if year == 2021:
        asked = [problem.code for problem in report.problems if problem.severity == "question"]
        assert (report.outcome, asked) == ("question", ["works_renamed", "works_moved"]), "№ 29 … stand at other works"
        report = import_files(
            engine, "works", path, how=how, unit="madrid", year=year, accept=("works_renamed", "works_moved")
        )
    assert report.outcome == "published", [problem.text("en") for problem in report.problems]


def ends(reports: dict[int, dict[str, str]]) -> list[int]:
    years = (row["Año de finalización previsto"] for _, row in sorted(reports.items()))
    return [int(year) for year in years if year]


def test_195_of_244_works_reported_again_were_postponed(city: Connection, printed: Rows) -> None:
    again = {key: ends(reports) for key, reports in printed.items() if len(reports) > 1}
    late = {key for key, said in again.items() if said[-1] > said[0]}
    assert (len(again), len(late)) == (244, 195)
    found = works.works(city, 1, TODAY, limit=1000)
    assert {each.key for each in found if each.standing.postponements and each.key in late} == late
    assert sum(tally.postponed for tally in works.tallies(city, 1, TODAY, "word")) == 195
    first = {each.key: (each.standing.first_end, each.standing.last_end) for each in found}
    expected = {
        key: tuple(date(ends(said)[at], 12, 31) for at in (0, -1)) for key, said in printed.items() if ends(said)
    }
    assert first == expected


def test_works_on_time_by_the_first_promise_and_by_the_last(city: Connection, printed: Rows) -> None:
    done = {key: said[max(said)] for key, said in printed.items() if said[max(said)]["Estado"] == "FINALIZADO"}
    assert len(done) == 185
    ended = {key: int(row["Año de finalización"]) for key, row in done.items() if row["Año de finalización"]}
    by_first = sum(end <= ends(printed[key])[0] for key, end in ended.items())
    by_last = sum(end <= ends(printed[key])[-1] for key, end in ended.items())
    (undated,) = done.keys() - ended.keys()  # reported as finished in the year it was promised for
    assert (by_first, by_last) == (71, 179) and ends(printed[undated])[0] == max(printed[undated])
    delivery = works_outcome.delivery(city, 1, TODAY)
    assert (sum(year.on_time for year in delivery), sum(year.on_time_now for year in delivery)) == (72, 180)
    assert sum(year.unknown for year in delivery) == 0


def test_finished_works_cost_135_million_more_than_first_planned(city: Connection, printed: Rows) -> None:
    first = last = paid = Decimal(0)
    for said in printed.values():
        reports = [row for _, row in sorted(said.items())]
        plans = [amount(row["Presupuesto Total (Previsto)"]) for row in reports]
        known = [plan for plan in plans if plan is not None]
        spent = amount(next(cell for name, cell in reports[-1].items() if name.casefold() == "gasto ejecutado"))
        if reports[-1]["Estado"] == "FINALIZADO" and known and spent is not None:
            first, last, paid = first + known[0], last + known[-1], paid + spent
    view = read_works_view(place(city), "en", (), TODAY, city)
    exhibit = cost_deviation(view)
    assert exhibit is not None
    assert value(exhibit, "total", "first_planned") == first * 100 and value(exhibit, "total", "cost") == paid * 100
    assert round((paid - first) / 10**6) == 135 and paid == last
    assert cell(exhibit, "total", "share").value == pytest.approx(float((paid - first) / first))
    assert "Against the plan stated last: difference 0" in exhibit.answer


def test_what_left_the_register_is_neither_open_nor_late(city: Connection, printed: Rows) -> None:
    gone = {key for key, said in printed.items() if 2024 not in said and said[max(said)]["Estado"] != "FINALIZADO"}
    words = Counter(each.word for each in works.works(city, 1, TODAY, limit=1000))
    assert words == {"under_way": 150, "done": 185, "not_listed": len(gone)} and len(gone) == 39
    listed = works.works(city, 1, TODAY, Choice(words=("not_listed",)), limit=1000)
    assert {each.key for each in listed} == gone
    assert {(each.report.as_of.year, each.standing.missing_from) for each in listed} == {
        (max(printed[key]), date(2024, 12, 31)) for key in gone
    }
    late = [key for key, said in printed.items() if 2024 in said and said[2024]["Estado"] == "EN PROCESO"]
    past = sum(ends(printed[key])[0] < 2024 for key in late)
    view = read_works_view(place(city), "en", (), TODAY, city)
    assert (view.overdue.count, view.overdue.counted) == (past, (date(2024, 12, 31),) * 2)
    assert f"as of 31 December 2024: {past}." in promised(view, (), str).answer
    states = works_by_status(view)
    assert "No longer in the register" in [row.cells[0].value for row in states.rows]
    postponed = [value(states, row.key, "postponed") for row in states.rows if cell(states, row.key, "postponed").value]
    assert postponed[-1] == sum(postponed[:-1]) == 195


def test_no_date_that_has_passed_is_said_to_be_still_to_come(city: Connection) -> None:
    """114 works were under way on the day of the last register, and not late by it."""
    going = [each for each in works.works(city, 1, TODAY, Choice(words=("under_way",)), limit=1000)]
    quiet = [each for each in going if not each.is_late(TODAY)]
    assert sum(each.standing.first_end == date(2024, 12, 31) for each in quiet) == 31
    # The register prints years: no day stands on a page, and no number of days.
    assert all(each.days_late(TODAY) is None for each in going) and any(each.is_late(TODAY) for each in going)
    for work in going:
        words = sentence(work, "en", TODAY, "EUR")
        assert "promised first for 20" in words and "31.12.20" not in words.replace("as of 31.12.2024", "")
    for work in quiet:
        passed = work.standing.first_end is not None and work.standing.first_end < TODAY
        for found in (finished_cell(work, TODAY), late_cell(work, TODAY)):
            assert (found.mark is Mark.NOT_SINCE, found.looked_on) == (passed, work.report.as_of if passed else None)


def test_works_of_unknown_end_are_said_to_be_unknown(real_data: Path, tmp_path: Path) -> None:
    engine = writing_engine(f"sqlite:///{tmp_path / 'works.db'}")
    migrate(engine)
    units = tmp_path / "units.csv"
    units.write_text("code,kind,name_ky,currency\nbuenos-aires,city,Буэнос-Айрес,ARS\n", encoding="utf-8")
    assert import_files(engine, "units", units).outcome == "published"
    path = real_data / "works/buenos_aires_obras/obras_2024_teotronic.csv"
    how = load_works_mapping("works-buenos-aires")
    assert import_files(engine, "works", path, how=how, unit="buenos-aires", year=2024).outcome == "published"
    with engine.connect() as connection:
        view = read_works_view(place(connection), "en", (), TODAY, connection)
    exhibit, states = delivery_rate(view), works_by_status(view)
    engine.dispose()
    assert exhibit is not None
    due, unknown = value(exhibit, "total", "due"), value(exhibit, "total", "end_unknown")
    assert unknown > 1300 and cell(exhibit, "total", "on_time").value is None and "%" not in exhibit.answer
    assert numbers(exhibit.answer) == sorted(map(str, (due, unknown, due - unknown))), "what is left is unfinished"
    done = [cell(states, "done", name) for name in ("late", "late_now")]
    assert [each.value for each in done] == [None, None] and value(states, "done", "count") >= unknown


def amount(cell: str) -> Decimal | None:
    return Decimal(cell.replace(",", ".")) if cell else None


def place(connection: Connection) -> Place:
    found = places.place(connection, "madrid") or places.place(connection, "buenos-aires")
    assert found is not None
    return found
