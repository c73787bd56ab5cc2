"""Which statements count: one document for what it covers, with its annexes; and what it restates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from dashboard.store.batch import Document
from dashboard.store.publishing.budget import publish_budget, retract
from dashboard.store.queries import budget
from dashboard.store.records import Statement
from dashboard.store.releases import Published
from dashboard.store.tables import municipality, release, slice_
from tests.store.made import batch, origin, row

DRAFT = Document("draft", "Draft", date=date(2024, 11, 1))
PAPER = Document("paper", "Resolution", date=date(2025, 1, 20))
LATER = Document("later", "Resolution of May", date=date(2025, 5, 20))
SHEET = Document("sheet", "Report of the treasury", date=date(2025, 5, 20), publisher="Treasury")
ADDS = {"part_role": "adds"}


def says(
    engine: Engine, paper: Document, *rows: dict[str, Any], name: str = "", actor: str = "tester", hours: float = 24
) -> Published:
    """Publish rows of a paper; the file is called as the paper where it has no other name."""
    made = batch(*({**each, "document": paper.key} for each in rows), papers=(paper,))
    return publish_budget(engine, made, origin(name or paper.key, actor=actor), correction_hours=hours)


def of(part: str, amount: int, **other: Any) -> dict[str, Any]:
    """One line of an annex that adds up with the others of its document."""
    return row("tax", amount, part=part, **{**ADDS, **other})


def counts(engine: Engine) -> list[tuple[str, str, int | None]]:
    """(coverage, annex, amount) of the statements that count."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(slice_.c.covers, slice_.c.covers_ky, slice_.c.part, slice_.c.amount_minor).where(slice_.c.is_current)
        )
        return sorted((":".join(filter(None, each[:2])), each.part, each.amount_minor) for each in rows)


def statements(engine: Engine) -> tuple[Statement, ...]:
    with engine.connect() as connection:
        place = connection.execute(select(municipality.c.id).where(municipality.c.code == "here")).scalar_one()
        return budget.statements(connection, place)


@pytest.mark.parametrize(
    ("covers", "name"), [("own_revenue", ""), ("part", "Атайын фонд"), ("transfers", ""), ("without_transfers", "")]
)
@pytest.mark.parametrize("first", ["the whole", "the part"])
def test_a_part_never_displaces_the_whole(place: Engine, first: str, covers: str, name: str) -> None:
    whole, part = row("tax", 100), row("tax", 8, covers=covers, covers_ky=name)
    said = [(PAPER, whole), (LATER, part)]
    for paper, each in said if first == "the whole" else reversed(said):
        says(place, paper, each)
    assert {(amount, covered == "whole") for covered, _, amount in counts(place)} == {(100, True), (8, False)}
    assert [each.restated for each in statements(place)] == [False, False]


def test_parts_of_other_names_stand_side_by_side_and_those_of_one_name_replace_each_other(place: Engine) -> None:
    part = {"covers": "part"}
    says(place, PAPER, row("tax", 8, covers_ky="Атайын фонд", **part), row("tax", 3, covers_ky="Өнүгүү", **part))
    says(place, LATER, row("tax", 9, covers_ky="Атайын фонд", **part))
    assert counts(place) == [("part:Атайын фонд", "", 9), ("part:Өнүгүү", "", 3)]


def test_a_later_document_displaces_all_annexes_of_the_earlier_one(place: Engine) -> None:
    says(place, PAPER, of("general", 100), of("special", 20), of("eliminations", -5))
    assert [amount for _, _, amount in counts(place)] == [-5, 100, 20]
    later = says(place, LATER, of("general", 130))
    assert counts(place) == [("whole", "general", 130)]
    retract(place, later.release_id, actor="tester", reason="not yet in force")
    assert counts(place) == [("whole", "eliminations", -5), ("whole", "general", 100), ("whole", "special", 20)]


def test_annexes_of_one_document_come_in_files_of_their_own_and_each_is_renewed_by_itself(place: Engine) -> None:
    says(place, PAPER, of("general", 100), name="general.csv")
    says(place, PAPER, of("special", 20), name="special.csv")
    assert [each.amount_minor for each in statements(place)] == [120]
    says(place, PAPER, of("special", 30), name="special again.csv")
    assert counts(place) == [("whole", "general", 100), ("whole", "special", 30)]


def test_an_older_document_never_displaces_annexes_of_a_later_one(place: Engine) -> None:
    says(place, LATER, of("general", 130))
    says(place, PAPER, of("general", 100), of("special", 20))
    assert counts(place) == [("whole", "general", 130)]


def hours_after(engine: Engine, hours: float) -> None:
    """Make the first release look as if it came that long before now."""
    with engine.begin() as connection:
        first = select(release.c.id).order_by(release.c.id).limit(1).scalar_subquery()
        at = datetime.fromisoformat(connection.execute(select(release.c.imported_at)).scalars().first() or "")
        before = (at - timedelta(hours=hours)).isoformat()
        connection.execute(update(release).where(release.c.id == first).values(imported_at=before))


@pytest.mark.parametrize(
    ("second", "actor", "passed", "hours", "marked"),
    [
        (PAPER, "tester", 0, 24, False),
        (PAPER, "tester", 23, 24, False),
        (PAPER, "tester", 25, 24, True),
        (PAPER, "tester", 2, 1, True),
        (PAPER, "another", 0, 24, True),
        (LATER, "tester", 0, 24, True),
        (SHEET, "tester", 0, 24, False),
    ],
    ids=["at once", "the same day", "the day after", "after its hour", "another hand", "another document", "an issuer"],
)
def test_a_figure_is_marked_unless_its_own_hand_put_the_document_right_in_time(
    place: Engine, second: Document, actor: str, passed: float, hours: float, marked: bool
) -> None:
    says(place, PAPER, row("tax", 100), name="first")
    hours_after(place, passed)
    says(place, second, row("tax", 120), name="second", actor=actor, hours=hours)
    (statement,) = statements(place)
    assert (statement.amount_minor, statement.restated) == (120, marked)
    assert statement.previous_minor == (100 if marked else None)


def test_a_correction_still_restates_what_its_document_restated(place: Engine) -> None:
    says(place, DRAFT, row("tax", 90), name="before")
    says(place, PAPER, row("tax", 1000), name="typed wrong")
    says(place, PAPER, row("tax", 100), name="put right")
    (statement,) = statements(place)
    assert (statement.amount_minor, statement.previous_minor) == (100, 90)


@pytest.mark.parametrize(("step", "marked"), [(1, True), (100_00, True), (1000_00, False)])
def test_a_difference_that_rounding_explains_is_no_restatement(place: Engine, step: int, marked: bool) -> None:
    says(place, PAPER, row("tax", 7_074_800), name="exact")
    says(place, LATER, row("tax", 7_090_000, rounded_to_minor=step), name="rounded")
    (statement,) = statements(place)
    assert statement.restated is marked


def test_an_annex_restates_the_same_annex_only(place: Engine) -> None:
    says(place, PAPER, of("general", 100), of("special", 20))
    says(place, LATER, of("general", 100), of("special", 26), of("new", 4))
    (statement,) = statements(place)
    assert (statement.amount_minor, statement.previous_minor) == (130, 124)
    assert len(statement.members) == 3 and len(statement.previous_ids) == 2


def test_what_only_mentions_lines_competes_with_nobody(place: Engine) -> None:
    says(place, PAPER, row("tax", 100))
    says(place, LATER, row("tax", None))
    assert [(each.document, each.amount_minor) for each in statements(place)] == [("paper", 100), ("later", None)]
