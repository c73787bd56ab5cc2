"""What pages read, on both databases: what was published, and which of several papers counts."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, select

from dashboard.store.batch import Document
from dashboard.store.publishing.budget import publish_budget, retract
from dashboard.store.queries import budget, places
from dashboard.store.records import Statement
from dashboard.store.tables import line, municipality
from tests.store.made import add_place, batch, origin, row

COUNCIL = Document("council", "Resolution", authority=3, date=date(2025, 2, 1))
PRESS = Document("press", "News", authority=1, date=date(2025, 9, 1))


@pytest.fixture
def place(engine: Engine) -> Engine:
    """A database with one place, of which two papers give the year 2025."""
    add_place(engine)
    publish_budget(engine, batch(row("tax", 700, document="press"), papers=(PRESS,)), origin("news.csv"))
    rows = (row("tax", 1000, document="council"), row("rent", 0, document="council"))
    publish_budget(engine, batch(*rows, papers=(COUNCIL,), notes=1), origin("resolution.csv"))
    return engine


def statements(engine: Engine) -> tuple[Statement, ...]:
    with engine.connect() as connection:
        return budget.statements(connection, connection.execute(select(municipality.c.id)).scalar_one())


def test_a_resolution_counts_before_a_later_newspaper_and_both_figures_stay(place: Engine) -> None:
    (statement,) = statements(place)
    assert (statement.amount_minor, statement.previous_minor, statement.restated) == (1000, 700, True)
    assert statement.paper.title == "Resolution" and statement.previous_paper is not None
    assert statement.previous_paper.title == "News"


def test_taking_a_release_back_brings_back_what_was_before(place: Engine) -> None:
    (statement,) = statements(place)
    retract(place, statement.release_id, actor="tester", reason="wrong file")
    (before,) = statements(place)
    assert (before.amount_minor, before.restated, before.paper.title) == (700, False, "News")


def test_a_line_has_a_history_of_every_paper_with_its_notes(place: Engine) -> None:
    with place.connect() as connection:
        line_id = connection.execute(select(line.c.id).where(line.c.key == "tax")).scalar_one()
        said = budget.statements_of_line(connection, line_id)
        figures = budget.lines(connection, (s.id for s in said), line_id)
        assert budget.place_of_line(connection, line_id) == connection.execute(select(municipality.c.id)).scalar_one()
    assert sorted(f.amount_minor or 0 for f in figures) == [700, 1000]
    assert [f.note.en for f in figures if f.note is not None] == ["e"]


def test_lines_of_a_statement_come_with_zero_as_zero(place: Engine) -> None:
    (statement,) = statements(place)
    with place.connect() as connection:
        figures = budget.lines(connection, [statement.id])
        sums = budget.sums(connection, [statement.id])
    assert {f.key: f.amount_minor for f in figures} == {"tax": 1000, "rent": 0}
    assert sum(s.amount_minor for s in sums) == 1000 and {s.key for s in sums} == {""}


def test_a_place_tells_what_it_has_published(place: Engine) -> None:
    with place.connect() as connection:
        (known,) = places.published(connection).values()
        names = places.places(connection)
        releases = budget.all_releases(connection)
    assert known.years == (2025,) and known.kinds == {("revenue", "approved")}
    assert [p.code for p in names.values()] == ["here"]
    assert [r.file_name for r in releases] == ["resolution.csv", "news.csv"]


def test_a_note_is_read_with_the_label_the_paper_prints(place: Engine) -> None:
    (statement,) = statements(place)
    with place.connect() as connection:
        (remark,) = budget.remarks(connection, [statement.id])
    assert (remark.printed, remark.text.ky) == ("tax", "к")
