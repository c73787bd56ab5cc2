"""Requests and answers: rows that cannot be right are refused by row, unknown services and works are reported."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from dashboard.i18n import LANGUAGES
from dashboard.intake.reference.layouts import ACTIONS
from dashboard.intake.report import Report
from dashboard.services import services
from dashboard.store.queries import places, surveys
from dashboard.store.survey_records import Action
from dashboard.store.survey_tables import action
from dashboard.store.works_tables import work
from tests.conftest import ROOT
from tests.importing import import_files
from tests.store.made import add_place

HEAD = "municipality,key,service,asked_ky,asked_on,asked_at,state,answer_ky,answer_ru,answered_on,work\n"
Problems = list[tuple[str, str, int | None, str | None]]


def imported(engine: Engine, folder: Path, text: str, name: str = "actions.csv") -> Report:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return import_files(engine, "actions", path, actor="tester")


def problems(report: Report) -> Problems:
    return [(p.code, p.severity, p.row, p.column) for p in report.problems if p.code != "text_form"]


def actions(engine: Engine, code: str = "here") -> dict[str, Action]:
    with engine.connect() as connection:
        place = places.place(connection, code)
        assert place is not None
        return {each.key: each for each in surveys.actions(connection, place.id)}


@pytest.fixture
def engine(engine: Engine) -> Engine:
    """A database with one place that has one work without a report."""
    add_place(engine)
    with engine.begin() as connection:
        connection.execute(insert(work).values(municipality_id=1, key="w-1", role="work", title="Иш"))
    return engine


def test_a_request_is_written_with_all_it_says_and_its_release(engine: Engine, tmp_path: Path) -> None:
    row = "here,one,water,Суу,2026-01-02,hearing,done,Болду,Сделано,2026-01-05,w-1\n"
    report = imported(engine, tmp_path, HEAD + row)
    assert (report.outcome, problems(report)) == ("published", [])
    found = actions(engine)["one"]
    assert (found.asked.ky, found.answer.ru, found.work) == ("Суу", "Сделано", "w-1")
    assert (found.asked_on, found.answered_on) == (date(2026, 1, 2), date(2026, 1, 5))
    assert (found.file_name, found.file_sha256) == ("actions.csv", report.sha256)
    # A work without a report that counts has no page to lead to.
    assert found.work_id is None and found.work_titles is None


def test_a_later_file_corrects_a_request_and_leaves_the_others(engine: Engine, tmp_path: Path) -> None:
    rows = [f"here,{key},,Суу,2026-01-02,hearing,asked,,,,\n" for key in ("one", "two")]
    imported(engine, tmp_path, HEAD + "".join(rows))
    imported(engine, tmp_path, HEAD + "here,one,,Суу,2026-01-02,hearing,refused,Болбойт,,,\n", "later.csv")
    found = actions(engine)
    assert {key: each.state for key, each in found.items()} == {"one": "refused", "two": "asked"}
    assert {key: each.file_name for key, each in found.items()} == {"one": "later.csv", "two": "actions.csv"}


def test_what_cannot_be_right_is_refused_by_row_and_nothing_is_written(engine: Engine, tmp_path: Path) -> None:
    text = HEAD + (
        "here,a,,Суу,2026-01-02,hearing,done,,,,\n"
        "\n"
        "here,b,,Суу,2026-01-02,hearing,refused,,Нет,,\n"
        "here,c,,Суу,2026-01-02,hearing,promised,,Будет,,\n"
        "here,d,,Суу,2026-01-02,hearing,doing,Болот,,2026-01-01,\n"
        "here,e,,Суу,2026-01-02,hearing,doing,,,2026-01-02,\n"
    )
    report = imported(engine, tmp_path, text)
    assert (report.outcome, report.exit_code) == ("refused", 3)
    assert problems(report) == [
        ("answer_missing", "error", 2, "answer_ky"),
        ("answer_missing", "error", 4, "answer_ky"),
        ("answer_not_kyrgyz", "error", 5, "answer_ky"),
        ("answered_before", "error", 6, "answered_on"),
    ]
    assert actions(engine) == {}


@pytest.mark.parametrize(
    "detail", ["тел. 0555 123 456", "+996 (555) 12–34–56", "asan@mail.ru", "ЖИН 21205199500123", "42.87462, 74.56983"]
)
@pytest.mark.parametrize("column", ["asked_ky", "asked_ru", "asked_en", "answer_ky", "answer_ru", "answer_en"])
def test_what_shows_a_person_is_refused_by_row_and_column_and_not_repeated(
    engine: Engine, tmp_path: Path, column: str, detail: str
) -> None:
    texts = {"asked_ky": "Суу", "answer_ky": "Болду"}
    columns = ("municipality", "key", "asked_on", "asked_at", "state")
    known = dict(zip(columns, ("here", "a", "2026-01-02", "hearing", "done"), strict=True)) | texts
    row = known | {column: f"Асанов Бакыт, {detail} суу сурайт"}
    lines = [known | {"key": "first"}, row]
    head = list(dict.fromkeys((*known, column)))
    text = "\n".join([",".join(head), *(",".join(f'"{line.get(name, "")}"' for name in head) for line in lines)])
    report = imported(engine, tmp_path, text)
    assert (report.outcome, actions(engine)) == ("refused", {})
    assert problems(report) == [("request_personal", "error", 3, column)]
    assert detail not in str(report.as_json())


def test_numbers_that_show_nobody_are_no_personal_details(engine: Engine, tmp_path: Path) -> None:
    said = "2026-жылдын 20.03.2026 күнү 1 250 000 сом, № 15/2-4 токтом, 10 000 000 сомдон, 8:00–17:00"
    report = imported(engine, tmp_path, HEAD + f'here,a,,"{said}",2026-01-02,hearing,done,"{said}",,,\n')
    assert (report.outcome, problems(report)) == ("published", [])


def test_so_few_people_that_they_could_be_recognised_are_not_kept(engine: Engine, tmp_path: Path) -> None:
    rows = [f"here,n{n},,Суу,2026-01-02,hearing,asked,,,,,{n}\n" for n in ("", 0, 1, 4, 5, 34)]
    report = imported(engine, tmp_path, HEAD.rstrip("\n") + ",people\n" + "".join(rows).replace("here,n,", "here,no,"))
    assert report.outcome == "published"
    assert problems(report) == [("request_few", "warning", row, "people") for row in (4, 5)]
    assert {each.value for each in report.problems if each.code == "request_few"} == {None}
    expected = {"no": None, "n0": 0, "n1": None, "n4": None, "n5": 5, "n34": 34}
    assert {key: each.people for key, each in actions(engine).items()} == expected
    with engine.connect() as connection:
        assert set(connection.execute(select(action.c.people)).scalars()) == {None, 0, 5, 34}


def test_bad_cells_are_told_once_and_not_as_something_else_too(engine: Engine, tmp_path: Path) -> None:
    report = imported(engine, tmp_path, HEAD + "here,a,,Суу,31.02.2026,hearing,gone,,,2026-01-01,\n")
    assert problems(report) == [("bad_date", "error", 2, "asked_on"), ("bad_choice", "error", 2, "state")]


def test_an_unknown_service_and_work_are_told_and_published(engine: Engine, tmp_path: Path) -> None:
    report = imported(engine, tmp_path, HEAD + "here,a,watr,Суу,2026-01-02,hearing,asked,,,,w-2\n")
    assert report.outcome == "published"
    assert problems(report) == [("service_unknown", "warning", 2, "service"), ("work_unknown", "warning", 2, "work")]
    assert (actions(engine)["a"].service, actions(engine)["a"].work) == ("watr", "w-2")


def test_a_work_of_another_place_is_not_known_here(engine: Engine, tmp_path: Path) -> None:
    add_place(engine, "there")
    report = imported(engine, tmp_path, HEAD + "there,a,,Суу,2026-01-02,hearing,asked,,,,w-1\n")
    assert problems(report) == [("work_unknown", "warning", 2, "work")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_says_what_to_do(engine: Engine, tmp_path: Path, lang: str) -> None:
    text = HEAD.rstrip("\n") + (
        ",people\nhere,a,watr,Суу 0555 123 456,2026-01-02,hearing,done,,,2026-01-01,w-2,3\n"
        "here,b,,Суу,2026-01-02,hearing,asked,,Нет,,,\n"
    )
    found = imported(engine, tmp_path, text).problems
    assert {p.code for p in found} >= {
        "answer_missing",
        "answered_before",
        "service_unknown",
        "work_unknown",
        "answer_not_kyrgyz",
        "request_personal",
        "request_few",
    }
    assert all(" — " in p.text(lang) for p in found)


def test_the_guide_names_every_column_and_service_and_its_example_is_taken(engine: Engine, tmp_path: Path) -> None:
    guide = (ROOT / "docs/importing.md").read_text(encoding="utf-8").split("## Requests and answers")[1]
    named = set(re.findall(r"`([a-z_]+)`", guide))
    assert set(ACTIONS.columns) <= named
    known = services().keys()
    assert named & known >= {"water", "transport"} and not (named & known) - known
    example = "\n".join(line[4:] for line in guide.splitlines() if line.startswith("    ")) + "\n"
    add_place(engine, "demo")
    report = imported(engine, tmp_path, example)
    assert report.outcome == "published" and {p.code for p in report.problems} <= {"text_form", "work_unknown"}
    assert set(actions(engine, "demo")) == {"lamps-2026-1", "bus-2026-1"}
