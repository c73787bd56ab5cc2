"""Totals, subtotals and their lines: which differences are told, and which figure is shown."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from dashboard.store.arithmetic import Sums, add_up, rounding
from dashboard.store.tables import check_result, line, slice_
from dashboard.store.tables import fact as fact_

NONE = -1


def fact(amount: int | None, role: str = "line", fund: str = "budget", **other: Any) -> dict[str, Any]:
    """One figure of line 0 of slice 0."""
    return {"slice": 0, "line": 0, "parent": NONE, "fund": fund, "role": role, "amount_minor": amount, **other}


def added(*facts: dict[str, Any], excerpts: tuple[int, ...] = (), steps: pd.Series[int] | None = None) -> Sums:
    """What these add up to, each on a line of its own unless it says which."""
    frame = pd.DataFrame([{**each, "line": each["line"] or at} for at, each in enumerate(facts)])
    minor = pd.array([each["amount_minor"] for each in facts], dtype="Int64")
    return add_up(frame.assign(amount_minor=minor), excerpts, steps)


def shown(sums: Sums) -> list[tuple[Any, ...]]:
    """Stated, of lines, shown and its basis, of each slice."""
    names = ["stated_minor", "lines_minor", "amount_minor", "basis"]
    return [
        tuple(None if pd.isna(cell) else cell for cell in row) for row in sums.totals[names].itertuples(index=False)
    ]


def told(sums: Sums) -> list[tuple[Any, ...]]:
    """Line, kind, stated and computed of each difference."""
    names = ["line", "kind", "stated_minor", "computed_minor"]
    return list(sums.differences[names].itertuples(index=False, name=None))


def test_lines_that_add_up_to_their_total_differ_from_nothing() -> None:
    sums = added(fact(10), fact(20), fact(30, "total"))
    assert told(sums) == []
    assert shown(sums) == [(30, 30, 30, "stated")]


def test_lines_without_a_total_are_shown_as_their_sum() -> None:
    assert shown(added(fact(10), fact(20))) == [(None, 30, 30, "lines")]


def test_a_total_without_lines_is_shown_and_compared_with_nothing() -> None:
    sums = added(fact(30, "total"))
    assert told(sums) == []
    assert shown(sums) == [(30, None, 30, "stated")]


def test_a_slice_without_any_figure_has_no_total() -> None:
    sums = added(fact(None), fact(None, "total"))
    assert told(sums) == []
    assert shown(sums) == [(None, None, None, "none")]


def test_a_figure_that_is_not_published_is_no_nought() -> None:
    sums = added(fact(10), fact(None), fact(0), fact(11, "total"))
    assert told(sums) == [(3, "total_differs", 11, 10)]
    assert shown(sums) == [(11, 10, 11, "stated")]


def test_a_total_that_differs_is_told_with_both_numbers_and_shown_as_printed() -> None:
    sums = added(fact(10), fact(20), fact(31, "total"))
    assert told(sums) == [(2, "total_differs", 31, 30)]
    assert shown(sums) == [(31, 30, 31, "stated")]


@pytest.mark.parametrize("power", [10, 100, 1000])
@pytest.mark.parametrize("larger", [True, False])
def test_a_total_off_by_a_power_of_ten_is_not_shown(power: int, *, larger: bool) -> None:
    lines, total = (7, 7 * power) if larger else (7 * power, 7)
    sums = added(fact(lines), fact(total, "total"))
    assert told(sums) == [(1, "power_of_ten", total, lines)]
    assert shown(sums) == [(total, lines, lines, "lines")]


@pytest.mark.parametrize("total", [70_000, 14, 71, 0])
def test_any_other_difference_is_of_the_plain_kind(total: int) -> None:
    assert told(added(fact(7), fact(total, "total"))) == [(1, "total_differs", total, 7)]


def test_a_total_of_nothing_is_no_power_of_ten_of_itself() -> None:
    sums = added(fact(5), fact(-5), fact(0, "total"))
    assert told(sums) == []
    assert shown(sums) == [(0, 0, 0, "stated")]


def test_a_total_is_compared_with_the_lines_of_its_fund_only() -> None:
    sums = added(fact(10), fact(5, fund="special"), fact(10, "total"), fact(6, "total", "special"))
    assert told(sums) == [(3, "total_differs", 6, 5)]


def test_a_total_of_all_funds_is_compared_with_all_lines() -> None:
    sums = added(fact(10), fact(5, fund="special"), fact(16, "total", "all"))
    assert told(sums) == [(2, "total_differs", 16, 15)]


def test_a_total_of_one_fund_is_shown_with_the_lines_of_the_others() -> None:
    sums = added(fact(10), fact(5, fund="special"), fact(11, "total"))
    assert shown(sums) == [(11, 15, 16, "stated")]


def test_of_totals_of_several_funds_the_widest_with_the_rest_is_shown() -> None:
    sums = added(fact(10), fact(5, fund="special"), fact(11, "total"), fact(5, "total", "special"))
    assert shown(sums) == [(11, 15, 16, "stated")]


def test_a_total_of_all_funds_goes_before_one_of_a_part() -> None:
    sums = added(fact(10), fact(5, fund="special"), fact(15, "total", "all"), fact(14, "total"))
    assert shown(sums) == [(15, 15, 15, "stated")]


def test_a_total_of_a_fund_without_lines_is_shown_with_all_lines_beside_it() -> None:
    sums = added(fact(10), fact(4, "total", "special"))
    assert told(sums) == []
    assert shown(sums) == [(4, 10, 14, "stated")]


def test_a_wrong_total_of_one_fund_leaves_the_right_one_of_another() -> None:
    sums = added(fact(10), fact(5, fund="special"), fact(1000, "total"), fact(5, "total", "special"))
    assert told(sums) == [(2, "power_of_ten", 1000, 10)]
    assert shown(sums) == [(1000, 15, 15, "stated")]


def test_children_add_up_to_their_subtotal_and_count_once_each() -> None:
    sums = added(
        fact(30, "subtotal"), fact(10, parent=0), fact(21, parent=0), fact(5, "of_which", parent=0), fact(31, "total")
    )
    assert told(sums) == [(0, "subtotal_differs", 30, 31)]
    assert shown(sums) == [(31, 31, 31, "stated")]


def test_a_subtotal_is_the_sum_of_subtotals_too() -> None:
    sums = added(fact(30, "subtotal"), fact(30, "subtotal", parent=0), fact(30, parent=1))
    assert told(sums) == []


def test_a_subtotal_without_printed_children_is_compared_with_nothing() -> None:
    sums = added(fact(30, "subtotal"), fact(None, parent=0), fact(7, "of_which", parent=0), fact(9))
    assert told(sums) == []
    assert shown(sums) == [(None, 9, 9, "lines")]


def test_a_subtotal_off_by_a_power_of_ten_is_a_plain_difference() -> None:
    assert told(added(fact(300, "subtotal"), fact(30, parent=0))) == [(0, "subtotal_differs", 300, 30)]


def test_slices_do_not_mix() -> None:
    sums = added(
        fact(10), fact(20, slice=1), fact(20, "total"), fact(20, "total", slice=1), fact(5, "subtotal", slice=2),
        fact(6, slice=1, parent=4),
    )  # fmt: skip
    assert told(sums) == [(2, "total_differs", 20, 10), (3, "total_differs", 20, 26)]
    assert shown(sums) == [(20, 10, 20, "stated"), (20, 26, 20, "stated"), (None, None, None, "none")]


@pytest.mark.parametrize("total", [1000, 31])
def test_excerpts_are_never_tested_for_adding_up_and_show_their_printed_total(total: int) -> None:
    rows = [fact(total, "total"), fact(10), fact(7, "subtotal"), fact(90, parent=2), fact(5, "total", slice=1)]
    sums = added(*rows, fact(4, slice=1), excerpts=(0,))
    assert told(sums) == [(4, "total_differs", 5, 4)]
    assert shown(sums)[0] == (total, 100, total, "stated")
    assert [line for line, *_ in told(added(*rows, fact(4, slice=1)))] == [0, 4, 2]


def test_totals_follow_the_slices_as_they_first_appear() -> None:
    sums = added(fact(1, slice=2), fact(2, slice=0), fact(3, slice=1), fact(4, slice=2))
    assert sums.totals["slice"].tolist() == [2, 0, 1]
    assert [amount for _, _, amount, _ in shown(sums)] == [5, 2, 3]


def test_no_facts_give_no_totals() -> None:
    empty = pd.DataFrame(columns=list(fact(0))).astype({"amount_minor": "Int64"})
    sums = add_up(empty)
    assert (len(sums.totals), len(sums.differences)) == (0, 0)


@pytest.mark.parametrize("fund", ["budget", "all"])
def test_sums_beyond_what_a_float_holds_are_exact(fund: str) -> None:
    large = 2**53 + 1
    sums = added(fact(large), fact(2), fact(large + 2, "total", fund), fact(None, slice=1))
    assert told(sums) == []
    assert shown(sums)[0] == (large + 2, large + 2, large + 2, "stated")
    sums = added(fact(large), fact(2), fact(large + 1, "total", fund))
    assert told(sums) == [(2, "total_differs", large + 1, large + 2)]
    sums = added(fact(large + 1, "subtotal"), fact(large, parent=0), fact(2, "subtotal"))
    assert told(sums) == [(0, "subtotal_differs", large + 1, large)]


def test_what_rounding_explains_is_no_difference() -> None:
    assert [rounding(100, 2), rounding(100, 0), rounding(1, 50)] == [100, 0, 0]
    rows = [fact(300, parent=2), fact(400, parent=2), fact(800, "subtotal"), fact(800, "total")]
    assert [kind for _, kind, *_ in told(added(*rows))] == ["total_differs", "subtotal_differs"]
    assert told(added(*rows, steps=pd.Series({0: 100}))) == []
    assert len(told(added(*rows, steps=pd.Series({0: 10})))) == 2
    nothing = [fact(300), fact(0), fact(450, "total")]
    assert len(told(added(*nothing, steps=pd.Series({0: 100})))) == 1  # a zero was not rounded


def test_what_the_importer_summed_is_what_the_written_figures_add_up_to(connection: Connection) -> None:
    facts = pd.read_sql(
        select(fact_.c.slice_id, fact_.c.line_id, line.c.parent_id, fact_.c.fund, fact_.c.role, fact_.c.amount_minor)
        .join(line, line.c.id == fact_.c.line_id)
        .order_by(fact_.c.slice_id),
        connection,
        dtype={"amount_minor": "Int64", "parent_id": "Int64"},
    )
    facts["parent_id"] = facts["parent_id"].fillna(NONE).astype("int64")
    facts = facts.rename(columns={"slice_id": "slice", "line_id": "line", "parent_id": "parent"})
    excerpts = connection.execute(select(slice_.c.id).where(slice_.c.itemises == "some")).scalars().all()
    steps = pd.Series(dict(connection.execute(select(slice_.c.id, slice_.c.rounded_to_minor)).all()))
    sums = add_up(facts, excerpts, steps)
    stated = select(slice_.c.stated_minor, slice_.c.lines_minor, slice_.c.amount_minor, slice_.c.basis)
    kept = [tuple(row) for row in connection.execute(stated.order_by(slice_.c.id))]
    by_lines = [basis == "lines" for *_, basis in shown(sums)]
    no_total = [
        of_lines and number in excerpts for of_lines, number in zip(by_lines, sums.totals["slice"], strict=True)
    ]
    # The lines of an excerpt add up to the total of nothing.
    expected = [
        (stated, lines, None, "none") if excerpt else (stated, lines, amount, basis)
        for (stated, lines, amount, basis), excerpt in zip(shown(sums), no_total, strict=True)
    ]
    assert kept == expected and 0 < sum(no_total) < sum(by_lines)
    names = ("slice_id", "line_id", "kind", "stated_minor", "computed_minor")
    written = connection.execute(select(*(check_result.c[name] for name in names))).all()
    found = sums.differences[["slice", "line", "kind", "stated_minor", "computed_minor"]]
    assert sorted(found.itertuples(index=False, name=None)) == sorted(tuple(row) for row in written)
    assert {each.kind for each in written} == {"total_differs", "power_of_ten"}
    assert not {each.slice_id for each in written} & set(excerpts)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-(10**15), 10**15) | st.none()), min_size=1, max_size=12))
def test_whatever_the_lines_are_they_are_summed_by_slice(lines: list[tuple[int, int | None]]) -> None:
    sums = added(*(fact(amount, slice=part) for part, amount in lines))
    for row in sums.totals.itertuples():
        known = [amount for part, amount in lines if part == row.slice and amount is not None]
        expected = sum(known) if known else None
        assert (None if pd.isna(row.amount_minor) else row.amount_minor) == expected
        assert row.basis == ("lines" if known else "none")
