"""Finished figures of studies: one row per figure, said of a study once, it holds for all its rows; all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, select

from dashboard.intake.report import Report
from dashboard.store import releases
from dashboard.store.publishing import figures
from dashboard.store.queries import surveys
from dashboard.store.queries.places import place
from dashboard.store.records import Names
from dashboard.store.releases import UnknownRelease
from dashboard.store.survey_tables import study
from tests.importing import import_files

HEAD = (
    "study,municipality,title_ky,title_en,from_day,to_day,respondents,document,question_ky,answer_ky,about,value,unit\n"
)
GOOD = HEAD + (
    "trust,land,Ишеним,Trust,2025-01-01,2025-06-30,3600,paper,Индекс,жалпы,land,42.8,index_points\n"
    'trust,,,,,,,,Индекс,Шаар,town,"-7,5",index_points\n'
    "other,town,Башка,,,2024-12-31,,paper,Канча,бардыгы,,2500,persons\n"
)


@pytest.fixture
def known(engine: Engine, tmp_path: Path) -> Engine:
    """A database that knows two places and a paper."""
    for subject, text in (
        ("units", "code,kind,name_ky,currency\nland,republic,Өлкө,KGS\ntown,city,Шаар,KGS\n"),
        ("documents", "key,kind,authority,date,title,url\npaper,news,1,2025-07-01,Макала,https://example.org/a\n"),
    ):
        assert imported(engine, tmp_path, text, subject).outcome == "published"
    return engine


def imported(engine: Engine, folder: Path, text: str, subject: str = "figures") -> Report:
    path = folder / f"{subject}.csv"
    path.write_text(text, encoding="utf-8")
    return import_files(engine, subject, path, actor="tester")


def problems(report: Report) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(each.code, each.row, each.column, each.value) for each in report.problems if each.code != "text_form"]


def studies(connection: Connection, code: str) -> list[str]:
    found = place(connection, code)
    assert found is not None
    return [each.facts.key for each in surveys.studies(connection, found.id)]


def test_a_study_is_published_with_what_its_first_row_says_and_all_its_figures(known: Engine, tmp_path: Path) -> None:
    report = imported(known, tmp_path, GOOD)
    assert (report.outcome, problems(report)) == ("published", [])
    with known.connect() as connection:
        land = place(connection, "land")
        assert land is not None
        (found,) = surveys.studies(connection, land.id)
        figures = dict((told.id, said) for told, said in surveys.printed(connection, land.id))[found.id]
        assert (found.facts.kind, found.facts.mode, found.facts.respondents) == ("published", "not_said", 3600)
        assert found.facts.titles == Names("Ишеним", "", "Trust") and found.facts.series == "trust"
        assert (found.paper.title, found.paper.url) == ("Макала", "https://example.org/a")
        assert [(each.answers.ky, each.place, each.value) for each in figures] == [
            ("жалпы", "land", 42.8),
            ("Шаар", "town", -7.5),
        ]
        assert surveys.shares(connection, [found.id], land.id) == ()
        # A place that a figure is about has the study too.
        assert studies(connection, "town") == ["trust", "other"]


def test_the_same_file_again_changes_nothing_and_a_new_one_takes_its_place_until_it_is_taken_back(
    known: Engine, tmp_path: Path
) -> None:
    imported(known, tmp_path, GOOD)
    assert imported(known, tmp_path, GOOD).outcome == "same"
    second = imported(known, tmp_path, GOOD.replace("42.8", "46.2"))

    def total() -> float:
        with known.connect() as connection:
            number = connection.execute(select(study.c.id).where(study.c.key == "trust", study.c.is_current))
            land = place(connection, "land")
            assert land is not None
            said = {told.id: figures for told, figures in surveys.printed(connection, land.id)}
            return said[number.scalar_one()][0].value

    assert total() == 46.2
    assert second.release is not None
    figures.retract(known, second.release, actor="tester", reason="misprint")
    assert total() == 42.8
    with pytest.raises(UnknownRelease):
        figures.retract(known, second.release, actor="tester", reason="once more")


def test_two_rows_that_say_different_things_of_a_study_are_told(known: Engine, tmp_path: Path) -> None:
    different = GOOD.replace("trust,,,,,,,,", "trust,,,,,2025-07-31,3500,,")
    report = imported(known, tmp_path, different)
    assert problems(report) == [
        ("value_differs", 3, "to_day", "2025-07-31"),
        ("value_differs", 3, "respondents", "3500"),
    ]
    assert "row 2 has “2025-06-30”" in report.problems[-2].text("en")
    with known.connect() as connection:
        assert connection.execute(select(func.count()).select_from(study)).scalar_one() == 0


def test_every_bad_cell_is_told_once(known: Engine, tmp_path: Path) -> None:
    text = HEAD + (
        "trust,,Ишеним,,,2025,many,paper,Индекс,жалпы,land,lots,stars\ntrust,,,,,,,,Индекс,жалпы,,1,percent\n"
    )
    assert problems(imported(known, tmp_path, text)) == [
        ("bad_date", 2, "to_day", "2025"),
        ("not_a_number", 2, "respondents", "many"),
        ("not_a_number", 2, "value", "lots"),
        ("bad_choice", 2, "unit", "stars"),
        ("row_twice", 3, "study, question_ky, answer_ky", "trust индекс жалпы"),
        ("field_missing", 2, "municipality", None),
    ]


def test_a_place_or_a_paper_nobody_knows_is_named_by_its_row_also_after_an_empty_one(
    known: Engine, tmp_path: Path
) -> None:
    empty = "," * HEAD.count(",") + "\n"
    for wrong, column, value in (
        (GOOD.replace("Шаар,town", "Шаар,moon"), "about", "moon"),
        (GOOD.replace("other,town", "other,moon").replace("trust,,", f"{empty}trust,,"), "municipality", "moon"),
        (GOOD.replace(",,paper,Канча", ",,leaf,Канча"), "document", "leaf"),
    ):
        row = {"about": 3, "municipality": 5, "document": 4}[column]
        assert problems(imported(known, tmp_path, wrong)) == [("reference_unknown", row, column, value)]
    with known.connect() as connection:
        assert "figures" not in {each["subject"] for each in releases.history(connection)}
