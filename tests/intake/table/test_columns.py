"""Columns as codes and distinct values behave like the lists they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.intake.table.columns import Coded, cell_text, combine, concat, group_numbers, together

cells = st.lists(st.sampled_from(["", "a", "b", "cc", "d d"]), min_size=1, max_size=12)


def column(values: Sequence[object]) -> Coded:
    return Coded.of(np.array(values, dtype=object))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""), (float("nan"), ""), (2024.0, "2024"), (0.5, "0.5"), (1e15, "1000000000000000.0"), (7, "7"),
        (datetime(2024, 2, 1, 9, 30), "2024-02-01"), (date(2024, 2, 1), "2024-02-01"),
        ("  a \u00a0 b\n", "a b"), (True, "True"),
    ],
)  # fmt: skip
def test_a_cell_is_text_as_a_person_reads_it(cell: object, text: str) -> None:
    assert cell_text(cell) == text


@settings(max_examples=100, deadline=None)
@given(values=cells)
def test_what_is_done_to_values_is_done_to_rows(values: list[str]) -> None:
    made = column(values)
    assert len(made) == len(values) and list(made.to_numpy()) == values
    assert list(made.map(len).to_numpy()) == [len(text) for text in values]
    assert list(made.filled("?").to_numpy()) == [text or "?" for text in values]
    assert made.said.tolist() == [bool(text) for text in values]
    assert made.isin(("a", "cc")).tolist() == [text in ("a", "cc") for text in values]
    assert made.mask(str.isalpha).tolist() == [text.isalpha() for text in values]
    changed = made.map(len)
    assert len(set(changed.values)) == len(changed.values)


@settings(max_examples=100, deadline=None)
@given(values=cells, others=cells, data=st.data())
def test_rows_are_chosen_replaced_and_put_under_each_other(
    values: list[str], others: list[str], data: st.DataObject
) -> None:
    made, other = column(values), column([*others, *values][: len(values)])
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values))))
    assert list(made.take(mask).to_numpy()) == [text for text, kept in zip(values, mask, strict=True) if kept]
    assert list(made.take(np.arange(len(values))[::-1]).to_numpy()) == values[::-1]
    expected = [b if there else a for a, b, there in zip(values, other.to_numpy(), mask, strict=True)]
    assert list(made.where(mask, other).to_numpy()) == expected
    assert list(concat([made, other, made]).to_numpy()) == [*values, *other.to_numpy(), *values]
    constant = Coded.constant("a", len(values))
    assert list(concat([constant, constant]).to_numpy()) == ["a"] * (2 * len(values))
    assert list(constant.take(mask).to_numpy()) == ["a"] * int(mask.sum())


@settings(max_examples=100, deadline=None)
@given(values=cells, others=cells)
def test_columns_beside_each_other_are_rows_of_pairs(values: list[str], others: list[str]) -> None:
    second = [*others, *values][: len(values)]
    pairs = list(zip(values, second, strict=True))
    parts = [column(values), column(second)]
    both = together(parts)
    assert list(both.to_numpy()) == pairs and len(both.values) == len(set(pairs))
    assert list(combine(parts, lambda a, b: a + b).to_numpy()) == [a + b for a, b in pairs]
    numbers, first = group_numbers(parts)
    assert [pairs[row] for row in first] == list(dict.fromkeys(pairs))
    assert [pairs[first[number]] for number in numbers] == pairs


def test_very_many_combinations_are_counted_without_overflow() -> None:
    wide = [Coded(np.arange(2000, dtype=np.int32)[::step], np.arange(2000).astype(object)) for step in (1, -1)] * 4
    numbers, first = group_numbers(wide)
    assert numbers.tolist() == first.tolist() == list(range(2000))


def test_nothing_is_not_turned_into_a_number() -> None:
    assert list(column(["", "a"]).map(lambda text: text or None).to_numpy()) == [None, "a"]
