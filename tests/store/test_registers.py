"""Registers that list all works of a place, and works that are no longer in the latest of them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, text

from dashboard.store.migrate import migrate
from dashboard.store.publishing.standings import wrong_standings
from dashboard.store.publishing.work_rows import WorkRow
from dashboard.store.publishing.works import publish_works, retract
from dashboard.store.queries import works as queries
from dashboard.store.queries import works_outcome
from dashboard.store.releases import Published
from dashboard.store.work_records import Choice, Overdue
from tests.store.made import origin
from tests.store.test_upgrade import downgrade
from tests.store.test_works import PAPER, one, publish, row, shown

TODAY = date(2026, 9, 30)
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
LAST_YEAR = date(2025, 12, 31)


def register(engine: Engine, name: str, *rows: WorkRow) -> Published:
    return publish_works(engine, rows, (PAPER,), origin(name, subject="works"), complete=True)


def complete_since(engine: Engine) -> date | None:
    with engine.connect() as connection:
        return queries.complete_register(connection, 1)


def test_a_work_missing_from_the_latest_complete_register_is_neither_open_nor_late(place: Engine) -> None:
    both = [row(key, "implementation", MAY, planned_end=LAST_YEAR) for key in ("stays", "goes")]
    register(place, "may", *both, row("built", "completion", MAY))
    assert complete_since(place) == MAY
    with place.connect() as connection:
        assert works_outcome.overdue(connection, 1, TODAY) == Overdue(2, 2, None, 2, 2, (MAY, MAY))
    register(place, "june", row("stays", "implementation", JUNE, planned_end=LAST_YEAR))
    assert complete_since(place) == JUNE
    gone = one(place, "goes")
    assert (gone.word, gone.report.as_of, gone.standing.missing_from) == ("not_listed", MAY, JUNE)
    assert gone.days_late(TODAY) is None
    assert (one(place, "built").word, one(place, "stays").word) == ("done", "under_way")
    assert shown(place, words=("not_listed",)) == ["goes"]
    with place.connect() as connection:
        assert works_outcome.overdue(connection, 1, TODAY).count == 1
        assert [each.due for each in works_outcome.delivery(connection, 1, TODAY)] == [1]
        by_word = {tally.key: (tally.count, tally.late) for tally in queries.tallies(connection, 1, TODAY, "word")}
    assert by_word == {"under_way": (1, 1), "done": (1, 0), "not_listed": (1, 0)}


def test_a_mention_makes_nothing_missing_and_brings_a_missing_work_back(place: Engine) -> None:
    register(place, "may", row("a", "implementation", MAY), row("b", "implementation", MAY))
    publish(place, "news", row("b", "implementation", JUNE))
    assert one(place, "a").word == "under_way" and complete_since(place) == MAY
    register(place, "july", row("a", "implementation", JULY))
    assert one(place, "b").word == "not_listed"
    publish(place, "more news", row("b", "implementation", date(2026, 8, 1)))
    assert one(place, "b").word == "under_way"


def test_taking_a_register_back_takes_its_silence_back(place: Engine) -> None:
    register(place, "may", row("a", "implementation", MAY), row("b", "implementation", MAY))
    june = register(place, "june", row("a", "implementation", JUNE))
    assert one(place, "b").word == "not_listed"
    retract(place, june.release_id, actor="tester", reason="wrong")
    assert one(place, "b").word == "under_way" and complete_since(place) == MAY


def test_a_place_with_mentions_only_has_no_complete_register(place: Engine) -> None:
    publish(place, "news", row("a", "implementation"))
    assert complete_since(place) is None


def test_lateness_is_counted_to_the_day_of_the_report_and_to_today_by_young_ones(place: Engine) -> None:
    young, old = date(2026, 9, 1), date(2026, 6, 15)
    publish(
        place,
        "first",
        row("young", "implementation", young, planned_end=JUNE, planned_minor=7, delay_reason="rain"),
        row("old", "implementation", old, planned_end=JUNE),
        row("too old to tell", "implementation", MAY, planned_end=JUNE),
    )
    assert [one(place, key).days_late(TODAY) for key in ("young", "old", "too old to tell")] == [121, 14, None]
    with place.connect() as connection:
        assert works_outcome.overdue(connection, 1, TODAY) == Overdue(2, 2, 7, 1, 1, (old, TODAY))
    assert sorted(shown(place, late_only=True)) == ["old", "young"]


def test_a_moved_date_is_late_by_the_first_promise_and_not_by_the_last(place: Engine) -> None:
    publish(place, "may", row("a", "implementation", MAY, planned_end=JUNE, planned_minor=100))
    moved = row("a", "implementation", date(2026, 9, 1), planned_end=date(2027, 1, 1), planned_minor=150)
    publish(
        place, "september", moved, row("b", "completion", JULY, planned_end=LAST_YEAR, new_end=JULY, actual_end=JULY)
    )
    found = one(place)
    assert (found.days_late(TODAY), found.days_late(TODAY, "last")) == (121, None)
    with place.connect() as connection:
        (delivery,) = [each for each in works_outcome.delivery(connection, 1, TODAY) if each.year == 2025]
        (plans,) = works_outcome.replanned(connection, 1)
    assert (delivery.due, delivery.on_time, delivery.on_time_now) == (1, 0, 1)
    assert (plans.count, plans.changed, plans.first_minor, plans.planned_minor) == (1, 1, 100, 150)


def test_a_finished_work_without_a_day_is_unknown_unless_it_was_reported_in_time(place: Engine) -> None:
    publish(
        place,
        "first",
        row("in time", "completion", MAY, planned_end=JUNE),
        row("nobody says", "completion", JULY, planned_end=JUNE),
        row("being taken down", "decommissioning", JULY, planned_end=JUNE),
    )
    with place.connect() as connection:
        (found,) = works_outcome.delivery(connection, 1, TODAY)
    assert (found.due, found.on_time, found.unknown, found.known) == (2, 1, 1, 1)
    assert one(place, "being taken down").word == "taken_down"
    assert sorted(shown(place, words=("done",))) == ["in time", "nobody says"]


def test_works_are_found_by_words_of_title_number_and_contractor_and_by_their_money(place: Engine) -> None:
    publish(
        place,
        "first",
        row("R-1", title_ky="Көчөнү оңдоо, Ак-Сай", contractor="ОсОО Жол"),
        row("R-2", title_ky="Мектептин чатыры", planned_minor=5),
        row("R-3", contractor="ОсОО Жол", planned_minor=50),
    )
    assert shown(place, text=("ондоо", "аксай")) == ["R-1"]
    assert shown(place, text=("r2",)) == ["R-2"]
    assert shown(place, text=("жол",)) == shown(place, contractor="ОсОО Жол") == ["R-1", "R-3"]
    assert shown(place, text=("%",)) == []
    with place.connect() as connection:
        dearest = queries.works(connection, 1, TODAY, Choice(), order="planned")
    assert [each.key for each in dearest] == ["R-3", "R-2", "R-1"]


def test_a_database_of_before_learns_what_stands_and_how_narrowly(place: Engine) -> None:
    """Schema 0010 kept neither, and took a promise back with the first report that left it out."""
    plan, moved = date(2023, 9, 22), date(2024, 6, 30)
    rows = [
        WorkRow("here", "a", "a", "paper", MAY, "implementation", 2, planned_end=plan, new_end=moved),
        WorkRow("here", "a", "a", "paper", JUNE, "completion", 3, planned_end=plan, actual_end=date(2024, 5, 5)),
    ]
    publish_works(place, rows, (PAPER,), origin("one", subject="works"))
    before = one(place, "a").standing
    downgrade(place, "0010")
    with place.begin() as connection:
        connection.execute(text("UPDATE work_standing SET last_end = first_end"))
    migrate(place)
    after = one(place, "a")
    assert after.standing == before and (after.standing.last_end, after.standing.first_end) == (moved, plan)
    assert (after.standing.first_end_precision, after.report.planned_end_precision) == ("", "")
    with place.connect() as connection:
        assert list(wrong_standings(connection, 1)) == []
