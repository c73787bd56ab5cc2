from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.intake.table.numbers import BadNumber, parse_column, parse_number

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
    ("1 млн 979 миң сом", "unit_in_cell"),
    ("10,5миң сом", "unit_in_cell"),
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
    column, bad = parse_column(pd.Series([text], dtype=str), style, factor=100)
    try:
        number = parse_number(text, style)
    except BadNumber as error:
        assert bad == [(0, error.reason)]
        return
    if number is None:
        assert column.isna().all() and not bad
    elif number * 100 == int(number * 100):
        assert column[0] == number * 100
    else:
        assert bad == [(0, "too_precise")]


@settings(max_examples=100, deadline=None)
@given(amounts=st.lists(amounts, max_size=20), factor=st.sampled_from([100, 100_000, 100_000_000]))
def test_a_column_of_plain_amounts_is_exact_minor_units(amounts: list[Decimal], factor: int) -> None:
    fits = [amount for amount in amounts if abs(amount * factor) < 2**63]
    column, bad = parse_column(pd.Series([f"{a:.2f}" for a in fits], dtype=str), factor=factor)
    assert not bad
    assert [int(value) for value in column] == [int(amount * factor) for amount in fits]


def test_a_column_keeps_its_index_and_names_its_bad_cells() -> None:
    values = pd.Series(["12,40", "", "abc", "1,234", "-0.05", "жок", "5"], index=range(3, 10), dtype=str, name="план")
    column, bad = parse_column(values, factor=100)
    assert bad == [(5, "not_a_number"), (6, "ambiguous_number")]
    assert str(column.dtype) == "Int64" and column.name == "план" and list(column.index) == list(range(3, 10))
    assert column.dropna().to_dict() == {3: 1240, 7: -5, 9: 500}


def test_a_column_of_workbook_cells_keeps_types_apart_and_forgives_float_noise() -> None:
    values = pd.Series([1, 1.0, True, None, 7023900.699999999, "1 234,5", "6872,0 сом"], dtype=object)
    column, bad = parse_column(values, factor=100_000)
    assert bad == [(2, "boolean"), (6, "unit_in_cell")]
    assert column.dropna().to_dict() == {0: 100_000, 1: 100_000, 4: 702_390_070_000, 5: 123_450_000}


def test_more_digits_than_money_has_are_told_and_not_rounded() -> None:
    column, bad = parse_column(pd.Series(["0,1234", "12.345678", "0.5"], dtype=str), "auto", factor=100)
    assert bad == [(0, "too_precise"), (1, "too_precise")]
    assert column.dropna().to_dict() == {2: 50}
    exact, none_bad = parse_column(pd.Series([0.12345678], dtype=object), factor=100_000_000)
    assert exact[0] == 12_345_678 and not none_bad


def test_an_amount_beyond_64_bits_is_refused() -> None:
    column, bad = parse_column(pd.Series(["99999999999999999999", "92233720368547758"], dtype=str), factor=1000)
    assert bad == [(0, "too_long"), (1, "too_long")]
    assert column.isna().all()


def test_an_empty_column_is_read() -> None:
    column, bad = parse_column(pd.Series([], dtype=str), factor=100)
    assert len(column) == 0 and not bad
