"""Texts with invisible signs that turn the direction of writing, and texts without an end, are refused at the door."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.i18n import LANGUAGES
from dashboard.intake.mapping.load import BUDGET_FILE, BadMapping
from dashboard.intake.problems import Problem
from dashboard.intake.unfit import LONGEST, unfit
from tests.importing import import_files
from tests.intake import made as budgets
from tests.intake.works import made as works

TURNED = "Жер салыгы \u202e12\u202c"
ENDLESS = "Ж" * 200_000
BAD = [("direction_marks", TURNED), ("text_endless", ENDLESS)]


def only(problems: tuple[Problem, ...]) -> tuple[str, str, int | None, str | None]:
    [problem] = (each for each in problems if each.code in dict(BAD))
    for lang in LANGUAGES:
        assert problem.text(lang)
    return problem.code, problem.severity, problem.row, problem.column


@pytest.mark.parametrize(("code", "text"), BAD)
def test_a_label_of_a_budget(tmp_path: Path, code: str, text: str) -> None:
    reading = budgets.read_text(tmp_path, f"line,plan\nRent,5\n{text},7\n", budgets.PLAN)
    assert reading.batch is None and only(reading.problems) == (code, "error", 3, "line")


@pytest.mark.parametrize(("code", "text"), BAD)
def test_the_title_of_a_work(tmp_path: Path, code: str, text: str) -> None:
    reading = works.read_text(tmp_path, f"no,title,state\n1,Көпүрө,planned\n2,{text},planned\n")
    assert reading.rows is None and only(reading.problems) == (code, "error", 3, "title")


@pytest.mark.parametrize(("code", "text"), BAD)
def test_the_title_of_a_document_in_a_row(tmp_path: Path, code: str, text: str) -> None:
    mapping = budgets.PLAN.replace('label = "line"', 'label = "line"\ndocument_title = "paper"')
    reading = budgets.read_text(tmp_path, f"line,plan,paper\nRent,5,Plan\nTax,7,{text}\n", mapping)
    assert reading.batch is None and only(reading.problems) == (code, "error", 3, "paper")


@pytest.mark.parametrize(("code", "text"), BAD)
def test_the_title_of_a_document_in_a_mapping(tmp_path: Path, code: str, text: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'{budgets.PLAN}\n[document]\ntitle = "{text}"\nkind = "file"\n', encoding="utf-8")
    with pytest.raises(BadMapping) as bad:
        BUDGET_FILE.load(file)
    assert only(bad.value.problems) == (code, "error", None, "document.title")


@pytest.mark.parametrize(("code", "text"), BAD)
def test_the_name_of_a_place_and_the_heading_of_a_column(
    sqlite_engine: Engine, tmp_path: Path, code: str, text: str
) -> None:
    file = tmp_path / "units.csv"
    file.write_text(f"code,kind,name_ky,currency\nhere,city,{text},KGS\n", encoding="utf-8")
    report = import_files(sqlite_engine, "units", file, actor="tester")
    assert (report.outcome, only(report.problems)) == ("refused", (code, "error", 2, "name_ky"))
    reading = budgets.read_text(tmp_path, f"line,plan,{text}\nRent,5,6\n", budgets.PLAN)
    assert reading.batch is None and only(reading.problems) == (code, "error", None, "C")


@pytest.mark.parametrize("sign", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_every_sign_that_turns_is_named_with_its_place(sign: str) -> None:
    bad = unfit(f"ab{sign}c")
    assert bad is not None and bad.params == {"sign": f"U+{ord(sign):04X}", "place": 3}


@pytest.mark.parametrize("text", ["", "Ө" * LONGEST, "«Жол» – 12\u00a0км", "a\u200bb\u00adc", "מים 12", 7, None])
def test_other_texts_are_taken(text: object) -> None:
    assert unfit(text) is None
