"""Annexes of one document: those that add up are one statement, those that break the money down stand beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from dashboard.exhibits.breakdown import notes_of
from dashboard.exhibits.reliability import differences
from dashboard.exhibits.view import View
from dashboard.store.batch import Document
from dashboard.store.publishing.budget import publish_budget
from dashboard.store.queries import budget, places
from dashboard.store.records import Statement
from dashboard.store.tables import municipality
from tests.store.made import batch, origin, row
from tests.watching import statements as watched


def annex(part: str, role: str, *rows: dict[str, Any], **other: Any) -> list[dict[str, Any]]:
    told = {"itemises": "all", "rounded_to_minor": 1, "part": part, "part_role": role}
    return [{**each, **told, **other} for each in rows]


def statements(engine: Engine) -> tuple[Statement, ...]:
    with engine.connect() as connection:
        return budget.statements(connection, connection.execute(select(municipality.c.id)).scalar_one())


def publish(engine: Engine, *annexes: list[dict[str, Any]]) -> None:
    publish_budget(engine, batch(*(each for rows in annexes for each in rows)), origin())


GENERAL = annex("general fund", "adds", row("tax", 100), row("rent", 20))
SPECIAL = annex("special fund", "adds", row("tax", 7))
ELIMINATIONS = annex("eliminations", "adds", row("tax", -2))
BY_FUNCTION = annex("by function", "breaks_down", row("schools", 80), row("roads", 45))


def test_annexes_that_add_up_are_one_statement_of_their_sum(place: Engine) -> None:
    publish(place, GENERAL, SPECIAL, ELIMINATIONS)
    (statement,) = statements(place)
    assert (statement.amount_minor, statement.lines_minor, statement.basis) == (125, 125, "lines")
    assert len(statement.members) == 3 and statement.id == statement.members[0]
    assert (statement.annexes, statement.restated) == ((), False)
    with place.connect() as connection:
        assert (
            sum(each.amount_minor for each in budget.sums(connection, statement.members) if each.dimension == "source")
            == 125
        )


def test_an_annex_that_breaks_the_money_down_stands_beside_and_adds_nothing(place: Engine) -> None:
    publish(place, GENERAL, BY_FUNCTION, SPECIAL)
    (statement,) = statements(place)
    assert statement.amount_minor == 127
    (beside,) = statement.annexes
    assert (beside.part, beside.amount_minor) == ("by function", 125)
    assert beside.id not in statement.members
    assert statement.reads == {*statement.members, beside.id}


def test_where_a_document_has_only_breakdowns_one_is_the_statement(place: Engine) -> None:
    publish(place, BY_FUNCTION, annex("by item", "breaks_down", row("wages", 90), row("goods", 35)))
    (statement,) = statements(place)
    assert statement.amount_minor == 125, "never 250"
    assert [(each.part, each.amount_minor) for each in statement.annexes] == [("by item", 125)]


@pytest.mark.parametrize(
    ("column", "of_annexes", "of_all"),
    [
        ("itemises", ("all", "some"), "some"),
        ("itemises", ("none", "all"), "none"),
        ("rounded_to_minor", (1, 100_000), 100_000),
    ],
)
def test_a_statement_is_as_vague_as_its_vaguest_annex(
    place: Engine, column: str, of_annexes: tuple[Any, Any], of_all: object
) -> None:
    told = [
        annex(part, "adds", row("tax", 100), row("all", 100, role="total"), **{column: value})
        for part, value in zip(("general", "special"), of_annexes, strict=True)
    ]
    publish(place, *told)
    (statement,) = statements(place)
    assert getattr(statement, column) == of_all


def test_an_annex_without_any_figure_leaves_the_sum_of_the_others(place: Engine) -> None:
    publish(place, GENERAL, annex("notes", "adds", row("tax", None)))
    assert [each.amount_minor for each in statements(place)] == [120, None]


def test_annexes_of_other_months_phases_and_sides_are_other_statements(place: Engine) -> None:
    june = {"phase": "executed", "scope": "period", "period_end": date(2025, 6, 30)}
    publish(
        place,
        GENERAL,
        annex("special fund", "adds", row("tax", 3, **june)),
        annex("special fund", "adds", row("roads", 90, direction="expenditure")),
    )
    assert [each.amount_minor for each in statements(place)] == [90, 120, 3]


def test_annexes_of_another_document_that_does_not_count_are_never_added(place: Engine) -> None:
    publish(place, GENERAL, SPECIAL)
    news = [{**each, "document": "news"} for each in annex("gifts", "adds", row("tax", 1000))]
    publish_budget(place, batch(*news, papers=(Document("news", "News", authority=1),)), origin("news"))
    (statement,) = statements(place)
    assert statement.amount_minor == 127
    with place.connect() as connection:
        (other,) = budget.rivals(connection, statement.place)
    assert (other.amount_minor, other.document) == (1000, "news")


def test_a_document_that_does_not_count_is_one_figure_too_as_it_said_last(place: Engine) -> None:
    publish(place, GENERAL, SPECIAL)
    news = Document("news", "News", authority=1, publisher="News")

    def said(name: str, *annexes: list[dict[str, Any]]) -> None:
        rows = [{**each, "document": "news"} for rows in annexes for each in rows]
        publish_budget(place, batch(*rows, papers=(news,)), origin(name))

    said("news", annex("general fund", "adds", row("tax", 1)), annex("special fund", "adds", row("tax", 7)))
    said("news again", annex("general fund", "adds", row("tax", 120)))
    with place.connect() as connection:
        (other,) = budget.rivals(connection, statements(place)[0].place)
    assert (other.amount_minor, len(other.members)) == (127, 2)


def test_sums_that_differ_are_told_of_every_annex(place: Engine) -> None:
    wrong = [row("tax", 7), row("all", 9, role="total")]
    publish(place, GENERAL, annex("special fund", "adds", *wrong), annex("by item", "breaks_down", *wrong))
    (statement,) = statements(place)
    with place.connect() as connection:
        found = budget.differences(connection, statement.place)
        ((_, known),) = places.places(connection).items()
    view = View(known, 2025, "en", date(2026, 1, 1), (statement,), {})
    exhibit = differences(view, found)
    stated, computed = exhibit.column("stated"), exhibit.column("computed")
    assert [(each.cells[stated].value, each.cells[computed].value) for each in exhibit.rows] == [(9, 7), (9, 7)]


def test_notes_of_every_annex_stand_with_the_statement(place: Engine) -> None:
    rows = [*GENERAL, *annex("special fund", "adds", row("tax", 7))]
    publish_budget(place, batch(*rows, notes=3), origin())
    (statement,) = statements(place)
    with place.connect() as connection:
        remarks = budget.remarks(connection, statement.members)
        ((_, known),) = places.places(connection).items()
    view = View(known, 2025, "en", date(2026, 1, 1), (statement,), {}, remarks=remarks)
    assert len(remarks) == 3
    assert [note for note in notes_of(view, statement) if note.endswith(": e")] == ["«tax»: e", "«rent»: e"]
    only_second = replace(view, remarks=tuple(each for each in remarks if each.statement_id != statement.id))
    assert "«tax»: e" in notes_of(only_second, statement)


def test_statements_with_annexes_are_read_by_one_statement(place: Engine) -> None:
    publish(place, GENERAL, BY_FUNCTION, SPECIAL)
    with place.connect() as connection, watched(place) as asked:
        assert budget.statements(connection, 1)
    assert len([each for each in asked if each.startswith("SELECT")]) == 1
