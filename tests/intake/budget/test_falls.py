"""Lines whose cumulative execution falls are told, the largest falls by name."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine

from dashboard.intake.budget.falls import TOLD, falling_lines
from dashboard.intake.mapping.load import BUDGET_FILE
from dashboard.intake.problems import Problem
from dashboard.store.known import current_lines
from tests.importing import import_files
from tests.intake.made import PLAN, read_text
from tests.watching import statements

MONTHS = PLAN.replace('label = "line"', 'label = "line"\nperiod_end = "m"\nfund = "f"')
MONTHS = MONTHS.replace('"approved"', '"executed"').replace("fiscal_year = 2025\n", "")
JUNE = "line,f,m,plan\nA,budget,2025-06-30,100\nB,budget,2025-06-30,50\nB,special_means,2025-06-30,9\n"
NOTHING = pd.DataFrame(columns=["municipality", "fiscal_year", "direction", "phase", "period_end"])


def falls(folder: Path, text: str) -> list[Problem]:
    """Falls within one file, without any database."""
    batch = read_text(folder, text, MONTHS).batch
    assert batch is not None

    def read(statements: pd.DataFrame) -> pd.DataFrame:
        raise AssertionError(statements)

    return falling_lines(batch.facts, batch.lines, NOTHING, read)


def test_a_line_below_its_period_before_is_told_with_both_figures(tmp_path: Path) -> None:
    text = JUNE + "A,budget,2025-09-30,101\nB,budget,2025-09-30,49.99\nB,special_means,2025-09-30,9\n"
    (fall,) = falls(tmp_path, text)
    assert (fall.code, fall.severity, fall.row, fall.value) == ("line_falls", "warning", 6, "B")
    assert (fall.params["amount"], fall.params["earlier"]) == ("49.99", "50.00")
    assert (fall.params["end"], fall.params["earlier_end"]) == ("2025-09-30", "2025-06-30")


@pytest.mark.parametrize(
    "rows",
    [
        "A,budget,2025-09-30,100\nC,budget,2025-09-30,1\n",  # no smaller; new
        "A,budget,2026-06-30,1\n",  # another year
        "A,special_means,2025-09-30,1\n",  # another fund
        "Баары,budget,2025-09-30,1\n",  # a total
    ],
)
def test_what_is_no_fall_is_not_told(tmp_path: Path, rows: str) -> None:
    assert falls(tmp_path, JUNE + rows) == []


def test_only_the_largest_falls_are_named_and_all_are_counted(tmp_path: Path) -> None:
    june = "".join(f"L{n},budget,2025-06-30,{100 + n}\n" for n in range(TOLD + 5))
    july = "".join(f"L{n},budget,2025-07-31,100\n" for n in range(TOLD + 5))
    told = falls(tmp_path, f"line,f,m,plan\n{june}{july}")
    assert [each.value for each in told] == [f"L{n}" for n in range(TOLD + 4, 4, -1)]
    assert {each.params["n"] for each in told} == {TOLD + 4}


def test_a_file_is_compared_with_the_period_before_it_in_the_database(engine: Engine, tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text("code,kind,name_ky,currency\nsample,aiyl_aimak,Үлгү,KGS\nother,city,Башка,KGS\n", encoding="utf-8")
    assert import_files(engine, "units", units).outcome == "published"
    mapping = BUDGET_FILE.read(tomllib.loads(MONTHS), "made", "0" * 64)

    def imported(name: str, text: str) -> list[Problem]:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        report = import_files(engine, "budget", file, how=mapping)
        assert report.outcome == "published", [problem.text("en") for problem in report.problems]
        return [each for each in report.problems if each.code == "line_falls"]

    assert imported("march.csv", JUNE.replace("06-30", "03-31").replace(",100", ",1000")) == []
    assert [each.value for each in imported("june.csv", JUNE)] == ["A"]
    september = JUNE.replace("06-30", "09-30").replace("B,special_means,2025-09-30,9", "B,special_means,2025-09-30,8")
    (fall,) = imported("september.csv", september + "C,budget,2025-09-30,1\n")
    assert (fall.value, fall.params["earlier"], fall.params["earlier_end"]) == ("B", "9.00", "2025-06-30")


def test_the_lines_before_are_read_by_one_statement(sqlite_engine: Engine) -> None:
    wanted = pd.DataFrame({"municipality": ["a", "b"], "fiscal_year": [2024, 2025], "direction": "revenue"})
    with sqlite_engine.connect() as connection, statements(sqlite_engine) as asked:
        assert current_lines(connection, wanted.assign(period_end=date(2024, 6, 30))).empty
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1
