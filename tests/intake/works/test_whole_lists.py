"""What a list of all works leaves out, its days and its totals; and works that call themselves fictional."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.intake.report import Report
from dashboard.intake.works.mapping import load_works_mapping
from tests.importing import import_files
from tests.intake.works.made import LAYOUT, found, layout, read_text, rows_of


@pytest.fixture
def place(sqlite_engine: Engine, tmp_path: Path) -> Engine:
    units = tmp_path / "units.csv"
    units.write_text(
        "code,kind,name_ky,currency,is_fictional\nsample,city,Үлгү,KGS,0\nmade-up,city,Ойдон,KGS,1\n", encoding="utf-8"
    )
    assert import_files(sqlite_engine, "units", units).outcome == "published"
    return sqlite_engine


def imported(engine: Engine, folder: Path, text: str, **options: Any) -> Report:
    path = folder / "made.csv"
    path.write_text(text, encoding="utf-8")
    return import_files(engine, "works", path, how=layout(LAYOUT).told(complete=True), **options)


def absent(report: Report) -> int:
    (told,) = (each for each in report.problems if each.code == "works_changes")
    return int(str(told.params["absent"]))


HEAD = "no;title;state;day\n"


def test_only_works_that_newly_leave_the_latest_list_are_counted(place: Engine, tmp_path: Path) -> None:
    both = HEAD + "1;Жол;Жүрүүдө;2026-03-01\n2;Көпүрө;Жүрүүдө;2026-03-01\n"
    assert absent(imported(place, tmp_path, both)) == 0
    older = imported(place, tmp_path, HEAD + "1;Жол;Жүрүүдө;2025-03-01\n")
    assert (older.outcome, absent(older)) == ("published", 0), "a list of a later day counts"
    assert absent(imported(place, tmp_path, HEAD + "1;Жол;Жүрүүдө;2026-04-01\n")) == 1
    assert absent(imported(place, tmp_path, HEAD + "1;Жол;Жүрүүдө;2026-05-01\n")) == 0, "it was missing before"


def test_a_list_of_all_works_that_speaks_of_several_days_is_asked_about(place: Engine, tmp_path: Path) -> None:
    mixed = HEAD + "1;Жол;Жүрүүдө;2026-03-01\n2;Көпүрө;Жүрүүдө;2025-03-01\n3;Суу;Бүттү;2024-03-01\n"
    report = imported(place, tmp_path, mixed)
    (asked,) = (each for each in report.problems if each.severity == "question")
    assert (report.exit_code, asked.code) == (4, "works_days")
    assert dict(asked.params) == {"place": "sample", "n": 2, "first": "2025-03-01", "last": "2026-03-01"}
    assert imported(place, tmp_path, mixed, accept=("works_days",)).outcome == "published"
    history = HEAD + "1;Жол;Жүрүүдө;2026-06-01\n1;Жол;Пландалды;2025-06-01\n2;Көпүрө;Жүрүүдө;2026-06-01\n"
    assert imported(place, tmp_path, history).outcome == "published", "what was said before is no other day"


def test_a_total_that_is_not_the_sum_of_the_works_is_told_with_both_numbers(tmp_path: Path) -> None:
    text = "no;title;state;plan;paid\n1;Жол;done;1000,5;10\n2;Көпүрө;done;3150,305;20\n;Баары;;4151,35;30\n"
    reading = read_text(tmp_path, text, LAYOUT + '[numbers]\nunit = "thousand_som"\n')
    assert [row.role for row in rows_of(reading)] == ["work", "work", "total"]
    assert found(reading) == [("works_total_differs", "warning", 4)]
    (told,) = (each for each in reading.problems if each.code == "works_total_differs")
    said = told.text("en").replace("\u00a0", " ")
    assert "4 151 350" in said and "4 150 805" in said
    assert not found(
        read_text(tmp_path, text.replace("4151,35", "4150,805"), LAYOUT + '[numbers]\nunit = "thousand_som"\n')
    )


@pytest.mark.parametrize("of_package", [True, False])
def test_a_package_that_calls_itself_fictional_is_refused_for_a_real_place(
    place: Engine, tmp_path: Path, of_package: bool
) -> None:
    project: dict[str, Any] = {"id": "a", "title": "Жол", "status": "implementation", "updated": "2026-01-01T00:00:00Z"}
    project |= {} if of_package else {"fictional": True}
    content = {
        "publishedDate": "2026-01-02T00:00:00Z",
        "projects": [project],
        **({"fictional": True} if of_package else {}),
    }
    path = tmp_path / "package.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    how = load_works_mapping("works-oc4ids")
    refused = import_files(place, "works", path, how=how, unit="sample")
    assert [each.code for each in refused.problems if each.severity == "error"] == ["package_fictional"]
    assert import_files(place, "works", path, how=how, unit="made-up").outcome == "published"
