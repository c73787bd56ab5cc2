"""Exports of real surveys with their forms; every figure is counted another way, by openpyxl or the csv module."""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard.intake.files import read_file
from dashboard.intake.problems import Refused
from dashboard.intake.surveys.exports.kobo import LIMITS, read_kobo
from dashboard.intake.surveys.forms.form import Form, parse_form
from dashboard.intake.surveys.table import AnswerTable, AskedQuestion
from tests.intake.surveys.exports import Asked, Group, expected, export, in_memory, read_back, styles
from tests.intake.surveys.exports import title as title_of
from tests.intake.surveys.made import real_form


@pytest.fixture
def surveys(real_data: Path) -> Path:
    return real_data / "surveys"


def read(form: Path, data: Path) -> AnswerTable:
    return read_kobo(real_form(form), read_file(data, limits=LIMITS))


def rows_of(path: Path, sheet: int = 0) -> list[dict[str, Any]]:
    titles, *rows = openpyxl.load_workbook(path).worksheets[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, titles), row, strict=True)) for row in rows]


def loud(table: AnswerTable) -> list[str]:
    return [problem.code for problem in table.problems if problem.severity in ("error", "question")]


def test_a_likert_survey_is_counted_as_openpyxl_counts_it(surveys: Path) -> None:
    folder = surveys / "kobo_kobocruncher"
    table = read(folder / "form_likert.xlsx", folder / "data_likert.xlsx")
    rows = rows_of(folder / "data_likert.xlsx")
    assert loud(table) == [] and len(table.frame) == len(rows) == 120 and len(table.questions) == 18
    for title in rows[0]:
        assert Counter(table.frame[title.replace(".", "/")]) == Counter(row[title] for row in rows), title
    labels = {option.name: option.labels[""] for option in table.questions[0].options}
    assert labels == {"likely": "Probable", "neutral": "Neutral", "unlikely": "Improbable"}


def test_ticks_of_a_household_survey_agree_with_both_ways_of_telling_them(surveys: Path) -> None:
    folder = surveys / "kobo_kobocruncher"
    table = read(folder / "sample_xlsform.xlsx", folder / "data.xlsx")
    rows = rows_of(folder / "data.xlsx")
    assert loud(table) == [] and len(table.frame) == len(rows) == 5
    reasons = table.ticks["profile/reason"]
    assert reasons.shape == (5, 9)
    for i, row in enumerate(rows):
        ticked = {name for name in reasons.columns if reasons[name].iloc[i] == 1}
        assert ticked == set(row["profile.reason"].split())
        assert ticked == {name for name in reasons.columns if row[f"profile.reason.{name}"] == 1}
    assert table.frame["profile/HHSize"].tolist() == [str(int(row["profile.HHSize"])) for row in rows]
    (repeat,) = [problem for problem in table.problems if problem.code == "kobo_repeat_left_out"]
    assert repeat.params == {"sheet": "members", "n": len(rows_of(folder / "data.xlsx", 1))}
    assert not any("members" in name for name in table.frame.columns)


def test_an_export_as_csv_is_read_with_its_many_answers(surveys: Path) -> None:
    folder = surveys / "xlsform_onadata"
    data = folder / "csv_import_with_multiple_select.csv"
    table = read(folder / "form_with_multiple_select.xlsx", data)
    with data.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert loud(table) == [] and set(row) == set(table.frame.columns)
    for name in ("section_D/water_source", "section_D/sanitation"):
        ticks = table.ticks[name].iloc[0]
        assert set(ticks[ticks == 1].index) == set(row[name].split()) and set(ticks) == {0, 1}
    assert row["section_F/challenges"] == "" and set(table.ticks["section_F/challenges"].iloc[0]) == {-1}
    assert table.frame["section_B/tenure_status"].tolist() == [row["section_B/tenure_status"]] == ["informal"]


def test_answers_to_one_form_are_refused_with_another(surveys: Path) -> None:
    form = surveys / "xlsform_onadata" / "good_eats_multilang.xlsx"
    with pytest.raises(Refused) as refused:
        read(form, surveys / "kobo_kobocruncher" / "data_likert.xlsx")
    assert [problem.code for problem in refused.value.problems] == ["kobo_not_this_form"]


