"""What the program brings at every start, and what staff did meanwhile."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.intake.content import DATA, load_content
from dashboard.intake.mapping.load import load_mapping
from dashboard.store import audit, releases
from dashboard.store.engine import writing_engine
from dashboard.store.queries import budget, places
from dashboard.store.releases import PRODUCT
from dashboard.store.tables import release
from tests.importing import import_files
from tests.store.made import add_place


def started(engine: Engine, data: Path, photos: Path) -> list[str]:
    """Start the program with its files in `data`; names of the files it published."""
    reports = list(load_content(engine, photos, demo=False, data=data))
    assert {report.outcome for report in reports} <= {"published", "same", "retracted"}, reports[-1].as_json()
    return [report.file for report in reports if report.outcome == "published"]


def rewritten(path: Path, code: str, **cells: str) -> None:
    """Change cells of the row of a place in a file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["code"] == code:
            row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_start_and_an_upgrade_leave_what_staff_set_and_bring_the_rest(sqlite_engine: Engine, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name in ("reference", "published"):
        shutil.copytree(DATA / name, data / name)
    assert "municipalities.csv" in started(sqlite_engine, data, tmp_path)
    # As versions before this one left it: loaded in the name of whoever started the program.
    with sqlite_engine.begin() as connection:
        connection.execute(update(release).values(actor="root"))
    units = tmp_path / "mine.csv"
    head = "code,kind,name_ky,currency,email\n"
    units.write_text(f"{head}batken-oblusu,oblast,Баткен облусу,KGS,staff@example.org\n", encoding="utf-8")
    assert import_files(sqlite_engine, "units", units, actor="root").outcome == "published"
    assert started(sqlite_engine, data, tmp_path) == []
    with sqlite_engine.connect() as connection:
        signed = {row["file_name"]: row["actor"] for row in releases.history(connection)}
        assert signed.pop("mine.csv") == "root" and set(signed.values()) == {PRODUCT}
        assert audit.broken_at(connection) is None

    rewritten(data / "reference/municipalities.csv", "batken-oblusu", email="new@example.org", name_en="Batken Region")
    with (data / "published/budget.csv").open(encoding="utf-8") as file:
        cells = next(row for row in csv.DictReader(file) if row["role"] == "line") | {"parent": ""}
    mine = tmp_path / "staff-budget.csv"
    with mine.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(cells))
        writer.writeheader()
        writer.writerow(cells)
    accept = ("unit_jump", "replaces")
    mapping = load_mapping("published")
    report = import_files(sqlite_engine, "budget", mine, how=mapping, actor="asel", accept=accept)
    assert report.outcome == "published", report.as_json()
    assert started(sqlite_engine, data, tmp_path) == ["municipalities.csv"]
    with sqlite_engine.connect() as connection:
        found = places.place(connection, "batken-oblusu")
        assert found is not None and (found.email, found.names.en) == ("staff@example.org", "Batken Region")
        place = places.place(connection, cells["municipality"])
        assert place is not None
        assert report.release in {each.release_id for each in budget.statements(connection, place.id)}


def test_what_cannot_be_retracted_is_told_with_the_row_and_the_way_out(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)

    def said(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, [*arguments, "--lang", "en"])
        assert result.exit_code == code, (result.output, result.exception)
        return " ".join(result.output.split())

    for number, name in enumerate(("Шаар", "Шаары"), start=1):
        units = tmp_path / f"{number}.csv"
        units.write_text(f"code,kind,name_ky,currency\nhere,city,{name},KGS\n", encoding="utf-8")
        said("import", "units", str(units))
    people = tmp_path / "people.csv"
    people.write_text("municipality,as_of,people\nhere,2024-01-01,10\n", encoding="utf-8")
    said("import", "population", str(people))
    later = said("retract", "1", "--reason", "wrong", code=3)
    assert "import No. 2 came after it" in later and "“here”" in later
    assert "Import No. 2 is retracted" in said("retract", "2", "--reason", "wrong")
    assert "“here” would vanish" in said("retract", "1", "--reason", "wrong", code=3)
    said("retract", "3", "--reason", "wrong")
    said("retract", "1", "--reason", "wrong")
    engine = writing_engine(sqlite_url)
    with engine.connect() as connection:
        assert places.place(connection, "here") is None
    engine.dispose()


MAPPING = """
[columns]
label = "line"
[constants]
municipality = "here"
direction = "revenue"
fiscal_year = 2025
[numbers]
unit = "som"
[document]
key = "{key}"
title = "Paper"
authority = {authority}
[[amounts]]
column = "plan"
phase = "approved"
"""


def test_an_import_says_when_another_paper_counts_instead(sqlite_engine: Engine, tmp_path: Path) -> None:
    add_place(sqlite_engine)
    told = []
    for key, authority, plan in (("council", 3, 100), ("news", 1, 120)):
        (tmp_path / f"{key}.toml").write_text(MAPPING.format(key=key, authority=authority), encoding="utf-8")
        file = tmp_path / f"{key}.csv"
        file.write_text(f"line;plan\nLand;{plan}\n", encoding="utf-8")
        report = import_files(sqlite_engine, "budget", file, how=load_mapping(str(tmp_path / f"{key}.toml")))
        assert report.outcome == "published", report.as_json()
        told.append([each for each in report.problems if each.code == "stands_behind"])
    assert told[0] == [] and [each.params for each in told[1]] == [{"release": 1}]
    assert "retract 1" in told[1][0].text("en")
