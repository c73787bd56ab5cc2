"""Dates as people here write them, and the form of a date or a number that a sentence asks for."""

from datetime import UTC, date, datetime

import pytest

from dashboard.i18n import day, long_day, month_name, t, timestamp
from dashboard.i18n.dates import Day, Numeral

NBSP = "\u00a0"


def test_a_numeric_date_is_day_month_year_in_every_language() -> None:
    assert day(date(2026, 3, 5)) == "05.03.2026"


@pytest.mark.parametrize(
    ("lang", "text"), [("ky", "2026-жылдын 5-марты"), ("ru", "5 марта 2026 года"), ("en", "5 March 2026")]
)
def test_a_date_in_prose_has_the_ending_its_month_takes(lang: str, text: str) -> None:
    assert long_day(lang, date(2026, 3, 5)) == text


def test_all_twelve_kyrgyz_months_have_their_own_ending() -> None:
    endings = [long_day("ky", date(2021, month, 20)).removeprefix("2021-жылдын 20-") for month in range(1, 13)]
    expected = "январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры"
    assert " ".join(endings) == expected


@pytest.mark.parametrize(("lang", "name"), [("ky", "март"), ("ru", "март"), ("en", "March")])
def test_months_have_their_common_names(lang: str, name: str) -> None:
    assert month_name(lang, 3) == name


def test_a_moment_is_told_in_bishkek_time() -> None:
    assert timestamp(datetime(2026, 3, 5, 20, 30, tzinfo=UTC)) == "06.03.2026 02:30"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ky", "2025-жылдын 31-декабрына карата бюджетке 5 сом түштү."),
        ("ru", "На 31 декабря 2025 года в бюджет поступило 5 сом."),
        ("en", "By 31 December 2025 the budget had received 5 som."),
    ],
)
def test_a_sentence_asks_for_the_form_of_its_date(lang: str, text: str) -> None:
    amount = "5 som" if lang == "en" else "5 сом"
    values = {"year": 2025, "amount": amount, "date": date(2025, 12, 31)}
    assert t(lang, "exhibits.revenue.answer_executed", **values) == text


def test_a_date_is_numeric_where_no_form_is_asked_for_and_an_unknown_form_is_an_error() -> None:
    when = date(2026, 3, 5)
    assert f"{Day('ky', when)} {Day('ky', when):ablative}" == "05.03.2026 2026-жылдын 5-мартынан"
    for lang, form in (("ky", "vocative"), ("en", "dative")):
        with pytest.raises(ValueError, match=form):
            format(Day(lang, when), form)


def test_a_number_takes_an_ending_only_where_it_is_asked_for() -> None:
    assert f"{Numeral(1250)} {Numeral(1250):genitive} {Numeral(7):02d}" == f"1250 1{NBSP}250нүн 07"
    with pytest.raises(KeyError):
        format(Numeral(7), "vocative")
