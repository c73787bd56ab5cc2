"""Whatever the style of an export, the same answers are read back: real versions of forms, and random ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.intake.files import read_file
from dashboard.intake.problems import Refused
from dashboard.intake.surveys.exports.kobo import read_kobo
from dashboard.intake.surveys.forms.form import Form, parse_form, read_form
from dashboard.intake.surveys.table import AnswerTable
from tests.intake.surveys import formpack
from tests.intake.surveys.exports import (
    Asked,
    Cells,
    Group,
    Style,
    expected,
    export,
    in_memory,
    read_back,
    styles,
    survey_sheets,
    write_csv,
    write_xlsx,
)

#: Forms whose respondents are asked something, and something that has an answer.
READABLE = [
    (name, version)
    for name, versions in formpack.VERSIONS.items()
    for version in versions
    if "nested" not in name and name not in ("literacy_test", "long_unicode_labels")
]
SIGNS = ("/", ".", "_")
SERIOUS = ("error", "question")


def languages(questions: Sequence[Asked]) -> list[str]:
    return list(dict.fromkeys(lang for question in questions for lang in question.labels))


def serious(table: AnswerTable) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.column) for problem in table.problems if problem.severity in SERIOUS]


@pytest.mark.parametrize(("name", "version"), READABLE)
def test_every_version_of_a_form_is_read_back_from_every_style(real_data: Path, name: str, version: str) -> None:
    loaded = formpack.load(real_data / "surveys" / "kobo_formpack", name, version)
    asked, _ = formpack.questions(loaded["content"])
    answers = formpack.answers(loaded, asked)
    form = parse_form(in_memory(formpack.survey_rows(loaded["content"])))
    assert answers and [question.name for question in form.questions] == [question.path for question in asked]
    for style in styles(languages(asked), SIGNS):
        table = read_kobo(form, in_memory({"data": export(asked, answers, style)}))
        assert serious(table) == [], str(style)
        for question in asked:
            assert read_back(table, question) == expected(question, answers), (str(style), question.path)


@pytest.mark.parametrize("style", [Style(), Style("Español", "Español"), Style(groups=False)], ids=str)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_form_and_an_export_are_read_from_files(real_data: Path, tmp_path: Path, style: Style, suffix: str) -> None:
    loaded = formpack.load(real_data / "surveys" / "kobo_formpack", "grouped_translated", "v1")
    asked, _ = formpack.questions(loaded["content"])
    answers = formpack.answers(loaded, asked)
    form = read_form(write_xlsx(tmp_path / "form.xlsx", formpack.survey_rows(loaded["content"])))
    rows, path = export(asked, answers, style), tmp_path / f"data{suffix}"
    table = read_kobo(form, read_file(write_csv(path, rows) if suffix == ".csv" else write_xlsx(path, {"d": rows})))
    assert form.problems == () and serious(table) == []
    assert [read_back(table, question) for question in asked] == [expected(question, answers) for question in asked]
    assert table.frame.index.tolist() == [2, 3, 4, 5][: len(answers)]


@pytest.mark.parametrize(("name", "newest", "older"), [
    ("restaurant_profile", "v4", ("v1", "v2", "v3")),
    ("site_inspection", "v5", ("v2", "v3", "v4")),
    ("site_inspection", "v4", ("v1", "v2", "v3", "v5")),
    ("site_inspection", "v6", ("v1", "v2", "v3", "v4", "v5")),
])  # fmt: skip
def test_versions_of_one_form_line_up(real_data: Path, name: str, newest: str, older: Sequence[str]) -> None:
    """Questions that moved to another group, answers that got other names, one answer that became many."""
    folder = real_data / "surveys" / "kobo_formpack"
    now, _ = formpack.questions(formpack.load(folder, name, newest)["content"])
    form = parse_form(in_memory(survey_sheets(now)))
    by_name = {question.name: question for question in now}
    lined_up = 0
    for version in older:
        loaded = formpack.load(folder, name, version)
        asked, _ = formpack.questions(loaded["content"])
        answers = formpack.answers(loaded, asked)
        for style in styles(languages(asked), SIGNS):
            twins = name == "site_inspection" and version in ("v1", "v2") and newest != "v6"
            if style.titles != "name" and twins:
                continue  # two questions of one label, of which the form has one: see the next test
            table = read_kobo(form, in_memory({"data": export(asked, answers, style)}))
            if newest != "v6" or style.titles == "name":
                assert serious(table) == [], (version, str(style))
            for question in asked:
                if (today := by_name.get(question.name)) is not None:
                    then = [{today.path: answer.get(question.path, "")} for answer in answers]
                    assert read_back(table, today) == expected(today, then), (version, str(style), question.name)
                    lined_up += 1
                elif style.titles == "name":
                    assert question.name in str(
                        [dict(each.params) for each in table.problems if each.code == "kobo_columns_extra"]
                    )
    assert lined_up > 100


def test_two_questions_of_one_label_of_which_the_form_kept_one_are_asked_about(real_data: Path) -> None:
    folder = real_data / "surveys" / "kobo_formpack"
    now, _ = formpack.questions(formpack.load(folder, "site_inspection", "v5")["content"])
    loaded = formpack.load(folder, "site_inspection", "v1")
    asked, _ = formpack.questions(loaded["content"])
    rows = export(asked, formpack.answers(loaded, asked), Style("", "", groups=False))
    table = read_kobo(parse_form(in_memory(survey_sheets(now))), in_memory({"data": rows}))
    assert serious(table) == [("kobo_column_twice", "was there damage to the site?")]
    assert "was_there_damage_to_the_site" not in "".join(table.frame.columns)


@pytest.mark.parametrize(("name", "version"), [
    ("nested_grouped_repeatable", "v1"), ("nested_grouped_repeatable", "v2"),
    ("simple_nested_grouped_repeatable", "v1"), ("simple_nested_grouped_repeatable", "v2"),
])  # fmt: skip
def test_a_form_that_only_has_repeats_asks_the_respondent_nothing(real_data: Path, name: str, version: str) -> None:
    loaded = formpack.load(real_data / "surveys" / "kobo_formpack", name, version)
    with pytest.raises(Refused) as refused:
        parse_form(in_memory(formpack.survey_rows(loaded["content"])))
    assert [problem.code for problem in refused.value.problems] == ["form_empty"]


def test_a_reading_test_is_told_cell_by_cell_to_hold_what_is_no_answer(real_data: Path) -> None:
    loaded = formpack.load(real_data / "surveys" / "kobo_formpack", "literacy_test", "v1")
    asked, _ = formpack.questions(loaded["content"])
    form = parse_form(in_memory(formpack.survey_rows(loaded["content"])))
    rows = export(asked, formpack.answers(loaded, asked), Style(many="text"))
    table = read_kobo(form, in_memory({"data": rows}))
    told = [(each.row, each.column, each.value) for each in table.problems if each.code == "kobo_answer_unknown"]
    assert told == [(row, f"russian_passage_{i}", " ".join(["null"] * 7)) for i in (1, 2) for row in (2, 3, 4)]


def test_labels_longer_than_a_screen_in_three_languages_are_titles(real_data: Path) -> None:
    loaded = formpack.load(real_data / "surveys" / "kobo_formpack", "long_unicode_labels", "v1")
    asked, _ = formpack.questions(loaded["content"])
    form = parse_form(in_memory(formpack.survey_rows(loaded["content"])))
    answers = [
        {
            q.path: " ".join(name for name, _ in q.options[i : i + (2 if q.type == "select_multiple" else 1)])
            for q in asked
            if q.options
        }
        for i in range(2)
    ]
    for style in styles(languages(asked), SIGNS):
        table = read_kobo(form, in_memory({"data": export(asked, answers, style)}))
        assert serious(table) == [], str(style)
        for question in asked:
            if question.options:
                assert read_back(table, question) == expected(question, answers), (str(style), question.path)


WORDS = st.sampled_from(["суу", "жол", "чоң", "көпүрө", "«куру»", "а,б", "1.", "(x)", "не?", "100%", "газ/суу"])
TYPES = ("select_one", "select_multiple", "integer", "text")


def made_labels(draw: st.DrawFn, mark: str) -> dict[str, str]:
    """Words and a mark of their own in each language: labels that differ."""
    return {lang: " ".join([*draw(st.lists(WORDS, max_size=3)), f"{lang}{mark}"]) for lang in ("ky", "ru")}


@st.composite
def orderly(draw: st.DrawFn) -> tuple[list[Asked], list[dict[str, str]]]:
    """A form whose questions and answers all have labels of their own, and answers to it."""
    groups = [Group(f"g{i}", made_labels(draw, f"g{i}")) for i in range(2)]
    nestings = ((), tuple(groups[:1]), tuple(groups), ())
    asked = []
    for i, nesting in enumerate(nestings[: draw(st.integers(2, 4))]):
        for j in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from(TYPES))
            names = draw(st.lists(st.sampled_from(["1", "2", "3", "yes", "no_1", "other"]), min_size=2, unique=True))
            options = tuple((name, made_labels(draw, f"o{k}")) for k, name in enumerate(names))
            asked.append(
                Asked(f"q{i}{j}", kind, made_labels(draw, f"q{i}{j}"), options if "select" in kind else (), nesting)
            )
    return asked, [draw(answers_to(asked)) for _ in range(draw(st.integers(1, 5)))]


@st.composite
def answers_to(draw: st.DrawFn, asked: Sequence[Asked]) -> dict[str, str]:
    said = {}
    for question in asked:
        names = [name for name, _ in question.options]
        if question.type == "select_one":
            said[question.path] = draw(st.sampled_from(["", *names]))
        elif question.type == "select_multiple":
            said[question.path] = " ".join(draw(st.lists(st.sampled_from(names), unique=True)))
        elif question.type == "integer":
            said[question.path] = draw(st.sampled_from(["", "0", "7", "18"]))
        else:
            said[question.path] = draw(st.sampled_from(["", "эркин сөз", "да, нет", "yes"]))
    return said


@settings(max_examples=40, deadline=None)
@given(made=orderly(), data=st.data())
def test_a_random_form_is_read_back_from_every_style(
    made: tuple[list[Asked], list[dict[str, str]]], data: st.DataObject
) -> None:
    asked, answers = made
    form = parse_form(in_memory(survey_sheets(asked)))
    for style in data.draw(st.lists(st.sampled_from(styles(["ky", "ru"], "/._-:|")), min_size=3, max_size=12)):
        table = read_kobo(form, in_memory({"data": export(asked, answers, style)}))
        assert serious(table) == [], str(style)
        for question in asked:
            assert read_back(table, question) == expected(question, answers), (str(style), question.path)


@st.composite
def disorderly(draw: st.DrawFn) -> tuple[list[Asked], list[dict[str, str]]]:
    """A form whose names and labels may be equal, hold the signs of exports, or begin one another."""
    names = st.text("ab_1", min_size=1, max_size=4).filter(lambda name: name[0] in "ab")
    labels = st.fixed_dictionaries({"ky": st.text("ab1 /._", min_size=1, max_size=4).map(lambda x: x.strip() or "a")})
    groups = (Group("a", draw(labels)), Group("a_b", draw(labels)))
    asked: list[Asked] = []
    order = draw(st.permutations([(), groups[:1], groups]))
    for nesting in sorted(draw(st.lists(st.sampled_from(order), min_size=1, max_size=4)), key=order.index):
        kind = draw(st.sampled_from(TYPES))
        options = tuple((name, draw(labels)) for name in draw(st.lists(names, min_size=1, max_size=3, unique=True)))
        question = Asked(draw(names), kind, draw(labels), options if "select" in kind else (), nesting)
        if question.path not in {each.path for each in asked} | {"a", "a/a_b"}:
            asked.append(question)
    return asked, [draw(answers_to(asked)) for _ in range(draw(st.integers(1, 3)))]


@settings(max_examples=200, deadline=None)
@given(made=disorderly(), data=st.data())
def test_what_cannot_be_told_apart_is_told_and_never_read_wrongly(
    made: tuple[list[Asked], list[dict[str, str]]], data: st.DataObject
) -> None:
    asked, answers = made
    style = data.draw(st.sampled_from(styles(["ky"], "/._")))
    try:
        form: Form = parse_form(in_memory(survey_sheets(asked)))
        rows: Cells = export(asked, answers, style)
        table = read_kobo(form, in_memory({"data": rows}))
    except Refused:
        return
    if serious(table):
        return
    for question in asked:
        if question.path in table.frame.columns:
            assert read_back(table, question) == expected(question, answers), (str(style), rows)
