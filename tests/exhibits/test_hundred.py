"""Of every 100 som: parts that make a hundred, whatever the amounts; and the plan that a share is of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exhibits.breakdown import breakdown, of_hundred
from tests.exhibits.made import statement, view_of
from tests.exhibits.reading import cell


@pytest.mark.parametrize(
    ("amounts", "parts"),
    [
        ([33_500, 33_500, 33_000, 0], [34, 33, 33, 0]),
        ([1, 1, 1, 0], [34, 33, 33, 0]),
        ([996, 2, 2, 0], [100, 0, 0, 0]),
        ([5], [100]),
    ],
)
def test_parts_make_a_hundred(amounts: list[int], parts: list[int]) -> None:
    assert of_hundred(amounts) == parts


@given(st.lists(st.integers(0, 10**13), min_size=1, max_size=8).filter(any))
def test_any_amounts_make_a_hundred_and_none_is_off_by_a_whole_part(amounts: list[int]) -> None:
    parts = of_hundred(amounts)
    assert sum(parts) == 100
    assert all(abs(part - amount * 100 / sum(amounts)) < 1 for part, amount in zip(parts, amounts, strict=True))


def test_three_equal_classes_leave_no_rest() -> None:
    lines = {"a": 100, "b": 100, "c": 100}
    answer = breakdown(view_of((statement(1, "executed", lines, 0), lines)), "expenditure", "function").answer
    assert answer.count("– 33") == 2 and answer.count("– 34") == 1 and answer.count("– ") == 3


def test_a_share_is_of_the_plan_in_force_and_not_of_one_without_a_figure() -> None:
    approved, revised, done = {"a": 100}, {"a": 200}, {"a": 50}
    both = (statement(1, "approved", approved, 0), approved), (statement(2, "revised", revised, 0), revised)
    shown = breakdown(view_of(*both, (statement(3, "executed", done, 0), done)), "expenditure", "function")
    assert cell(shown, "total", "share").value == 0.25


def test_a_revised_plan_without_a_figure_is_no_plan() -> None:
    approved, done = {"a": 100}, {"a": 50}
    none = replace(statement(2, "revised", {}), amount_minor=None, stated_minor=None, lines_minor=None)
    shown = breakdown(
        view_of((statement(1, "approved", approved), approved), (none, {}), (statement(3, "executed", done), done)),
        "expenditure",
        "function",
    )
    assert cell(shown, "total", "share").value == 0.5
