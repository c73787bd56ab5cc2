"""Numbers and money as people here write them, where the libraries would write something else."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.i18n import LANGUAGES, long_day, money, money_axis, number, percent, points

NBSP = "\u00a0"


@pytest.mark.parametrize(("lang", "text"), [("ky", "1 234 567,89"), ("ru", "1 234 567,89"), ("en", "1,234,567.89")])
def test_numbers_are_grouped_with_a_space_that_does_not_break(lang: str, text: str) -> None:
    assert number(lang, 1234567.89, 2) == text.replace(" ", NBSP)


def test_grouping_starts_at_a_thousand_and_minus_is_a_real_minus() -> None:
    assert number("ky", 999) == "999" and number("ky", 1000) == f"1{NBSP}000"
    assert number("ky", -1200) == f"−1{NBSP}200"


def test_halves_are_rounded_away_from_zero_and_a_rounded_nought_has_no_sign() -> None:
    assert [number("en", value, 1) for value in (0.25, 0.35, -0.25)] == ["0.3", "0.4", "−0.3"]
    assert number("en", -0.04, 1) == "0.0"


@given(st.sampled_from(LANGUAGES), st.decimals(-(10**12), 10**12, places=2))
def test_a_written_number_can_be_read_back(lang: str, value: Decimal) -> None:
    text = number(lang, value, 2).replace("−", "-").replace(NBSP, "")
    text = text.replace(",", "") if lang == "en" else text.replace(",", ".")
    assert Decimal(text) == value


@pytest.mark.parametrize(("lang", "text"), [("ky", "83,5%"), ("ru", f"83,5{NBSP}%"), ("en", "83.5%")])
def test_per_cent_has_a_space_in_russian_only(lang: str, text: str) -> None:
    assert percent(lang, 0.835) == text


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("ky", ("500 сом", "1,2 миң сом", "12,4 млн сом", "32,0 млрд сом")),
        ("ru", ("500 сомов", "1,2 тыс. сомов", "12,4 млн сомов", "32,0 млрд сомов")),
        ("en", ("500 som", "1.2 thousand som", "12.4 million som", "32.0 billion som")),
    ],
)
def test_money_is_said_in_the_scale_people_use_with_billions_and_som_by_their_right_names(
    lang: str, texts: tuple[str, ...]
) -> None:
    amounts = (500_00, 1_234_00, 12_400_000_00, 32_000_000_000_00)
    assert tuple(money(lang, amount, "KGS").replace(NBSP, " ") for amount in amounts) == texts


def test_the_currency_is_never_a_code_or_the_new_sign_for_som() -> None:
    for lang in LANGUAGES:
        for amount in (0, 1, 99_999, 10**9, 10**14):
            text = money(lang, amount, "KGS") + money(lang, amount, "KGS", exact=True)
            assert "KGS" not in text and "\u20c0" not in text and "млд" not in text


@pytest.mark.parametrize(
    ("lang", "texts"),
    [("ru", ("1 сом", "2 сома", "5 сомов", "11 сомов", "21 сом")),
     ("ky", ("1 сом", "2 сом", "5 сом", "11 сом", "21 сом")),
     ("en", ("1 som", "2 som", "5 som", "11 som", "21 som"))],
)  # fmt: skip
def test_som_takes_the_form_its_number_asks_for(lang: str, texts: tuple[str, ...]) -> None:
    assert tuple(money(lang, som * 100, "KGS").replace(NBSP, " ") for som in (1, 2, 5, 11, 21)) == texts


def test_exact_money_gives_tyiyn_only_where_there_are_some() -> None:
    assert money("ky", 717_610_000, "KGS", exact=True) == f"7{NBSP}176{NBSP}100{NBSP}сом"
    assert money("ky", 123_450, "KGS", exact=True) == f"1{NBSP}234,50{NBSP}сом"


def test_money_just_below_a_scale_is_said_in_it_after_rounding() -> None:
    assert money("ky", 99_996_000, "KGS") == f"1,0{NBSP}млн{NBSP}сом"
    assert money("ky", 99_900_000, "KGS") == f"999,0{NBSP}миң{NBSP}сом"


@given(st.sampled_from(LANGUAGES), st.integers(-(10**15), 10**15))
def test_money_never_says_a_thousand_of_a_scale_that_has_a_next_one(lang: str, amount: int) -> None:
    text = money(lang, amount, "KGS")
    grouped = "," if lang == "en" else NBSP
    head = text.split(NBSP + ("billion" if lang == "en" else "млрд"))[0]
    assert head != text or "1" + grouped + "000" not in text


def test_another_currency_keeps_its_code_and_is_not_called_som() -> None:
    assert money("ky", 5_000_000_00, "UAH") == f"5,0{NBSP}млн{NBSP}UAH"


@pytest.mark.parametrize(
    ("largest", "expected"),
    [(50_00, (100, "сом")), (5_000_00, (100_000, "миң сом")), (5_000_000_00, (100_000_000, "млн сом")),
     (-7_000_000_000_00, (100_000_000_000, "млрд сом"))],
)  # fmt: skip
def test_an_axis_is_scaled_by_its_largest_value(largest: int, expected: tuple[int, str]) -> None:
    assert money_axis("ky", largest, "KGS") == expected


def test_dates_hold_no_space_that_fonts_lack() -> None:
    for lang in LANGUAGES:
        assert "\u202f" not in long_day(lang, date(2026, 3, 5)) + number(lang, 12345.6, 1) + money(lang, 10**10, "KGS")


def test_a_difference_of_shares_is_in_points_with_its_sign() -> None:
    assert points("ru", 0.032) == "+3,2 п. п." and points("ky", -0.01) == "−1,0 пайыздык пункт"
    assert points("en", 0) == "0.0 pp"


def test_just_under_a_thousand_is_told_in_thousands_and_never_as_a_thousand_som() -> None:
    assert money("ky", 99_949, "KGS") == "999\u00a0сом"
    assert money("ky", 99_950, "KGS") == "1,0\u00a0миң\u00a0сом"
