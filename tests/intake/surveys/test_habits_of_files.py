"""How files are really written: headers in two rows, ticks as words, empty cells with a word, answers that repeat."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.i18n import LANGUAGES
from dashboard.intake.files import read_file
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.surveys.exports import LIMITS
from dashboard.intake.surveys.exports.header import header_of
from dashboard.intake.surveys.exports.plain import read_plain
from dashboard.intake.surveys.study.schema import StudySpec
from dashboard.intake.surveys.table import AnswerTable
from tests.intake.surveys.made import HEAD, TICKS, YES_NO, answers, coded, described, found, groups, table

STAR_WARS = "surveys/fivethirtyeight_surveymonkey/StarWars.csv"
KANSAS = "surveys/kcmo_resident_survey/FY2022_RS_Cleaned_safe.csv"
OWN_COLUMNS = TICKS.replace('column = "T"\nseparator = ", "', 'columns = { board = "B", net = "N", phone = "P" }')
BAND = """
[[group]]
dimension = "sex"
column = "S"
values = [{ code = "woman", is = "Аял" }, { code = "man", is = "Эркек" }]
"""


def told(problems: tuple[Problem, ...], code: str) -> list[Problem]:
    return [each for each in problems if each.code == code]


def test_a_tick_is_y_or_the_text_of_the_option_itself(tmp_path: Path) -> None:
    text = 'Q,B,N,P\n1,Y,n,N\n1,Тактай,,y\n1,,,\n1,,"Интернет, телефон",\n'
    study, problems = coded(tmp_path, text, OWN_COLUMNS + YES_NO)
    assert not [each for each in problems if each.severity == "error"]
    assert [answers(study, f"channels-used:{code}") for code in ("board", "net", "phone")] == [
        ["1", "1", None, "0"],
        ["0", "0", None, "1"],
        ["0", "1", None, "0"],
    ]


def test_a_header_in_two_rows_names_each_column_by_its_question_and_option(tmp_path: Path) -> None:
    text = "Id,Used?,,Q\n,Board,Net,Response\n7,Board,,1\n8,,Net,0\n9,,,1\n"
    toml = (
        """
[[question]]
indicator = "channels-used"
columns = { board = "Used? [Board]", net = "Used? [Net]" }
answers = [{ code = "board" }, { code = "net" }]
"""
        + YES_NO
    )
    study, problems = coded(tmp_path, text, toml)
    assert answers(study, "channels-used:board") == ["1", "0", None]
    assert answers(study, "channels-used:net") == ["0", "1", None]
    assert answers(study, "knows-plan") == ["yes", "no", "yes"]
    [two] = told(problems, "survey_header_rows")
    assert two.severity == "info" and two.params == {"n": 2}


def test_one_row_of_titles_stays_one_and_may_be_said(tmp_path: Path) -> None:
    study, _ = coded(tmp_path, "Q,\n1,a\n0,b\n")
    assert answers(study, "knows-plan") == ["yes", "no"], "an answer is no title"
    text = "Q,,R\n1,a,Response\n0,b,c\n"
    assert len(answers(coded(tmp_path, text, "[file]\nheader_rows = 1\n" + YES_NO)[0], "knows-plan")) == 2
    toml = "[file]\nheader_rows = 2\n" + YES_NO.replace('"Q"', '"Q [1]"')
    assert answers(coded(tmp_path, "Q,R\n1,2\n0,a\n", toml)[0], "knows-plan") == ["no"]


def test_the_export_of_surveymonkey_is_read_by_its_options(real_data: Path) -> None:
    """Ticks are the text of the option: 673 saw the first film, 758 the fifth; of 1 186 people 835 named a film."""
    sheet = read_file(real_data / STAR_WARS, encoding="cp1252", limits=LIMITS).sheets[0]
    header = header_of(sheet.frame)
    assert header.rows == 2 and len(header.titles) == 38 == len(set(header.titles))
    films = [title for title in header.titles if title.startswith("Which of the following Star Wars films have you")]
    assert films[0].endswith("[Star Wars: Episode I The Phantom Menace]") and len(films) == 6
    assert "Gender" in header.titles and "RespondentID" in header.titles
    codes = dict(zip(("one", "two", "three", "four", "five", "six"), films, strict=True))
    columns = ", ".join(f"{code} = '{title}'" for code, title in codes.items())
    spec = described(
        "[file]\nencoding = 'cp1252'\n[[question]]\nindicator = 'channels-used'\n"
        f"columns = {{ {columns} }}\nanswers = [{', '.join(f'{{ code = {code!r} }}' for code in codes)}]\n"
    )
    read = table_of(real_data / STAR_WARS, spec)
    assert len(read.frame) == 1186 and not [each for each in read.problems if each.severity == "error"]
    ticks = read.ticks["channels-used"]
    raw = sheet.frame.iloc[2:, 3:9]
    for at, code in enumerate(codes):
        assert int((ticks[code] == 1).sum()) == int((raw.iloc[:, at] != "").sum())
    assert (int((ticks["one"] == 1).sum()), int((ticks["five"] == 1).sum())) == (673, 758)
    assert int((ticks["one"] >= 0).sum()) == int((raw != "").any(axis=1).sum()) == 835


def table_of(path: Path, spec: StudySpec) -> AnswerTable:
    return read_plain(read_file(path, encoding=spec.file.encoding, limits=LIMITS), spec)


def test_a_file_of_unknown_encoding_says_which_key_names_it(real_data: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_file(real_data / STAR_WARS, limits=LIMITS)
    [problem] = refused.value.problems
    assert all("[file] encoding" in problem.text(lang) and "cp1252" in problem.text(lang) for lang in LANGUAGES)


def test_ticks_of_kansas_city_are_y_and_na_is_suggested_as_empty(real_data: Path) -> None:
    """q22: 286, 67, 42 and 238 ticks; the file writes NA for an empty cell, which only staff may say."""
    toml = """
