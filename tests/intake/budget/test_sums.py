"""What a row of a budget is, where its words do not say: sums found by arithmetic, blocks, codes, repeated rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.intake.problems import Problem
from tests.intake.made import PLAN, BudgetReading, amounts, found, read_text

CODED = PLAN.replace('label = "line"', 'label = "line"\ncode = "c"')
FUNDS = PLAN.replace('label = "line"', 'label = "line"\nfund = "f"')


def roles(reading: BudgetReading) -> list[str]:
    assert reading.batch is not None, [problem.text("en") for problem in reading.problems]
    return list(reading.batch.facts["role"])


def asked(reading: BudgetReading) -> list[Problem]:
    return [each for each in reading.problems if each.severity == "question"]


def shown(reading: BudgetReading) -> list[int]:
    """What each statement adds up to, in tyiyn."""
    return [int(amount) for amount in reading.sums["amount_minor"]]


def test_a_total_without_a_word_for_it_is_asked_about_with_the_lines_that_answer(tmp_path: Path) -> None:
    text = "line,plan\nA,10.5\nB,20\nC,30\nМуниципалитет,60.5\n"
    (question,) = asked(read_text(tmp_path, text, PLAN))
    assert (question.code, question.row, question.value) == ("looks_like_total", 5, "Муниципалитет")
    said = dict(question.params)
    assert (said["amount"], said["computed"], said["n"], said["first"], said["last"]) == ("60.50", "60.50", 3, 2, 4)
    for lang in ("ky", "ru", "en"):
        assert '[[totals.total]]\nequals = "Муниципалитет"' in question.text(lang)
    answered = read_text(tmp_path, text, f"{PLAN}\n{said['mapping']}\n")
    assert roles(answered) == ["line", "line", "line", "total"]
    assert (asked(answered), shown(answered)) == ([], [6050])


@pytest.mark.parametrize("at", [0, 2, 3])
def test_the_total_may_stand_anywhere(tmp_path: Path, at: int) -> None:
    rows = ["A,10", "B,20", "C,30"]
    rows.insert(at, "Район,60")
    (question,) = asked(read_text(tmp_path, "line,plan\n" + "\n".join(rows) + "\n", PLAN))
    assert (question.value, question.row) == ("Район", at + 2)


@pytest.mark.parametrize(
    "rows",
    [
        "A,10\nB,20\nC,35\nD,65.01\n",  # a tyiyn more, where tyiyns are printed
        "A,10\nB,20\nC,35\nD,67\n",  # more than rounding explains
        "A,0\nB,0\nC,3\nD,3\n",  # one row that is not zero
        "A,0\nB,60\nC,0\nD,60\n",  # two equal amounts
        "A,10\nB,-20\nC,5\nD,-5\n",  # not above zero
    ],
)
def test_what_may_be_chance_is_not_asked_about(tmp_path: Path, rows: str) -> None:
    reading = read_text(tmp_path, f"line,plan\n{rows}", PLAN)
    assert asked(reading) == []
    assert set(roles(reading)) == {"line"}


def test_a_row_that_the_file_says_is_a_line_is_not_asked_about(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\nrole = "r"')
    assert asked(read_text(tmp_path, "line,r,plan\nA,,10\nB,,20\nC,,35\nD,line,65\n", mapping)) == []


def test_a_row_is_asked_about_once_and_only_where_most_of_its_amounts_are_sums(tmp_path: Path) -> None:
    mapping = (
        PLAN + '[[amounts]]\ncolumn = "done"\nphase = "executed"\n[[amounts]]\ncolumn = "new"\nphase = "revised"\n'
    )
    both = "line,plan,done,new\nA,10,1,1\nB,20,2,2\nC,35,5,5\nРайон,65,8,9\n"
    assert [each.row for each in asked(read_text(tmp_path, both, mapping))] == [5]
    once = both.replace("65,8,9", "65,7,9")
    assert asked(read_text(tmp_path, once, mapping)) == []


def test_a_sum_is_looked_for_in_its_fund_and_over_all_funds(tmp_path: Path) -> None:
    text = "line,f,plan\nA,budget,10\nB,budget,20\nC,budget,35\nD,special_means,7\nX,budget,65\n"
    assert [each.value for each in asked(read_text(tmp_path, text, FUNDS))] == ["X"]
    over_all = text.replace("X,budget,65", "X,budget,72")
    assert [each.value for each in asked(read_text(tmp_path, over_all, FUNDS))] == ["X"]


def test_sums_of_blocks_are_found_one_after_the_other(tmp_path: Path) -> None:
    rows = "A,1\nB,2\nC,4\nБөлүм 1,7\nD,10\nE,20\nF,40\nБөлүм 2,70\nG,5\n"
    questions = asked(read_text(tmp_path, f"line,plan\n{rows}", PLAN))
    assert [(each.value, each.params["first"], each.params["last"]) for each in questions] == [
        ("Бөлүм 1", 2, 4), ("Бөлүм 2", 6, 8),
    ]  # fmt: skip
    lines = "\n".join(str(each.params["mapping"]) for each in questions)
    assert lines.count("[[totals.subtotal]]") == 2
    answered = read_text(tmp_path, f"line,plan\n{rows}", f"{PLAN}\n{lines}\n")
    assert (asked(answered), shown(answered), found(answered)) == ([], [8200], [])


def test_a_row_without_a_label_is_named_by_its_code(tmp_path: Path) -> None:
    (question,) = asked(read_text(tmp_path, "c,line,plan\n1,A,10\n2,B,20\n3,C,30\n90,,60\n", CODED))
    assert question.params["mapping"] == '[[totals.total]]\ncolumn = "c"\nequals = "90"'


def test_block_totals_printed_alike_are_subtotals_and_add_up(tmp_path: Path) -> None:
    text = "line,plan\nA,10\nB,20\nИтого,30\nC,5\nD,6\nИтого,11\nВсего,41\n"
    reading = read_text(tmp_path, text, PLAN)
    assert roles(reading) == ["line", "line", "subtotal", "line", "line", "subtotal", "total"]
    assert (found(reading), shown(reading)) == ([], [4100])
    assert list(amounts(reading)) == ["a", "b", "итого", "c", "d", "итого 2", "всего"]
    assert reading.counts.totals == 1


def test_a_block_of_one_row_and_blocks_within_blocks_are_subtotals(tmp_path: Path) -> None:
    text = "line,plan\nA,10\nИтого A,10\nB,20\nC,1\nИтого B,21\nИтого по разделу,31\nD,4\nБаары,35\n"
    reading = read_text(tmp_path, text, PLAN)
    assert [role for role in roles(reading) if role != "line"] == ["subtotal", "subtotal", "subtotal", "total"]
    assert found(reading) == []


def test_a_total_above_its_rows_is_their_subtotal(tmp_path: Path) -> None:
    text = "line,plan\nВсего,41\nНалоговые доходы – всего,30\nA,10\nB,20\nC,11\n"
    assert roles(read_text(tmp_path, text, PLAN)) == ["total", "subtotal", "line", "line", "line"]


def test_a_block_that_does_not_add_up_is_told_of_its_block(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "line,plan\nA,10\nB,20\nИтого,33\nC,5\nВсего,35\n", PLAN)
    (difference,) = [each for each in reading.problems if each.severity == "warning"]
    assert (difference.code, difference.row) == ("subtotal_differs", 4)
    assert dict(difference.params) == {"stated": "33.00", "computed": "30.00"}
    assert shown(reading) == [3500]


def test_blocks_are_those_of_the_fund(tmp_path: Path) -> None:
    text = "line,f,plan\nA,budget,10\nD,special_means,7\nB,budget,20\nИтого A,budget,30\nC,budget,5\nВсего,budget,35\n"
    reading = read_text(tmp_path, text, FUNDS)
    assert roles(reading) == ["line", "line", "line", "subtotal", "line", "total"]
    assert found(reading) == []


SIDES = {
    "the sum below its rows": ("A,10\nB,20\nКирешелер,30\n", "total"),
    "the sum above its rows": ("Доходы,30\nA,10\nB,20\n", "total"),
    "alone in its statement": ("Чыгашалар бөлүгү,30\n", "total"),
    "a part, with the total below": ("кирешелер бөлүгү,30\nA,10\nB,20\nАтайын эсеп,5\nЖалпы баары,35\n", "subtotal"),
    "one of the lines of a total": ("Доходы,30\nТрансферты,5\nИтого,35\n", "line"),
    "the sum of the rows right below": ("Кирешелер,30\nA,10\nB,20\nC,7\n", "subtotal"),
}


@pytest.mark.parametrize("case", sorted(SIDES))
def test_words_of_a_whole_side_are_what_the_sums_say(tmp_path: Path, case: str) -> None:
    rows, role = SIDES[case]
    reading = read_text(tmp_path, f"line,plan\n{rows}", PLAN)
    side = [row.split(",")[0] for row in rows.splitlines()]
    of = dict(zip(side, roles(reading), strict=True))
    assert next(of[label] for label in side if label[0] in "КДЧк") == role
    assert asked(reading) == []


def test_words_of_a_whole_side_that_no_sum_explains_are_asked_about(tmp_path: Path) -> None:
    text = "line,plan\nA,10\nB,20\nКирешелер,33\n"
    (question,) = asked(read_text(tmp_path, text, PLAN))
    assert (question.code, question.row) == ("looks_like_total", 4)
    assert (question.params["amount"], question.params["computed"]) == ("33.00", "30.00")
    (told,) = [
        each for each in read_text(tmp_path, text, f"{PLAN}\n{question.params['mapping']}\n").problems if each.row
    ]
    assert (told.code, told.severity) == ("total_differs", "warning")


def test_the_labels_of_the_example_place_are_not_counted(tmp_path: Path) -> None:
    mapping = PLAN.replace('direction = "revenue"\n', "").replace('label = "line"', 'label = "line"\ndirection = "d"')
    revenue = "A,revenue,7\nB,revenue,0.4\nБардык кирешелер,revenue,7.4\n"
    text = f"line,d,plan\n{revenue}C,expenditure,7\nБардык чыгашалар,expenditure,7\n"
    reading = read_text(tmp_path, text, mapping)
    assert roles(reading) == ["line", "line", "total", "line", "total"]
    assert (shown(reading), found(reading)) == ([740, 700], [])


def test_codes_that_differ_by_zeros_are_asked_about(tmp_path: Path) -> None:
    text = "c,line,plan\n0701,A,1\n0702,B,2\n701,C,4\n702,D,\n"
    (question,) = asked(read_text(tmp_path, text, CODED))
    assert (question.code, question.row, question.value) == ("code_two_forms", 4, "701")
    assert dict(question.params) == {"first": 2, "other": "0701", "digits": 4}
    padded = read_text(tmp_path, text.replace("C,4", "A,4"), CODED + "[code]\ndigits = 4\npad = true\n")
    assert found(padded) == [("line_twice", 4)]
    apart = read_text(tmp_path, text.replace("701,C", "0703,C").replace("\n00", "\n0"), CODED)
    assert asked(apart) == []


def test_long_names_that_begin_alike_and_names_that_differ_by_a_sign_are_two_lines(tmp_path: Path) -> None:
    long = "Субвенция " * 40
    reading = read_text(tmp_path, f"line,plan\n{long}1,1\n{long}2,2\nhr-1-23,3\nhr-12-3,4\nhr_1_24,5\n", PLAN)
    lines = amounts(reading)
    assert sorted(filter(None, lines.values())) == [1, 2, 3, 4, 5]
    assert all(len(str(key)) <= 300 for key in lines)
    assert {"hr1-23", "hr12-3", "hr1-24"} <= set(lines)
    again = read_text(tmp_path, f"line,plan\n{long}1,1\n", PLAN)
    assert set(amounts(again)) <= set(lines)


def test_repeated_rows_are_summed_where_the_mapping_says_so(tmp_path: Path) -> None:
    text = "line,plan\nA,10.01\nB,1\nA,20.02\nA,-5\nБаары,26.03\n"
    (twice, _) = [each for each in read_text(tmp_path, text, PLAN).problems if each.severity == "error"]
    assert (twice.code, twice.row) == ("line_twice", 4)
    for lang in ("ky", "ru", "en"):
        assert '[rows] repeated = "sum"' in twice.text(lang)
    reading = read_text(tmp_path, text, PLAN + '[rows]\nrepeated = "sum"\n')
    assert amounts(reading) == {"a": 25.03, "b": 1.0, "баары": 26.03}
    (told,) = [each for each in reading.problems if each.code == "rows_summed"]
    assert (told.severity, dict(told.params)) == ("info", {"n": 5, "lines": 3})


def test_repeated_rows_without_a_figure_stay_without_one(tmp_path: Path) -> None:
    mapping = PLAN.replace("[numbers]", '[numbers]\nblank = "missing"') + '[rows]\nrepeated = "sum"\n'
    assert amounts(read_text(tmp_path, "line,plan\nA,\nA,\nB,\nB,3\n", mapping)) == {"a": None, "b": 3.0}


def test_months_of_repeated_rows_are_summed_before_they_are_added_up(tmp_path: Path) -> None:
    mapping = PLAN.replace("[numbers]", '[numbers]\nkind = "flow"').replace(
        'label = "line"', 'label = "line"\nmonth = "m"'
    )
    mapping = mapping.replace('"approved"', '"executed"') + '[rows]\nrepeated = "sum"\n'
    reading = read_text(tmp_path, "line,m,plan\nA,1,1\nA,1,2\nA,2,4\n", mapping)
    assert sorted(filter(None, amounts(reading, "period_end").values())) == [3, 7]


EXPENDITURE = CODED.replace('"revenue"', '"expenditure"')


def proposed(reading: BudgetReading) -> Problem | None:
    return next((each for each in reading.problems if each.code == "not_classified"), None)


def test_lines_without_a_class_bring_a_proposal_that_can_be_pasted(tmp_path: Path) -> None:
    text = "c,line,plan\n70911,Мектеп,1\n709,Билим берүү,2\n999,Башка,5\n"
    proposal = proposed(read_text(tmp_path, text, EXPENDITURE))
    assert proposal is not None and proposal.severity == "info"
    assert (proposal.params["n"], proposal.params["all"]) == (3, 3)
    lines = str(proposal.params["mapping"])
    assert lines == '[classify.function]\nprefix = { "709" = "func.709" }   # 1 / 3\nnational = true   # 1 / 3'
    for lang in ("ky", "ru", "en"):
        assert lines in proposal.text(lang)
    pasted = read_text(tmp_path, text, f"{EXPENDITURE}\n{lines}\n")
    assert pasted.batch is not None
    assert list(pasted.batch.lines["function"]) == ["func.709", "func.709", ""]
    assert proposed(pasted) is None


def test_known_labels_are_proposed_and_nothing_known_is_said_to_be_nothing(tmp_path: Path) -> None:
    known = proposed(read_text(tmp_path, "line,plan\nЖер салыгы,1\nБашка,2\n", PLAN))
    assert known is not None and known.params["mapping"] == "[classify.source]\nlabels = true   # 1 / 2"
    nothing = proposed(read_text(tmp_path, "line,plan\nA,1\n", PLAN))
    assert nothing is not None and str(nothing.params["mapping"]).endswith("# 0 / 1")


def test_totals_need_no_class(tmp_path: Path) -> None:
    mapping = PLAN + "[classify.source]\nlabels = true\n"
    reading = read_text(tmp_path, "line,plan\nЖер салыгы,1\nКирешелер бөлүгү,1\nБаары,1\n", mapping)
    assert proposed(reading) is None
    assert [each.code for each in reading.problems if each.severity == "warning"] == []


HEADINGS = "Налоговые,30\nПодоходный,10\nМестные,20\nЗемельный,15\nТранспорт,5\nПрочие,4\n"


@pytest.mark.parametrize("total", ["Доходы,34\n{}", "{}Итого,34\n"])
def test_headings_above_their_rows_are_not_counted_where_the_total_says_so(tmp_path: Path, total: str) -> None:
    reading = read_text(tmp_path, "line,plan\n" + total.format(HEADINGS), PLAN)
    assert reading.batch is not None
    role = dict(zip(reading.batch.lines["label"], roles(reading), strict=True))
    assert [label for label, of in role.items() if of == "subtotal"] == ["Налоговые", "Местные"]
    (told,) = [each for each in reading.problems if each.severity == "warning"]
    first = 3 if total.startswith("Д") else 2
    assert (told.code, told.params["rows"], told.params["n"]) == ("headings_not_counted", f"{first}, {first + 2}", 2)
    assert (shown(reading), asked(reading)) == ([3400], [])


def test_headings_that_no_total_confirms_are_asked_about(tmp_path: Path) -> None:
    text = f"line,plan\n{HEADINGS}Итого,45\n"
    reading = read_text(tmp_path, text, PLAN)
    assert roles(reading) == ["line"] * 6 + ["total"]
    assert found(reading, "warning") == [("total_differs", 8)]
    assert [each.value for each in asked(reading)] == ["Налоговые", "Местные"]
    lines = "\n".join(str(each.params["mapping"]) for each in asked(reading))
    answered = read_text(tmp_path, text, f"{PLAN}\n{lines}\n")
    assert (asked(answered), found(answered, "warning")) == ([], [("total_differs", 8)])
    assert [role for role in roles(answered) if role == "subtotal"] == ["subtotal"] * 2


THOUSANDS = PLAN.replace("[numbers]", '[numbers]\nunit = "thousand_som"')
DONE = THOUSANDS + '[[amounts]]\ncolumn = "done"\nphase = "executed"\n'
PRINTED = (
    "Налоги,3000.5,2680.2\nПодоходный,2100.5,1980.2\nЗемельный,900.0,700.0\n"
    "Неналоговые,100.2,90.1\nАренда,60.1,50.1\nШтрафы,40.0,40.0\nГранты,4400.0,4400.0\nГрант,4400.0,4400.0\n"
)


def test_headings_that_split_a_statement_without_a_total_are_asked_about(tmp_path: Path) -> None:
    text = f"line,plan,done\n{PRINTED}"
    questions = asked(read_text(tmp_path, text, DONE))
    assert [(each.value, each.params["n"]) for each in questions] == [("Налоги", 2), ("Неналоговые", 2), ("Гранты", 1)]
    off = questions[1].params
    assert (off["amount"], off["computed"]) == ("100 200.00", "100 100.00")
    lines = "\n".join(str(each.params["mapping"]) for each in questions)
    assert lines.count("[[totals.subtotal]]") == 3
    answered = read_text(tmp_path, text, f"{DONE}\n{lines}\n")
    assert (asked(answered), shown(answered), found(answered)) == ([], [750060000, 717030000], [])


def test_one_row_below_a_heading_says_nothing_where_headings_do_not_split_all(tmp_path: Path) -> None:
    assert asked(read_text(tmp_path, "line,plan\nA,50.5\nГранты,44.5\nГрант,44.5\nB,7.5\n", PLAN)) == []
    questions = asked(read_text(tmp_path, "line,plan\nA,50.5\nB,44.5\nC,30.5\nD,14\n", PLAN))
    assert [(each.value, each.params["n"]) for each in questions] == [("B", 2)]


def test_lines_of_one_amount_are_no_headings_of_one_another(tmp_path: Path) -> None:
    rows = "".join(f"L{n},10\n" for n in range(10))
    assert asked(read_text(tmp_path, f"line,plan\n{rows}", PLAN)) == []


def test_headings_are_headings_in_every_column_of_amounts(tmp_path: Path) -> None:
    reading = read_text(tmp_path, f"line,plan,done\n{PRINTED}Итого,7500.8,7170.3\n", DONE)
    one = ["subtotal", "line", "line", "subtotal", "line", "line", "subtotal", "line", "total"]
    assert roles(reading) == one * 2
    assert found(reading) == [("headings_not_counted", 2)]
    slip = read_text(tmp_path, f"line,plan,done\n{PRINTED}Итого,7900.8,7170.3\n", DONE)
    assert roles(slip) == one * 2
    assert found(slip) == [("headings_not_counted", 2), ("total_differs", 10)]
    other = read_text(tmp_path, f"line,plan,done\n{PRINTED}Итого,15001.3,7170.3\n", DONE)
    assert roles(other) == ["line"] * 8 + ["total"] + one


def test_a_total_of_unknown_words_is_found_within_rounding(tmp_path: Path) -> None:
    text = "line,plan\nA,2100.5\nB,900.0\nC,4400.0\nТолугу менен,{}\n"
    (question,) = asked(read_text(tmp_path, text.format("7400.6"), THOUSANDS))
    assert (question.params["amount"], question.params["computed"]) == ("7 400 600.00", "7 400 500.00")
    for lang in ("ky", "ru", "en"):
        assert "7 400 600.00" in question.text(lang) and "7 400 500.00" in question.text(lang)
    assert asked(read_text(tmp_path, text.format("7400.7"), THOUSANDS)) == []


def test_two_lines_and_their_sum_are_enough_to_ask(tmp_path: Path) -> None:
    (question,) = asked(read_text(tmp_path, "line,plan\nA,3000.5\nB,4400.0\nТолугу менен,7400.5\n", PLAN))
    assert (question.row, question.params["n"]) == (4, 2)


def test_a_printed_total_that_fits_leaves_nothing_to_ask(tmp_path: Path) -> None:
    assert asked(read_text(tmp_path, "line,plan\nA,10\nB,20\nC,30\nИтого,60\n", PLAN)) == []


def test_a_question_does_not_call_two_sums_equal(tmp_path: Path) -> None:
    (question,) = asked(read_text(tmp_path, "line,plan\nA,3662.4\nДоходы,555.2\n", PLAN))
    assert (question.params["amount"], question.params["computed"]) == ("555.20", "3 662.40")
    assert "but the other rows add up to 3 662.40" in question.text("en")


def test_blocks_of_rows_that_were_added_together_are_not_tested(tmp_path: Path) -> None:
    text = "line,plan\nA,10\nB,20\nИтого 1,30\nA,5\nC,1\nИтого 2,6\nВсего,36\n"
    reading = read_text(tmp_path, text, PLAN + '[rows]\nrepeated = "sum"\n')
    assert [role for role in roles(reading) if role != "line"] == ["subtotal", "subtotal", "total"]
    assert (found(reading, "warning"), shown(reading)) == ([], [3600])
