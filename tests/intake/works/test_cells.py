"""Single cells of registers: states, points, texts, figures, days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.i18n import fold
from dashboard.intake.countries import BOXES
from dashboard.intake.table.dates import BadDate
from dashboard.intake.works.figures import precision_of, read_day
from dashboard.intake.works.points import read_point
from dashboard.intake.works.statuses import STATUS_WORDS
from dashboard.intake.works.texts import clean_text, impersonal
from dashboard.store.works_tables import STATUSES
from tests.intake.works.made import LAYOUT, found, read_text, rows_of


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("FINALIZADO", "completion"), ("Finalizada", "completion"), ("EN PROCESO", "implementation"),
        ("En Ejecución ", "implementation"), ("En licitación", "preparation"), ("Бүттү", "completion"),
        ("иш жүрүүдө", "implementation"), ("Пландалган", "identification"), ("завершена", "completion"),
        ("В работе", "implementation"), ("отменено", "cancelled"), ("Under way", "implementation"),
        ("completed", "completion"), ("maintenance", "maintenance"), ("decommissioned", "decommissioned"),
    ],
)  # fmt: skip
def test_words_of_four_languages_say_the_state(word: str, status: str) -> None:
    assert STATUS_WORDS[fold(word)] == status
    assert set(STATUS_WORDS.values()) == set(STATUSES)


def test_an_unknown_or_missing_state_is_an_error_by_row(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "title;state\nA;Бүттү\nB;ким билет\nC;\n")
    assert found(reading) == [("field_missing", "error", 4), ("status_unknown", "error", 3)]
    assert reading.rows is None


def test_a_finished_design_is_no_finished_work(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "title;state\nA;Proyecto finalizado\n")
    assert found(reading) == [("status_unknown", "error", 2)]


def test_a_mapping_translates_states(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, "title;state\nB;ким билет\n", LAYOUT + '[values.status]\n"ким билет" = "preparation"\n'
    )
    assert rows_of(reading)[0].status == "preparation"


@pytest.mark.parametrize(
    ("latitude", "longitude", "answer"),
    [
        ("41.4312", "75.9911", (41.4312, 75.9911)), ("41,4312", "75,9911", (41.4312, 75.9911)),
        ("'41.43", " 75.99", (41.43, 75.99)), ("", "", ""), ("-", "-", ""), ("41.4", "", "point_half"),
        ("0", "0", "point_zero"), ("0.0", "0,000", "point_zero"), ("75.9911", "41.4312", "point_swapped"),
        ("38.9", "75.0", "point_outside"), ("41.0", "68.9", "point_outside"), ("41.0", "81", "point_outside"),
        ("-3,457,053,344", "-5,847,561,404", "point_thousands"), ("41.431.200", "75.991.100", "point_thousands"),
        ("41.4312", "75.991.100", "point_thousands"), ("41°25'N", "75°59'E", "point_unreadable"),
        ("414312", "759911", "point_unreadable"), ("4,1E+09", "75.9", "point_unreadable"),
    ],
)  # fmt: skip
def test_a_point_is_read_or_dropped_with_a_reason(latitude: str, longitude: str, answer: object) -> None:
    point, problem = read_point(latitude, longitude, BOXES["KGS"])
    assert (point or problem) == answer


def test_without_a_box_only_the_earth_is_the_limit() -> None:
    assert read_point("-34.5", "-58.4", None) == ((-34.5, -58.4), "")
    assert read_point("-91", "10", None) == (None, "point_outside")


def test_a_broken_point_is_told_by_row_and_value_and_the_work_stays(tmp_path: Path) -> None:
    reading = read_text(
        tmp_path, "no;title;state;lat;lon\n1;A;done;41.43;75.99\n2;B;done;75.99;41.43\n3;C;done;0;0\n4;D;done;;\n"
    )
    assert [(row.latitude, row.longitude) for row in rows_of(reading)] == [(41.43, 75.99)] + [(None, None)] * 3
    assert found(reading) == [("point_swapped", "warning", 3), ("point_zero", "warning", 4)]
    (swapped,) = (each for each in reading.problems if each.code == "point_swapped")
    assert (swapped.value, swapped.column) == ("75.99 / 41.43", "lat / lon")


def test_the_box_of_the_mapping_goes_before_the_country(tmp_path: Path) -> None:
    box = LAYOUT + "[points]\nbox = [-35, -59, -34, -58]\n"
    reading = read_text(tmp_path, "no;title;state;lat;lon\n1;A;done;-34.5;-58.4\n2;B;done;41.43;75.99\n", box)
    assert [row.latitude for row in rows_of(reading)] == [-34.5, None]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Суу<br>түтүгү<BR/>640 м", "Суу түтүгү 640 м"), ("<b>А</b> &amp; Б", "А & Б"), ("Olí\u00admpica", "Olímpica"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "alert(1)"), ("5 < 6 м, 7 > 3", "5 < 6 м, 7 > 3"),
        ("а\u00a0\u0080 б\r\nв", "а б в"),
    ],
)  # fmt: skip
def test_markup_and_signs_nobody_sees_are_stripped(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Прораб +996 555 12-34-56, жол", "Прораб , жол"), ("тел.: 61-23-45 жол", "жол"), ("(0312) 61-23-45", ""),
        ("0555 123 456 жооптуу", "жооптуу"), ("0555123456", ""), ("Телефон 3-12-45", ""), ("tel 0555 123456", ""),
        ("жооптуу: a.b@mail.kg", "жооптуу:"), ("ПИН 21503197512345, жол", "ПИН , жол"), ("0555 12-34-56", ""),
        # Not telephones: amounts, contract and building numbers, years.
        ("24 720 137 сом", "24 720 137 сом"), ("№ 2019/000302", "№ 2019/000302"), ("2013-12-01", "2013-12-01"),
        ("manzana 3459 - 48", "manzana 3459 - 48"), ("2888966-2888966-MGEYA-2013", "2888966-2888966-MGEYA-2013"),
        ("0701 код, 640 м", "0701 код, 640 м"), ("148/SIGAF/2018", "148/SIGAF/2018"),
        ("телефондоштуруу 2025", "телефондоштуруу 2025"), ("66-12-34 жооптуу", "жооптуу"), ("№ 66-12-34", "№ 66-12-34"),
        ("түтүк 57-63-76 мм", "түтүк 57-63-76 мм"), ("25-12-24 күнү", "25-12-24 күнү"),
        # Nothing is left of what was around it.
        ("Спорт аянты (21503197512345)", "Спорт аянты"), ("Спорт аянты (тел. 0555 123456)", "Спорт аянты"),
        ("Спорт аянты (640 м)", "Спорт аянты (640 м)"), ("Суу () түтүгү", "Суу () түтүгү"),
    ],
)  # fmt: skip
def test_telephone_numbers_are_removed_and_other_numbers_are_not(text: str, without: str) -> None:
    assert impersonal(text) == without


def test_a_removed_telephone_number_is_told_without_itself(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "title;state;about\nA;done;Прораб +996 555 12-34-56\nB;done;жок\n")
    assert rows_of(reading)[0].description == "Прораб"
    assert found(reading) == [("personal_removed", "warning", 2)]
    assert not any("555" in problem.text("ky") for problem in reading.problems)


def test_what_every_published_column_says_of_people_is_removed_or_refused(tmp_path: Path) -> None:
    more = LAYOUT.replace(
        "[constants]",
        """
        service = { column = "service", optional = true }
        quantity_unit = { column = "unit_of", optional = true }
        ocid = { column = "process", optional = true }
        [constants]""",
    )
    told = "title;state;service;unit_of\nA;done;жол 0555 12-34-56;м 2 1203 1990 12345\n"
    reading = read_text(tmp_path, told, more)
    assert [(row.service, row.quantity_unit) for row in rows_of(reading)] == [("жол", "м")]
    assert found(reading) == [("personal_removed", "warning", 2)] * 2
    numbers = ("2 1203 1990 12345", "a.b@mail.kg", "0555 12-34-56", "0301234567", "2019/000302", "21-05-2024")
    keys = read_text(tmp_path, "no;title;state\n" + "".join(f"{number};A;done\n" for number in numbers), more)
    assert found(keys) == [("personal_number", "error", row) for row in (2, 3, 4)]
    assert not any("1203" in problem.text("en") for problem in keys.problems)
    process = read_text(tmp_path, "no;title;state;process\n1;A;done;ocds-21203199012345\n", more)
    assert found(process) == [("personal_number", "error", 2)]


def test_three_styles_of_figures_in_one_column(tmp_path: Path) -> None:
    mixed = LAYOUT + '[numbers.styles]\nplanned_amount = "mixed"\n'
    table = (
        "title;state;plan\nA;done;67065700\nB;done;24720137,06\nC;done;$ 67.065.700,00\nD;done;19,231,324.50\nE;done;\n"
    )
    amounts = [row.planned_minor for row in rows_of(read_text(tmp_path, table, mixed))]
    assert amounts == [6_706_570_000, 2_472_013_706, 6_706_570_000, 1_923_132_450, None]


def test_what_is_ambiguous_in_a_mixed_column_is_refused_by_row(tmp_path: Path) -> None:
    mixed = LAYOUT + '[numbers]\nnumber_style = "mixed"\n'
    reading = read_text(
        tmp_path, "title;state;plan\nA;done;100\nB;done;67.065\nC;done;1.5 (dic 21)\nD;done;-$5\n", mixed
    )
    assert found(reading) == [
        ("ambiguous_number", "question", 3),
        ("not_a_number", "error", 4),
        ("amount_negative", "warning", 5),
    ]
    assert reading.rows is None


def test_rows_of_a_register_are_numbered_whole_and_signed_as_those_of_a_budget(tmp_path: Path) -> None:
    text = "no;title;state;plan\n;;;\n1;2;4;5 (4-1)\n1;Көпүрө;done;100\n2;Жол;done;\nБашкы инженер;А. Асанов;;\n"
    reading = read_text(tmp_path, text)
    assert [row.title for row in rows_of(reading)] == ["Көпүрө", "Жол"]
    assert found(reading) == [("numbering_rows", "info", 3), ("signature_rows", "info", 6)]
    counts = reading.counts
    assert (counts.read, counts.kept, counts.filtered, counts.skipped) == (4, 2, 0, 2)
    wide = read_text(tmp_path, "no,title,state,plan\n1,Көпүрө, чоң,done,100\n2,Жол,done,5\n3,Арык,done,6\n")
    assert found(wide)[0] == ("row_width", "error", 2) and wide.rows is None


def test_a_mapping_may_leave_out_what_cannot_be_read(tmp_path: Path) -> None:
    loose = LAYOUT + '[numbers]\nnumber_style = "mixed"\nunreadable = "leave_out"\n'
    reading = read_text(tmp_path, "title;state;plan;end\nA;done;67.065;A/D\nB;done;5;2025-01-02\n", loose)
    assert [(row.planned_minor, row.planned_end) for row in rows_of(reading)] == [(None, None), (500, date(2025, 1, 2))]
    assert found(reading) == [("value_left_out", "warning", 2)] * 2


def test_a_day_that_can_be_read_in_two_ways_is_asked_about_whatever_is_left_out(tmp_path: Path) -> None:
    loose = LAYOUT + '[numbers]\nunreadable = "leave_out"\n'
    table = "title;state;start;end\nA;done;16/3/2025;31/12/2025\nB;done;1/12/2025;5/6/2026\nC;done;A/D;\n"
    reading = read_text(tmp_path, table, loose)
    assert found(reading) == [
        ("ambiguous_date", "question", 3), ("value_left_out", "warning", 4), ("ambiguous_date", "question", 3)
    ]  # fmt: skip
    assert reading.rows is None
    ordered = read_text(tmp_path, table, loose + 'date_order = "dmy"\n')
    assert [row.planned_end for row in rows_of(ordered)] == [date(2025, 12, 31), date(2026, 6, 5), None]


@pytest.mark.parametrize(
    ("text", "start", "day"),
    [
        ("2022", False, date(2022, 12, 31)), ("2022", True, date(2022, 1, 1)), ("май 2024", False, date(2024, 5, 31)),
        ("май 2024", True, date(2024, 5, 1)), ("2024-05", True, date(2024, 5, 1)), ("Q2 2024", True, date(2024, 4, 1)),
        ("2-чейрек 2024", False, date(2024, 6, 30)), ("01.02.2024", True, date(2024, 2, 1)),
        ("2024-02-01", False, date(2024, 2, 1)), ("2016-01-01T00:00:00Z", True, date(2016, 1, 1)),
        ("9 ай 2024", True, date(2024, 1, 1)),
    ],
)  # fmt: skip
def test_a_year_or_a_month_is_its_first_or_last_day(text: str, start: bool, day: date) -> None:
    assert read_day(text, "auto", start=start) == day


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2022", "year"), ("2022-ж.", "year"), ("май 2024", "month"), ("2024-05", "month"), ("Q2 2024", "quarter"),
        ("2-чейрек 2024", "quarter"), ("9 ай 2024", "month"), ("01.02.2024", ""), ("2016-01-01T00:00:00Z", ""),
        ("45000", ""), ("5 май 2024", ""), ("2024-Q2", "quarter"),
    ],
)  # fmt: skip
def test_what_a_date_is_known_to_is_kept(text: str, precision: str) -> None:
    assert precision_of(text, "auto") == precision


def test_a_day_in_another_order_than_its_column_is_a_day() -> None:
    assert precision_of("2018-08-01", "dmy") == "" and read_day("2018-08-01", "dmy", start=True) == date(2018, 8, 1)


@pytest.mark.parametrize(("text", "reason"), [("A/D", "bad_date"), ("03/04/2024", "ambiguous_date")])
def test_a_day_that_cannot_be_read_is_not_guessed(text: str, reason: str) -> None:
    with pytest.raises(BadDate, match=reason):
        read_day(text, "auto", start=False)


def test_a_broken_day_is_not_asked_about_where_the_order_is_told() -> None:
    with pytest.raises(BadDate, match="bad_date"):
        read_day("3/4/202", "dmy", start=False)


def test_quantities_and_people_are_numbers_from_zero(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "title;state;quantity;people\nA;done;640,5;1200\nB;done;-1;2.5\nC;done;көп;\n")
    assert found(reading) == [("bad_quantity", "error", 3), ("not_a_number", "error", 4), ("bad_count", "error", 3)]
    good = read_text(tmp_path, "title;state;quantity;people\nA;done;640,5;1200\nB;done;;\n")
    assert [(row.quantity, row.beneficiaries) for row in rows_of(good)] == [(640.5, 1200), (None, None)]
