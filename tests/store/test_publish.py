"""Publishing: versions, restatements, retraction, sums, and what stays when something goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, func, insert, select

from dashboard.store import releases
from dashboard.store.batch import Document
from dashboard.store.publishing import budget_figures
from dashboard.store.publishing.budget import publish_budget, retract
from dashboard.store.releases import Inconsistent, UnknownRelease
from dashboard.store.tables import (
    check_result,
    classification,
    document,
    fact,
    fact_note,
    line,
    printed_label,
    release,
    rollup,
    slice_,
)
from tests.store.made import add_place, assert_whole, batch, current, many, origin, row


@pytest.fixture
def place(engine: Engine) -> Engine:
    add_place(engine)
    return engine


def count(engine: Engine, table: object) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def version(engine: Engine) -> int:
    with engine.connect() as connection:
        return releases.data_version(connection)


def test_facts_totals_rollups_labels_and_notes_are_written(place: Engine) -> None:
    with place.begin() as connection:
        connection.execute(
            insert(classification).values(
                key="rev.tax",
                kind="source",
                direction="revenue",
                name_ky="с",
                name_ru="н",
                name_en="t",
                review=False,
                own=True,
                position=1,
            )
        )
    rows = (
        row("tax", 1000, source="rev.tax"),
        row("rent", 500),
        row("part", 300, parent="tax", role="of_which"),
        row("unknown", None),
        row("total", 1600, role="total"),
    )
    done = publish_budget(place, batch(*rows, notes=1), origin())
    assert (done.outcome, done.rows) == ("published", 5)
    assert current(place) == [("approved", 2025, 1600)]
    with place.connect() as connection:
        shown = connection.execute(select(slice_)).one()
        assert (shown.stated_minor, shown.lines_minor, shown.basis) == (1600, 1500, "stated")
        sums = connection.execute(
            select(classification.c.key, rollup.c.amount_minor).join_from(
                rollup, classification, rollup.c.classification_id == classification.c.id, isouter=True
            )
        ).all()
        assert sorted((each.key or "", each.amount_minor) for each in sums) == [("", 500), ("rev.tax", 1000)]
        difference = connection.execute(select(check_result)).one()
        assert (difference.kind, difference.stated_minor, difference.computed_minor) == ("total_differs", 1600, 1500)
        parent = select(line.c.id).where(line.c.key == "tax").scalar_subquery()
        assert connection.execute(select(line.c.key).where(line.c.parent_id == parent)).scalars().all() == ["part"]
    assert (count(place, printed_label), count(place, fact_note)) == (5, 1)


def test_the_same_file_twice_changes_nothing(place: Engine) -> None:
    first = publish_budget(place, many(10, 5), origin())
    before = version(place)
    again = publish_budget(place, many(10, 5), origin())
    assert (again.outcome, again.release_id) == ("same", first.release_id)
    assert (count(place, release), count(place, fact), version(place)) == (1, 10, before)


def test_a_restatement_counts_and_keeps_what_it_restates(place: Engine) -> None:
    publish_budget(place, batch(row("a", 10)), origin("first"))
    publish_budget(place, batch(row("a", 12)), origin("second", actor="another"))
    assert current(place) == [("approved", 2025, 12)]
    with place.connect() as connection:
        old, new = connection.execute(select(slice_).order_by(slice_.c.id)).all()
    assert (old.is_current, new.is_current, new.previous_id) == (False, True, old.id)
    assert_whole(place)


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        (Document("a", "Council", authority=3), Document("b", "News", authority=1), 10),
        (Document("a", "News", authority=1), Document("b", "Council", authority=3), 12),
        (Document("a", "New", date=date(2025, 6, 1)), Document("b", "Old", date=date(2025, 1, 1)), 10),
        (Document("a", "Old", date=date(2025, 1, 1)), Document("b", "New", date=date(2025, 6, 1)), 12),
    ],
)
def test_the_more_authoritative_then_the_later_paper_counts(
    place: Engine, first: Document, second: Document, shown: int
) -> None:
    publish_budget(place, batch(row("a", 10, document="a"), papers=(first,)), origin("first"))
    publish_budget(place, batch(row("a", 12, document="b"), papers=(second,)), origin("second"))
    assert current(place) == [("approved", 2025, shown)]


def test_retracting_moves_flags_and_no_figures(place: Engine) -> None:
    publish_budget(place, batch(row("a", 10)), origin("first"))
    second = publish_budget(place, batch(row("a", 12)), origin("second"))
    before = version(place)
    retract(place, second.release_id, actor="tester", reason="wrong")
    assert current(place) == [("approved", 2025, 10)]
    assert count(place, fact) == 2 and version(place) == before + 1
    with pytest.raises(UnknownRelease):
        retract(place, second.release_id, actor="tester", reason="again")
    assert publish_budget(place, batch(row("a", 12)), origin("second")).outcome == "published"
    assert current(place) == [("approved", 2025, 12)]
    assert_whole(place)


def test_a_difference_between_written_and_read_sums_commits_nothing(
    place: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_budget(place, batch(row("a", 10)), origin("first"))
    real = budget_figures.write_rows

    def lose_a_row(connection: object, table: object, rows: object) -> None:
        real(connection, table, list(rows)[1:] if table is fact else rows)

    monkeypatch.setattr(budget_figures, "write_rows", lose_a_row)
    with pytest.raises(Inconsistent):
        publish_budget(place, batch(row("a", 10), row("b", 20)), origin("second"))
    assert (count(place, release), count(place, fact)) == (1, 1)
    assert current(place) == [("approved", 2025, 10)]


def test_an_unknown_place_writes_nothing(place: Engine) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        publish_budget(place, batch(row("a", 1, municipality="nowhere")), origin())
    assert count(place, release) == count(place, document) == 0


def test_lines_keep_their_number_over_releases(place: Engine) -> None:
    publish_budget(place, batch(row("a", 1), row("b", 2)), origin("first"))
    publish_budget(place, batch(row("b", 3), row("c", 4)), origin("second"))
    with place.connect() as connection:
        assert sorted(connection.execute(select(line.c.key)).scalars()) == ["a", "b", "c"]


@pytest.mark.parametrize("lines", [1, 141, 142, 143, 1000])
def test_any_number_of_rows_is_written_whole(place: Engine, lines: int) -> None:
    publish_budget(place, many(lines, 7), origin())
    assert count(place, fact) == lines
    assert_whole(place)


def test_text_columns_may_be_categorical(place: Engine) -> None:
    made = many(200, 3)
    texts = ("municipality", "direction", "phase", "scope", "document", "line", "fund", "role", "unit")
    facts = made.facts.astype({name: "category" for name in texts})
    publish_budget(place, replace(made, facts=facts), origin())
    assert [total for _, _, total in current(place)] == [600]
    assert_whole(place)
