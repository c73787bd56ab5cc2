"""What is read of a form, and what is said about a form that is wrong."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2xform import convert

from dashboard.intake.files import Limits, read_file
from dashboard.intake.files.model import MIB
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.surveys.forms.form import Form, judge, parse_form, read_form
from dashboard.intake.surveys.forms.rows import form_sheets, kind_of, raw_rows
from dashboard.intake.surveys.table import AnswerOption, AskedQuestion
from tests.intake.surveys.exports import Cells, in_memory, write_xlsx
from tests.intake.surveys.made import real_form

ROOT = Path(__file__).resolve().parents[3]
KY, RU = "label::Кыргызча (ky)", "label::Русский (ru)"
CHOICES: Cells = [["list_name", "name", KY, RU], ["yes_no", "yes", "Ооба", "Да"], ["yes_no", "no", "Жок", "Нет"]]
FORMS = (
    "kobo_kobocruncher/form_likert.xlsx",
    "kobo_kobocruncher/sample_xlsform.xlsx",
    "kobo_kobocruncher/sample_xlsform_with_plan.xlsx",
    "xlsform_onadata/form_with_multiple_select.xlsx",
    "xlsform_onadata/good_eats_multilang.xlsx",
    "xlsform_onadata/subdistrict_profiling_tool.xlsx",
)


def parsed(survey: Cells, choices: Cells = CHOICES, settings: Cells | None = None) -> Form:
    return parse_form(in_memory({"survey": survey, "choices": choices, "settings": settings or []}))


def refusals(survey: Cells, choices: Cells = CHOICES) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(Refused) as refused:
        parsed(survey, choices)
    return [(each.code, each.row, each.value) for each in worded(refused.value.problems)]


def worded(problems: Iterable[Problem]) -> list[Problem]:
    """Problems that can be told in every language."""
    return [each for each in problems if all(each.text(lang) for lang in ("ky", "ru", "en"))]


def test_questions_have_their_groups_kinds_labels_and_answers() -> None:
    form = parsed(
        [
            ["type", "name", KY, RU, "relevant"],
            ["start", "start", "", "", ""],
            ["begin_group", "who", "Сиз", "О вас", "${ask} = 'yes'"],
            ["integer", "age", "Жашыңыз", "Возраст", ""],
            ["begin group", "home", "Үй", "Дом", ""],
            ["select_one yes_no", "water", "Суу барбы?", "Есть вода?", "${age} > 17"],
            ["end group", "", "", "", ""],
            ["end_group", "", "", "", ""],
            ["select_multiple yes_no", "both", "Экөө", "Оба", ""],
            ["date", "day", "Күнү", "День", ""],
            ["note", "thanks", "Рахмат", "Спасибо", ""],
            ["calculate", "sum", "", "", ""],
            ["geopoint", "spot", "", "", ""],
        ],
        settings=[["form_title", "default_language"], ["Сурамжылоо", "Кыргызча (ky)"]],
    )
    yes_no = (AnswerOption("yes", {"ky": "Ооба", "ru": "Да"}), AnswerOption("no", {"ky": "Жок", "ru": "Нет"}))
    assert (form.title, form.language) == ("Сурамжылоо", "ky")
    assert form.questions == (
        AskedQuestion("start", "meta", {}, type="start"),
        AskedQuestion("who/age", "number", {"ky": "Жашыңыз", "ru": "Возраст"}, type="integer"),
        AskedQuestion("who/home/water", "one", {"ky": "Суу барбы?", "ru": "Есть вода?"}, yes_no, "select_one"),
        AskedQuestion("both", "many", {"ky": "Экөө", "ru": "Оба"}, yes_no, "select_multiple"),
        AskedQuestion("day", "date", {"ky": "Күнү", "ru": "День"}, type="date"),
        AskedQuestion("sum", "text", {}, type="calculate"),
        AskedQuestion("spot", "meta", {}, type="geopoint"),
    )
    assert [question.name for question in form.shown] == ["thanks"]
    assert form.groups == {"who": {"ky": "Сиз", "ru": "О вас"}, "who/home": {"ky": "Үй", "ru": "Дом"}}
    assert form.relevant == {"who": "${ask} = 'yes'", "who/home/water": "${age} > 17"}
    assert form.problems == ()


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("label", ""),
        ("caption", ""),
        ("Label::Кыргызча (ky)", "ky"),
        ("label::Русский (ru-RU)", "ru"),
        ("label::English", "en"),
        ("label::english", "en"),
        ("label::орусча", "ru"),
        ("label::кыргызча", "ky"),
        ("label::киргизский", "ky"),
        ("label:French", "fr"),
        ("label :: Тилим", "Тилим"),
    ],
)
def test_the_language_of_a_label_is_a_code_wherever_it_is_known(title: str, language: str) -> None:
    form = parsed([["type", "name", title], ["text", "q", "Суроо"]], [])
    assert form.questions[0].labels == {language: "Суроо"}


def test_questions_of_repeats_are_kept_apart_from_those_of_the_respondent() -> None:
    form = parsed(
        [
            ["type", "name"],
            ["text", "village"],
            ["begin_repeat", "member"],
            ["integer", "age"],
            ["begin_group", "more"],
            ["text", "work"],
            ["begin repeat", "pet"],
            ["text", "kind"],
            ["end repeat"],
            ["end_group"],
            ["end_repeat"],
        ]
    )
    inside = {name: [question.name for question in questions] for name, questions in form.repeats.items()}
    assert [question.name for question in form.questions] == ["village"]
    assert inside == {"member": ["member/age", "member/more/work"], "member/more/pet": ["member/more/pet/kind"]}


def test_or_other_adds_an_answer_and_a_question_for_its_text() -> None:
    form = parsed([["type", "name", KY], ["select one from yes_no or_other", "road", "Жол"], ["text", "end_word", ""]])
    road, text, _ = form.questions
    assert [option.name for option in road.options] == ["yes", "no", "other"]
    assert (text.name, text.kind, text.labels) == ("road_other", "text", {"": "Specify other."})


def test_answers_in_a_file_or_in_earlier_answers_are_not_known() -> None:
    rows: Cells = [
        ["type", "name"],
        ["select_one_from_file places.csv", "place"],
        ["select_multiple_from_file places.csv", "visited"],
        ["select_one ${member}", "oldest"],
    ]
    assert [(each.kind, each.options) for each in parsed(rows).questions] == [("one", ()), ("many", ()), ("one", ())]


def test_an_order_of_answers_is_read_as_text_and_told() -> None:
    form = parsed([["type", "name"], ["rank yes_no", "order"]])
    assert (form.questions[0].kind, form.questions[0].options) == ("text", ())
    assert [(each.code, each.severity, each.row, each.value) for each in worded(form.problems)] == [
        ("form_rank", "warning", 2, "order")
    ]


def test_a_type_and_an_answer_that_cannot_be_understood_are_told_and_left_aside() -> None:
    form = parsed([["type", "name"], ["hologram", "q"]], [["list_name", "name"], ["s", ""], ["", "x"], ["s", "y"]])
    assert (form.questions[0].kind, form.questions[0].type) == ("text", "hologram")
    assert [(each.code, each.severity, each.row, each.value) for each in worded(form.problems)] == [
        ("form_choice_unnamed", "warning", 2, "s"),
        ("form_choice_unnamed", "warning", 3, "x"),
        ("form_type_unknown", "warning", 2, "hologram"),
    ]


def test_a_disabled_row_and_a_remark_are_not_questions() -> None:
    rows: Cells = [["type", "name", "disabled"], ["text", "a"], ["text", "b", "yes"], [], ["text", "c", "no"]]
    assert [question.name for question in parsed(rows).questions] == ["a", "c"]


def test_names_that_excel_turned_into_numbers_and_truth_values_are_names(tmp_path: Path) -> None:
    sheets: dict[str, Cells] = {
        "survey": [["type", "name", "label"], ["select_one s", "q", "?"]],
        "choices": [["list name", "name", "label"], ["s", 1, "a"], ["s", 2.0, "b"], ["s", True, "c"]],
    }
    form = read_form(write_xlsx(tmp_path / "form.xlsx", sheets))
    assert [option.name for option in form.questions[0].options] == ["1", "2", "TRUE"]


def test_every_spelling_of_a_type_that_pyxform_knows_is_known() -> None:
    by_bind = {
        "int": "number",
        "decimal": "number",
        "date": "date",
        "dateTime": "date",
        "binary": "meta",
        "geopoint": "meta",
        "geotrace": "meta",
        "geoshape": "meta",
    }
    wrong = {}
    for spelling, entry in QUESTION_TYPE_DICT.items():
        bind = entry.get("bind", {})
        wanted = "meta" if "jr:preload" in bind else by_bind.get(bind.get("type", ""), "text")
        if spelling == "phone number":  # asked for, and still nobody's to see
            wanted = "meta"
        select = any(word in spelling for word in ("select", "rank", "note", "external"))
        if not select and kind_of(spelling) != wanted:
            wrong[spelling] = (kind_of(spelling), wanted)
    assert len(QUESTION_TYPE_DICT) > 80 and wrong == {}


@pytest.mark.parametrize(
    ("survey", "choices", "told"),
    [
        ([["type", "label"], ["text", "?"]], CHOICES, ("form_no_columns", 1, None)),
        ([["type", "name"], ["start", "start"]], CHOICES, ("form_empty", None, None)),
        ([["type", "name"], ["select_one nowhere", "q"]], CHOICES, ("form_list_unknown", 2, "nowhere")),
        ([["type", "name"], ["text", "q"], ["text", "p"], ["text", "q"]], CHOICES, ("form_name_twice", 4, "q")),
        ([["type", "name"], ["begin_group", "g"], ["text", "q"]], CHOICES, ("form_group_open", 2, "g")),
        ([["type", "name"], ["text", "q"], ["end_group", ""]], CHOICES, ("form_group_end", 3, "end_group")),
        ([["type", "name"], ["begin_repeat", "g"], ["end_group"]], CHOICES, ("form_group_end", 3, "end_group")),
        ([["type", "name"], ["text", ""]], CHOICES, ("form_no_name", 2, "text")),
        ([["type", "name"], ["", "q"], ["text", "p"]], CHOICES, ("form_no_type", 2, "q")),
        ([["type", "name", "label", "label"], ["text", "q", "", ""]], CHOICES, ("form_column_twice", 1, None)),
        (
            [["type", "name"], ["select_one s", "q"]],
            [["list_name", "name", "label"], ["s", "1", "бир"], ["s", "1", "эки"]],
            ("form_choice_twice", 3, "1"),
        ),
    ],
)
def test_a_form_that_contradicts_itself_is_refused_with_the_row(
    survey: Cells, choices: Cells, told: tuple[str, int | None, str | None]
) -> None:
    assert told in refusals(survey, choices)


def test_all_that_is_wrong_is_told_at_once() -> None:
    rows: Cells = [["type", "name"], ["select_one a", "x"], ["select_one b", "y"], ["text", "z"], ["text", "z"]]
    assert [code for code, _, _ in refusals(rows)] == ["form_list_unknown", "form_list_unknown", "form_name_twice"]


def test_where_the_form_allows_it_one_name_stands_for_answers_of_several_places() -> None:
    form = parsed(
        [["type", "name"], ["select_one s", "q"]],
        [["list_name", "name", "label"], ["s", "1", "бир"], ["s", "1", "эки"], ["s", "1", "бир"]],
        [["allow_choice_duplicates"], ["yes"]],
    )
    assert [option.labels for option in form.questions[0].options] == [{"": "бир"}]
    (problem,) = worded(form.problems)
    assert (problem.code, problem.severity, problem.row) == ("form_choice_twice", "warning", 3)


def test_what_pyxform_minds_is_told_and_the_form_is_read(tmp_path: Path) -> None:
    sheets: dict[str, Cells] = {"survey": [["type", "name", "label", "relevant"], ["text", "q", "?", "${nowhere} = 1"]]}
    form = read_form(write_xlsx(tmp_path / "form.xlsx", sheets))
    (problem,) = form.problems
    assert (problem.code, problem.severity) == ("form_pyxform", "warning")
    assert "nowhere" in str(problem.params["said"]) and "nowhere" in problem.text("ky")
    assert [question.name for question in form.questions] == ["q"]


def test_a_form_nested_deeper_than_pyxform_can_follow_does_not_take_the_importer_with_it(tmp_path: Path) -> None:
    deep = 1_000
    begins, ends = [["begin_group", f"g{i}"] for i in range(deep)], [["end_group"] for _ in range(deep)]
    survey: Cells = [["type", "name", "label"], *begins, ["text", "q", "?"], *ends]
    form = read_form(write_xlsx(tmp_path / "form.xlsx", {"survey": survey}))
    assert form.questions[0].name.count("/") == deep
    assert [each.code for each in worded(form.problems)] == ["form_pyxform"]


def test_a_broken_cell_refuses_a_form_only_where_it_is_read(tmp_path: Path) -> None:
    def cell(place: str) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "survey"
        for row in (["type", "name", "label", "remark"], ["text", "q", "?", "-"]):
            sheet.append(row)
        book.create_sheet("notes")
        (book["notes"] if place == "A1" else sheet)[place] = "=1+1"  # without a saved result
        book.save(tmp_path / "form.xlsx")
        return tmp_path / "form.xlsx"

    for place in ("D2", "A1"):
        form = read_form(cell(place))
        assert [question.name for question in form.questions] == ["q"] and form.problems == ()
    with pytest.raises(Refused) as refused:
        read_form(cell("B2"))
    assert ("formula_without_value", 2, "B") in [(p.code, p.row, p.column) for p in refused.value.problems]


def test_a_hidden_sheet_of_a_form_is_named_where_its_answers_are_missed(tmp_path: Path) -> None:
    sheets: dict[str, Cells] = {"survey": [["type", "name"], ["select_one yes_no", "q"]], "choices": CHOICES}
    with pytest.raises(Refused) as refused:
        read_form(write_xlsx(tmp_path / "form.xlsx", sheets, hidden=["choices"]))
    assert [each.code for each in refused.value.problems] == ["hidden_sheets", "form_list_unknown"]


def test_pyxform_is_only_ever_loaded_in_the_guarded_child() -> None:
    code = (
        "import sys, dashboard.intake.surveys.exports.kobo; print([name for name in sys.modules if 'pyxform' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_pyxform_has_little_memory_and_little_time(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "form.xlsx", {"survey": [["type", "name", "label"], ["text", "q", "?"]]})
    with pytest.raises(Refused) as refused:
        judge(read_file(path), Limits(memory_bytes=30 * MIB))
    assert [each.code for each in refused.value.problems] == ["workbook_kills_reader"]
    assert judge(read_file(path), Limits()) == ""


def macros(path: Path) -> None:
    write_xlsx(path, {"survey": [["type", "name"], ["text", "q"]]})
    with zipfile.ZipFile(path, "a") as box:
        box.writestr("xl/vbaProject.bin", b"macro")


def far_corner(path: Path) -> None:
    write_xlsx(path, {"survey": [["type"]]})
    with zipfile.ZipFile(path) as box:
        parts = {name: box.read(name) for name in box.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", corner)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            box.writestr(name, content)


def noise(path: Path) -> None:
    path.write_bytes(random.Random(4).randbytes(5_000))


def broken_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + random.Random(5).randbytes(5_000))


def answers_only(path: Path) -> None:
    write_xlsx(path, {"data": [["age"], [5]]})


def text(path: Path) -> None:
    path.write_text("type,name\ntext,q\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (macros, "form.xlsm", "workbook_macros"),
        (far_corner, "form.xlsx", "workbook_kills_reader"),
        (noise, "form.xlsx", "not_workbook"),
        (noise, "form.xls", "not_workbook"),
        (broken_zip, "form.xlsx", "workbook_damaged"),
        (answers_only, "form.xlsx", "form_no_survey"),
        (text, "form.csv", "form_not_workbook"),
        (text, "form.docx", "unknown_kind"),
    ],
)
def test_what_is_not_a_form_is_refused(tmp_path: Path, make: Any, name: str, code: str) -> None:
    path = tmp_path / name
    make(path)
    with pytest.raises(Refused) as refused:
        read_form(path, Limits(seconds=20))
    assert [each.code for each in refused.value.problems] == [code]
    assert all(refused.value.problems[0].text(lang) for lang in ("ky", "ru", "en"))


def walk(children: list[dict[str, Any]], groups: tuple[str, ...] = ()) -> list[tuple[str, dict[str, Any]]]:
    """Paths and entries of pyxform's own tree of a form."""
    found = []
    for child in children:
        path = (*groups, child["name"])
        if child["type"] in ("group", "repeat"):
            found += walk(child.get("children", []), path)
        else:
            found.append(("/".join(path), child))
    return found


