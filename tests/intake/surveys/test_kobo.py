"""What is reported about an export: which columns were understood how, and what cannot be."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import dashboard.intake.surveys as surveys
from dashboard.i18n import LANGUAGES, keys
from dashboard.intake.files import read_file
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.surveys.exports.kobo import LIMITS, read_kobo
from dashboard.intake.surveys.forms.form import Form, parse_form
from dashboard.intake.surveys.table import AnswerTable
from tests.intake.surveys.exports import Asked, Cells, Group, in_memory, survey_sheets, write_csv, write_xlsx

YES_NO = (("yes", {"ky": "Ооба", "ru": "Да"}), ("no", {"ky": "Жок", "ru": "Нет"}))
NEWS = (
    ("site", {"ky": "Сайт", "ru": "Сайт"}),
    ("hall", {"ky": "Айыл өкмөтү", "ru": "Айыл окмоту"}),
    ("talk", {"ky": "Айыл", "ru": "Село"}),
)
ASKED = [
    Asked("age", "integer", {"ky": "Жашыңыз", "ru": "Возраст"}),
    Asked("trust", "select_one", {"ky": "Ишенесизби?", "ru": "Доверяете?"}, YES_NO),
    Asked("news", "select_multiple", {"ky": "Кайдан билесиз?", "ru": "Откуда узнаёте?"}, NEWS),
]
FORM = parse_form(in_memory(survey_sheets(ASKED)))


def form_of(*asked: Asked) -> Form:
    return parse_form(in_memory(survey_sheets(asked)))


def read(*rows: list[Any], form: Form = FORM, **sheets: Cells) -> AnswerTable:
    return read_kobo(form, in_memory({"data": list(rows), **sheets}))


def told(table: AnswerTable, code: str) -> list[Problem]:
    found = [problem for problem in table.problems if problem.code == code]
    assert all(problem.text(lang) for problem in found for lang in LANGUAGES)
    return found


def codes(table: AnswerTable) -> list[str]:
    """What staff must look at, beside questions that a small export leaves out."""
    quiet = [problem for problem in table.problems if problem.severity == "info"]
    quiet += told(table, "kobo_questions_missing")
    return [problem.code for problem in table.problems if problem not in quiet]


def ticks(table: AnswerTable, question: str = "news") -> list[list[int]]:
    frame = table.ticks[question]
    assert set(frame.dtypes.astype(str)) == {"int8"}
    return frame.to_numpy().tolist()


def test_a_table_has_rows_as_a_person_counts_them_and_texts() -> None:
    table = read(["age", "trust", "news"], [18, "yes", "hall site"], ["", "", ""], [40.0, "no", ""])
    assert table.frame.index.tolist() == [2, 4] == table.ticks["news"].index.tolist()
    assert table.frame.to_dict("list") == {"age": ["18", "40"], "trust": ["yes", "no"], "news": ["", ""]}
    assert list(table.ticks["news"].columns) == ["site", "hall", "talk"]
    assert ticks(table) == [[1, 1, 0], [-1, -1, -1]]
    assert [question.name for question in table.questions] == list(table.frame.columns)


def test_how_columns_and_answers_are_called_is_told_with_the_columns_that_differ() -> None:
    table = read(["Жашыңыз", "Ишенесизби?", "news"], [18, "Ооба", "hall"], [19, "Жок", "talk"])
    (style,) = told(table, "kobo_styles")
    assert style.params == {"titles": "label::ky × 2; name × 1 («news»)", "answers": "label::ky × 1; name × 1 («news»)"}
    assert style.severity == "info" and codes(table) == []


def test_labels_may_be_typed_with_other_quotation_marks_spaces_and_case() -> None:
    options = (("1", {"ky": "Ооба,  бар"}), ("2", {"ky": "Жок"}))
    form = form_of(Asked("q", "select_one", {"ky": "«Суу» “барбы”?"}, options))
    table = read(['«Суу»  "Барбы"?'], ["ооба, бар"], ["ЖОК "], ["2.0"], form=form)
    assert table.frame["q"].tolist() == ["1", "2", "2"] and codes(table) == []


def test_labels_one_after_another_are_told_apart_though_one_begins_another() -> None:
    table = read(["Кайдан билесиз?"], ["Айыл өкмөтү Айыл"], ["Айыл"], ["Айыл өкмөтү, Сайт"], ["Сайт;Айыл"])
    assert ticks(table) == [[0, 1, 1], [0, 0, 1], [1, 1, 0], [1, 0, 1]] and codes(table) == []


def test_a_text_of_labels_that_can_be_cut_in_two_ways_is_an_error() -> None:
    options = (("1", {"ky": "суу"}), ("2", {"ky": "жол"}), ("3", {"ky": "суу жол"}))
    form = form_of(Asked("q", "select_multiple", {"ky": "Эмне?"}, options))
    table = read(["Эмне?"], ["жол"], ["суу жол"], form=form)
    (problem,) = told(table, "kobo_answer_unclear")
    assert (problem.severity, problem.row, problem.column, problem.value) == ("error", 3, "Эмне?", "суу жол")
    assert set(str(problem.params["choices"]).split(" / ")) == {"1, 2", "3"}


def test_an_answer_the_form_does_not_have_is_an_error_with_its_place_and_the_choices() -> None:
    table = read(["trust", "news"], ["yes", "hall"], ["perhaps", "hall radio"], ["perhaps", "talk"])
    one, many = told(table, "kobo_answer_unknown")
    assert (one.severity, one.row, one.column, one.value) == ("error", 3, "trust", "perhaps")
    assert one.params == {"n": 2, "choices": "yes, no"}
    assert (many.row, many.column, many.value, many.params["choices"]) == (3, "news", "radio", "site, hall, talk")


def test_at_most_twenty_unknown_answers_of_a_column_are_told() -> None:
    assert len(told(read(["trust"], *([f"x{i}"] for i in range(50))), "kobo_answer_unknown")) == 20


def test_names_and_labels_that_mean_opposite_things_are_a_question_to_staff() -> None:
    scale = tuple((str(i), {"ky": str(6 - i)}) for i in range(1, 6))
    form = form_of(Asked("a", "select_one", {"ky": "а"}, scale), ASKED[1])
    (problem,) = told(read(["a"], ["1"], ["5"], form=form), "kobo_names_or_labels")
    assert (problem.severity, problem.column) == ("question", "a")
    by_label = read(["a", "trust"], ["1", "Ооба"], ["5", "Жок"], form=form)
    by_name = read(["a", "trust"], ["1", "yes"], ["5", "no"], form=form)
    assert by_label.frame["a"].tolist() == ["5", "1"] and by_name.frame["a"].tolist() == ["1", "5"]
    assert codes(by_label) == codes(by_name) == []


def test_answers_of_an_older_version_are_understood_by_their_labels() -> None:
    form = form_of(Asked("found", "select_one", {"": "found"}, (("0", {"": "no"}), ("1", {"": "yes"}))))
    assert read(["found"], ["1"], ["yes"], ["0"], ["1"], form=form).frame["found"].tolist() == ["1", "1", "0", "1"]


def test_nothing_answered_is_not_an_answer() -> None:
    table = read(["age", "trust", "news"], ["n/a", "n/a", "n/a"], ["18", "yes", "site"])
    assert table.frame.iloc[0].tolist() == ["", "", ""] and ticks(table)[0] == [-1, -1, -1] and codes(table) == []


@pytest.mark.parametrize(
    ("yes", "no"), [("1", "0"), (1, 0), (1.0, 0.0), (True, False), ("TRUE", "FALSE"), ("yes", "no"), ("Ооба", "Жок")]
)
def test_ticks_are_read_from_a_column_for_each_answer(yes: Any, no: Any) -> None:
    table = read(["news/site", "news/hall", "news/talk"], [yes, no, no], ["", "", ""], [no, no, no], [yes, yes, ""])
    assert ticks(table) == [[1, 0, 0], [0, 0, 0], [1, 1, 0]] and codes(table) == []
    assert table.frame.index.tolist() == [2, 4, 5]


def test_a_row_without_ticks_was_not_asked_unless_it_says_0() -> None:
    table = read(["age", "news", "news/site", "news/hall", "news/talk"], [1, "", "", "", ""], [2, "", 0, 0, 0])
    assert ticks(table) == [[-1, -1, -1], [0, 0, 0]] and codes(table) == []


def test_a_cell_that_is_no_tick_is_an_error() -> None:
    table = read(["news/site", "news/hall", "news/talk"], [1, 0, 0], [1, "maybe", 0])
    (problem,) = told(table, "kobo_tick_unknown")
    assert (problem.severity, problem.row, problem.column, problem.value) == ("error", 3, "news/hall", "maybe")


@pytest.mark.parametrize("row", [["site", 0, 1, 0], ["", 1, 0, 0], ["site hall", 1, "", ""], ["site", "", "", ""]])
def test_ticks_told_twice_must_agree(row: list[Any]) -> None:
    table = read(["news", "news/site", "news/hall", "news/talk"], ["talk", 0, 0, 1], row)
    (problem,) = told(table, "kobo_ticks_differ")
    assert (problem.severity, problem.row, problem.column, problem.value) == ("error", 3, "news", row[0] or None)


def test_an_answer_without_a_column_counts_as_not_offered_and_is_told() -> None:
    table = read(["news/site", "news/hall"], [1, 0], [0, 0])
    assert ticks(table) == [[1, 0, -1], [0, 0, -1]]
    (problem,) = told(table, "kobo_options_missing")
    assert (problem.severity, problem.column, problem.params["names"]) == ("warning", "news", "talk")


def test_a_column_of_an_answer_the_form_lost_is_an_error_where_it_is_ticked() -> None:
    titles = ["news", "news/site", "news/hall", "news/talk", "news/radio"]
    (lost,) = told(read(titles, ["site", 1, 0, 0, 0], ["", 0, 0, 0, 1]), "kobo_option_lost")
    assert (lost.severity, lost.row, lost.column, lost.params["n"]) == ("error", 3, "news/radio", 1)
    (unused,) = told(read(titles, ["site", 1, 0, 0, 0]), "kobo_option_lost")
    assert (unused.severity, unused.row) == ("warning", None)


def test_what_looks_like_an_answer_and_holds_texts_is_a_column_of_its_own() -> None:
    table = read(["news", "news/how"], ["site", "кошунам айтты"])
    assert table.frame["news/how"].tolist() == ["кошунам айтты"] and codes(table) == ["kobo_columns_extra"]


def test_a_question_about_another_answer_is_not_taken_for_a_tick() -> None:
    other = (*NEWS, ("other", {"ky": "Башка", "ru": "Другое"}))
    form = form_of(Asked("news", "select_multiple", {}, other), Asked("news_other", "text"))
    titles = ["news", "news_site", "news_hall", "news_talk", "news_other", "news_other"]
    table = read(titles, ["other", 0, 0, 0, 1, "кошунам"], form=form)
    assert ticks(table) == [[0, 0, 0, 1]] and table.frame["news_other"].tolist() == ["кошунам"] and codes(table) == []


def test_answers_from_a_file_are_not_made_up_from_what_stands_in_the_cells() -> None:
    form = form_of(Asked("been", "select_multiple_from_file p.csv"), Asked("home", "select_one_from_file p.csv"))
    table = read(["been", "home"], ["osh naryn", "osh"], ["", ""], ["talas", "naryn"], form=form)
    assert [question.options for question in table.questions] == [(), ()]
    assert table.ticks["been"].shape == (2, 0) and table.frame["home"].tolist() == ["osh", "naryn"]
    split = read(["been/osh", "been/naryn"], [1, 0], [1, 1], form=form)
    assert not split.ticks and codes(split) == []
    assert "been" not in str(told(split, "kobo_questions_missing")[0].params)


def test_what_a_device_or_a_server_wrote_down_is_meta() -> None:
    titles = [
        "age",
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_index",
        "__version__",
        "start",
        "KEY",
        "meta/instanceID",
        "formhub/uuid",
        "g/_spot_latitude",
        "SubmissionDate",
        "photo_URL",
    ]
    table = read(titles, ["5", *"abcdefghijklm"])
    assert [(question.name, question.kind) for question in table.questions] == [
        ("age", "number"),
        *((title, "meta") for title in titles[1:]),
    ]
    assert table.frame.iloc[0].tolist() == ["5", *"abcdefghijklm"]


def test_a_moment_keeps_its_time_and_a_day_is_a_day() -> None:
    form = form_of(Asked("day", "date"), Asked("start", "start"))
    table = read(["day", "start"], [pd.Timestamp("2025-09-01"), pd.Timestamp("2025-09-01 10:20:30")], form=form)
    assert table.frame.iloc[0].tolist() == ["2025-09-01", "2025-09-01T10:20:30"]


def test_columns_that_the_form_does_not_have_are_kept_as_text_and_told() -> None:
    table = read(["age", "weight", "old_question", "", ""], [5, 0.75, "x", "y", ""])
    assert [(question.name, question.kind) for question in table.questions][1:] == [
        ("weight", "text"),
        ("old_question", "text"),
        ("(D)", "text"),
    ]
    assert table.frame.iloc[0].tolist() == ["5", "0.75", "x", "y"]
    (problem,) = told(table, "kobo_columns_extra")
    assert problem.severity == "warning" and problem.params == {"names": "«weight», «old_question», «(D)»", "n": 3}


def test_questions_that_have_no_column_are_told() -> None:
    (problem,) = told(read(["age"], [5]), "kobo_questions_missing")
    assert (problem.severity, problem.params) == ("warning", {"names": "trust, news", "n": 2})


def test_a_question_in_another_group_is_found_by_its_name_and_by_its_label() -> None:
    moved = form_of(Asked("age", "integer", {"ky": "Жашыңыз"}, groups=(Group("new", {"ky": "Жаңы"}),)))
    for title in ("old/age", "old/more/age", "Эски/Жашыңыз", "old.age"):
        table = read([title], ["5"], form=moved)
        assert table.frame["new/age"].tolist() == ["5"] and codes(table) == ["kobo_columns_by_part"], title
    for title in ("age", "new_age", "new/age", "Жаңы/Жашыңыз"):
        assert codes(read([title], ["5"], form=moved)) == [], title


def test_one_name_in_two_groups_is_told_by_the_group_or_by_order_or_asked_about() -> None:
    form = form_of(Asked("age", "integer"), *(Asked("age", "integer", groups=(Group(name),)) for name in ("g", "h")))
    grouped = read(["h/age", "age", "g/age"], ["3", "1", "2"], form=form)
    in_order = read(["age", "age", "age"], ["1", "2", "3"], form=form)
    for table in (grouped, in_order):
        assert table.frame.iloc[0].to_dict() == {"age": "1", "g/age": "2", "h/age": "3"} and codes(table) == []
    last = form_of(Asked("age", "integer", groups=(Group("g"),)), Asked("age", "integer"))
    assert read(["age", "age"], ["2", "1"], form=last).frame.iloc[0].to_dict() == {"g/age": "2", "age": "1"}
    unclear = read(
        ["age", "age"],
        ["1", "2"],
        form=form_of(*ASKED, *(Asked("age", "integer", groups=(Group(name),)) for name in ("g", "h"))),
    )
    (problem,) = told(unclear, "kobo_column_unclear")
    assert (problem.severity, problem.params) == ("question", {"letters": "A, B", "questions": "age, g/age, h/age"})


def test_a_column_that_stands_twice_is_asked_about() -> None:
    table = read(["age", "age"], ["1", "2"], ["3", "4"])
    (problem,) = told(table, "kobo_column_twice")
    assert (problem.severity, problem.column, problem.params["letters"]) == ("question", "age", "A, B")


def test_two_columns_of_one_question_are_joined_unless_they_contradict_each_other() -> None:
    titles = ["age", "old/age", "trust", "old/trust", "news", "old/news", "news/site", "old/news/site"]
    rows: Cells = [["1", "", "yes", "Ооба", "site", "", 1, ""], ["", "2", "", "no", "", "hall", "", 0]]
    table = read(titles, *rows)
    assert table.frame.to_dict("list") == {"age": ["1", "2"], "trust": ["yes", "no"], "news": ["", ""]}
    assert ticks(table) == [[1, 0, 0], [0, 1, 0]]
    assert told(table, "kobo_columns_joined")[0].params["n"] == 8
    clash = read(titles, *rows, ["1", "2", "yes", "no", "site", "hall", 1, 0])
    assert [(each.row, each.column, each.value) for each in told(clash, "kobo_columns_differ")] == [
        (4, "old/age", "2"),
        (4, "old/trust", "no"),
        (4, "old/news", "hall"),
        (4, "old/news/site", "0"),
    ]


CUT = "Are_your_main_problems_being_addressed_by_"
BY = ("council", "government", "ngo")


def test_names_cut_to_thirty_letters_and_numbered_are_found() -> None:
    form = form_of(*(Asked(CUT + who, "text", {"ky": f"суроо {who}"}) for who in BY), Asked("Ward_", "text"))
    base = CUT[:30]
    table = read(["Ward_", f"{base}_001", base, f"{base}_002"], ["5", "b", "a", "c"], form=form)
    assert table.frame[[CUT + who for who in BY]].iloc[0].tolist() == ["a", "b", "c"]
    assert codes(table) == ["kobo_columns_by_part"] and told(table, "kobo_columns_by_part")[0].params["n"] == 3


def test_names_cut_from_labels_are_found() -> None:
    label = "Are you satisfied with what the government is doing?"
    form = form_of(Asked("q1", "text", {"en": label}), Asked("q2", "text", {"en": f"1. {label}"}))
    table = read(["Are_you_satisfied_with_what_th", "_1__Are_you_satisfied_with_wha"], ["a", "b"], form=form)
    assert table.frame.iloc[0].to_dict() == {"q1": "a", "q2": "b"}


def test_a_cut_name_that_fits_more_questions_than_columns_is_asked_about() -> None:
    form = form_of(*(Asked(CUT + who, "text") for who in BY), Asked("age", "integer"))
    table = read(["age", CUT[:30], f"{CUT[:30]}_001"], [5, "a", "b"], form=form)
    (problem,) = told(table, "kobo_column_unclear")
    assert (problem.severity, problem.column) == ("question", CUT[:30])
    assert problem.params == {"letters": "B, C", "questions": ", ".join(CUT + who for who in BY)}
    assert list(table.frame.columns) == ["age"]


def with_repeat() -> Form:
    return parse_form(
        in_memory(
            {
                "survey": [
                    ["type", "name", "label"],
                    ["integer", "age", "Age"],
                    ["begin_repeat", "member", "Member"],
                    ["integer", "age", "Age"],
                    ["text", "work", "Work"],
                    ["end_repeat"],
                ]
            }
        )
    )


def test_a_sheet_of_a_repeat_is_left_out_and_told() -> None:
    members: Cells = [["age", "work", "_index", "_parent_index"], ["3", "x", "1", "1"], ["4", "y", "2", "1"]]
    table = read(["age", "_index"], ["40", "1"], form=with_repeat(), member=members)
    assert table.frame["age"].tolist() == ["40"] and codes(table) == ["kobo_repeat_left_out"]
    assert told(table, "kobo_repeat_left_out")[0].params == {"sheet": "member", "n": 2}


def test_columns_of_a_repeat_beside_the_others_are_left_out_and_told() -> None:
    titles = ["age", "member[1]/age", "member[2]/age", "member/work", "plan [1]"]
    table = read(titles, ["40", "3", "4", "x", "y"], form=with_repeat())
    assert table.frame.to_dict("list") == {"age": ["40"], "plan [1]": ["y"]}
    assert told(table, "kobo_columns_repeated")[0].params["n"] == 3


def test_other_sheets_are_named_and_empty_ones_are_nothing() -> None:
    table = read(["age"], [5], Sheet1=[], Hoja1=[["x"], [1], [2]])
    (problem,) = told(table, "kobo_sheets_left_out")
    assert (problem.severity, problem.params) == ("info", {"sheets": "«Hoja1» (2)"})


def test_several_sheets_of_answers_are_a_question_that_counts_repeated_rows() -> None:
    rows: Cells = [["age", "trust"], ["40", "yes"], ["41", "no"], ["42", "no"]]
    urban: Cells = [rows[0], rows[1], rows[3]]
    (problem,) = told(read(*rows, Urban=urban, Rural=[rows[0], rows[2]]), "kobo_several_sheets")
    assert problem.severity == "question"
    assert problem.params == {"sheets": "«data» (3), «Urban» (2), «Rural» (1)", "n": 3}


def test_hidden_sheets_do_not_count(tmp_path: Path) -> None:
    rows: Cells = [["age"], ["40"]]
    source = read_file(write_xlsx(tmp_path / "d.xlsx", {"data": rows, "Urban": rows}, hidden=["Urban"]))
    table = read_kobo(FORM, source)
    assert codes(table) == [] and told(table, "hidden_sheets")


def test_a_broken_cell_is_an_error_on_the_sheet_of_answers_only(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "data"
    for row in (["age", "trust"], [5, "yes"], ["=1+1", "no"]):  # a formula without a saved result
        book.active.append(row)
    book.create_sheet("notes").append(["=2+2"])
    book.save(tmp_path / "d.xlsx")
    (problem,) = told(read_kobo(FORM, read_file(tmp_path / "d.xlsx")), "formula_without_value")
    assert (problem.severity, problem.row, problem.column, problem.params["sheet"]) == ("error", 3, "A", "data")


def test_a_row_of_hxl_tags_is_no_respondent() -> None:
    table = read(["age", "trust"], ["#respondent+age", ""], ["40", "yes"])
    assert table.frame.index.tolist() == [3] and told(table, "kobo_hxl")[0].row == 2


def test_the_answers_of_another_form_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        read(["start", "price", "_id"], ["x", "1", "2"])
    (problem,) = refused.value.problems
    assert problem.code == "kobo_not_this_form" and "«price»" in problem.text("ky")


def test_an_export_without_answers_is_an_error() -> None:
    assert codes(read(["age", "trust", "news"])) == ["kobo_no_rows"]


def test_a_file_of_more_than_two_hundred_columns_is_read(tmp_path: Path) -> None:
    options = tuple((f"o{i}", {"ky": f"жооп {i}"}) for i in range(400))
    form = form_of(Asked("q", "select_multiple", {"ky": "Эмне?"}, options))
    rows: Cells = [["q", *(f"q/o{i}" for i in range(400))], ["o7 o9", *(int(i in (7, 9)) for i in range(400))]]
    table = read_kobo(form, read_file(write_csv(tmp_path / "d.csv", rows), limits=LIMITS))
    assert table.ticks["q"].iloc[0][lambda row: row == 1].index.tolist() == ["o7", "o9"] and codes(table) == []


def test_every_code_has_words_and_every_word_a_code() -> None:
    folder = Path(surveys.__file__).parent
    files = [file for name in ("forms", "exports") for file in (folder / name).glob("*.py")]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    used = set(re.findall(r'"((?:form|kobo)_[a-z_]+)"', text)) - {"form_title"}
    for lang in LANGUAGES:
        worded = {key.split(".")[1] for key in keys(lang) if key.startswith("form_checks.")}
        assert worded == used, lang
