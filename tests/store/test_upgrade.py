"""A database of the schema before coverage was told (0005) keeps all it holds when it is brought up to date."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, delete, inspect, select, text
from sqlalchemy.exc import IntegrityError

from dashboard.store import audit, releases
from dashboard.store.batch import Document
from dashboard.store.migrate import _config, migrate, needs_migration, tables_may_be_replaced
from dashboard.store.publishing.budget import publish_budget, retract
from dashboard.store.queries import budget
from dashboard.store.records import Statement
from dashboard.store.tables import municipality, slice_
from tests.store.made import add_place, batch, current, origin, row

COUNCIL = Document("council", "Resolution", authority=3, date=date(2025, 2, 1))
PRESS = Document("press", "News", authority=1, date=date(2025, 9, 1))
JUNE = {"phase": "executed", "scope": "period", "period_end": date(2025, 6, 30), "direction": "expenditure"}
#: What must be there for the upgrade to have anything to lose.
FILLED = ("release", "audit", "document", "budget_line", "printed_label", "slice", "fact", "fact_note", "rollup")

Contents = dict[str, list[dict[str, Any]]]


def downgrade(engine: Engine, revision: str) -> None:
    with engine.connect() as connection, tables_may_be_replaced(connection), connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def contents(engine: Engine, of: Contents | None = None) -> Contents:
    """Every row of every table; only the tables and columns of `of`, where it is given."""
    with engine.connect() as connection:
        tables = of if of is not None else [t for t in inspect(connection).get_table_names() if t != "alembic_version"]
        found = {}
        for name in sorted(tables):
            wanted = _names(connection, name) if of is None or not of[name] else sorted(of[name][0])
            rows = connection.execute(text(f"SELECT {', '.join(wanted)} FROM {name}")).mappings()
            found[name] = sorted((dict(each) for each in rows), key=repr)
    return found


def _names(connection: Connection, table: str) -> list[str]:
    return sorted(column["name"] for column in inspect(connection).get_columns(table))


def said(engine: Engine) -> tuple[Statement, ...]:
    """What pages read of the place, current or not."""
    with engine.connect() as connection:
        place = connection.execute(select(municipality.c.id).where(municipality.c.code == "here")).scalar_one()
        return budget.statements(connection, place) + budget.rivals(connection, place)


def planned(engine: Engine) -> set[int | None]:
    """Amounts of the plans that count."""
    return {amount for phase, _, amount in current(engine) if phase == "approved"}


@pytest.fixture
def filled(place: Engine) -> Engine:
    """A database with restatements, notes, subtotals, a difference, and a release that was taken back."""
    add_place(place, "there")
    plan = [row("tax", 1000, document="council"), row("rent", None, document="council")]
    spent = [row("roads", 300, **JUNE), row("of roads", 200, parent="roads", role="of_which", **JUNE)]
    total = row("all", 350, role="total", **JUNE)
    publish_budget(place, batch(row("tax", 700, document="press"), papers=(PRESS,)), origin("news"))
    publish_budget(place, batch(*plan, papers=(COUNCIL,), notes=2), origin("first"))
    plan[0]["amount_minor"] = 1200
    publish_budget(place, batch(*plan, papers=(COUNCIL,)), origin("second", actor="another"))
    publish_budget(place, batch(*spent, total, row("light", 5, municipality="there")), origin("report"))
    wrong = publish_budget(place, batch(row("tax", 9, document="council"), papers=(COUNCIL,)), origin("wrong"))
    retract(place, wrong.release_id, actor="tester", reason="wrong")
    return place


@pytest.fixture
def old(filled: Engine) -> Engine:
    """The same at schema 0005."""
    downgrade(filled, "0005")
    with filled.connect() as connection:
        assert "covers" not in _names(connection, "slice") and not inspect(connection).has_table("looked_for")
    return filled


def test_every_row_of_an_older_database_is_there_after_the_upgrade(old: Engine) -> None:
    before = contents(old)
    assert all(before[name] for name in FILLED) and before["check_result"]
    assert sum(each["previous_id"] is not None for each in before["slice"]) >= 2
    assert {each["state"] for each in before["release"]} == {"published", "retracted"}
    migrate(old)
    with old.connect() as connection:
        assert not needs_migration(connection)
        assert audit.broken_at(connection) is None
    assert contents(old, before) == before


def test_statements_of_before_are_of_the_whole_budget_and_read_as_they_were(filled: Engine) -> None:
    before = said(filled)
    downgrade(filled, "0005")
    migrate(filled)
    assert said(filled) == before
    (plan,) = [each for each in before if each.phase == "approved" and each.amount_minor == 1200]
    assert (plan.covers, plan.itemises, plan.restated, plan.previous_minor) == ("whole", "all", True, 1000)
    with filled.connect() as connection:
        scopes = connection.execute(select(slice_.c.covers, slice_.c.part, slice_.c.part_role).distinct()).all()
    assert scopes == [("whole", "", "")]


def test_rows_refer_to_what_they_referred_to_and_the_database_still_minds(old: Engine) -> None:
    migrate(old)
    with old.connect() as connection:
        if old.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        for table in ("fact", "fact_note", "rollup", "check_result", "slice"):
            assert "slice" in {key["referred_table"] for key in inspect(connection).get_foreign_keys(table)}, table
    with pytest.raises(IntegrityError), old.begin() as connection:
        connection.execute(delete(slice_))


def test_an_upgraded_database_goes_on(old: Engine) -> None:
    migrate(old)
    third = publish_budget(old, batch(row("tax", 1300, document="council"), papers=(COUNCIL,)), origin("third"))
    part = row("tax", 90, document="council", covers="part", covers_ky="Атайын фонд")
    publish_budget(old, batch(part, papers=(COUNCIL,)), origin("part"))
    assert planned(old) == {5, 90, 1300}
    retract(old, third.release_id, actor="tester", reason="wrong")
    assert planned(old) == {5, 90, 1200}


def test_an_upgrade_that_would_leave_rows_without_what_they_refer_to_changes_nothing(sqlite_engine: Engine) -> None:
    add_place(sqlite_engine)
    publish_budget(sqlite_engine, batch(row("tax", 1)), origin())
    downgrade(sqlite_engine, "0005")
    with sqlite_engine.connect() as connection, tables_may_be_replaced(connection), connection.begin():
        connection.execute(text("DELETE FROM budget_line"))
    before = contents(sqlite_engine)
    with pytest.raises(RuntimeError, match=r"refer to nothing.*fact"):
        migrate(sqlite_engine)
    assert contents(sqlite_engine) == before
    with sqlite_engine.connect() as connection:
        assert needs_migration(connection) and releases.data_version(connection) == 1
