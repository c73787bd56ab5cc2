"""What the reports of a work say together: first and last promise, postponements."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dashboard.store.promises import PlanStated, Standing, promises, standing_of

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def stated(year: int, end: int | None = None, new_end: int | None = None, cost: int | None = None) -> PlanStated:
    ends = (date(value, 12, 31) if value else None for value in (end, new_end))
    return PlanStated(date(year, 1, 1), *ends, cost)


def test_one_report_promises_first_and_last_the_same() -> None:
    assert standing_of([stated(2020, 2021, cost=5)]) == Standing(
        date(2020, 1, 1), date(2021, 12, 31), date(2021, 12, 31), 5, 5
    )


def test_a_moved_date_and_a_grown_cost_leave_the_first_promise_standing() -> None:
    found = standing_of([stated(2020, 2021, cost=5), stated(2021, 2022, cost=5), stated(2022, 2024, cost=9)])
    assert (found.first_end, found.last_end, found.postponements) == (date(2021, 12, 31), date(2024, 12, 31), 2)
    assert (found.first_planned_minor, found.last_planned_minor) == (5, 9)


def test_a_report_that_names_the_old_and_the_new_date_postpones_once_however_often_it_is_repeated() -> None:
    again = [stated(year, 2021, 2023) for year in (2021, 2022)]
    found = standing_of([stated(2020, 2021), *again])
    assert (found.first_end, found.last_end, found.postponements) == (date(2021, 12, 31), date(2023, 12, 31), 1)
    assert standing_of(again) == Standing(date(2021, 1, 1), date(2021, 12, 31), date(2023, 12, 31), postponements=1)


def test_a_silent_report_moves_nothing_and_a_date_brought_forward_is_no_postponement() -> None:
    found = standing_of([stated(2020), stated(2021, 2024, cost=3), stated(2022), stated(2023, 2022)])
    assert (found.first_reported, found.first_end, found.last_end) == (
        date(2020, 1, 1), date(2024, 12, 31), date(2022, 12, 31)
    )  # fmt: skip
    assert (found.postponements, found.first_planned_minor, found.last_planned_minor) == (0, 3, 3)


def test_a_report_that_repeats_the_plan_without_the_new_date_leaves_the_new_date_standing() -> None:
    reports = [stated(2020, 2021), stated(2021, 2021, 2023), stated(2022, 2021), stated(2023), stated(2024, 2021)]
    found = standing_of(reports)
    assert (found.first_end, found.last_end, found.postponements) == (date(2021, 12, 31), date(2023, 12, 31), 1)
    back = standing_of([*reports, stated(2025, 2022), stated(2026, 2021)])
    assert back.last_end == date(2021, 12, 31)  # another plan was stated, and then this one again


def test_a_promise_is_as_narrow_as_the_report_that_made_it() -> None:
    year, day = PlanStated(date(2020, 1, 1), date(2022, 12, 31), planned_end_precision="year"), date(2022, 6, 15)
    found = standing_of([year, PlanStated(date(2021, 1, 1), day), PlanStated(date(2022, 1, 1))])
    assert (found.first_end, found.first_end_precision) == (date(2022, 12, 31), "year")
    assert (found.last_end, found.last_end_precision, found.postponements) == (day, "", 0)


@given(st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS, st.none() | st.integers(0, 10**12)), min_size=1))
def test_by_any_history_the_ends_are_dates_that_were_stated(
    plans: list[tuple[date | None, date | None, int | None]],
) -> None:
    reports = [PlanStated(date(2020, 1, 1), *plan) for plan in plans]
    found = standing_of(reports)
    ends = {end for end, new_end, _ in plans for end in (end, new_end) if end}
    assert {found.first_end, found.last_end} <= (ends or {None})
    assert (found.first_end is None) == (found.last_end is None) == (not ends)
    said = [end for end in promises(each.ends for each in reports) if end]
    moves = sum(after[0] > before[0] for before, after in pairwise(said))
    assert moves <= found.postponements <= moves + 1
