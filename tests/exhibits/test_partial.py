"""What is known of parts of a budget: shown with what it covers, and set against nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dashboard.exhibits.partial import partial
from dashboard.exhibits.view import View
from dashboard.i18n import LANGUAGES, money
from dashboard.store.records import Names
from tests.exhibits.made import statement, view_of
from tests.exhibits.papers import minor, rows, table
from tests.exhibits.reading import numbers

Look = Callable[..., View]
CODES = sorted({r["municipality"] for r in table("published/budget.csv")})


@pytest.mark.parametrize("code", CODES)
def test_every_printed_total_of_a_part_stands_there_with_what_it_covers(look: Look, code: str) -> None:
    for year in look(code).all_years:
        exhibit = partial(look(code, year))
        shown = {r.cells[2].value for r in exhibit.rows if not r.level} if exhibit else set()
        printed = [
            r
            for side in ("revenue", "expenditure", "balance")
            for phase in ("approved", "revised", "executed", "forecast")
            for r in rows(code, year, side, phase, role="total")
            if r["amount"] and r["covers"] != "whole" and not r["part"]
        ]
        documents = {r["document"] for r in printed}
        assert bool(shown) >= bool(printed), year
        if len(documents) == 1:
            assert {minor(r) for r in printed if r["fund"] == "all"} <= shown, year


def test_a_place_of_whole_budgets_has_no_such_exhibit(look: Look) -> None:
    for year in look("demo").years:
        assert partial(look("demo", year)) is None


def test_real_parts_are_told_with_their_phase_and_document(look: Look) -> None:
    view = look("bishkek", 2024, "en")
    exhibit = partial(view)
    assert exhibit is not None and exhibit.key == "parts-of-the-budget"
    tops = [r for r in exhibit.rows if not r.level]
    stages = ["approved plan, to 31.03.2024", "executed as of 31.03.2024"]
    assert [r.cells[0].value for r in tops] == [f"Revenue: own revenue only, {stage}" for stage in stages]
    assert [r.cells[1].value for r in tops] == stages
    totals = [
        minor(r)
        for phase in ("approved", "executed")
        for r in rows("bishkek", 2024, "revenue", phase, role="total", period_end="2024-03-31")
    ]
    assert [r.cells[2].value for r in tops] == totals
    assert money("en", totals[0], "KGS") in exhibit.answer
    assert {s.title for s in exhibit.sources} == {str(r.cells[3].value) for r in exhibit.rows}
    assert "These figures do not cover the whole budget and are not compared with it." in exhibit.notes


@pytest.mark.parametrize("code", CODES)
def test_every_figure_of_an_excerpt_is_one_the_document_prints(look: Look, code: str) -> None:
    for year in look(code).all_years:
        exhibit = partial(look(code, year, "en"))
        for row in exhibit.rows if exhibit else ():
            if row.level and ":line-" in row.key:
                named = [r for r in table("published/budget.csv") if r["label_en"] == row.cells[0].value]
                assert row.cells[2].value in {minor(r) for r in named if r["municipality"] == code}, (year, row.key)


def test_it_holds_no_share_and_no_difference() -> None:
    plan = statement(1, "approved", {"a": 40, "b": 60}, covers="own_revenue")
    done = statement(2, "executed", {"a": 20}, covers="own_revenue")
    exhibit = partial(view_of((plan, {"a": 40, "b": 60}), (done, {"a": 20})))
    assert exhibit is not None
    assert not [c.key for c in exhibit.columns if c.kind in ("share", "points")]
    assert [(r.key, r.cells[2].value) for r in exhibit.rows] == [
        ("1", 100), ("1:a", 40), ("1:b", 60), ("2", 20), ("2:a", 20),
    ]  # fmt: skip


def test_a_part_with_a_name_says_it_in_the_readers_language() -> None:
    names = Names("Мектептер", "Школы", "Schools")
    schools = statement(1, "executed", {}, 500, covers="part", part_names=names, period_end=date(2025, 6, 30))
    view = view_of((schools, {}))
    for lang in LANGUAGES:
        exhibit = partial(replace(view, lang=lang))
        assert exhibit is not None and names.in_(lang) in str(exhibit.rows[0].cells[0].value)
        assert names.in_(lang) in exhibit.answer and "30.06.2025" in exhibit.answer


def test_parts_of_other_years_and_parts_without_a_figure_are_left_out() -> None:
    silent = replace(statement(1, "executed", {}, covers="transfers"), amount_minor=None)
    other_year = statement(2, "executed", {}, 5, covers="transfers", year=2024)
    assert partial(view_of((silent, {}), (other_year, {}))) is None


def test_every_language_says_the_same_numbers(look: Look) -> None:
    exhibits = [partial(look("bishkek", 2024, lang)) for lang in LANGUAGES]
    assert len({tuple(numbers(e.answer)) for e in exhibits if e}) == 1
    assert len({e.answer for e in exhibits if e}) == len(LANGUAGES)
