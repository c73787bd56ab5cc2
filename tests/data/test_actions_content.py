"""What residents of the fictional place asked for: kept, refused, forgotten, and the works that came of it."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Connection

from dashboard.store.queries import surveys
from dashboard.store.queries.places import place
from dashboard.store.survey_tables import ACTION_STATES, ASKED_AT
from dashboard.store.work_records import WORD_OF

DEMO = Path(__file__).parents[2] / "data/demo"
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def actions() -> list[Row]:
    return read(DEMO / "actions.csv")


def test_every_state_is_there_and_every_action_was_asked_before_it_was_answered(actions: list[Row]) -> None:
    assert len(actions) == 12 and {row["state"] for row in actions} == set(ACTION_STATES)
    assert {row["asked_at"] for row in actions} == set(ASKED_AT)
    for row in actions:
        assert not row["answered_on"] or row["asked_on"] < row["answered_on"]
        assert not row["next_check"] or row["answered_on"] < row["next_check"]
        assert all(row[f"asked_{lang}"] for lang in ("ky", "ru", "en"))
        assert {bool(row[f"answer_{lang}"]) for lang in ("ky", "ru", "en")} == {bool(row["answered_on"])}


def test_one_is_refused_with_a_reason_one_is_past_its_date_and_one_has_no_answer(actions: list[Row]) -> None:
    (refused,) = (row for row in actions if row["state"] == "refused")
    assert "баасы пландан эки эсе ашты" in refused["answer_ky"]
    past = [row["key"] for row in actions if row["next_check"] and row["next_check"] < "2026-09-30"]
    assert past == ["sport-bulak"]
    assert [row["key"] for row in actions if not row["answered_on"]] == ["bus"]


def test_works_and_studies_that_actions_name_exist_and_say_the_same(actions: list[Row]) -> None:
    works = {row["key"]: row for row in sorted(read(DEMO / "works.csv"), key=lambda row: row["as_of"])}
    studies = {
        tomllib.loads(path.read_text(encoding="utf-8"))["study"]["key"]: path
        for path in (DEMO / "surveys").glob("*.toml")
    }
    words = {"done": {"done"}, "refused": {"cancelled"}, "doing": {"under_way"}, "promised": {"planned"}}
    linked = Counter()
    for row in actions:
        assert bool(row["study"]) == (row["asked_at"] == "survey")
        assert not row["study"] or row["study"] in studies
        if row["work"]:
            linked[row["state"]] += 1
            assert works[row["work"]]["service"] == row["service"]
            assert WORD_OF[works[row["work"]]["status"]] in words[row["state"]], row["key"]
    assert linked == {"done": 3, "promised": 2, "doing": 2, "refused": 1}


def test_what_comes_with_the_program_has_them_with_their_works(connection: Connection) -> None:
    demo = place(connection, "demo")
    assert demo is not None
    found = surveys.actions(connection, demo.id)
    assert len(found) == 12 and sum(each.work_id is not None for each in found) == 8
    assert surveys.glance(connection, demo.id).there >= {"action"}
