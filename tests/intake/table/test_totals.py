"""Totals, subtotals and "of which" rows are distinguished from counted lines, and differences are reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.intake.budget.reading import Reading
from tests.intake.made import PLAN, found, read_text


def roles(reading: Reading) -> list[str]:
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
    reading = read_text(tmp_path, "c,line,plan\n1000,A,7\n1100,B,5\n1200,C,1\n", HIERARCHY)
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
