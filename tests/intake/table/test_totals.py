"""Totals, subtotals and "of which" rows are distinguished from counted lines, and differences are reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.made import PLAN, BudgetReading, found, read_text


def roles(reading: BudgetReading) -> list[str]:
    assert reading.batch is not None, [problem.text("en") for problem in reading.problems]
    return list(reading.batch.facts["role"])


@pytest.mark.parametrize(
    "word", ["Баары", "ЖАЛПЫ БААРЫ", "Бардыгы болуп", "Итого", "Всего доходов", "Total", "Усього", "Разом", "Totales"]
)
def test_total_rows_are_recognised_by_words(tmp_path: Path, word: str) -> None:
    assert roles(read_text(tmp_path, f"line,plan\nA,1\n{word},3\nB,2\n", PLAN)) == ["line", "total", "line"]


def test_state_wide_taxes_are_not_a_total(tmp_path: Path) -> None:
    text = "line,plan\nЖалпы мамлекеттик салыктар,1\nЖалпы баары,1\n"
    assert roles(read_text(tmp_path, text, PLAN)) == ["line", "total"]


def test_total_words_can_be_switched_off_and_rows_named_instead(tmp_path: Path) -> None:
    mapping = PLAN + '[totals]\nwords = false\ntotal = [{ pattern = "^СУММА$" }]\nsubtotal = [{ words = ["Итого"] }]\n'
    text = "line,plan\nA,1\nИтого по разделу,1\nВсего,2\nСУММА,3\n"
    assert roles(read_text(tmp_path, text, mapping)) == ["line", "subtotal", "line", "total"]


def test_total_rows_are_recognised_by_their_missing_code(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\ncode = "c"') + "[totals]\nmissing_code = true\n"
    assert roles(read_text(tmp_path, "c,line,plan\n1,A,1\n2,B,2\n,бардык,3\n", mapping)) == ["line", "line", "total"]


def test_a_total_in_the_middle_that_is_a_tyiyn_off_is_told_with_both_numbers(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "line,plan\nA,10.00\nБаары,30.01\nB,20.00\n", PLAN)
    (difference,) = [problem for problem in reading.problems if problem.code == "total_differs"]
    assert (difference.severity, difference.row) == ("warning", 3)
    assert dict(difference.params) == {"stated": "30.01", "computed": "30.00"}
    assert list(reading.sums["amount_minor"]) == [3001]


def test_a_total_with_a_lost_comma_is_told_and_the_sum_of_the_lines_shown(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "line,plan\nA,2947.1\nB,5651.5\nБаары,85986\n", PLAN)
    assert found(reading) == [("power_of_ten", 4)]
    assert list(reading.sums["amount_minor"]) == [859860]


def test_rows_below_of_which_are_parts_of_the_row_above(tmp_path: Path) -> None:
    text = "line,plan\nСалыктар,30\nанын ичинде:,\nЖер салыгы,10\nМүлк салыгы,20\n,\nИжара,5\nБаары,35\n"
    reading = read_text(tmp_path, text, PLAN)
    assert roles(reading) == ["line", "of_which", "of_which", "line", "total"]
    assert reading.batch is not None
    assert list(reading.batch.lines["parent"])[1:3] == ["салыктар", "салыктар"]
    assert found(reading) == []


def test_a_row_that_begins_with_of_which_is_a_part(tmp_path: Path) -> None:
    text = "line,plan\nСалыктар,30\nв том числе: земельный,10\nИтого,30\n"
    assert roles(read_text(tmp_path, text, PLAN)) == ["line", "of_which", "total"]


HIERARCHY = PLAN.replace('label = "line"', 'label = "line"\ncode = "c"') + (
    "[hierarchy]\nby_code = true\ntrailing_zeros = true\n"
)


def test_a_code_that_begins_other_codes_is_a_subtotal(tmp_path: Path) -> None:
    text = "c,line,plan\n1000,A,6\n1100,B,5\n1110,C,3\n1120,D,2\n1200,E,1\n2000,F,4\n,Баары,10\n"
    reading = read_text(tmp_path, text, HIERARCHY)
    assert roles(reading) == ["subtotal", "subtotal", "line", "line", "line", "line", "total"]
    assert found(reading) == []
    assert reading.batch is not None
    parents = dict(zip(reading.batch.lines["line"], reading.batch.lines["parent"], strict=True))
    assert (parents["1110"], parents["1100"], parents["1200"], parents["2000"]) == ("1100", "1000", "1000", "")


def test_a_subtotal_that_differs_from_its_parts_is_told(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "c,line,plan\n1000,A,8\n1100,B,5\n1200,C,1\n", HIERARCHY)
    assert found(reading) == [("subtotal_differs", 2)]


def test_a_code_counts_itself_where_its_parts_are_not_in_the_same_statement(tmp_path: Path) -> None:
    mapping = HIERARCHY + '[[amounts]]\ncolumn = "done"\nphase = "executed"\n'
    reading = read_text(tmp_path, "c,line,plan,done\n1000,A,6,3\n1100,B,6,\n", mapping)
    assert reading.batch is not None
    by = {(row.phase, row.line): row.role for row in reading.batch.facts.itertuples()}
    assert by == {("approved", "1000"): "subtotal", ("approved", "1100"): "line", ("executed", "1000"): "line"}


def test_a_parent_can_be_set_right_in_the_mapping(tmp_path: Path) -> None:
    mapping = HIERARCHY + '[hierarchy.parents]\n"1110" = "1000"\n'
    reading = read_text(tmp_path, "c,line,plan\n1000,A,8\n1100,B,5\n1110,C,3\n", mapping)
    assert roles(reading) == ["subtotal", "line", "line"]


def parents(reading: BudgetReading) -> dict[str, str]:
    assert reading.batch is not None, [problem.text("en") for problem in reading.problems]
    return dict(zip(reading.batch.lines["label"], reading.batch.lines["parent"], strict=True))


def test_parts_one_after_the_other_belong_to_the_same_line_above(tmp_path: Path) -> None:
    text = "line,plan\nИжара,5\nСалыктар,30\n,\nв том числе: земельный,10\nиз них: водный,20\nАйыптар,1\n"
    of = parents(read_text(tmp_path, text, PLAN))
    assert (of["в том числе: земельный"], of["из них: водный"]) == ("салыктар", "салыктар")
    assert (of["Ижара"], of["Салыктар"], of["Айыптар"]) == ("", "", "")


@pytest.mark.parametrize("gap", ["", ",\n", ",\n,\n"])
@pytest.mark.parametrize("part", ["в том числе: жер,10", "анын ичинде,\nжер,10"])
def test_a_part_belongs_to_the_nearest_line_above(tmp_path: Path, gap: str, part: str) -> None:
    reading = read_text(tmp_path, f"line,plan\nИжара,5\nСалыктар,30\n{gap}{part}\n", PLAN)
    assert list(parents(reading).values()) == ["", "", "салыктар"]


@pytest.mark.parametrize("gap", ["", ",\n"])
def test_a_part_without_a_line_above_has_no_parent(tmp_path: Path, gap: str) -> None:
    reading = read_text(tmp_path, f"line,plan\n{gap}из них: земельный,10\nв том числе: водный,20\nИжара,5\n", PLAN)
    assert set(parents(reading).values()) == {""}
    assert roles(reading) == ["of_which", "of_which", "line"]


def test_a_part_keeps_the_parent_the_file_names(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\nparent = "of"')
    text = "line,of,plan\nСалыктар,,30\nИжара,,5\nиз них: земельный,Салыктар,10\nв том числе: жер,,1\n"
    of = parents(read_text(tmp_path, text, mapping))
    assert (of["из них: земельный"], of["в том числе: жер"]) == ("салыктар", "ижара")


CODED = PLAN.replace('label = "line"', 'label = "line"\ncode = "c"')


@pytest.mark.parametrize("end", ["5,Салык эмес,4", ",Итого,34", ",,", ",Салыктын суммасы,34"])
def test_what_is_below_of_which_ends_at_a_code_a_total_or_an_empty_row(tmp_path: Path, end: str) -> None:
    mapping = CODED + '[totals]\nsubtotal = [{ words = ["Салыктын суммасы"] }]\n'
    text = f"c,line,plan\n1,Салыктар,30\n,анын ичинде,\n,Жер,10\n,Суу,20\n{end}\n,Ижара,5\n"
    reading = read_text(tmp_path, text, mapping)
    assert reading.batch is not None
    role = dict(zip(reading.batch.facts["line"], reading.batch.facts["role"], strict=True))
    assert (role["жер"], role["суу"], role["ижара"]) == ("of_which", "of_which", "line")
    assert parents(reading)["Суу"] == "1" and parents(reading)["Ижара"] == ""


def test_words_for_parts_with_an_amount_are_a_part_and_not_a_heading(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "line,plan\nA,30\nанын ичинде,10\nB,20\n", PLAN)
    assert roles(reading) == ["line", "line", "line"]
    named = read_text(tmp_path, "line,plan\nA,30\nанын ичинде жер,10\nB,20\n", PLAN)
    assert roles(named) == ["line", "of_which", "line"]


def test_parts_may_be_named_in_the_mapping_and_words_switched_off(tmp_path: Path) -> None:
    mapping = PLAN + '[totals]\nof_which = [{ pattern = "^\\\\*" }]\n'
    text = "line,plan\nA,30\n*B,10\nиз них C,5\n"
    assert roles(read_text(tmp_path, text, mapping)) == ["line", "of_which", "of_which"]
    off = mapping.replace("[totals]\n", "[totals]\nwords = false\n")
    reading = read_text(tmp_path, text, off)
    assert roles(reading) == ["line", "of_which", "line"] and set(parents(reading).values()) == {""}


def test_a_role_told_by_the_file_goes_before_the_words(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\nrole = "role"')
    text = "line,role,plan\nИтого,line,3\nA,,2\nB,memo,1\nВсего,,2\n"
    assert roles(read_text(tmp_path, text, mapping)) == ["line", "line", "memo", "total"]


def test_a_total_takes_what_the_whole_file_says_one_way_and_its_fund_from_the_mapping(tmp_path: Path) -> None:
    mapping = (
        PLAN.replace('label = "line"', 'label = "line"\nmunicipality = "m"\nfiscal_year = "y"\nfund = "f"')
        .replace('municipality = "sample"\n', "")
        .replace("fiscal_year = 2025\n", "")
        + '[values.fund]\n"б" = "budget"\n[totals]\nfund = "all"\n'
    )
    reading = read_text(tmp_path, "line,m,y,f,plan\nA,sample,2025,б,1\nB,sample,2025,,2\nБаары,,,,3\n", mapping)
    assert reading.batch is not None, reading.problems
    total = reading.batch.facts.iloc[2]
    assert (total["municipality"], total["fiscal_year"], total["fund"]) == ("sample", 2025, "all")
    assert list(reading.batch.facts["fund"]) == ["budget", "budget", "all"]
    two = read_text(tmp_path, "line,m,y,f,plan\nA,sample,2025,б,1\nB,other,2025,,2\nБаары,,,,3\n", mapping)
    assert found(two, "error") == [("field_missing", 4)]


def test_a_total_without_a_word_of_its_own_has_a_key(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "c,line,plan\n1,A,1\n2,B,2\n,,3\n", CODED + "[totals]\nmissing_code = true\n")
    assert reading.batch is not None
    assert list(reading.batch.facts["line"]) == ["1", "2", "total"]
    nameless = read_text(tmp_path, "c,line,plan\n1,A,1\n,,3\n", CODED)
    assert found(nameless, "error") == [("field_missing", 3)]
    assert next(each.column for each in nameless.problems if each.severity == "error") == "line"
