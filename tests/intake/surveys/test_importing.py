"""Import of surveys from files: what is refused, what is hidden, and that nothing personal gets in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from dashboard.intake.report import Report
from dashboard.intake.surveys import subject
from dashboard.intake.surveys.study.schema import load_study
from dashboard.store.queries import surveys
from dashboard.store.survey_tables import study, survey_cell
from dashboard.surveys.model import Responses
from tests.conftest import ROOT
from tests.importing import import_files, survey_keeping
from tests.store.made import add_place

STUDY = """
[study]
key = "made"
place = "here"
kind = "{kind}"
mode = "paper"
to = 2015-12-31
title = "Made"
{more}
[[question]]
indicator = "satisfied-overall"
column = "X1"
answers = [
  {{ code = "5", role = "top" }}, {{ code = "4", role = "top" }}, {{ code = "3" }}, {{ code = "2" }}, {{ code = "1" }},
]
"""


@pytest.fixture
def place(sqlite_engine: Engine) -> Engine:
    """A database with the place `here` and the catalogue of indicators."""
    add_place(sqlite_engine)
    import_files(sqlite_engine, "indicators", ROOT / "data/reference/indicators.csv")
    return sqlite_engine


def described(folder: Path, kind: str = "probability", more: str = "") -> Any:
    path = folder / "STUDY.toml"
    path.write_text(STUDY.format(kind=kind, more=more), encoding="utf-8")
    return load_study(str(path))


def answers(folder: Path, *rows: str, header: str = "X1") -> Path:
    path = folder / "answers.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def codes(report: Report, severity: str) -> list[str]:
    return [problem.code for problem in report.problems if problem.severity == severity]


def written(engine: Engine) -> tuple[int, int]:
    with engine.connect() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (study, survey_cell)
        ]
    return counts[0], counts[1]


def test_a_value_that_is_no_answer_names_its_row_column_and_value(place: Engine, tmp_path: Path) -> None:
    report = import_files(place, "survey", answers(tmp_path, *["5"] * 40, "7"), how=described(tmp_path))
    assert report.outcome == "refused"
    [wrong] = [problem for problem in report.problems if problem.severity == "error"]
    assert (wrong.code, wrong.row, wrong.column, wrong.value) == ("survey_answer", 42, "X1", "7")
    assert "5, 4, 3, 2, 1" in wrong.text("en") and written(place) == (0, 0)


@pytest.mark.parametrize("weight", ["0", "-1", "nan", "inf", "heavy", ""])
def test_a_weight_that_is_no_number_above_nought_is_refused(place: Engine, tmp_path: Path, weight: str) -> None:
    rows = [*["5,1"] * 30, f"4,{weight}"]
    spec = described(tmp_path, more='[columns]\nweight = "W"')
    report = import_files(place, "survey", answers(tmp_path, *rows, header="X1,W"), how=spec)
    assert codes(report, "error") == ["survey_weight"] and report.problems[-1].row == 32
    assert written(place) == (0, 0)


def test_personal_columns_are_told_and_get_nowhere(place: Engine, tmp_path: Path) -> None:
    header = "X1,E-mail,Телефон,note,other"
    row = "5,a@example.org,0555 00 00 00,ring me at 0555 00 00 00,7"
    kept: list[Responses] = []
    report = import_files(
        place,
        survey_keeping(lambda _study, _sha256, responses: kept.append(responses)),
        answers(tmp_path, *[row] * 40, header=header),
        how=described(tmp_path),
    )
    told = {problem.column: problem.code for problem in report.problems if problem.code.startswith("dropped_")}
    assert told == {
        "E-mail": "dropped_email",
        "Телефон": "dropped_phone",
        "note": "dropped_phone",
        "other": "dropped_unused",
    }
    assert "example.org" not in repr(kept) and "0555" not in repr(kept)
    assert list(kept[0].answers) == ["satisfied-overall"]


def test_a_personal_column_of_the_sample_stops_the_import_until_staff_have_read_it(
    place: Engine, tmp_path: Path
) -> None:
    file = answers(tmp_path, *[f"{1 + at % 5},a{at}@example.org" for at in range(60)], header="X1,PSU")
    more = '[columns]\npsu = "PSU"\n'
    assert codes(import_files(place, "survey", file, how=described(tmp_path, more=more)), "error") == [
        "survey_personal"
    ]
    more += '[personal]\nreviewed = ["PSU"]\n'
    assert import_files(place, "survey", file, how=described(tmp_path, more=more)).outcome == "published"


def test_fewer_than_ten_answers_are_hidden(place: Engine, tmp_path: Path) -> None:
    import_files(place, "survey", answers(tmp_path, "5", "1", "3", "4"), how=described(tmp_path))
    with place.connect() as connection:
        [share] = surveys.shares(connection, [1], 1)
    assert share.hidden and share.n is None and share.share is None


def test_the_report_says_how_much_is_hidden_and_which_pairs_of_groups_are_not_made(
    place: Engine, tmp_path: Path
) -> None:
    groups = "\n".join(
        f'[[group]]\ndimension = "{name}"\ncolumn = "{name}"\nvalues = [{{ code = "a" }}, {{ code = "b" }}]'
        for name in ("sex", "settlement", "language")
    )
    more = '[cross]\npairs = [["sex", "settlement"], ["sex", "language"]]\n' + groups
    rows = [f"{1 + at % 5},{'ab'[at % 2]},{'ab'[at // 2 % 2]},{'ab'[at > 93]}" for at in range(100)]
    file = answers(tmp_path, *rows, header="X1,sex,settlement,language")
    report = import_files(place, "survey", file, how=described(tmp_path, more=more), dry_run=True)
    told = {problem.code: problem for problem in report.problems}
    assert told["survey_thin"].value == "language × sex", "six people speak b"
    assert told["survey_hidden"].severity == "info"
    import_files(place, "survey", file, how=described(tmp_path, more=more))
    with place.connect() as connection:
        cells = connection.execute(select(survey_cell)).all()
    assert told["survey_hidden"].params == {"n": sum(cell.is_hidden for cell in cells), "all": len(cells)}
    assert {(cell.dimension1, cell.dimension2) for cell in cells if cell.dimension2} == {("settlement", "sex")}


def test_the_same_files_are_published_anew_when_the_rules_have_changed(
    place: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, spec = answers(tmp_path, *(str(1 + at % 5) for at in range(60))), described(tmp_path)
    assert import_files(place, "survey", file, how=spec).outcome == "published"
    assert import_files(place, "survey", file, how=spec).outcome == "same"
    monkeypatch.setattr(subject, "RULES", subject.RULES + 1)
    assert import_files(place, "survey", file, how=spec).outcome == "published"
    with place.connect() as connection:
        assert len(surveys.studies(connection, 1)) == 1
