"""Requests of residents: renewed by their key, taken back, and kept by an upgrade of the schema."""

from __future__ import annotations

from datetime import date

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, inspect, text

from dashboard.store.migrate import _config
from dashboard.store.publishing.actions import publish_actions, retract
from dashboard.store.publishing.reference import UnknownReference
from dashboard.store.queries import surveys as queries
from dashboard.store.queries import surveys_api
from dashboard.store.releases import UnknownRelease
from tests.store.made import add_place, origin


def asked(**more: object) -> dict[str, object]:
    """A request as its file says it."""
    return {
        "municipality": "here",
        "key": "light",
        "service": "lighting",
        "asked_ky": "Жарык",
        "asked_ru": "",
        "asked_en": "",
        "asked_on": date(2025, 5, 1),
        "asked_at": "hearing",
        "study": "",
        "people": 12,
        "state": "asked",
        "answer_ky": "",
        "answer_ru": "",
        "answer_en": "",
        "answered_on": None,
        "next_check": None,
        "work": "",
        "url": "",
    } | more


def test_what_was_asked_for_is_answered_and_renewed_by_its_key(place: Engine, db: Connection) -> None:
    publish_actions(place, [asked()], origin("one", subject="actions"))
    done = asked(state="done", answer_ky="Коюлду", answered_on=date(2025, 6, 1))
    later = asked(key="road", asked_on=date(2025, 7, 1))
    publish_actions(place, [done, later], origin("two", subject="actions"))
    assert [(found.key, found.state, found.answer.ky) for found in queries.actions(db, 1)] == [
        ("road", "asked", ""),
        ("light", "done", "Коюлду"),
    ]
    assert queries.glance(db, 1).there == {"action"}


def test_how_few_asked_is_told_nowhere_though_an_earlier_import_kept_it(place: Engine, db: Connection) -> None:
    rows = [asked(key=f"n{n}", people=n) for n in (None, 0, 1, 4, 5, 12)]
    publish_actions(place, rows, origin("one", subject="actions"))
    expected = {"nNone": None, "n0": 0, "n1": None, "n4": None, "n5": 5, "n12": 12}
    assert {found.key: found.people for found in queries.actions(db, 1)} == expected
    given = surveys_api.requests(db, surveys_api.SharesWanted((1,)), limit=9, offset=0).rows
    assert {row.key: row.people for row in given} == expected


def test_an_import_of_requests_is_taken_back_and_what_was_said_before_counts_again(place: Engine) -> None:
    def told() -> list[tuple[str, str, int]]:
        with place.connect() as connection:
            rows = surveys_api.requests(connection, surveys_api.SharesWanted((1,)), limit=9, offset=0).rows
            assert [row.key for row in rows] == [found.key for found in queries.actions(connection, 1)]
            assert queries.glance(connection, 1).there == ({"action"} if rows else set())
        return [(row.key, row.state, row.release) for row in rows]

    first = publish_actions(place, [asked()], origin("one", subject="actions")).release_id
    done = [asked(state="done"), asked(key="road", asked_on=date(2025, 4, 1))]
    second = publish_actions(place, done, origin("two", subject="actions")).release_id
    third = publish_actions(place, [asked(state="doing")], origin("three", subject="actions")).release_id
    assert told() == [("light", "doing", third), ("road", "asked", second)]
    retract(place, second, actor="staff", reason="wrong file")
    assert told() == [("light", "doing", third)], "what counts stays"
    retract(place, third, actor="staff", reason="wrong file")
    assert told() == [("light", "asked", first)]
    with pytest.raises(UnknownRelease):
        retract(place, third, actor="staff", reason="twice")
    again = publish_actions(place, done, origin("two", subject="actions"))
    assert again.outcome == "published"
    assert told() == [("light", "done", again.release_id), ("road", "asked", again.release_id)]
    retract(place, again.release_id, actor="staff", reason="again")
    retract(place, first, actor="staff", reason="all")
    assert told() == []


def test_a_request_of_an_unknown_place_is_refused_by_its_row_and_nothing_is_written(place: Engine) -> None:
    with pytest.raises(UnknownReference, match="row 3"):
        publish_actions(place, [asked(), asked(municipality="nowhere")], origin("one", subject="actions"))
    with place.connect() as connection:
        assert queries.actions(connection, 1) == ()


def test_requests_of_an_older_schema_count_after_the_upgrade(engine: Engine) -> None:
    def to(revision: str) -> None:
        with engine.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            (command.upgrade if revision == "head" else command.downgrade)(config, revision)

    add_place(engine)
    first = publish_actions(engine, [asked()], origin("one", subject="actions")).release_id
    publish_actions(engine, [asked(state="done")], origin("two", subject="actions"))
    to("0004")
    with engine.connect() as connection:
        assert "is_current" not in {column["name"] for column in inspect(connection).get_columns("action")}
        assert connection.execute(text("SELECT state FROM action")).scalars().all() == ["done"]
    to("head")
    with engine.connect() as connection:
        assert [found.state for found in queries.actions(connection, 1)] == ["done"]
    third = publish_actions(engine, [asked(state="doing")], origin("three", subject="actions")).release_id
    retract(engine, third, actor="staff", reason="wrong")
    with engine.connect() as connection:
        assert [found.state for found in queries.actions(connection, 1)] == ["done"] and first