@pytest.mark.parametrize(("form", "answers", "fits"), [(2024, 2024, True), (2025, 2025, True), (2024, 2025, False)])
def test_the_fictional_study_is_read_with_its_own_form_and_not_with_that_of_another_year(
    form: int, answers: int, fits: bool
) -> None:
    folder = Path(__file__).resolve().parents[3] / "data" / "demo" / "surveys"
    table = read(folder / f"form-{form}.xlsx", folder / f"answers-{answers}.csv")
    assert set(loud(table)) == (set() if fits else {"kobo_option_lost", "kobo_answer_unknown"})
    with (folder / f"answers-{answers}.csv").open(encoding="utf-8", newline="") as file:
        assert len(table.frame) == sum(1 for _ in csv.DictReader(file))


@pytest.mark.parametrize("name", [
    "kobo_kobocruncher/sample_xlsform_with_plan.xlsx", "xlsform_onadata/subdistrict_profiling_tool.xlsx",
    "xlsform_onadata/good_eats_multilang.xlsx", "xlsform_onadata/form_with_multiple_select.xlsx",
])  # fmt: skip
def test_random_answers_to_real_forms_are_read_back_or_asked_about(surveys: Path, name: str) -> None:
    """By names always; by labels where they differ: hundreds of Syrian villages share a name."""
    form = real_form(surveys / name)
    asked = [as_asked(form, question) for question in form.questions]
    draw = random.Random(3)
    answers = [{question.path: answer(question, draw) for question in asked} for _ in range(12)]
    languages = dict.fromkeys(lang for question in asked for lang in question.labels)
    for style in [style for style in styles(languages, ("/",)) if style.titles == style.cells]:
        table = read_kobo(form, in_memory({"data": export(asked, answers, style)}))
        unclear = {problem.column for problem in table.problems if problem.severity in ("error", "question")}
        assert {problem.code for problem in table.problems if problem.column in unclear and problem.column} <= {
            "kobo_answer_unclear"
        }
        assert style.cells != "name" or not unclear, str(style)
        for question in asked:
            if title_of(question, style) not in unclear:
                assert read_back(table, question) == expected(question, answers), (str(style), question.path)


def as_asked(form: Form, question: AskedQuestion) -> Asked:
    *groups, name = question.name.split("/")
    paths = ["/".join(groups[: i + 1]) for i in range(len(groups))]
    return Asked(
        name,
        "select_multiple" if question.kind == "many" else question.type,
        question.labels,
        tuple((option.name, option.labels) for option in question.options),
        tuple(Group(group, form.groups[path]) for group, path in zip(groups, paths, strict=True)),
    )


def answer(question: Asked, draw: random.Random) -> str:
    names = [name for name, _ in question.options]
    if question.type == "select_multiple":
        return " ".join(draw.sample(names, draw.randint(0, min(4, len(names)))))
    return draw.choice(["", *(names or ("7", "2025-09-01"))])


def test_the_cut_names_of_a_real_export_are_found(surveys: Path) -> None:
    """The form of this survey is lost; here its questions have whole names, of which the export cut thirty letters."""
    path = surveys / "nepal_micro_citizens" / "Micro_Citizens_Round1_FINAL2-1.csv"
    with path.open(encoding="utf-8", newline="") as file:
        titles, *rows = csv.reader(file)
    whole = {
        title: re.sub(r"_\d{3}$", "", title) + f"_and_more_{i}"
        for i, title in enumerate(titles)
        if len(re.sub(r"_\d{3}$", "", title)) == 30 and title[0] != "_"
    }
    survey = [["type", "name"], *(["text", whole.get(title, title)] for title in titles if title[0] != "_")]
    table = read_kobo(parse_form(in_memory({"survey": survey})), read_file(path, limits=LIMITS))
    assert sum(bool(re.search(r"_\d{3}$", title)) for title in whole) > 15 and loud(table) == []
    assert Counter(cell for row in rows for cell in row)["n/a"] > 1_000  # this server's word for no answer
    kinds = {question.name: question.kind for question in table.questions}
    for i, title in enumerate(titles):
        name = whole.get(title, title)
        nothing = {"n/a": ""} if kinds[name] == "text" else {}
        assert table.frame[name].tolist() == [nothing.get(row[i].strip(), row[i].strip()) for row in rows], title
