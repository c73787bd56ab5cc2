"""A file that another one replaced may come back; what still counts is not published twice; mistakes put right soon."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from dashboard.store import releases
from dashboard.store.batch import Document
from dashboard.store.corrections import is_correction
from dashboard.store.publishing import budget, checks, works
from dashboard.store.publishing.actions import publish_actions
from dashboard.store.publishing.boundaries import BoundaryRow, publish_boundaries
from dashboard.store.publishing.boundaries import retract as retract_boundaries
from dashboard.store.publishing.standing import counts_instead
from dashboard.store.publishing.work_rows import WorkRow
from dashboard.store.queries.contacts import looked_for
from dashboard.store.queries.corrections import corrected
from dashboard.store.records import LookedFor
from dashboard.store.releases import PRODUCT, Published
from dashboard.store.tables import release
from dashboard.store.works_tables import boundary
from tests.store.made import assert_whole, batch, current, origin, row

TEN, TWELVE = batch(row("a", 10)), batch(row("a", 12))


def says(engine: Engine, amounts: Any, name: str, actor: str = "tester") -> Published:
    return budget.publish_budget(engine, amounts, origin(name, actor=actor))


def test_the_right_budget_comes_back_after_a_wrong_one(place: Engine) -> None:
    says(place, TEN, "right")
    assert says(place, TEN, "right") == Published("same", 1, 1)
    says(place, TWELVE, "wrong")
    assert says(place, TEN, "right") == Published("published", 3, 1)
    assert current(place) == [("approved", 2025, 10)]
    assert says(place, TEN, "right") == Published("same", 3, 1)
    assert says(place, TWELVE, "wrong").outcome == "published"
    assert_whole(place)


def test_a_budget_beside_another_leaves_it_standing(place: Engine) -> None:
    says(place, TEN, "right")
    says(place, batch(row("a", 9, fiscal_year=2024, period_end=date(2024, 12, 31))), "other year")
    says(place, batch(row("a", 9, phase="executed")), "other phase")
    assert says(place, TEN, "right") == Published("same", 1, 1)


def test_a_budget_that_an_older_release_outranks_is_not_published_again(place: Engine) -> None:
    says(
        place, batch(row("a", 10, document="council"), papers=(Document("council", "Council", authority=3),)), "council"
    )
    news = batch(row("a", 12, document="news"), papers=(Document("news", "News", authority=1),))
    assert says(place, news, "news").outcome == "published"
    with place.connect() as connection:
        assert (counts_instead(connection, "budget", 2), counts_instead(connection, "budget", 1)) == (1, None)
    assert says(place, news, "news") == Published("same", 2, 1)


def test_the_programs_own_budget_does_not_come_back_over_one_of_staff(place: Engine) -> None:
    says(place, TEN, "shipped", PRODUCT)
    says(place, TWELVE, "of staff")
    assert says(place, TEN, "shipped", PRODUCT).outcome == "same"
    assert current(place) == [("approved", 2025, 12)]
    assert says(place, TEN, "shipped").outcome == "published", "staff may bring it back themselves"


def test_the_programs_own_file_comes_back_after_another_of_its_own(place: Engine) -> None:
    says(place, TEN, "old", PRODUCT)
    says(place, TWELVE, "new", PRODUCT)
    assert says(place, TEN, "old", PRODUCT).outcome == "published", "an older program was started again"


def report(key: str, day: date, status: str) -> WorkRow:
    return WorkRow("here", key, "Мектеп", "paper", day, status, 2)


def registers(engine: Engine, name: str, *rows: WorkRow, actor: str = "tester") -> str:
    made = origin(name, subject="works", actor=actor)
    return works.publish_works(engine, rows, (Document("paper", "Paper"),), made).outcome


def test_a_register_comes_back_where_another_spoke_of_the_same_day_only(place: Engine) -> None:
    may = report("w", date(2025, 5, 1), "preparation")
    assert registers(place, "may", may) == "published"
    registers(place, "june", report("w", date(2025, 6, 1), "implementation"))
    assert registers(place, "may", may) == "same", "June goes on from May"
    registers(place, "wrong may", replace(may, status="cancelled"))
    registers(place, "wrong june", report("w", date(2025, 6, 1), "cancelled"))
    assert registers(place, "june", report("w", date(2025, 6, 1), "implementation")) == "published"


def test_of_two_registers_of_a_day_that_of_staff_counts(place: Engine) -> None:
    may = report("w", date(2025, 5, 1), "preparation")
    registers(place, "of staff", replace(may, status="implementation"))
    registers(place, "shipped later", may, actor=PRODUCT)
    with place.connect() as connection:
        status = select(works.work_report.c.status).where(works.work_report.c.is_current)
        assert connection.execute(status).scalars().all() == ["implementation"]
        assert counts_instead(connection, "works", 2) == 1


def test_requests_come_back_and_those_of_staff_stay_above_the_programs(place: Engine) -> None:
    def told(name: str, state: str, actor: str = "tester") -> str:
        asked = {"municipality": "here", "key": "light", "asked_ky": "Чырак", "asked_on": date(2025, 3, 1)}
        rows = [{**asked, "asked_at": "hearing", "state": state}]
        return publish_actions(place, rows, origin(name, subject="actions", actor=actor)).outcome

    told("right", "asked")
    told("wrong", "promised")
    assert (told("right", "asked"), told("right", "asked")) == ("published", "same")
    told("shipped", "doing", PRODUCT)
    with place.connect() as connection:
        assert counts_instead(connection, "actions", 3) is None


def test_outlines_come_back_also_after_the_ones_that_replaced_them_were_taken_back(place: Engine) -> None:
    def drawn(name: str, rings: str, actor: str = "tester") -> Published:
        rows = [BoundaryRow("here", rings, "", "")]
        return publish_boundaries(place, rows, origin(name, subject="boundaries", actor=actor))

    drawn("right", "[1]")
    assert drawn("right", "[1]").outcome == "same"
    wrong = drawn("wrong", "[2]").release_id
    retract_boundaries(place, wrong, actor="tester", reason="wrong")
    assert drawn("right", "[1]").outcome == "published"
    drawn("shipped", "[3]", PRODUCT)
    with place.connect() as connection:
        assert connection.execute(select(boundary.c.rings)).scalars().all() == ["[1]"]


def looked(engine: Engine, name: str, day: int, found: bool, kind: str = "budget") -> Published:
    row = {"municipality": "here", "kind": kind, "fiscal_year": 2025, "looked_on": date(2026, 1, day), "found": found}
    rows = [{**row, "url": "https://example.org"}]
    return checks.publish_checks(engine, rows, origin(name, subject="checks"))


def test_the_latest_check_of_each_kind_and_year_counts_until_it_is_taken_back(place: Engine) -> None:
    def known() -> tuple[LookedFor, ...]:
        with place.connect() as connection:
            return looked_for(connection, 1)

    assert known() == ()
    looked(place, "late", 20, True)
    looked(place, "early", 10, False)
    looked(place, "works", 5, False, "works")
    late = LookedFor("budget", 2025, date(2026, 1, 20), True, "https://example.org")
    assert known() == (late, LookedFor("works", 2025, date(2026, 1, 5), False, "https://example.org"))
    checks.retract(place, 1, actor="tester", reason="wrong")
    assert [(each.kind, each.looked_on.day, each.found) for each in known()] == [
        ("budget", 10, False),
        ("works", 5, False),
    ]


def test_a_check_comes_back_where_another_said_otherwise_of_the_same_day(place: Engine) -> None:
    looked(place, "right", 10, False)
    looked(place, "next day", 11, True)
    assert looked(place, "right", 10, False).outcome == "same"
    looked(place, "wrong", 10, True)
    assert looked(place, "right", 10, False).outcome == "published"


@dataclass(frozen=True)
class Made:
    """A release as corrections see it."""

    actor: str = "asel"
    imported_at: str = "2026-01-01T10:00:00+00:00"
    subject: str = "budget"


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (Made(imported_at="2026-01-02T10:00:00+00:00"), True),
        (Made(imported_at="2026-01-02T10:00:01+00:00"), False),
        (Made("bakyt", "2026-01-01T10:05:00+00:00"), False),
        (Made(imported_at="2026-01-01T10:05:00+00:00", subject="works"), False),
        (Made(imported_at="2026-01-01T09:00:00+00:00"), False),
    ],
)
def test_a_correction_is_of_the_same_hand_and_subject_and_soon(later: Made, expected: bool) -> None:
    assert is_correction(Made(), later, 24) is expected


def later_by(engine: Engine, release_id: int, hours: int) -> None:
    """Make a release look as if it came some hours after the first."""
    at = datetime.fromisoformat("2026-01-01T10:00:00+00:00") + timedelta(hours=hours)
    with engine.begin() as connection:
        connection.execute(update(release).where(release.c.id == release_id).values(imported_at=at.isoformat()))


@pytest.mark.parametrize(
    ("actors", "hours", "left_out"),
    [
        (("asel", "asel"), (0, 1), {1}),
        (("asel", "asel"), (0, 25), set()),
        (("asel", "bakyt"), (0, 1), set()),
        (("asel", "bakyt", "asel"), (0, 1, 2), set()),
        (("asel", "asel", "bakyt"), (0, 1, 2), {1}),
    ],
)
def test_public_lists_leave_out_what_its_maker_soon_put_right(
    place: Engine, actors: tuple[str, ...], hours: tuple[int, ...], left_out: set[int]
) -> None:
    for number, (actor, hour) in enumerate(zip(actors, hours, strict=True), start=1):
        says(place, batch(row("a", number)), f"file {number}", actor)
        later_by(place, number, hour)
    with place.connect() as connection:
        assert corrected(connection, 24) == left_out


def test_what_was_retracted_soon_is_left_out_unless_somebody_else_went_on_from_it(place: Engine) -> None:
    says(place, TEN, "wrong", "asel")
    budget.retract(place, 1, actor="bakyt", reason="wrong")
    says(place, TEN, "wrong again", "asel")
    says(place, TWELVE, "goes on", "bakyt")
    budget.retract(place, 2, actor="asel", reason="wrong")
    with place.connect() as connection:
        assert corrected(connection, 24) == {1}
        assert corrected(connection, -1) == frozenset()


def test_releases_from_before_the_program_signed_its_own_are_signed_once(place: Engine) -> None:
    says(place, TEN, "budget.csv", "root")
    says(place, TWELVE, "mine.csv", "root")
    for made in ({("budget", "budget.csv", "made")}, {("budget", "mine.csv", "made")}):
        with releases.writing(place) as connection:
            releases.claim(connection, made)
    with place.connect() as connection:
        assert connection.execute(select(release.c.actor).order_by(release.c.id)).scalars().all() == [PRODUCT, "root"]
    assert_whole(place)