@pytest.mark.parametrize("name", FORMS)
def test_real_forms_are_read_as_pyxform_reads_them(real_data: Path, name: str) -> None:
    path = real_data / "surveys" / name
    form = real_form(path)
    theirs = convert(raw_rows(form_sheets(read_file(path))))._pyxform
    assert theirs is not None
    entries = [(where, each) for where, each in walk(theirs["children"]) if not where.startswith("meta/")]
    questions = [*form.questions, *(each for inside in form.repeats.values() for each in inside)]
    assert {each.name for each in (*questions, *form.shown)} == {where for where, _ in entries}
    ours = {each.name: each for each in questions}
    kinds = {"select one": "one", "select all that apply": "many", "select one external": "one"}
    for where, entry in entries:
        if entry["type"] in kinds:
            assert ours[where].kind == kinds[entry["type"]], where
        if "choices" in entry and entry["type"] != "rank":
            names = list(dict.fromkeys(option["name"] for option in entry["choices"]))
            assert [option.name for option in ours[where].options] == names, where
    assert not any(each.severity == "error" for each in form.problems)


def test_the_real_forms_have_the_languages_repeats_and_answers_that_are_in_them(real_data: Path) -> None:
    eats, plan, districts = (real_form(real_data / "surveys" / FORMS[i]) for i in (4, 2, 5))
    assert eats.questions[1].labels == {"en": "Type of Eat", "fr": "Type of Eat Fr"}
    assert [option.name for option in eats.questions[1].options][-1] == "other"
    assert {name: len(inside) for name, inside in plan.repeats.items()} == {
        "S1A": 16,
        "S06CHILDREN9mo-4": 5,
        "S06CHILDREN5-18": 9,
    }
    assert (len(plan.questions), len(plan.shown)) == (135, 11)
    named = {question.name: question for question in districts.questions}
    listed = {
        name: len(named[f"group_data/{name}"].options)
        for name in ("governorate", "district", "subdistrict", "community")
    }
    assert listed == {"governorate": 14, "district": 61, "subdistrict": 272, "community": 5_320}
    assert sum(listed.values()) - listed["governorate"] == 5_653  # beside 14 governorates and no row more: 5 667
