"""Amounts for one resident, of a hundred som and to the last som; what may not be divided says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.exhibits.breakdown import breakdown, composition
from dashboard.exhibits.model import Mark
from dashboard.exhibits.view import View
from dashboard.store.comparable import Reason
from dashboard.store.records import People, Statement
from tests.exhibits.made import statement, view_of
from tests.exhibits.reading import cell, value

AMOUNTS = {"a.own": 600_000_00, "b.one": 400_000_00}
PEOPLE = (People(date(2023, 1, 1), 2_000, "", ""), People(date(2025, 1, 1), 1_000, "", ""))


def looked_at(measure: str, *more: Statement, people: tuple[People, ...] = PEOPLE, **other: object) -> View:
    """A year with an execution, seen in a measure."""
    done = statement(1, "executed", AMOUNTS, **other)
    view = view_of((done, AMOUNTS), *((each, AMOUNTS) for each in more))
    return replace(view, measure=measure, people=people)


def test_amounts_of_a_resident_are_divided_by_the_latest_count_up_to_the_year() -> None:
    exhibit = breakdown(looked_at("head"), "expenditure", "function")
    assert value(exhibit, "a", "executed") == 600_00 and value(exhibit, "total", "executed") == 1_000_00
    column = exhibit.columns[exhibit.column("executed")]
    assert column.exact and column.label.endswith("бир тургунга")
    assert any(
        "1 000".replace(" ", "\u00a0") in note and "2025-жылдын 1-январына карата" in note for note in exhibit.notes
    )


def test_amounts_of_a_hundred_som_add_up_to_a_hundred() -> None:
    exhibit = composition(looked_at("hundred"), "expenditure", "function")
    assert exhibit is not None
    assert value(exhibit, "a", "amount") == 60_00 and value(exhibit, "b", "amount") == 40_00


def test_small_amounts_are_shown_as_they_are_reckoned() -> None:
    few = (People(date(2025, 1, 1), 20_080, "", ""),)
    exhibit = breakdown(looked_at("head", people=few), "expenditure", "function")
    assert value(exhibit, "a", "executed") == 29_88


def test_exact_amounts_stay_what_they_are() -> None:
    usual, exact = (breakdown(looked_at(measure), "expenditure", "function") for measure in ("", "exact"))
    assert exact.rows == usual.rows
    assert exact.columns[exact.column("executed")].exact and not usual.columns[usual.column("executed")].exact


@pytest.mark.parametrize("measure", ["head", "hundred"])
def test_an_amount_of_a_part_of_the_budget_is_not_divided(measure: str) -> None:
    made = breakdown(looked_at(measure), "expenditure", "function")
    absent = cell(made, "a", "approved")
    assert absent.value is None and absent.mark is Mark.NOT_HELD, "there was nothing to divide"
    merged = looked_at(measure, boundaries=date(2025, 6, 1))
    mark = cell(breakdown(merged, "expenditure", "function"), "a", "executed").mark
    assert mark is (Reason.BOUNDARIES if measure == "head" else None)


def test_only_measures_that_say_something_are_offered() -> None:
    assert breakdown(looked_at(""), "expenditure", "function").choices.measures == ("exact", "head", "hundred")
    nobody = breakdown(looked_at("", people=()), "expenditure", "function")
    assert nobody.choices.measures == ("exact", "hundred")
    assert breakdown(looked_at("head", people=()), "expenditure", "function").rows[0].cells[2].mark is Reason.NO_FIGURE


def test_another_year_stands_beside_the_first_where_both_say_the_same_thing() -> None:
    earlier = statement(2, "executed", AMOUNTS, year=2022, period_end=date(2022, 12, 31))
    view = replace(looked_at("", earlier), beside=2022)
    exhibit = breakdown(view, "expenditure", "function")
    assert value(exhibit, "a", "last_year") == 600_000_00
    assert "2022" in exhibit.columns[exhibit.column("last_year")].label
    assert exhibit.choices.years == (2022,)
    assert "last_year" not in {
        column.key for column in breakdown(looked_at("", earlier), "expenditure", "function").columns
    }


def test_a_year_that_may_not_stand_beside_the_first_says_why() -> None:
    half = statement(2, "executed", AMOUNTS, year=2022, scope="period", period_end=date(2022, 6, 30))
    exhibit = breakdown(replace(looked_at("", half), beside=2022), "expenditure", "function")
    assert "last_year" not in {column.key for column in exhibit.columns}
    assert "2022-жыл менен салыштырылган жок: айлары дал келбейт." in exhibit.notes
