"""Publishing works: reports, the one that counts, history, retraction, sums; and the queries on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select

from dashboard.store import audit, releases
from dashboard.store.batch import Document
from dashboard.store.publishing import work_rows, works
from dashboard.store.publishing.work_rows import WorkRow
from dashboard.store.publishing.works import retract
from dashboard.store.queries import works as queries
from dashboard.store.queries import works_outcome
from dashboard.store.records import Names
from dashboard.store.releases import Inconsistent, Published, UnknownRelease
from dashboard.store.tables import classification, document, municipality, release
from dashboard.store.work_records import WORDS, Choice, Delivery, Deviation, Funding, Link, Point, Work
from dashboard.store.works_tables import boundary, photo, work, work_funding, work_link, work_report
from tests.store.made import add_place, origin

TODAY = date(2026, 9, 30)
PAPER = Document("paper", "Plan of works")


def row(key: str = "a", status: str = "preparation", as_of: date = date(2026, 1, 1), **other: Any) -> WorkRow:
    return WorkRow("here", key, f"Work {key}", "paper", as_of, status, row_no=2, **other)


def publish(engine: Engine, name: str, *rows: WorkRow) -> Published:
    return works.publish_works(engine, rows, (PAPER,), origin(name, subject="works"))


def count(engine: Engine, table: Any) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def one(engine: Engine, key: str = "a") -> Work:
    """The work of that key as a page of its own shows it."""
    with engine.connect() as connection:
        number = connection.execute(select(work.c.id).where(work.c.key == key)).scalar_one()
        found = queries.work(connection, 1, number)
        assert found is not None
        return found


def shown(engine: Engine, **choice: Any) -> list[str]:
    with engine.connect() as connection:
        listed = queries.works(connection, 1, TODAY, Choice(**choice))
        assert queries.count(connection, 1, TODAY, Choice(**choice)) == len(listed)
        return [each.key for each in listed]


def test_a_work_comes_back_with_everything_that_was_said_of_it(place: Engine) -> None:
    said = row(
        title_ky="Иш",
        description="Long",
        type="rehabilitation",
        sector="water",
        service="water",
        village="Ак-Сай",
        latitude=41.5,
        longitude=75.25,
        ocid="ocds-1",
        quantity=640.0,
        quantity_unit="m",
        beneficiaries=120,
        planned_start=date(2026, 1, 1),
        planned_end=date(2026, 6, 1),
        actual_start=date(2026, 2, 1),
        planned_minor=10_000,
        contract_minor=9_000,
        paid_minor=5_000,
        contractor="Firm",
        delay_reason="rain",
        new_end=date(2026, 12, 1),
        note_ky="эскертүү",
        fundings=(Funding("local_budget", "жерг.", 7_000), Funding("donor", "D", None)),
        links=(Link("Contract", "https://example.org/1"),),
    )
    done = publish(place, "first", said)
    assert (done.outcome, done.rows) == ("published", 1)
    found = one(place)
    for name in (
        "description",
        "type",
        "sector",
        "service",
        "village",
        "latitude",
        "longitude",
        "ocid",
        "quantity",
        "quantity_unit",
        "beneficiaries",
        "fundings",
        "links",
        "role",
        "key",
        "function",
    ):
        assert getattr(found, name) == getattr(said, name), name
    for name in (
        "as_of",
        "status",
        "planned_start",
        "planned_end",
        "actual_start",
        "actual_end",
        "planned_minor",
        "contract_minor",
        "paid_minor",
        "contractor",
        "delay_reason",
        "new_end",
    ):
        assert getattr(found.report, name) == getattr(said, name), name
    assert (found.titles.ky, found.titles.en, found.printed) == ("Иш", "Work a", "Work a")
    assert (found.report.note.ky, found.report.paper.key, found.report.release_id) == ("эскертүү", "paper", 1)


def test_the_latest_report_counts_and_the_history_keeps_all(place: Engine) -> None:
    publish(place, "2024", row(status="preparation", as_of=date(2024, 1, 1)), row("b", as_of=date(2024, 1, 1)))
    publish(place, "2025", row(status="implementation", as_of=date(2025, 1, 1)))
    publish(place, "2026", row(status="completion", as_of=date(2026, 1, 1), title_ky="Бүттү"))
    found = one(place)
    assert (found.report.status, found.titles.ky) == ("completion", "Бүттү")
    assert one(place, "b").report.as_of == date(2024, 1, 1)
    with place.connect() as connection:
        history = queries.history(connection, found.id)
    assert [report.status for report in history] == ["preparation", "implementation", "completion"]


def test_an_older_paper_imported_later_joins_the_history_and_does_not_count(place: Engine) -> None:
    publish(place, "new", row(status="completion", as_of=date(2026, 1, 1), village="New"))
    publish(place, "old", row(status="preparation", as_of=date(2024, 1, 1), village="Old"))
    found = one(place)
    assert (found.report.status, found.village) == ("completion", "New")
    with place.connect() as connection:
        assert [report.as_of.year for report in queries.history(connection, found.id)] == [2024, 2026]


def test_of_two_reports_of_one_day_the_later_release_counts(place: Engine) -> None:
    publish(place, "first", row(paid_minor=1))
    publish(place, "second", row(paid_minor=2))
    assert one(place).report.paid_minor == 2


def test_retracting_brings_the_earlier_report_back(place: Engine) -> None:
    publish(place, "first", row(status="preparation"))
    second = publish(place, "second", row(status="completion"), row("new"))
    with place.connect() as connection:
        before = releases.data_version(connection)
    retract(place, second.release_id, actor="tester", reason="wrong")
    assert one(place).report.status == "preparation"
    assert shown(place) == ["a"], "a work only the retracted release speaks of is gone"
    assert count(place, work_report) == 3
    with place.connect() as connection:
        assert releases.data_version(connection) == before + 1
        assert audit.broken_at(connection) is None
        assert [report.status for report in queries.history(connection, 1)] == ["preparation"]
    with pytest.raises(UnknownRelease):
        retract(place, second.release_id, actor="tester", reason="again")
    assert publish(place, "second", row(status="completion")).outcome == "published"
    assert one(place).report.status == "completion"


def test_a_release_of_works_cannot_be_retracted_as_a_budget_nor_the_other_way(place: Engine) -> None:
    from dashboard.store.publishing.budget import retract as retract_budget

    done = publish(place, "first", row())
    with pytest.raises(UnknownRelease):
        retract_budget(place, done.release_id, actor="tester", reason="wrong verb")
    assert shown(place) == ["a"]


def test_the_same_file_twice_changes_nothing(place: Engine) -> None:
    first = publish(place, "first", row())
    again = publish(place, "first", row())
    assert (again.outcome, again.release_id) == ("same", first.release_id)
    assert (count(place, release), count(place, work_report)) == (1, 1)


def test_a_difference_between_written_and_read_sums_commits_nothing(
    place: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(place, "first", row())
    real = work_rows.write_rows

    def lose_a_row(connection: Any, table: Any, rows: Any) -> None:
        real(connection, table, list(rows)[1:])

    monkeypatch.setattr(work_rows, "write_rows", lose_a_row)
    with pytest.raises(Inconsistent):
        publish(place, "second", row("b", fundings=(Funding("donor", "", 5),)))
    assert [count(place, table) for table in (release, work, work_report, work_funding)] == [1, 1, 1, 0]
    assert one(place).report.release_id == 1


@pytest.mark.parametrize("wrong", [{"municipality": "nowhere"}, {"document": "no such"}, {"function": "no such"}])
def test_a_failure_inside_leaves_nothing(place: Engine, wrong: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        publish(place, "first", row("good"), replace(row("bad"), **wrong))
    assert [count(place, table) for table in (release, document, work, work_report, work_funding, work_link)] == [0] * 6


def test_tallies_count_works_only_and_know_which_are_late(place: Engine) -> None:
    past, future, lately = date(2026, 6, 1), date(2027, 6, 1), date(2026, 9, 1)
    publish(
        place,
        "first",
        row("on-time", "completion", planned_end=past, actual_end=past, planned_minor=100, paid_minor=90),
        row("late", "completion", planned_end=past, actual_end=date(2026, 6, 15), contract_minor=50),
        row("overdue", "implementation", lately, planned_end=past, planned_minor=10, service="water", village="Ак-Сай"),
        row("coming", "implementation", planned_end=future),
        row("given up", "cancelled", planned_end=past),
        row("kept", "maintenance"),
        row("grant", "preparation", role="group", planned_minor=9_999_999),
        row("all", "preparation", role="total", planned_minor=9_999_999),
    )
    with place.connect() as connection:
        by_word = {tally.key: tally for tally in queries.tallies(connection, 1, TODAY, "word")}
        assert list(by_word) == [word for word in WORDS if word in by_word] == ["under_way", "done", "cancelled"]
        done = by_word["done"]
        assert (done.count, done.late, done.planned_minor, done.contract_minor, done.paid_minor, done.with_money) == (
            3,
            1,
            100,
            50,
            90,
            2,
        )
        assert (by_word["under_way"].count, by_word["under_way"].late, by_word["cancelled"].late) == (2, 1, 0)
        for work_id in range(1, 7):
            found = queries.work(connection, 1, work_id)
            assert found is not None
        listed = queries.works(connection, 1, TODAY)
        for promise, counted in (("first", "late"), ("last", "late_now")):
            late = sum(each.days_late(TODAY, promise) is not None for each in listed)
            assert late == sum(getattr(tally, counted) for tally in by_word.values()) == 2
        years = {tally.key: tally.count for tally in queries.tallies(connection, 1, TODAY, "year")}
        assert years == {"2026": 5, "2027": 1}
        assert [tally.key for tally in queries.tallies(connection, 1, TODAY, "village")] == ["", "Ак-Сай"]
        narrowed = queries.tallies(connection, 1, TODAY, "service", Choice(words=("under_way",), year=2026))
        assert [(tally.key, tally.count) for tally in narrowed] == [("water", 1)]
        assert [each.key for each in queries.groups(connection, 1)] == ["grant", "all"]
        assert works_outcome.delivery(connection, 1, TODAY) == (Delivery(2026, 3, 1, 1, 0, 1),)


def test_the_list_is_ordered_narrowed_and_paged(place: Engine) -> None:
    publish(
        place,
        "first",
        row("done", "completion"),
        row("later", "implementation", planned_end=date(2027, 1, 1)),
        row("no date", "implementation"),
        row("sooner", "implementation", date(2026, 9, 1), planned_end=date(2026, 1, 1), service="road"),
        row("idea", "identification"),
        row("tender", "preparation", village="Ак-Сай"),
        row("off", "cancelled"),
    )
    assert shown(place) == ["sooner", "later", "no date", "idea", "tender", "done", "off"]
    assert shown(place, words=("under_way",)) == ["sooner", "later", "no date"]
    assert shown(place, service="road") == ["sooner"]
    assert shown(place, village="Ак-Сай") == ["tender"]
    assert shown(place, year=2027) == ["later"]
    assert shown(place, late_only=True) == ["sooner"]
    with place.connect() as connection:
        page = queries.works(connection, 1, TODAY, limit=2, offset=2)
    assert [each.key for each in page] == ["no date", "idea"]


def test_sources_of_money_add_up_and_leave_unknown_amounts_out(place: Engine) -> None:
    publish(
        place,
        "first",
        row("a", fundings=(Funding("donor", "", 5), Funding("local_budget", "", 3))),
        row("b", fundings=(Funding("donor", "", None), Funding("donor", "two", 6))),
        row("g", role="group", fundings=(Funding("donor", "", 1000),)),
    )
    with place.connect() as connection:
        found = queries.funding_tallies(connection, 1)
    assert [(tally.key, tally.count, tally.planned_minor, tally.with_money) for tally in found] == [
        ("donor", 2, 11, 2),
        ("local_budget", 1, 3, 1),
    ]


def test_a_sum_of_nothing_known_is_not_nought(place: Engine) -> None:
    publish(
        place,
        "first",
        row("unknown", "implementation"),
        row("free", "completion", paid_minor=0, village="V"),
        row("said", "completion", planned_minor=7, village="V"),
        row("named", fundings=(Funding("donor", "", None),)),
    )
    with place.connect() as connection:
        by_word = {tally.key: tally for tally in queries.tallies(connection, 1, TODAY, "word")}
        (source,) = queries.funding_tallies(connection, 1)
        unnamed, village = queries.tallies(connection, 1, TODAY, "village")
    done, open_ = by_word["done"], by_word["under_way"]
    assert (done.planned_minor, done.contract_minor, done.paid_minor) == (7, None, 0)
    assert (done.with_planned, done.with_contract, done.with_paid, done.with_money) == (1, 0, 1, 2)
    assert (open_.planned_minor, open_.paid_minor, open_.with_money) == (None, None, 0)
    assert (source.count, source.planned_minor, source.with_planned) == (1, None, 0)
    assert (unnamed.to_come, unnamed.under_way, unnamed.done, village.done) == (1, 1, 0, 2)


def test_tallies_by_the_function_that_pays_keep_works_without_one(engine: Engine, place: Engine) -> None:
    with engine.begin() as connection:
        names = {"name_ky": "Суу", "name_ru": "Вода", "name_en": "Water"}
        kind = {"kind": "function", "direction": "expenditure", "review": False, "own": False, "position": 1}
        connection.execute(insert(classification).values(key="func.706", **names, **kind))
    publish(
        place,
        "first",
        row("a", function="func.706", planned_minor=5),
        row("b", "completion", function="func.706"),
        row("c", planned_minor=3),
        row("d", as_of=date(2026, 9, 1), function="func.706", planned_end=date(2025, 1, 1)),
    )
    with place.connect() as connection:
        found = queries.tallies(connection, 1, TODAY, "function")
        of_year = queries.tallies(connection, 1, TODAY, "function", Choice(year=2025))
    assert [(t.key, t.count, t.planned_minor, t.to_come, t.done) for t in found] == [
        ("", 1, 3, 1, 0),
        ("func.706", 3, 5, 2, 1),
    ]
    assert [(t.key, t.count, t.late) for t in of_year] == [("func.706", 1, 1)]


def test_the_cost_of_finished_works_is_what_was_paid_else_the_contract_and_others_have_none_yet(place: Engine) -> None:
    publish(
        place,
        "first",
        row("paid", "completion", planned_minor=100, contract_minor=90, paid_minor=120, service="water"),
        row("agreed", "implementation", planned_minor=50, contract_minor=40, paid_minor=10, service="water"),
        row("unpaid", "completion", planned_minor=10, contract_minor=9, service="roads"),
        row("half taken down", "decommissioning", planned_minor=8, contract_minor=7, paid_minor=1, service="roads"),
        row("no plan", "completion", contract_minor=1, paid_minor=1),
        row("no cost", "completion", planned_minor=1),
        row("off", "cancelled", planned_minor=1, contract_minor=1),
        row("many", "completion", role="group", planned_minor=1, contract_minor=1),
    )
    with place.connect() as connection:
        found = works_outcome.deviations(connection, 1)
    assert found == (Deviation("roads", 1, 10, 10, 9), Deviation("water", 1, 100, 100, 120))


def test_papers_of_works_are_those_of_the_reports_that_count(place: Engine) -> None:
    plan = Document("plan", "Plan", date=date(2026, 1, 1))
    report = Document("report", "Report", date=date(2026, 3, 1))
    old = [replace(each, document="plan") for each in (row("a", as_of=date(2025, 1, 1)), row("b"))]
    new = replace(row("a", "completion", as_of=date(2026, 3, 1)), document="report")
    works.publish_works(place, old, (plan,), origin("1", subject="works"))
    works.publish_works(place, [new], (report,), origin("2", subject="works"))
    with place.connect() as connection:
        assert [paper.title for paper in queries.papers(connection, 1, TODAY)] == ["Plan", "Report"]
        (done,) = queries.papers(connection, 1, TODAY, Choice(words=("done",)))
        assert (done.key, done.file_sha256, bool(done.imported_at)) == ("report", origin("2").file_sha256, True)
        assert queries.papers(connection, 2, TODAY) == works_outcome.deviations(connection, 2) == ()


def test_points_are_the_works_whose_place_is_known(place: Engine) -> None:
    publish(
        place,
        "first",
        row("a", latitude=41.5, longitude=75.5, title_ky="Иш"),
        row("b"),
        row("c", "completion", latitude=0.0),
    )
    with place.connect() as connection:
        assert queries.points(connection, 1, TODAY) == (
            Point(1, 41.5, 75.5, "preparing", Names("Иш", "Work a", "Work a")),
        )
        assert queries.points(connection, 1, TODAY, Choice(words=("done",))) == ()


def test_a_place_without_works_has_none(place: Engine) -> None:
    add_place(place, "there")
    done = publish(place, "first", row())
    with place.connect() as connection:
        assert queries.roles(connection, 1) == {"work"} and not queries.roles(connection, 2)
        assert queries.work(connection, 2, 1) is None and queries.work(connection, 1, 99) is None
        assert queries.tallies(connection, 2, TODAY, "word") == queries.funding_tallies(connection, 2) == ()
        assert queries.works(connection, 2, TODAY) == queries.groups(connection, 2) == ()
    retract(place, done.release_id, actor="tester", reason="wrong")
    with place.connect() as connection:
        assert not queries.roles(connection, 1)


def test_pictures_stand_in_the_order_of_time(place: Engine) -> None:
    done = publish(place, "first", row())
    alt = {"alt_ky": "", "alt_ru": "", "alt_en": ""}
    picture = {"work_id": 1, "release_id": done.release_id, "width": 4, "height": 3, "drawn": True, **alt}
    taken = [("a", "after", 5), ("b", "before", None), ("c", "during", 6), ("d", "after", None), ("e", "before", 2),
             ("f", "during", None)]  # fmt: skip
    with place.begin() as connection:
        for file, stage, on in taken:
            day = date(2025, on, 1) if on else None
            connection.execute(insert(photo).values(file=file, stage=stage, taken_on=day, **picture))
    with place.connect() as connection:
        assert "".join(each.file for each in queries.photos(connection, [1])[1]) == "ebfacd"


def test_pictures_and_outlines_are_read(place: Engine) -> None:
    done = publish(place, "first", row())
    alt = {"alt_ky": "мурда", "alt_ru": "", "alt_en": "before"}
    picture = {"work_id": 1, "release_id": done.release_id, "width": 4, "height": 3, "drawn": True, **alt}
    with place.begin() as connection:
        for file, stage in (("1", "after"), ("2", "before"), ("3", "during")):
            connection.execute(insert(photo).values(file=file, stage=stage, **picture))
        rings = "[[[75.0,41.0],[75.5,41.0],[75.0,41.5],[75.0,41.0]]]"
        connection.execute(insert(boundary).values(municipality_id=1, release_id=done.release_id, rings=rings))
    with place.connect() as connection:
        assert [each.stage for each in queries.photos(connection, [1])[1]] == ["before", "during", "after"]
        (outline,) = queries.boundaries(connection, [1, 2])
    assert (outline.place_id, outline.rings[0][2]) == (1, (75.0, 41.5))


def test_several_reports_of_one_work_in_one_file_are_its_history(place: Engine) -> None:
    publish(
        place,
        "first",
        row(status="completion", as_of=date(2026, 5, 1), village="Last"),
        row(status="preparation", as_of=date(2026, 1, 1), village="First"),
    )
    assert (one(place).report.status, one(place).village) == ("completion", "Last")


def test_two_thousand_works_are_written_whole(place: Engine) -> None:
    done = publish(
        place, "many", *(row(f"w{n}", planned_minor=n, fundings=(Funding("donor", "", n),)) for n in range(2000))
    )
    assert done.rows == count(place, work_report) == count(place, work_funding) == 2000
    with place.connect() as connection:
        (tally,) = queries.tallies(connection, 1, TODAY, "word")
        assert (tally.count, tally.planned_minor) == (2000, sum(range(2000)))
        assert connection.execute(select(func.count()).select_from(municipality)).scalar_one() == 1
