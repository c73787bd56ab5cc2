"""Rows that are no lines of a table, rows that are not whole, and columns that are more than one cell says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dashboard.intake.problems import Problem
from tests.intake.made import PLAN, BudgetReading, amounts, found, read_path, read_text

COMMA = PLAN.replace('"point"', '"comma"')
MakeXlsx = Callable[..., Path]


def only(reading: BudgetReading, code: str) -> Problem:
    (problem,) = [each for each in reading.problems if each.code == code]
    return problem


def whole(reading: BudgetReading) -> bool:
    counts = reading.counts
    return counts.read == counts.kept + counts.filtered + counts.skipped


# Rows that only number the columns


@pytest.mark.parametrize(
    ("between", "row"),
    [
        ("1;2;3\n", 2),
        ("1;2;4\n", 2),
        ("1;2;5 (4-3)\n", 2),
        ("1;2;3=2+1\n", 2),
        ("А;1;2\n", 2),
        ("А;Б;1\n", 0),  # one number is not enough
        (";;\n;;\n1;2;3\n", 4),
        ("Кирешелер;;\n1;2;4\n", 3),
        ("(1);(2);(3)\n", 2),
        ("1;;2\n", 2),
    ],
)
def test_a_row_that_numbers_the_columns_is_left_out_wherever_it_stands_above_the_amounts(
    tmp_path: Path, between: str, row: int
) -> None:
    text = f"line;plan;note\n{between}Жер салыгы;10;x\nИжара;20;y\n"
    reading = read_text(tmp_path, text, COMMA)
    told = [each.row for each in reading.problems if each.code == "numbering_rows"]
    assert told == ([row] if row else [])
    if row:
        assert amounts(reading) == {"жерсалыгы": 10.0, "ижара": 20.0}


@pytest.mark.parametrize("first", ["Жер салыгы;1;2", "1101;2;4", "1;100;200", "2;1;3", "A;1;x", "7;8;9", "10;20;30"])
def test_a_row_of_figures_is_a_line(tmp_path: Path, first: str) -> None:
    reading = read_text(tmp_path, f"line;plan;note\n{first}\n1102;50;60\n", COMMA)
    assert len(amounts(reading)) == 2
    assert "numbering_rows" not in dict(found(reading))


# Rows that are not as wide as the header


def test_decimal_commas_in_a_file_of_commas_are_refused_and_not_published_far_too_small(tmp_path: Path) -> None:
    text = "line,plan,done\n" + "".join(f"Line {n},40{n},5,39{n},2\n" for n in range(30))
    reading = read_text(tmp_path, text, PLAN)
    assert reading.batch is None
    told = [each for each in reading.problems if each.code == "row_width"]
    assert [each.row for each in told] == list(range(2, 22))
    assert (told[0].params, told[0].value) == ({"cells": 5, "width": 3, "n": 30}, "Line 0 | 400 | 5 | 390 | 2")
    assert "5" in told[0].text("ky") and "[file] delimiter" in told[0].text("ru")
    quoted = 'line,plan,done\nA,"400,5","390,2"\n'
    assert amounts(read_text(tmp_path, quoted, COMMA)) == {"a": 400.5}


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ("B,5,1,9", True),
        ("B,5", True),
        ("Баары,5", True),
        ('"Б, В",5', True),
        ("B,5,1,,,", False),
        ("Эскертүү", False),
        ("Төрага,Асанов А.", False),
        ("", False),
    ],
)
def test_a_row_with_amounts_is_as_wide_as_the_header(tmp_path: Path, row: str, refused: bool) -> None:
    text = f"Бюджет\n\nline,plan,done\nA,10,4\n{row}\nC,20,5\n"
    reading = read_text(tmp_path, text, '[sheet]\nfind = ["line", "plan"]\n' + PLAN)
    assert [at for code, at in found(reading, "error") if code == "row_width"] == ([5] if refused else [])
    assert reading.batch is None or not refused


def test_a_column_without_a_name_belongs_to_the_header(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "line,,,plan,,\nA,4,,10,,\nB,5,x,20,,x\nC,,,30\n", PLAN)
    assert amounts(reading) == {"a": 10.0, "b": 20.0, "c": 30.0}


# Cells that failed to be calculated


def rows_of(*rows: str) -> str:
    made = []
    for number, cells in enumerate(rows, 1):
        written = "".join(
            f'<c t="e"><v>{cell}</v></c>'
            if cell.startswith("#")
            else "<c><f>1+1</f></c>"
            if cell == "="
            else f'<c t="inlineStr"><is><t>{cell}</t></is></c>'
            for cell in cells.split(";")
        )
        made.append(f'<row r="{number}">{written}</row>')
    return "".join(made)


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        (("line;plan;note", "A;10;x", "B;#REF!;y"), [("excel_error", 3, "plan", "#REF!")]),
        (("line;plan;note", "A;10;x", "B;=;y"), [("formula_without_value", 3, "plan", None)]),
        (("line;plan;note", "A;10;x", "#N/A;5;y"), [("excel_error", 3, "line", "#N/A")]),
        (("line;plan;note", "A;10;#REF!", "B;20;="), []),
        (("line;plan;note", "A;10;x", ";#REF!;y", ";;z"), []),
    ],
)
def test_a_failed_cell_is_an_error_only_where_an_amount_or_a_field_of_a_row_is_read_from_it(
    make_xlsx: MakeXlsx, rows: tuple[str, ...], errors: list[tuple[object, ...]]
) -> None:
    reading = read_path(make_xlsx(rows_of(*rows)), PLAN)
    told = [(each.code, each.row, each.column, each.value) for each in reading.problems if each.severity == "error"]
    assert told == errors
    warned = [each for each in reading.problems if each.code == "faults_elsewhere"]
    assert len(warned) == (not errors) and (reading.batch is None) is bool(errors)


def test_a_failed_cell_that_decides_whether_a_row_is_meant_is_an_error(tmp_path: Path) -> None:
    mapping = PLAN + '[[where]]\ncolumn = "fund"\nequals = "C"\n'
    reading = read_text(tmp_path, "line,fund,plan\nA,C,1\nB,#N/A,2\nC,#N/A,\nD,S,3\n", mapping)
    assert found(reading) == [("excel_error", 3)]


def test_rows_of_a_text_file_that_hold_only_failed_cells_are_told(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "line,plan,x\nA,1,\n,#REF!,y\n,#ДЕЛ/0!,\n", PLAN)
    assert amounts(reading) == {"a": 1.0}
    told = only(reading, "faults_elsewhere")
    assert (told.row, told.params["n"], told.severity) == (3, 2, "warning")


def test_a_failed_group_is_told_in_every_row_it_stands_for(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\nnote_ru = { column = "g", fill = "down" }')
    reading = read_text(tmp_path, "g,line,plan\n#REF!,,\n,A,1\n,B,2\nЖол,C,3\n", mapping)
    assert set(found(reading, "error")) >= {("excel_error", 3), ("excel_error", 4)} and reading.batch is None


def test_cells_with_another_unit_are_told_once(tmp_path: Path) -> None:
    mapping = COMMA.replace("[numbers]\n", '[numbers]\nunit = "thousand_som"\n')
    reading = read_text(tmp_path, "line;plan\nA;3 млн 998 миң\nB;199268сом\nC;12,5\n", mapping)
    assert amounts(reading) == {"a": 3_998_000.0, "b": 199_268.0, "c": 12_500.0}
    told = only(reading, "unit_in_cell")
    assert (told.severity, told.row, told.column, told.params["n"]) == ("warning", 2, "plan", 2)


def test_failed_cells_beyond_the_first_fifty_are_found(make_xlsx: MakeXlsx) -> None:
    rows = ["line;plan;note", *(f"L{n};{n};#REF!" for n in range(80)), "Z;#REF!;x"]
    reading = read_path(make_xlsx(rows_of(*rows)), PLAN)
    assert found(reading, "error") == [("excel_error", 82)]


# Groups, sums, signs, signatures


def test_a_column_of_groups_is_filled_down_until_a_new_group_to_its_left(tmp_path: Path) -> None:
    mapping = PLAN.replace(
        'label = "line"',
        'label = "line"\nfunction_code = { column = "f", fill = "down" }\n'
        'economic_code = { column = "e", fill = "down" }\n'
        'line = { column = ["f", "e", "line"], join = ".", fill = "down" }',
    )
    text = "f,e,line,plan\n701,21,A,1\n,,B,2\n,22,C,3\n702,,D,4\n,23,E,5\n"
    assert list(amounts(read_text(tmp_path, text, mapping))) == [
        "701.21.A",
        "701.21.B",
        "701.22.C",
        "702.D",
        "702.23.E",
    ]
    bare = mapping.replace(', fill = "down"', "")
    assert list(amounts(read_text(tmp_path, text, bare)))[1] == "B"


def test_a_group_named_in_a_row_that_is_not_wanted_still_holds_for_the_rows_below(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\nnote_ru = { column = "g", fill = "down" }')
    mapping += '[[where]]\ncolumn = "line"\nnot_in = ["", "T"]\n'
    reading = read_text(tmp_path, "g,line,plan\nМектеп,,\n,A,1\n,T,1\nЖол,,\n,B,2\n", mapping)
    assert reading.batch is not None
    assert reading.batch.notes["text_ru"].tolist() == ["Мектеп", "Жол"]
    assert (reading.counts.kept, reading.counts.filtered, reading.counts.skipped) == (2, 3, 0)


def test_a_condition_may_look_at_a_filled_column(tmp_path: Path) -> None:
    mapping = PLAN + '[[where]]\ncolumn = { column = "g", fill = "down" }\nequals = "Мектеп"\n'
    assert amounts(read_text(tmp_path, "g,line,plan\nМектеп,A,1\n,B,2\nЖол,C,3\n,D,4\n", mapping)) == {"a": 1, "b": 2}


SUM = PLAN.replace('column = "plan"', 'column = ["А", "Б"]\njoin = "sum"')


def test_columns_of_two_funds_are_added_up(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "line,А,Б\nA,1,2\nB,,3\nC,4,\nD,,\n", SUM)
    assert amounts(reading) == {"a": 3.0, "b": 3.0, "c": 4.0}
    assert found(read_text(tmp_path, "line,А,Б\nA,1,abc\n", SUM)) == [("not_a_number", 2)]
    assert found(read_text(tmp_path, "line,А,В\nA,1,2\n", SUM)) == [("column_missing", None)]
    most = 92233720368547758
    (problem,) = [each for each in read_text(tmp_path, f"line,А,Б\nA,{most},{most}\n", SUM).problems if each.row]
    assert (problem.code, problem.column) == ("too_long", "А + Б")


def test_amounts_count_with_a_minus_where_the_mapping_says_so(tmp_path: Path) -> None:
    mapping = SUM.replace("approved", "executed").replace('join = "sum"', 'join = "sum"\nsign = "minus"')
    assert amounts(read_text(tmp_path, "line,А,Б\nA,1,2\nB,-5,\n", mapping)) == {"a": -3.0, "b": 5.0}


@pytest.mark.parametrize("blank", ["drop", "missing", "zero"])
def test_who_signs_below_a_table_is_no_line_of_it(tmp_path: Path, blank: str) -> None:
    mapping = PLAN.replace("[numbers]\n", f'[numbers]\nblank = "{blank}"\n')
    text = (
        "line,plan,done\nЖер салыгы,10,1\nМектеп им. А.С. Пушкина,20,2\n,,\n"
        "Айыл өкмөтүнүн башчысы,Асанов А.,\nБашкы бухгалтер,________,\n,30.11.2025,\nМ.П.,,\n"
    )
    reading = read_text(tmp_path, text, mapping)
    assert list(amounts(reading)) == ["жерсалыгы", "мектепимаспушкина"]
    told = only(reading, "signature_rows")
    assert (told.severity, told.row, told.params["n"]) == ("info", 5, 4)
    assert "Асанов А." in str(told.value) and whole(reading)


@pytest.mark.parametrize("last", ["B,12..5,", "Төрага,12..5,", "Төрага,5 abc,"])
def test_an_amount_that_cannot_be_read_is_not_taken_for_a_signature(tmp_path: Path, last: str) -> None:
    assert found(read_text(tmp_path, f"line,plan,done\nA,1,\n{last}\n", PLAN), "error") == [("not_a_number", 3)]


# Fiscal years, days of papers, names of columns

JUNE = PLAN.replace("fiscal_year = 2025", "fiscal_year = 2024").replace("approved", "executed") + "[year]\nends = 6\n"


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ('period_end = "9 ай"', date(2024, 3, 31)),
        ('period_end = "Q1"', date(2023, 9, 30)),
        ('period_end = "сентябрь"', date(2023, 9, 30)),
        ('period_end = "март 2024"', date(2024, 3, 31)),
        ("period_end = 2023-08-31", date(2023, 8, 31)),
        ("month = 7", date(2023, 7, 31)),
        ("month = 6", date(2024, 6, 30)),
        ('period_end = "year"', date(2024, 6, 30)),
        ("", date(2024, 6, 30)),
    ],
)
def test_a_year_that_ends_in_june_begins_in_july(tmp_path: Path, said: str, end: date) -> None:
    mapping = JUNE.replace('phase = "executed"', f'phase = "executed"\n{said}')
    reading = read_text(tmp_path, "line,plan\nA,1\n", mapping)
    assert amounts(reading, "fiscal_year", "period_end") == {(2024, end): 1.0}
    assert found(reading) == []


def test_the_year_of_a_day_is_the_fiscal_one_and_a_day_outside_it_is_told(tmp_path: Path) -> None:
    told = JUNE.replace("fiscal_year = 2024\n", "").replace('label = "line"', 'label = "line"\nperiod_end = "day"')
    reading = read_text(tmp_path, "line,day,plan\nA,31.07.2023,1\nB,30.06.2024,2\n", told)
    assert amounts(reading, "fiscal_year", "line") == {(2024, "a"): 1.0, (2024, "b"): 2.0}
    late = JUNE.replace('phase = "executed"', 'phase = "executed"\nperiod_end = 2024-07-31')
    assert found(read_text(tmp_path, "line,plan\nA,1\n", late)) == [("period_outside_year", 2)]


@pytest.mark.parametrize(
    ("day", "fits"), [("2023-02-28", False), ("2023-03-01", True), ("2025-06-30", True), ("2025-07-01", False)]
)
def test_a_budget_is_approved_up_to_four_months_before_its_year(tmp_path: Path, day: str, fits: bool) -> None:
    mapping = JUNE.replace("executed", "approved") + f'[document]\ntitle = "x"\ndate = {day}\n'
    assert found(read_text(tmp_path, "line,plan\nA,1\n", mapping)) == ([] if fits else [("year_differs", 2)])


def test_months_of_a_fiscal_year_are_summed_since_its_first(tmp_path: Path) -> None:
    mapping = JUNE.replace("[numbers]\n", '[numbers]\nkind = "flow"\n').replace(
        'column = "plan"', 'column = "январь"\nmonth = 1'
    )
    mapping += '[[amounts]]\ncolumn = "июль"\nmonth = 7\nphase = "executed"\n'
    reading = read_text(tmp_path, "line,январь,июль\nA,1,10\n", mapping)
    assert amounts(reading, "period_end") == {date(2023, 7, 31): 10.0, date(2024, 1, 31): 11.0}


def test_the_day_of_a_paper_is_checked_and_kept_without_a_title(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\ndocument_date = "Күнү  токтомдун"')
    reading = read_text(tmp_path, "line,Күнү токтомдун,plan\nA,31.02.2025,1\nB,кечээ,2\n", mapping)
    assert [(each.code, each.row, each.column) for each in reading.problems if each.severity == "error"] == [
        ("bad_date", 2, "Күнү токтомдун"),
        ("bad_date", 3, "Күнү токтомдун"),
    ]
    reading = read_text(tmp_path, "line,Күнү токтомдун,plan\nA,15.01.2025,1\nB,,2\n", mapping)
    assert reading.batch is not None
    assert sorted(str(paper.date) for paper in reading.batch.documents) == ["2025-01-15", "None"]


def test_messages_name_the_column_as_it_is_printed(tmp_path: Path) -> None:
    mapping = PLAN.replace(
        'label = "line"', 'label = "line"\nparent = "Түп*"\nsource = "C"\nmunicipality = ["Айыл", "Аймак"]'
    ).replace('municipality = "sample"\n', "")
    text = "line,Түпкү сап,Классы,Аймак,plan\nA,жок,rev.none,sample,1\n"
    told = {each.code: each.column for each in read_text(tmp_path, text, mapping).problems}
    assert (told["parent_missing"], told["class_unknown"]) == ("Түпкү сап", "Классы")
    told = {each.code: each.column for each in read_text(tmp_path, text.replace("sample", "эч"), mapping).problems}
    assert told["place_unknown"] == "Аймак"


def test_blank_rows_are_skipped_and_not_filtered(tmp_path: Path) -> None:
    mapping = PLAN + '[[where]]\ncolumn = "line"\nnot_pattern = "^$|T"\n'
    reading = read_text(tmp_path, "line,plan\nA,1\n,\n,\nT,5\nB,\n", mapping)
    counts = reading.counts
    assert (counts.read, counts.kept, counts.filtered, counts.skipped) == (5, 1, 1, 3)


# Columns that are lines

ACROSS = """
[columns]
municipality = "место"
[constants]
direction = "revenue"
fiscal_year = 2025
phase = "approved"
[numbers]
number_style = "point"
[[amounts]]
column = "Налог на доходы"
code = 1101
source = "rev.tax"
[[amounts]]
column = "Земля"
label = "Жер салыгы"
label_ru = "Земельный налог"
[[amounts]]
column = "Земля, факт"
label = "Жер салыгы"
label_ru = "Земельный налог"
phase = "executed"
[[amounts]]
column = "Всего"
label = "Баары"
role = "total"
"""


def test_a_column_may_be_a_line_and_a_row_a_place(tmp_path: Path) -> None:
    head = '"место","Налог на доходы","Земля","Земля, факт","Всего"\n'
    reading = read_text(tmp_path, head + "sample,1,2,1.5,3\nother,10,,,10\n", ACROSS)
    assert amounts(reading, "municipality", "line", "phase", "role") == {
        ("sample", "1101", "approved", "line"): 1.0,
        ("other", "1101", "approved", "line"): 10.0,
        ("sample", "жерсалыгы", "approved", "line"): 2.0,
        ("sample", "жерсалыгы", "executed", "line"): 1.5,
        ("sample", "баары", "approved", "total"): 3.0,
        ("other", "баары", "approved", "total"): 10.0,
    }
    assert reading.batch is not None
    lines = {(row.municipality, row.line): (row.label, row.source) for row in reading.batch.lines.itertuples()}
    assert lines[("other", "1101")] == ("1101", "rev.tax") and lines[("sample", "жерсалыгы")][0] == "Жер салыгы"
    assert (reading.counts.read, reading.counts.kept, reading.counts.skipped) == (2, 2, 0)
    assert found(reading, "error") == []


def test_an_empty_cell_of_a_column_that_is_a_line_may_be_said_to_be_missing(tmp_path: Path) -> None:
    head = '"место","Налог на доходы","Земля","Земля, факт","Всего"\n'
    mapping = ACROSS.replace("[numbers]\n", '[numbers]\nblank = "missing"\n')
    reading = read_text(tmp_path, head + "other,10,,1,10\n", mapping)
    assert amounts(reading, "line", "phase") == {
        ("1101", "approved"): 10.0, ("жерсалыгы", "approved"): None, ("жерсалыгы", "executed"): 1.0,
        ("баары", "approved"): 10.0,
    }  # fmt: skip


def test_a_wrong_cell_of_a_column_that_is_a_line_is_told_once(tmp_path: Path) -> None:
    head = '"место","Налог на доходы","Земля","Земля, факт","Всего"\n'
    assert found(read_text(tmp_path, head + "sample,abc,2,1.5,3\n", ACROSS)) == [("not_a_number", 2)]
    assert found(read_text(tmp_path, head + "nowhere,1,2,1.5,3\n", ACROSS))[0] == ("place_unknown", 2)


def test_numbers_of_a_workbook_under_merged_headers_number_its_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["line", "2025", None], [None, None, None], [], [1, 2, "3 (2-1)"], ["A", 10, 4]):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C2")
    path = tmp_path / "merged.xlsx"
    book.save(path)
    assert amounts(read_path(path, PLAN.replace('column = "plan"', 'column = "B"'))) == {"a": 10.0}


def test_cells_beyond_the_last_name_of_the_header_are_not_passed_over(tmp_path: Path) -> None:
    text = "line,plan,done,,\nA,2100,5,1980,2\nB,900,0,700,0\n"
    told = only(read_text(tmp_path, text.replace("B,900,0,700,0", "B,900,700"), PLAN), "row_width")
    assert (told.severity, told.row, dict(told.params)) == ("error", 2, {"cells": 5, "width": 3, "n": 1})
    beside = read_text(tmp_path, "line,plan,done,,\nA,2100,1980,,\nB,1,2,,beside the table\n", PLAN)
    assert amounts(beside) == {"a": 2100.0, "b": 1.0}
    many = "".join(f"L{n},{n},{n}{',note' if n == 7 else ','},\n" for n in range(40, 0, -1))
    noted = only(read_text(tmp_path, f"line,plan,done,,\n{many}", PLAN), "cells_beside")
    assert (noted.severity, noted.row, noted.value, noted.params["n"]) == ("warning", 35, "note", 1)
    by_letter = PLAN.replace('column = "plan"', 'column = "D"')
    assert amounts(read_text(tmp_path, "line,plan,done,,\nA,2100,1980,7,\n", by_letter)) == {"a": 7.0}


def test_a_column_that_counts_with_the_other_sign_brings_no_warning_of_plans_below_zero(tmp_path: Path) -> None:
    text = "line,plan,other\nA,5,7\nB,2,-3\n"
    minus = PLAN + 'sign = "minus"\n[[amounts]]\ncolumn = "other"\nphase = "revised"\n'
    assert [
        (each.row, each.column) for each in read_text(tmp_path, text, minus).problems if each.severity == "warning"
    ] == [(3, "other")]
