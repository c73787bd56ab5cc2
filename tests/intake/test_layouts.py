"""Every way of laying out a table that docs/importing.md describes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.intake.made import PLAN, amounts, found, read_text


def test_a_plain_table_is_read(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "line,plan\nЖер салыгы,10.5\nИжара,20\n", PLAN)
    assert amounts(reading) == {"жерсалыгы": 10.5, "ижара": 20.0}
    facts = reading.batch.facts if reading.batch else None
    assert facts is not None
    assert set(facts["period_end"]) == {date(2025, 12, 31)}
    assert list(facts["row_no"]) == [2, 3]
    assert set(facts["fund"]) == {"budget"} and set(facts["scope"]) == {"year"}


def test_one_column_a_phase(tmp_path: Path) -> None:
    mapping = PLAN + '[[amounts]]\ncolumn = "done"\nphase = "executed"\nperiod_end = 2025-06-30\n'
    reading = read_text(tmp_path, "line,plan,done\nA,10,4\nB,20,\n", mapping)
    assert amounts(reading, "line", "phase", "period_end") == {
        ("a", "approved", date(2025, 12, 31)): 10.0,
        ("b", "approved", date(2025, 12, 31)): 20.0,
        ("a", "executed", date(2025, 6, 30)): 4.0,
    }


def test_one_column_a_year(tmp_path: Path) -> None:
    mapping = PLAN.replace("fiscal_year = 2025", "").replace('column = "plan"', 'column = "2025"\nfiscal_year = 2025')
    mapping += '[[amounts]]\ncolumn = "2026"\nfiscal_year = 2026\nphase = "forecast"\n'
    reading = read_text(tmp_path, "line,2025,2026\nA,10,11\n", mapping)
    assert amounts(reading, "fiscal_year", "phase") == {(2025, "approved"): 10.0, (2026, "forecast"): 11.0}


MONTHS = """
[columns]
label = "line"
[constants]
municipality = "sample"
direction = "expenditure"
fiscal_year = 2025
phase = "executed"
[numbers]
kind = "flow"
[[amounts]]
column = "январь"
month = 1
[[amounts]]
column = "февраль"
month = 2
[[amounts]]
column = "март"
month = 3
"""


def test_one_column_a_month_of_flows_is_cumulated_from_january(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "line;январь;февраль;март\nA;10;5;1\nB;;7;\n", MONTHS)
    assert amounts(reading, "line", "period_end") == {
        ("a", date(2025, 1, 31)): 10.0,
        ("a", date(2025, 2, 28)): 15.0,
        ("a", date(2025, 3, 31)): 16.0,
        ("b", date(2025, 2, 28)): 7.0,
        ("b", date(2025, 3, 31)): 7.0,
    }


LONG = """
[columns]
municipality = "place"
fiscal_year = "year"
direction = "side"
phase = "kind"
month = "month"
label = "line"
fund = "fund"
unit = "unit"
[values.direction]
"киреше" = "revenue"
"чыгаша" = "expenditure"
[values.phase]
"план" = "approved"
"факт" = "executed"
[values.fund]
C = "budget"
S = "special_means"
[[where]]
column = "fund"
in = ["C", "S"]
[[where]]
column = "line"
not_pattern = "^тест"
[numbers]
number_style = "point"
[[amounts]]
column = "amount"
"""
LONG_HEAD = "place,year,side,kind,month,line,fund,unit,amount\n"


def test_a_long_table_with_value_lists_filters_and_units_by_row(tmp_path: Path) -> None:
    text = LONG_HEAD + (
        "sample,2025,киреше,план,,A,C,миң сом,1.5\n"
        "41700000000001,2025,киреше,факт,3,A,C,сом,700\n"
        "Улгу айыл аймагы,2025,ЧЫГАША,факт,3,A,S,мин сом,2\n"
        "sample,2025,киреше,факт,3,A,T,сом,9999\n"
        "sample,2025,киреше,факт,3,тест,C,млн сом,9999\n"
    )
    reading = read_text(tmp_path, text, LONG)
    assert amounts(reading, "direction", "phase", "fund", "unit") == {
        ("revenue", "approved", "budget", "thousand_som"): 1500.0,
        ("revenue", "executed", "budget", "som"): 700.0,
        ("expenditure", "executed", "special_means", "thousand_som"): 2000.0,
    }
    assert (reading.counts.read, reading.counts.kept, reading.counts.filtered) == (5, 3, 2)


def test_section_rows_switch_what_the_rows_below_are(tmp_path: Path) -> None:
    mapping = PLAN.replace('direction = "revenue"\n', "") + (
        '[[sections]]\npattern = "^КИРЕШЕЛЕР"\nset = { direction = "revenue" }\n'
        '[[sections]]\npattern = "^БЕЛГИЛЕР"\nskip = true\n'
        '[[sections]]\nwords = ["Чыгашалар"]\nset = { direction = "expenditure", fund = "special_means" }\n'
    )
    text = "line,plan\nКирешелер,\nA,1\nБелгилер,\nB,2\nЧЫГАШАЛАР,\nA,3\n"
    reading = read_text(tmp_path, text, mapping)
    assert amounts(reading, "direction", "fund", "line") == {
        ("revenue", "budget", "a"): 1.0,
        ("expenditure", "special_means", "a"): 3.0,
    }


def test_columns_are_found_by_letter_by_number_and_by_the_beginning_of_a_header(tmp_path: Path) -> None:
    mapping = PLAN.replace('"line"', '"B"').replace('"plan"', '"План на год*"') + (
        '[[amounts]]\ncolumn = 4\nphase = "revised"\n'
    )
    text = "№,Название,План на год (тыс.),\n1,A,10,12\n"
    assert amounts(read_text(tmp_path, text, mapping), "phase") == {"approved": 10.0, "revised": 12.0}


def test_a_file_without_a_header_is_read_by_letters(tmp_path: Path) -> None:
    mapping = "[sheet]\nheader = 0\n" + PLAN.replace('"line"', '"A"').replace('"plan"', '"B"')
    assert amounts(read_text(tmp_path, "A,10\nB,20\n", mapping)) == {"a": 10.0, "b": 20.0}


def test_a_header_is_searched_and_a_row_that_numbers_the_columns_is_skipped(tmp_path: Path) -> None:
    mapping = '[sheet]\nfind = ["line", "plan"]\nskip_rows = [7]\n' + PLAN
    text = "Resolution of the council;;\n;;\n;;thousand\nN;line;plan\n1;2;3\n1;A;10\n2;B;20\n;;\n3;C;30\n"
    reading = read_text(tmp_path, text, mapping)
    assert amounts(reading) == {"a": 10.0, "c": 30.0}
    assert reading.counts.skipped == 1


def test_two_header_rows_of_a_csv_are_joined(tmp_path: Path) -> None:
    mapping = "[sheet]\nheader = [1, 2]\n" + PLAN.replace('"plan"', '"2025 | план"')
    text = "line,2024,,2025,\n,план,факт,план,факт\nA,1,2,3,4\n"
    assert amounts(read_text(tmp_path, text, mapping)) == {"a": 3.0}


def test_codes_are_joined_cut_padded_and_cleaned(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\ncode = { column = ["f", "e"], join = "." }')
    reading = read_text(tmp_path, "f,e,line,plan\n709,2111,A,10\n", mapping)
    assert amounts(reading) == {"709.2111": 10.0}
    mapping = PLAN.replace('label = "line"', 'label = "line"\ncode = { column = "c", pattern = "^[0-9]{4}-(.+)" }')
    mapping += '[code]\nstrip = " ."\ndigits = 4\npad = true\n'
    assert amounts(read_text(tmp_path, "c,line,plan\n2025-7 0.1,A,10\n", mapping)) == {"0701": 10.0}


def test_separate_codes_make_the_line_and_its_classes(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\nfunction_code = "f"\neconomic_code = "e"')
    mapping = mapping.replace("revenue", "expenditure") + (
        "[classify.function]\nnational = true\n[classify.economic]\nprefix = { '21' = 'econ.2111' }\n"
    )
    reading = read_text(tmp_path, "f,e,line,plan\n709,2111,A,10\n", mapping)
    assert reading.batch is not None
    line = reading.batch.lines.iloc[0]
    assert (line["line"], line["function"], line["economic"]) == ("709.2111", "func.709", "econ.2111")


def test_lines_find_their_class_by_exact_code_then_longest_prefix_then_label(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\ncode = "c"') + (
        "[classify.source]\nlabels = true\nexact = { '1101' = 'rev.land' }\n"
        "prefix = { '1' = 'rev.land', '11' = 'rev.tax' }\n"
    )
    text = "c,line,plan\n1101,A,1\n1102,B,2\n1200,C,7\n9,жep салыгы,4\n8,Башка,5\n"
    reading = read_text(tmp_path, text, mapping)
    assert reading.batch is not None
    assert list(reading.batch.lines["source"]) == ["rev.land", "rev.tax", "rev.land", "rev.land", ""]
    assert found(reading) == [("unclassified_label", 6)]


def test_rows_can_name_their_own_documents(tmp_path: Path) -> None:
    mapping = PLAN.replace(
        'label = "line"',
        'label = "line"\ndocument_title = "paper"\ndocument_number = "no"\ndocument_date = "day"\ndocument = "key"',
    )
    text = "line,plan,key,paper,no,day\nA,1,p1,Токтом,5,01.02.2025\nB,2,known-paper,,,\nC,3,,,,\n"
    reading = read_text(tmp_path, text, mapping)
    assert reading.batch is not None
    papers = {paper.key: (paper.title, paper.number, paper.date) for paper in reading.batch.documents}
    assert papers["p1"] == ("Токтом", "5", date(2025, 2, 1))
    assert amounts(reading, "document")["known-paper"] == 2.0
    assert any(title == "made.csv" for title, _, _ in papers.values())


def test_the_document_of_the_file_takes_its_name_and_years(tmp_path: Path) -> None:
    mapping = PLAN + '[document]\nkey = "budget-{year}"\ntitle = "{file}, {year}"\nnumber = "7"\ndate = 2025-01-20\n'
    reading = read_text(tmp_path, "line,plan\nA,1\n", mapping)
    assert reading.batch is not None
    (paper,) = reading.batch.documents
    assert (paper.key, paper.title, paper.date) == ("budget-2025", "made.csv, 2025", date(2025, 1, 20))


def test_blank_amounts_are_dropped_kept_or_zero_as_the_mapping_says(tmp_path: Path) -> None:
    text = "line,plan\nA,1\nB,\nC,-\n"
    assert amounts(read_text(tmp_path, text, PLAN)) == {"a": 1.0}
    missing = PLAN.replace("[numbers]", '[numbers]\nblank = "missing"')
    assert amounts(read_text(tmp_path, text, missing)) == {"a": 1.0, "b": None, "c": None}
    zero = PLAN.replace("[numbers]", '[numbers]\nblank = "zero"')
    assert amounts(read_text(tmp_path, text, zero)) == {"a": 1.0, "b": 0.0, "c": 0.0}


def test_place_and_year_may_come_from_outside(tmp_path: Path) -> None:
    mapping = PLAN.replace('municipality = "sample"\n', "").replace("fiscal_year = 2025\n", "")
    reading = read_text(tmp_path, "line,plan\nA,1\n", mapping, unit="Үлгү айыл аймагы", year=2024)
    assert amounts(reading, "municipality", "fiscal_year") == {("sample", 2024): 1.0}


def test_json_records_are_read(tmp_path: Path) -> None:
    text = '{"data": [{"line": "A", "plan": 10.5}, {"line": "B", "plan": "20"}]}'
    assert amounts(read_text(tmp_path, text, PLAN, name="made.json")) == {"a": 10.5, "b": 20.0}
