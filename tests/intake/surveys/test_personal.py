"""Personal data never gets past the first step: by title, by the type of a form, by what a column holds."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard.i18n import LANGUAGES
from dashboard.intake.surveys.answers.respondents import without_personal
from dashboard.intake.surveys.table import AnswerTable, AskedQuestion
from tests.intake.surveys.made import YES_NO, coded, described, found

PSU = '[columns]\npsu = "P"\n'
SEX = '[[group]]\ndimension = "sex"\ncolumn = "P"\nvalues = [{ code = "w", is = "w" }]\n'


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Аты-жөнүңүз", "name"), ("ФИО", "name"), ("Full name", "name"), ("Apellidos", "name"),
        ("Телефонуңуз", "phone"), ("Номер телефона", "phone"), ("Phone number", "phone"), ("Teléfono", "phone"),
        ("Электрондук дарегиңиз", "email"), ("Электронная почта", "email"), ("E-mail", "email"), ("Correo", "email"),
        ("IP-адрес", "ip"), ("IP address", "ip"), ("deviceid", "device"), ("IMEI", "device"),
        ("_gps_latitude", "gps"), ("Широта", "gps"), ("Кеңдик", "gps"), ("Coordenadas", "gps"),
        ("Туулган күнүңүз", "birth"), ("Дата рождения", "birth"), ("Date of birth", "birth"),
        ("Fecha de nacimiento", "birth"), ("Интервьюер", "interviewer"), ("Interviewer", "interviewer"),
        ("Encuestador", "interviewer"), ("Үй дареги", "address"), ("Домашний адрес", "address"),
    ],
)  # fmt: skip
def test_titles_in_four_languages_are_known(tmp_path: Path, title: str, reason: str) -> None:
    _, problems = coded(tmp_path, f"Q,{title}\n1,x\n0,y\n")
    assert found(problems) == [(f"dropped_{reason}", "info", None, title, None)]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("deviceid", "device"), ("subscriberid", "device"), ("simserial", "device"), ("phonenumber", "phone"),
     ("username", "name"), ("email", "email"), ("audit", "device"), ("geopoint", "gps"), ("geotrace", "gps"),
     ("start-geopoint", "gps"), ("background-audio", "recording"), ("image", "recording"), ("file", "recording")],
)  # fmt: skip
def test_types_of_a_form_are_known_whatever_the_question_is_called(kind: str, reason: str) -> None:
    frame = pd.DataFrame({"Q": ["1"], "x": ["?"]}, index=[2])
    table = AnswerTable((AskedQuestion("Q", "one"), AskedQuestion("x", "meta", type=kind)), frame)
    safe, told = without_personal(table, described(YES_NO))
    assert found(told) == [(f"dropped_{reason}", "info", None, "x", None)]
    assert list(safe.frame.columns) == ["Q"] and [question.name for question in safe.questions] == ["Q"]


CONTENT = [
    ("write to aika@example.org please", "email"), ("0555 12-34-56", "phone"), ("+996 (555) 123456", "phone"),
    ("192.168.10.4", "ip"), ("21205199500123", "pin"), ("42.87462, 74.56983", "gps"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "reason"), CONTENT)
def test_one_cell_in_a_thousand_is_enough(tmp_path: Path, cell: str, reason: str) -> None:
    rows = [f'1,"{cell}"' if number == 700 else "1,жакшы" for number in range(1000)]
    _, problems = coded(tmp_path, "Q,ой\n" + "\n".join(rows) + "\n")
    assert found(problems) == [(f"dropped_{reason}", "info", None, "ой", None)]


@pytest.mark.parametrize("cell", [cell for cell, _ in CONTENT])
@pytest.mark.parametrize("toml", [PSU, SEX])
def test_a_column_that_is_used_may_not_hold_anything_personal(tmp_path: Path, cell: str, toml: str) -> None:
    rows = "".join(f'1,"{text}"\n' for text in ("w", "w", cell))
    _, problems = coded(tmp_path, f"Q,P\n{rows}", toml + YES_NO)
    assert ("survey_personal", "error", None, "P", None) in found(problems)
    _, problems = coded(tmp_path, f"Q,P\n{rows}", toml + '[personal]\nreviewed = ["P"]\n' + YES_NO)
    assert "survey_personal" not in [problem.code for problem in problems]


PEOPLE = (
    ["Асанов Бакыт", "Бакытова Асел", "Токтоналиева Айгүл"], ["к1", "к2", "Асан Бакыт уулу"], ["1", "Асанов Б. К."],
    ["Асанов Бакыт 1", "Асанов Бакыт 2"], ["1", "Б.К. Асанова"], ["Иван Петрович", "3"],
    [f"Нурбек Айгүл{'абвгд'[at % 5]}{'лмно'[at // 5]}" for at in range(20)],
)  # fmt: skip
VILLAGES = (
    ["Ак-Суу", "Кара Кужур", "Жогорку Үлгү"], ["1", "2", "3"],
    ["Ленина, 5", "Ленина д. 7", "Токтогул көчөсү", "Беловодское"],
    ["Ибраимова көчөсү 5", "Чкалова 5 кв. 2", "Ленина 7"],
    ["Совхоз Чкалова", "Ак Суу", "Кара Суу", "Төрт Күл"], [f"u{at}" for at in range(60)],
)  # fmt: skip


@pytest.mark.parametrize("part", ["psu", "stratum"])
@pytest.mark.parametrize(
    ("values", "stops"), [*((each, True) for each in PEOPLE), *((each, False) for each in VILLAGES)]
)
def test_a_sampling_unit_called_by_the_name_of_a_person_stops_the_import(
    tmp_path: Path, part: str, values: list[str], stops: bool
) -> None:
    toml = PSU.replace("psu", part)
    rows = "".join(f'1,"{text}"\n' for text in values)
    _, problems = coded(tmp_path, f"Q,P\n{rows}", toml + YES_NO)
    assert (("survey_personal", "error", None, "P", None) in found(problems)) is stops
    _, problems = coded(tmp_path, f"Q,P\n{rows}", toml + '[personal]\nreviewed = ["P"]\n' + YES_NO)
    assert "survey_personal" not in [problem.code for problem in problems]


def test_a_column_marked_as_personal_cannot_be_used(tmp_path: Path) -> None:
    _, problems = coded(tmp_path, "Q,P\n1,a\n", '[personal]\ndrop = ["P"]\n' + PSU + YES_NO)
    assert found(problems) == [("survey_personal", "error", None, "P", None)]
    _, problems = coded(tmp_path, "Q,P\n1,a\n", '[personal]\ndrop = ["P"]\n' + YES_NO)
    assert found(problems) == [("dropped_marked", "info", None, "P", None)]


def test_a_column_to_drop_or_reviewed_that_is_not_there_is_told(tmp_path: Path) -> None:
    toml = '[personal]\ndrop = ["Тел"]\nreviewed = ["Q", "P"]\n' + YES_NO
    _, problems = coded(tmp_path, "Q,Тел.\n1,x\n", toml)
    assert found(problems) == [
        ("dropped_unused", "info", None, "Тел.", None),
        ("survey_personal_unknown", "warning", None, "P", None),
        ("survey_personal_unknown", "warning", None, "Тел", None),
    ]
    assert all(problem.text(lang) for problem in problems for lang in LANGUAGES)


def test_weights_and_numbers_of_answers_are_no_telephones(tmp_path: Path) -> None:
    toml = '[columns]\nweight = "W"\nid = "U"\n' + YES_NO
    study, problems = coded(tmp_path, "Q,W,U\n1,1.0123456789,0555123456ab\n0,0.9,u\n", toml)
    assert not problems and study.responses.weight.tolist() == [1.0123456789, 0.9]
    assert "0555" not in repr(study), "what tells answers apart is kept nowhere"


def test_a_question_about_telephones_is_no_telephone(tmp_path: Path) -> None:
    toml = YES_NO.replace('"Q"', '"Do you use a phone or e-mail?"')
    _, problems = coded(tmp_path, "Do you use a phone or e-mail?\n1\n0\n", toml)
    assert not problems


def test_long_texts_are_dropped_as_free_text_and_everything_else_as_unused(tmp_path: Path) -> None:
    _, problems = coded(tmp_path, "Q,Пикир,Башка\n" + "1,Көчөнүн жарыгы күйбөйт анан жол дагы оңдолгон жок,а\n" * 3)
    assert found(problems) == [
        ("dropped_text", "info", None, "Пикир", None),
        ("dropped_unused", "info", None, "Башка", None),
    ]
    assert all(problem.text(lang) for problem in problems for lang in LANGUAGES)
