"""Tables of answers: titles, edited questions, ticks in one cell and in columns, repeated forms, sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from dashboard.i18n import LANGUAGES
from dashboard.intake.files import read_file
from dashboard.intake.problems import Refused
from dashboard.intake.surveys.exports.plain import read_plain
from tests.intake.surveys.made import TICKS, YES_NO, answers, coded, described, found, table


def question(column: str) -> str:
    return YES_NO.replace('"Q"', column)


def test_titles_that_come_twice_and_empty_ones_get_names_of_their_own(tmp_path: Path) -> None:
    text = "Q,Q,,Q (2),\n1,0,a,b,c\n"
    read = table(tmp_path, text, described(question('"Q (3)"')))
    assert list(read.frame.columns) == ["Q", "Q (3)", "(C)", "Q (2)", "(E)"]
    assert read.frame.iloc[0].tolist() == ["1", "0", "a", "b", "c"]
    study, _ = coded(tmp_path, text, question('"Q (3)"'))
    assert answers(study, "knows-plan") == ["no"]


def test_a_row_that_numbers_the_columns_is_no_respondent_and_numbers_as_answers_are(tmp_path: Path) -> None:
    spec = described(question('"B"'))
    assert table(tmp_path, "A,B,C\n1,2,3\nАйнура,1,мектеп\nБакыт,0,жол\n", spec).frame["B"].tolist() == ["1", "0"]
    assert table(tmp_path, "A,B,C\n1,2,3\n2,1,1\n", spec).frame["B"].tolist() == ["2", "1"]
    assert table(tmp_path, "A,B,C\n1,2,4\nАйнура,1,мектеп\n", spec).frame["B"].tolist() == ["2", "1"]


def test_of_an_edited_question_the_first_answered_column_counts(tmp_path: Path) -> None:
    study, _ = coded(tmp_path, "Old,New\n1,\n,0\n0,1\n,\n", question('["Old", "New"]'))
    assert answers(study, "knows-plan") == ["yes", "no", "no"], "an empty row is no respondent"


def test_a_row_of_a_grid_is_a_column_of_its_own(tmp_path: Path) -> None:
    text = "Билесизби? [План],Билесизби? [Факт]\nОоба,Жок\nЖок,Ооба\n"
    study, _ = coded(tmp_path, text, question('"Билесизби? [План]"'))
    assert answers(study, "knows-plan") == ["yes", "no"]


def test_ticks_are_split_by_the_options_the_longest_first(tmp_path: Path) -> None:
    cells = ("Тактай, телефон", "Интернет, телефон", "телефон, Интернет, телефон", "Тактай", "")
    text = "T,Q\n" + "".join(f'"{cell}",1\n' for cell in cells)
    study, problems = coded(tmp_path, text, TICKS + YES_NO)
    assert answers(study, "channels-used:board") == ["1", "0", "0", "1", None]
    assert answers(study, "channels-used:net") == ["0", "1", "1", "0", None]
    assert answers(study, "channels-used:phone") == ["1", "0", "1", "0", None]
    assert "channels-used:other" not in study.responses.answers and not problems


def test_own_words_among_ticks_are_another_answer_and_their_text_is_gone(tmp_path: Path) -> None:
    study, problems = coded(tmp_path, 'T\n"Тактай, кошунамдан угам"\nТактай\n"базардан"\n', TICKS)
    assert answers(study, "channels-used:other") == ["1", "0", "1"]
    assert answers(study, "channels-used:board") == ["1", "1", "0"]
    assert [(each.code, each.severity, each.params) for each in problems] == [("survey_other", "info", {"n": 2})]
    assert "кошуна" not in repr(study) and "базар" not in repr(study)
    assert [answer.code for answer in study.questions[0].answers] == ["board", "net", "phone", "other"]


CELLS = ("тактай", "Тактай,ТЕЛЕФОН", "телефон ,  Тактай", "Интернет,телефон,тактай", "Тактай, Тактай", "телефон,")


def test_ticks_are_found_whatever_their_case_and_the_blanks_around_the_separator(tmp_path: Path) -> None:
    study, problems = coded(tmp_path, "T\n" + "".join(f'"{cell}"\n' for cell in CELLS), TICKS)
    assert answers(study, "channels-used:board") == ["1", "1", "1", "1", "1", "0"]
    assert answers(study, "channels-used:phone") == ["0", "1", "1", "0", "0", "1"]
    assert answers(study, "channels-used:net") == ["0", "0", "0", "1", "0", "0"] and not problems


@pytest.mark.parametrize("separator", [" and ", ";", " / "])
def test_ticks_may_be_separated_by_anything(tmp_path: Path, separator: str) -> None:
    toml = TICKS.replace('", "', f'"{separator}"').replace("Интернет, телефон", "Grand net")
    cells = "".join(f'"{cell}"\n' for cell in (f"Тактай{separator}Grand net", f"grand NET{separator}телефон"))
    study, problems = coded(tmp_path, f"T\n{cells}", toml)
    assert [answers(study, f"channels-used:{code}") for code in ("board", "net", "phone")] == [
        ["1", "0"],
        ["1", "1"],
        ["0", "1"],
    ]
    assert not problems


@pytest.mark.parametrize(("times", "asked"), [(2, False), (3, True)])
def test_own_words_that_several_people_wrote_are_a_question_until_they_are_said_to_be_free(
    tmp_path: Path, times: int, asked: bool
) -> None:
    cells = ["Тактай, базардан", "БАЗАРДАН ", "базардан,телефон", "Тактай"]
    text = "T\n" + "".join(f'"{cell}"\n' for cell in (*cells[:times], cells[3]))
    study, problems = coded(tmp_path, text, TICKS)
    told = [each for each in problems if each.severity == "question"]
    assert [(each.code, each.column) for each in told] == ([("survey_other_often", "T")] if asked else [])
    assert all(f"«базардан» × {times}" in each.text(lang) for each in told for lang in LANGUAGES)
    assert all("other_is_free" in each.text(lang) for each in told for lang in LANGUAGES)
    assert "базар" not in repr((study.responses, study.questions, study.indicators))
    free, problems = coded(tmp_path, text, TICKS + "other_is_free = true\n")
    assert {each.severity for each in problems} == {"info"}
    assert answers(free, "channels-used:other") == ["1"] * times + ["0"]
    named, problems = coded(tmp_path, text, TICKS.replace('"Тактай" }', '["Тактай", "Базардан"] }'))
    assert not problems and "channels-used:other" not in named.responses.answers


def test_parts_of_own_words_are_counted_too(tmp_path: Path) -> None:
    cells = ("базардан, радио", "радио, кошуна", "Тактай, радио")
    _, problems = coded(tmp_path, "T\n" + "".join(f'"{cell}"\n' for cell in cells), TICKS)
    [told] = [each for each in problems if each.severity == "question"]
    assert told.params == {"words": "«радио» × 3", "n": 1}


def test_an_answer_written_like_others_together_is_told(tmp_path: Path) -> None:
    toml = TICKS.replace('"Интернет, телефон"', '"Тактай,Телефон"')
    _, problems = coded(tmp_path, "T\nТактай\n", toml)
    assert [(each.code, each.severity, each.params) for each in problems] == [
        ("survey_ticks_ambiguous", "warning", {"code": "net", "others": "board, phone"})
    ]
    assert all(each.text(lang) for each in problems for lang in LANGUAGES)
    assert not coded(tmp_path, "T\nТактай\n", TICKS)[1], "a part of it that is no answer makes it clear"


def test_ticks_in_columns_of_their_own(tmp_path: Path) -> None:
    toml = TICKS.replace('column = "T"\nseparator = ", "', 'columns = { board = "B", net = "N", phone = "P" }')
    study, problems = coded(tmp_path, "Q,B,N,P\n1,1,0,TRUE\n1,x,,\n1,,,\n", toml + YES_NO)
    assert [answers(study, f"channels-used:{code}") for code in ("board", "net", "phone")] == [
        ["1", "1", None],
        ["0", "0", None],
        ["1", "0", None],
    ]
    assert not problems
    _, problems = coded(tmp_path, "B,N,P\n1,0,0\n1,maybe,1\n", toml)
    assert found(problems) == [("survey_tick", "error", 3, "N", "maybe")]


@pytest.mark.parametrize("title", ["Timestamp", "Отметка времени", "Убакыт белгиси", "Marca temporal"])
def test_forms_sent_twice_are_told_and_kept(tmp_path: Path, title: str) -> None:
    rows = "20.09.2025 10:00,1,a\n20.09.2025 10:01,1,a\n20.09.2025 10:02,1,b\n"
    study, problems = coded(tmp_path, f"{title},Q,R\n{rows}")
    assert [(each.code, each.severity, each.params) for each in problems if each.code == "survey_alike"] == [
        ("survey_alike", "warning", {"n": 1})
    ]
    assert len(answers(study, "knows-plan")) == 3


def test_rows_alike_in_a_table_without_a_time_are_nothing_to_tell(tmp_path: Path) -> None:
    _, problems = coded(tmp_path, "Q,R\n1,a\n1,a\n")
    assert "survey_alike" not in [problem.code for problem in problems]


def test_texts_that_mean_an_empty_cell_are_named(tmp_path: Path) -> None:
    study, problems = coded(tmp_path, "Q,R\n1,a\nn/a,b\nN/A,c\n", '[file]\nempty = ["n/a"]\n' + YES_NO)
    assert answers(study, "knows-plan") == ["yes", None, None]
    assert {problem.severity for problem in problems} == {"info"}


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def test_of_a_workbook_the_sheet_with_the_columns_is_read_and_numbers_are_as_they_look(tmp_path: Path) -> None:
    path = workbook(tmp_path / "made.xlsx", notes=[["X"], ["1"]], data=[["Q", "R"], [1.0, 10.0], [0, 9.5]], empty=[])
    read = read_plain(read_file(path), described(YES_NO))
    assert read.frame["Q"].tolist() == ["1", "0"] and read.frame["R"].tolist() == ["10", "9.5"]
    assert read.frame.index.tolist() == [2, 3], "rows as a spreadsheet shows them"


def test_several_sheets_with_the_columns_are_a_question_until_one_is_named(tmp_path: Path) -> None:
    source = read_file(workbook(tmp_path / "made.xlsx", north=[["Q"], [1]], south=[["Q"], [0]]))
    with pytest.raises(Refused) as refused:
        read_plain(source, described(YES_NO))
    [problem] = refused.value.problems
    assert (problem.code, problem.severity) == ("survey_sheets", "question") and "north, south" in problem.text("en")
    assert read_plain(source, described('[file]\nsheet = "south"\n' + YES_NO)).frame["Q"].tolist() == ["0"]
    with pytest.raises(Refused) as refused:
        read_plain(source, described('[file]\nsheet = "west"\n' + YES_NO))
    assert refused.value.problems[0].value == "west" and refused.value.problems[0].text("ky")


def test_every_missing_column_is_named_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        table(tmp_path, "A,B\n1,2\n", described(YES_NO + TICKS))
    assert [(each.code, each.column) for each in refused.value.problems] == [
        ("survey_column_missing", "Q"),
        ("survey_column_missing", "T"),
    ]
    assert "A, B" in refused.value.problems[0].text("en")
