from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.intake.table.dates import BadDate, parse_date, parse_period_end


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (45000, date(2023, 3, 15)),
        (45000.25, date(2023, 3, 15)),
        ("45000", date(2023, 3, 15)),
        (datetime(2024, 1, 31, 5, 6), date(2024, 1, 31)),
        (date(2024, 1, 31), date(2024, 1, 31)),
        ("2026-02-01", date(2026, 2, 1)),
        ("2026-02-01T00:00:00", date(2026, 2, 1)),
        ("01.02.2026", date(2026, 2, 1)),
        ("1.2.26", date(2026, 2, 1)),
        ("13/02/26", date(2026, 2, 13)),
        ("02/13/2026", date(2026, 2, 13)),
        ("2021-жылдын 20-октябры", date(2021, 10, 20)),
        ("2021-жылдын 20-октябрында", date(2021, 10, 20)),
        ("13-январь 2020-ж", date(2020, 1, 13)),
        ("2026-ж., 23-ноябрь", date(2026, 11, 23)),
        ("20 октября 2021 г.", date(2021, 10, 20)),
        ("5 мая 2021", date(2021, 5, 5)),
        ("October 20, 2021", date(2021, 10, 20)),
    ],
)
def test_a_date_as_officials_write_it_is_read(cell: object, expected: date) -> None:
    assert parse_date(cell) == expected


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("31.02.2026", "bad_date"),
        ("2021-жылдын 31-апрели", "bad_date"),
        ("", "bad_date"),
        ("жок", "bad_date"),
        (2024, "bad_date"),
        (True, "bad_date"),
        (None, "bad_date"),
        (float("nan"), "bad_date"),
        ("январь 2024", "bad_date"),
        ("01/02/26", "ambiguous_date"),
        ("01-02-2026", "ambiguous_date"),
        ("21-02-03", "ambiguous_date"),
    ],
)
def test_what_is_no_date_or_two_dates_is_refused_with_its_reason(cell: object, reason: str) -> None:
    with pytest.raises(BadDate) as refusal:
        parse_date(cell)
    assert refusal.value.reason == reason


def test_the_order_given_for_a_column_settles_what_is_ambiguous() -> None:
    assert parse_date("01/02/26", order="dmy") == date(2026, 2, 1)
    assert parse_date("01/02/26", order="mdy") == date(2026, 1, 2)
    assert parse_date("2026-02-01", order="dmy") == parse_date("2026/02/01", order="mdy") == date(2026, 2, 1)
    assert parse_date("21-02-03", order="ymd") == date(2021, 2, 3)


@settings(max_examples=100, deadline=None)
@given(day=st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back_from_the_usual_ways_of_writing(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%d.%m.%Y}") == day
    assert parse_date(f"{day:%m/%d/%Y}", order="mdy") == day


@pytest.mark.parametrize(
    ("cell", "year", "expected"),
    [
        ("2024-02", None, date(2024, 2, 29)),
        ("02.2023", None, date(2023, 2, 28)),
        ("январь 2024", None, date(2024, 1, 31)),
        ("май", 2024, date(2024, 5, 31)),
        ("3", 2024, date(2024, 3, 31)),
        ("2024", None, date(2024, 12, 31)),
        (2024.0, None, date(2024, 12, 31)),
        ("2024-жыл", None, date(2024, 12, 31)),
        ("Q1 2024", None, date(2024, 3, 31)),
        ("2024-Q1", None, date(2024, 3, 31)),
        ("1-чейрек 2024", None, date(2024, 3, 31)),
        ("2024-жылдын 3-чейреги", None, date(2024, 9, 30)),
        ("IV квартал 2024", None, date(2024, 12, 31)),
        ("5m", 2024, date(2024, 5, 31)),
        ("11m", 2023, date(2023, 11, 30)),
        ("9 ай 2024", None, date(2024, 9, 30)),
        ("за 9 месяцев 2024 г.", None, date(2024, 9, 30)),
        ("2018-01-31", None, date(2018, 1, 31)),
        (45000, None, date(2023, 3, 15)),
        (date(2024, 1, 31), None, date(2024, 1, 31)),
    ],
)
def test_a_period_is_named_by_its_last_day(cell: object, year: int | None, expected: date) -> None:
    assert parse_period_end(cell, year) == expected


@pytest.mark.parametrize("cell", ["5m", "13m 2024", "2024-13", "0", "", "План", "Q5 2024", True, "1850"])
def test_what_names_no_period_is_refused(cell: object) -> None:
    with pytest.raises(BadDate):
        parse_period_end(cell)
