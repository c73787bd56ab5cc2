import math
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.intake.mapping.schema import NumberStyle
from dashboard.intake.table.columns import Coded
from dashboard.intake.table.numbers import BadNumber, major, parse_column, parse_number, read_minor


def read(
    cells: Sequence[object], style: NumberStyle = "auto", *, factor: int = 100
) -> tuple[list[int | None], list[tuple[int, str]]]:
    """A column in minor units, None where there is no amount, and its bad cells."""
    minor, missing, bad = parse_column(np.array(cells, dtype=object), style, factor=factor)
    return [None if gone else int(amount) for amount, gone in zip(minor, missing, strict=True)], bad


READ = [
    ("1 234 567,8", "1234567.8"),
    ("2\u00a0000", "2000"),
    ("2\u202f000,5", "2000.5"),
    ("1,234.50", "1234.50"),
    ("1.234,50", "1234.50"),
    ("1,000,000", "1000000"),
    ("1.000.000", "1000000"),
    ("1'000", "1000"),
    ("(1 200)", "-1200"),
    ("−5", "-5"),
    ("-1116,0", "-1116.0"),
    ("12,4", "12.4"),
    ("16985,0", "16985.0"),
    ("123,4567", "123.4567"),
    ("1234,567", "1234.567"),
    ("1 234,500", "1234.500"),
    ("１２", "12"),
    ("100 сом", "100"),
    ("199268сом", "199268"),
    ("1 млн 979 миң сом", "1979000"),
    ("3 млн 998 миң", "3998000"),
    ("3 млн. 998 тыс. 500 сомов", "3998500"),
    ("10,5миң сом", "10500"),
    ("2,5 млрд", "2500000000"),
    ("миллион сомов", "1000000"),
    ("(5 млн)", "-5000000"),
    ("$ 1 200", "1200"),
    ("€1.234,50", "1234.50"),
    ("5 ₽", "5"),
    ("₴7,5", "7.5"),
    ("-$5", "-5"),
    (0.1, "0.1"),
    (7023900.699999999, "7023900.7"),
    (3795069.0, "3795069"),
    (5, "5"),
    (Decimal("2.50"), "2.5"),
]
EMPTY = ["", "  ", "-", "–", "—", "x", "х", "Х", "н/д", "жок", "нет", "...", "…", None, pd.NA]
BAD = [
    ("1,234", "ambiguous_number"),
    ("1.234", "ambiguous_number"),
    ("0,125", "ambiguous_number"),
    ("-1,234", "ambiguous_number"),
    ("#REF!", "excel_error"),
    ("45%", "percent"),
    ("1e5", "not_a_number"),
    ("nan", "not_a_number"),
    ("inf", "not_a_number"),
    ("12 34", "not_a_number"),
    ("243,0,0", "not_a_number"),
    ("12,4¹", "not_a_number"),
    ("(-5)", "not_a_number"),
    ("12,345,67", "not_a_number"),
    ("0,123,456", "not_a_number"),
    ("миң сом", "not_a_number"),
    ("млн", "not_a_number"),
    ("998 миң 3 млн", "not_a_number"),
    ("5 бала", "not_a_number"),
    ("1,234 млн", "ambiguous_number"),
    ("9" * 41, "too_long"),
    (1e30, "too_long"),
    (True, "boolean"),
    (float("nan"), "not_finite"),
    (float("inf"), "not_finite"),
]


@pytest.mark.parametrize(("cell", "number"), READ)
def test_a_number_as_officials_write_it_is_read_exactly(cell: object, number: str) -> None:
    assert parse_number(cell) == Decimal(number)


@pytest.mark.parametrize("cell", EMPTY)
def test_a_cell_that_says_nothing_is_no_number_and_no_zero(cell: object) -> None:
    assert parse_number(cell) is None


@pytest.mark.parametrize(("cell", "reason"), BAD)
def test_what_cannot_be_read_one_way_is_refused_with_its_reason(cell: object, reason: str) -> None:
    with pytest.raises(BadNumber) as refusal:
        parse_number(cell)
    assert refusal.value.reason == reason


def test_the_style_of_the_column_settles_what_is_ambiguous() -> None:
    assert parse_number("1,234", "comma") == Decimal("1.234")
    assert parse_number("1.234", "comma") == 1234
    assert parse_number("1,234", "point") == 1234
    assert parse_number("1.234", "point") == Decimal("1.234")
    assert parse_number("0,125", "comma") == Decimal("0.125")
    assert parse_number("1 234,567", "comma") == Decimal("1234.567")


@pytest.mark.parametrize(
    ("cell", "style"), [("12.4", "comma"), ("12,4", "point"), ("0.125", "comma"), ("1,23.4", "point")]
)
def test_a_number_of_the_other_style_is_refused_and_not_bent(cell: str, style: str) -> None:
    with pytest.raises(BadNumber):
        parse_number(cell, style)


amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False)
GROUPINGS = {"comma": (" ", "\u00a0", "\u202f", ".", ""), "point": (" ", "\u00a0", "'", ",", "")}


def written(amount: Decimal, style: str, group: str) -> str:
    return f"{amount:,.2f}".replace(".", "!").replace(",", group).replace("!", "," if style == "comma" else ".")