[[question]]
indicator = "channels-used"
columns = { a = "q22_01", b = "q22_02", c = "q22_03", d = "q22_04" }
answers = [{ code = "a" }, { code = "b" }, { code = "c" }, { code = "d" }]
"""
    bare = table_of(real_data / KANSAS, described(toml))
    [first, *_] = [each for each in bare.problems if each.severity == "error"]
    assert (first.code, first.column, first.value) == ("survey_looks_empty", "q22_01", "NA")
    assert first.params["n"] == 747
    assert all("[file] empty" in first.text(lang) for lang in LANGUAGES)
    read = table_of(real_data / KANSAS, described('[file]\nempty = ["NA"]\n' + toml))
    assert not [each for each in read.problems if each.severity == "error"]
    ticks = read.ticks["channels-used"]
    assert [int((ticks[code] == 1).sum()) for code in "abcd"] == [286, 67, 42, 238]


@pytest.mark.parametrize("word", ["N/A", "#NULL!", "-", "нет данных"])
def test_a_word_for_an_empty_cell_is_suggested_for_answers_and_groups_too(tmp_path: Path, word: str) -> None:
    _, problems = coded(tmp_path, f"Q,S,R\n1,Аял,a\n{word},{word},b\n", YES_NO + BAND)
    assert [each for each in found(problems) if each[1] == "error"] == [
        ("survey_looks_empty", "error", 3, "Q", word), ("survey_looks_empty", "error", 3, "S", word)
    ]  # fmt: skip
    study, _ = coded(tmp_path, f"Q,S,R\n1,Аял,a\n{word},{word},b\n", f'[file]\nempty = ["{word}"]\n' + YES_NO + BAND)
    assert answers(study, "knows-plan") == ["yes", None] and groups(study, "sex") == ["woman", None]


def test_words_of_peoples_own_in_a_group_may_be_of_none(tmp_path: Path) -> None:
    text = "Q,S\n1,Аял\n0,башкача\n1,өз сөзүм\n1,өз сөзүм\n"
    _, problems = coded(tmp_path, text, YES_NO + BAND)
    assert [each.value for each in told(problems, "survey_group")] == ["башкача", "өз сөзүм"]
    study, problems = coded(tmp_path, text, YES_NO + BAND + 'others = "none"\n')
    assert groups(study, "sex") == ["woman", None, None, None]
    [others] = told(problems, "survey_group_others")
    assert others.params == {"n": 3} and others.value is None, "people's own words are told to nobody"


def rows_of(*rows: str, titles: str = "U,Q,A,B,C,D,E") -> str:
    return "\n".join((titles, *rows)) + "\n"


def test_whole_answers_that_repeat_are_told_of_a_sample(tmp_path: Path) -> None:
    rows = ("1,1,a,b,c,d,e", "2,1,a,b,c,d,e", "3,1,a,b,c,d,f")
    _, problems = coded(tmp_path, rows_of(*rows), '[columns]\nid = "U"\n' + YES_NO)
    [alike] = told(problems, "survey_alike")
    assert (alike.severity, alike.params) == ("warning", {"n": 1}), "alike in all but their number"
    plain = rows_of(*(row[2:] for row in rows), titles="Q,A,B,C,D,E")
    assert told(coded(tmp_path, plain)[1], "survey_alike")
    few = rows_of("1,a", "1,a", titles="Q,A")
    assert not told(coded(tmp_path, few)[1], "survey_alike"), "two questions are answered alike by chance"
    poll = described(YES_NO, HEAD.replace("probability", "self_selected"))
    assert not told(table(tmp_path, plain, poll).problems, "survey_alike")


def test_a_column_that_tells_nobody_apart_stops_the_import(tmp_path: Path) -> None:
    """Four values in 40 answers: 36 would have been dropped without a word of refusal."""
    rows = rows_of(*(f"{at % 4},1,a,b,c,d,{at}" for at in range(40)))
    _, problems = coded(tmp_path, rows, '[columns]\nid = "U"\n' + YES_NO)
    [asked] = told(problems, "survey_id_repeats")
    assert (asked.severity, asked.column, asked.params) == ("question", "U", {"n": 4, "rows": 40})
    assert not told(problems, "survey_repeated_rows")
    some = rows_of(*(f"{max(at, 5)},1,a,b,c,d,{at}" for at in range(40)))
    study, problems = coded(tmp_path, some, '[columns]\nid = "U"\n' + YES_NO)
    assert not told(problems, "survey_id_repeats") and len(answers(study, "knows-plan")) == 35


def test_the_title_of_a_column_is_a_question_only_where_it_is_words(tmp_path: Path) -> None:
    toml = YES_NO.replace('"Q"', '"q7"')
    study, _ = coded(tmp_path, "q7\n1\n", toml)
    assert study.questions[0].texts.ky == "", "nobody was asked q7"
    asked, _ = coded(tmp_path, "Билесизби?\n1\n", YES_NO.replace('"Q"', '"Билесизби?"'))
    assert asked.questions[0].texts.ky == "Билесизби?"
    other, _ = coded(tmp_path, "q8\n1\n", YES_NO.replace('"Q"', '"q8"'))
    assert other.questions[0].wording != study.questions[0].wording, "columns of other names are not the same question"
