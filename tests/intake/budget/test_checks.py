"""What is wrong with a file is reported by row, column and value; errors stop it, questions ask, warnings pass."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard.i18n import LANGUAGES, t
from dashboard.intake.budget.jumps import scale_jumps, shrinking_execution
from tests.intake.made import PLAN, amounts, found, read_text

CODES = PLAN.replace('label = "line"', 'label = "line"\ncode = "c"')
PLACES = PLAN.replace('label = "line"', 'label = "line"\nmunicipality = "m"').replace('municipality = "sample"\n', "")
YEARS = PLAN.replace('label = "line"', 'label = "line"\nfiscal_year = "y"').replace("fiscal_year = 2025\n", "")


def test_a_bad_number_is_told_with_row_column_and_value(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "line,plan\nA,1\nB,12..5\n", PLAN)
    assert reading.batch is None
    (problem,) = [each for each in reading.problems if each.severity == "error"]
    assert (problem.code, problem.row, problem.column, problem.value) == ("not_a_number", 3, "plan", "12..5")


@pytest.mark.parametrize("number", ['"1,234"', "1.234"])
def test_a_number_that_can_be_read_in_two_ways_is_a_question(tmp_path: Path, number: str) -> None:
    auto = PLAN.replace('number_style = "point"', 'number_style = "auto"')
    reading = read_text(tmp_path, f"line,plan\nA,{number}\n", auto)
    assert reading.batch is None
    assert found(reading) == [("ambiguous_number", 2)]
    assert {problem.severity for problem in reading.problems if problem.row} == {"question"}


def test_a_comma_column_is_read_once_the_mapping_says_so(tmp_path: Path) -> None:
    comma = PLAN.replace('"point"', '"comma"')
    assert amounts(read_text(tmp_path, 'line;plan\nA;1,23\nB;"1 234,5"\n', comma)) == {"a": 1.23, "b": 1234.5}


def test_a_code_that_lost_its_zero_and_a_line_that_repeats_are_errors(tmp_path: Path) -> None:
    mapping = CODES + "[code]\ndigits = 4\n"
    text = "c,line,plan\n701,A,1\n0702,B,2\n0702,C,3\n" + ",,\n" * 5000 + "07033,D,4\n"
    reading = read_text(tmp_path, text, mapping)
    assert found(reading) == [("code_lost_zero", 2), ("code_too_long", 5005)]
    assert reading.counts.skipped == 5000
    reading = read_text(tmp_path, text.replace("\n701", "\n0701").replace("07033", "0703"), mapping)
    (twice,) = [each for each in reading.problems if each.code == "line_twice"]
    assert (twice.row, twice.params["first"], reading.batch) == (4, 3, None)


def test_the_same_line_in_two_funds_is_not_a_repetition(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\nfund = "f"')
    assert found(read_text(tmp_path, "line,f,plan\nA,budget,1\nA,special_means,2\n", mapping)) == []


def test_unknown_ambiguous_and_missing_places_are_errors(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "m,line,plan\nsample,A,1\nnowhere,B,2\nэгиз,C,3\n,D,4\n", PLACES)
    assert set(found(reading)) == {("place_unknown", 3), ("place_ambiguous", 4), ("field_missing", 5)}
    nameless = PLAN.replace('municipality = "sample"\n', "")
    assert found(read_text(tmp_path, "line,plan\nA,1\n", nameless)) == [("place_missing", None)]


@pytest.mark.parametrize(
    ("year", "problem"), [("1999", "bad_year"), ("2101", "bad_year"), ("жыл", "bad_year"), ("", "field_missing")]
)
def test_a_year_that_cannot_be_is_an_error(tmp_path: Path, year: str, problem: str) -> None:
    assert found(read_text(tmp_path, f"y,line,plan\n{year},A,1\n", YEARS)) == [(problem, 2)]


def test_a_year_may_be_followed_by_a_word(tmp_path: Path) -> None:
    assert amounts(read_text(tmp_path, "y,line,plan\n2025-жыл,A,1\n", YEARS), "fiscal_year") == {2025: 1.0}


def test_dates_that_are_not_there_are_errors_and_those_with_two_readings_questions(tmp_path: Path) -> None:
    mapping = YEARS.replace('fiscal_year = "y"', 'period_end = "y"')
    text = "y,line,plan\n31.02.2026,A,1\n45000,B,2\n01/02/26,C,3\n"
    reading = read_text(tmp_path, text, mapping)
    assert found(reading, "error") == [("bad_date", 2)]
    assert found(reading, "question") == [("ambiguous_date", 4)]
    reading = read_text(tmp_path, text.replace("31.02.2026", "28.02.2026"), mapping + '[document]\ntitle = "x"\n')
    assert found(reading, "question") == [("ambiguous_date", 4)]
    told = mapping.replace("[numbers]", '[numbers]\ndate_order = "dmy"')
    reading = read_text(tmp_path, text.replace("31.02.2026", "28.02.2026"), told)
    assert amounts(reading, "period_end") == {date(2026, 2, 28): 1.0, date(2023, 3, 15): 2.0, date(2026, 2, 1): 3.0}


def test_a_word_outside_the_choices_is_an_error_that_names_the_choices(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\nfund = "f"')
    reading = read_text(tmp_path, "line,f,plan\nA,касса,1\n", mapping)
    (problem,) = [each for each in reading.problems if each.code == "bad_choice"]
    assert (problem.row, problem.column, problem.value) == (2, "f", "касса")
    assert "special_means" in str(problem.params["allowed"])


def test_a_missing_phase_or_direction_is_an_error(tmp_path: Path) -> None:
    mapping = PLAN.replace('phase = "approved"\n', "").replace('direction = "revenue"\n', "")
    assert found(read_text(tmp_path, "line,plan\nA,1\n", mapping)) == [("field_missing", 2), ("field_missing", 2)]


def test_no_rows_after_the_filters_is_an_error(tmp_path: Path) -> None:
    mapping = PLAN + '[[where]]\ncolumn = "line"\nequals = "Z"\n'
    assert found(read_text(tmp_path, "line,plan\nA,1\n", mapping)) == [("no_rows", None)]


def test_a_column_that_is_not_there_and_one_that_is_there_twice_are_told(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "name,plan\nA,1\n", PLAN)
    assert found(reading) == [("column_missing", None)]
    assert "«name»" in str(reading.problems[-1].params["there"])
    assert found(read_text(tmp_path, "line,plan,plan\nA,1,2\n", PLAN)) == [("column_twice", None)]


def test_a_negative_plan_and_a_paper_of_another_year_are_only_warnings(tmp_path: Path) -> None:
    mapping = PLAN + '[document]\ntitle = "Resolution"\ndate = 2020-01-13\n'
    reading = read_text(tmp_path, "line,plan\nA,-1\nB,5\n", mapping)
    assert found(reading, "warning") == [("negative_plan", 2), ("year_differs", 2)]
    assert reading.batch is not None


def test_an_unknown_parent_document_or_class_is_an_error(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\nparent = "p"\ndocument = "d"\nsource = "s"')
    reading = read_text(tmp_path, "line,p,d,s,plan\nA,,known-paper,rev.tax,1\nB,Z,nowhere,rev.none,2\n", mapping)
    assert set(found(reading)) == {("document_unknown", 3)}
    reading = read_text(tmp_path, "line,p,d,s,plan\nA,,known-paper,rev.tax,1\nB,Z,known-paper,rev.none,2\n", mapping)
    assert set(found(reading)) == {("parent_missing", 3), ("class_unknown", 3)}


def test_a_class_in_the_mapping_that_the_database_does_not_have_is_an_error(tmp_path: Path) -> None:
    mapping = PLAN + "[classify.source]\ndefault = 'rev.nothing'\n"
    assert found(read_text(tmp_path, "line,plan\nA,1\n", mapping)) == [("class_unknown", None)]


def totals(*rows: tuple[int, str, date, int]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "municipality": "sample",
                "fiscal_year": year,
                "direction": "revenue",
                "phase": phase,
                "scope": "year",
                "period_end": end,
                "amount_minor": amount,
            }
            for year, phase, end, amount in rows
        ],
        columns=["municipality", "fiscal_year", "direction", "phase", "scope", "period_end", "amount_minor"],
    )


END_24, END_25, JUNE_25, JUNE_24 = date(2024, 12, 31), date(2025, 12, 31), date(2025, 6, 30), date(2024, 6, 30)


@pytest.mark.parametrize(
    ("known", "new", "asks"),
    [
        ((2024, "approved", END_24, 1000), (2025, "approved", END_25, 1_000_000), True),
        ((2024, "approved", END_24, 1_000_000), (2025, "approved", END_25, 1000), True),
        ((2024, "approved", END_24, 1000), (2025, "approved", END_25, 50_000), False),
        ((2022, "revised", date(2022, 12, 31), 1000), (2025, "approved", END_25, 51_000), True),
        ((2025, "approved", END_25, 1000), (2025, "revised", END_25, 1_000_000), True),
        ((2026, "approved", date(2026, 12, 31), 1000), (2025, "approved", END_25, 1_000_000), False),
        ((2024, "executed", JUNE_24, 1000), (2025, "executed", JUNE_25, 1_000_000), True),
        ((2025, "approved", END_25, 1_000_000), (2025, "executed", JUNE_25, 1000), False),
        ((2025, "approved", END_25, 1000), (2025, "executed", JUNE_25, 1_000_000), True),
    ],
)  # fmt: skip
def test_a_total_out_of_scale_asks(
    known: tuple[int, str, date, int], new: tuple[int, str, date, int], asks: bool
) -> None:
    problems = scale_jumps(totals(new), totals(known))
    assert [problem.code for problem in problems] == (["unit_jump"] if asks else [])
    assert all(problem.severity == "question" for problem in problems)


def test_phases_of_one_file_are_compared_with_each_other() -> None:
    new = totals((2025, "approved", END_25, 1000), (2025, "revised", END_25, 1_000_000))
    assert {problem.params["phase"] for problem in scale_jumps(new, totals())} == {"approved", "revised"}


def test_execution_below_the_month_before_is_told() -> None:
    known = totals((2025, "executed", date(2025, 5, 31), 1000))
    (problem,) = shrinking_execution(totals((2025, "executed", JUNE_25, 900)), known)
    assert (problem.code, problem.severity) == ("execution_falls", "warning")
    assert (problem.params["amount"], problem.params["earlier"]) == ("9.00", "10.00")
    assert shrinking_execution(totals((2025, "executed", JUNE_25, 1000)), known) == []


@pytest.mark.parametrize(("day", "told"), [("2025-12-30", ["executed_before_end"]), ("2025-12-31", [])])
def test_execution_told_before_its_period_ended_is_a_warning_of_its_own(
    tmp_path: Path, day: str, told: list[str]
) -> None:
    mapping = PLAN.replace('"approved"', '"executed"') + f'[document]\ntitle = "Report"\ndate = {day}\n'
    reading = read_text(tmp_path, "line,plan\nA,1\nB,5\n", mapping)
    assert reading.batch is not None
    warned = [each for each in reading.problems if each.severity == "warning"]
    assert [each.code for each in warned] == told
    for lang in LANGUAGES:
        for each in warned:
            words = t(lang, f"checks.{each.code}.what", **each.params)
            assert "2025-12-30" in words and "2025-12-31" in words and "forecast" in t(lang, f"checks.{each.code}.do")
