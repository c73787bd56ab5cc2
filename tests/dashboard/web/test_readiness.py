"""Ready means: pages can be made, and the file they are made of is whole."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.factory import create_app
from dashboard.settings import Settings
from dashboard.store.engine import writing_engine
from dashboard.web.readiness import FileCheck
from tests.store.made import add_place


def damage(file: Path) -> None:
    """Garbage where rows are, past the first pages, as a failing disk leaves it."""
    size = file.stat().st_size
    with file.open("r+b") as opened:
        opened.seek(size // 2)
        opened.write(b"\xa5" * min(16_384, size - size // 2))


def test_a_file_damaged_in_the_middle_is_not_ready(site_settings: Settings, database_file: Path) -> None:
    engine = writing_engine(site_settings.database_url)
    for number in range(300):
        add_place(engine, f"place-{number}")
    engine.dispose()
    client = create_app(replace(site_settings, read_timeout_s=5)).server.test_client()
    assert client.get("/readyz").get_json()["database"] == "ok"
    damage(database_file)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["database"]) == (503, "damaged")
    assert client.get("/healthz").status_code == 200


class Look:
    """What stands in for the look at a file."""

    def __init__(self, *found: str) -> None:
        self.found, self.looks, self.may_end = [*found], 0, threading.Event()
        self.may_end.set()

    def __call__(self, _file: Path) -> str:
        self.may_end.wait(10)
        self.looks += 1
        return self.found.pop(0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "some.db"
    made.write_bytes(b"x")
    return made


def test_a_file_is_looked_at_once_until_it_changes_or_five_minutes_have_passed(file: Path) -> None:
    now = 0.0
    look = Look("", "", "broken")
    check = FileCheck(file, look, lambda: now)
    assert [check.damage(5), check.damage(5), look.looks] == ["", "", 1]
    file.write_bytes(b"xy")
    assert [check.damage(5), check.damage(5), look.looks] == ["", "", 2]
    now = 300.0
    assert [check.damage(5), check.damage(5), look.looks] == ["broken", "broken", 3]


def test_nobody_waits_for_the_look_at_a_large_file_and_it_is_looked_at_by_one_only(file: Path) -> None:
    look = Look("")
    look.may_end.clear()
    check = FileCheck(file, look)
    assert [check.damage(0.01) for _ in range(3)] == [None] * 3
    look.may_end.set()
    assert (check.damage(5), look.looks) == ("", 1)


def test_there_is_no_file_to_look_at_on_postgresql() -> None:
    assert FileCheck(None).damage(0) == ""