@settings(max_examples=150, deadline=None)
@given(amount=amounts, style=st.sampled_from(["comma", "point"]), group=st.integers(0, 4))
def test_an_amount_comes_back_from_every_way_of_writing_it(amount: Decimal, style: str, group: int) -> None:
    text = written(amount, style, GROUPINGS[style][group])
    assert parse_number(text, style) == amount
    assert parse_number(text, "auto") == amount


@settings(max_examples=150, deadline=None)
@given(amount=st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False), mark=st.sampled_from(",."))
def test_without_a_style_a_number_is_never_a_thousand_times_off(amount: Decimal, mark: str) -> None:
    try:
        assert parse_number(f"{amount:.3f}".replace(".", mark)) == amount
    except BadNumber as error:
        assert error.reason == "ambiguous_number"


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(alphabet="0123456789.,- ()'%xe\u00a0\0", max_size=14),
    style=st.sampled_from(["comma", "point", "auto"]),
)
def test_the_column_reader_agrees_with_the_cell_reader(text: str, style: str) -> None:
    text = text.rstrip("\0")  # a text table with a NUL byte is refused by its reader
    column, bad = read([text], style)
    try:
        number = parse_number(text, style)
    except BadNumber as error:
        assert bad == [(0, error.reason)]
        return
    if number is None:
        assert column == [None] and not bad
    elif number * 100 == int(number * 100):
        assert column == [number * 100]
    else:
        assert bad == [(0, "too_precise")]


@settings(max_examples=100, deadline=None)
@given(amounts=st.lists(amounts, max_size=20), factor=st.sampled_from([100, 100_000, 100_000_000]))
def test_a_column_of_plain_amounts_is_exact_minor_units(amounts: list[Decimal], factor: int) -> None:
    fits = [amount for amount in amounts if abs(amount * factor) < 2**63]
    column, bad = read([f"{amount:.2f}" for amount in fits], factor=factor)
    assert not bad
    assert column == [int(amount * factor) for amount in fits]


def test_a_column_keeps_its_order_and_names_its_bad_cells() -> None:
    column, bad = read(["12,40", "", "abc", "1,234", "-0.05", "жок", "5"])
    assert bad == [(2, "not_a_number"), (3, "ambiguous_number")]
    assert column == [1240, None, None, None, -5, None, 500]


def test_each_row_is_read_in_its_own_unit_and_a_bad_cell_keeps_its_place() -> None:
    cells = np.array(["1", "abc", "2", "", "3", "5 сом", "x,y"], dtype=object)
    unit = Coded.of(
        np.array(["som", "som", "thousand_som", "som", "million_som", "thousand_som", "million_som"], object)
    )
    minor, missing, bad = read_minor(cells, unit, "auto")
    assert minor.tolist() == [100, 0, 200_000, 0, 300_000_000, 500, 0]
    assert missing.tolist() == [False, True, False, True, False, False, True]
    assert sorted(bad) == [(1, "not_a_number"), (5, "unit_in_cell"), (6, "not_a_number")]


def test_the_unit_in_a_cell_goes_before_that_of_its_column_and_is_told_where_they_differ() -> None:
    cells = ["3 млн 998 миң", "199268сом", "12,5", "2,5 млрд"]
    assert read(cells, factor=100_000) == (
        [399_800_000, 19_926_800, 1_250_000, 250_000_000_000],
        [(0, "unit_in_cell"), (1, "unit_in_cell"), (3, "unit_in_cell")],
    )
    assert read(cells)[1] == []  # in a column of som nothing differs


def test_decimals_beyond_money_are_rounded_to_the_even_side_where_that_is_asked_for() -> None:
    minor, missing, odd = parse_column(
        np.array(["0.125", "0.135", "1.00", 2.345678], object), "point", factor=100, rounded=True
    )
    assert minor.tolist() == [12, 14, 100, 235] and not missing.any()
    assert odd == [(0, "rounded"), (1, "rounded"), (3, "rounded")]


@pytest.mark.parametrize(("minor", "text"), [(0, "0.00"), (-5, "-0.05"), (1_234_560, "12 345.60"), (100, "1.00")])
def test_an_amount_is_told_in_major_units(minor: int, text: str) -> None:
    assert major(minor) == text


def test_a_column_of_workbook_cells_keeps_types_apart_and_forgives_float_noise() -> None:
    column, bad = read([1, 1.0, True, None, 7023900.699999999, "1 234,5", "6872,0 сом", math.nan], factor=100_000)
    assert bad == [(2, "boolean"), (6, "unit_in_cell")]
    assert column == [100_000, 100_000, None, None, 702_390_070_000, 123_450_000, 687_200, None]


def test_more_digits_than_money_has_are_told_and_not_rounded() -> None:
    column, bad = read(["0,1234", "12.345678", "0.5"], "auto")
    assert bad == [(0, "too_precise"), (1, "too_precise")]
    assert column == [None, None, 50]
    exact, none_bad = read([0.12345678], factor=100_000_000)
    assert exact == [12_345_678] and not none_bad


def test_an_amount_beyond_64_bits_is_refused() -> None:
    column, bad = read(["99999999999999999999", "92233720368547758"], factor=1000)
    assert bad == [(0, "too_long"), (1, "too_long")]
    assert column == [None, None]


def test_an_empty_column_is_read() -> None:
    assert read([]) == ([], [])
