"""Year by year and month by month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dashboard.exhibits.calendar import month_end
from dashboard.exhibits.drawings import Years
from dashboard.exhibits.model import Mark
from dashboard.exhibits.view import View
from dashboard.exhibits.years import month_by_month, year_by_year
from dashboard.i18n import LANGUAGES, money, percent
from tests.exhibits.made import statement, view_of
from tests.exhibits.papers import amount, rows
from tests.exhibits.reading import cell, numbers, text, value

Look = Callable[..., View]


def month(year: int, number: int, direction: str = "expenditure") -> int:
    """Executed from January to the end of a month, as the fictional place printed it."""
    document = "demo-2024-10-corrected" if (year, number) == (2024, 10) else f"demo-{year}-{number:02}"
    return amount("demo", year, direction, "executed", "total", document=document)


@pytest.mark.parametrize("direction", ["revenue", "expenditure"])
def test_months_are_the_printed_cumulative_figures_beside_last_year(look: Look, direction: str) -> None:
    exhibit = month_by_month(look("demo", 2025), direction)
    assert exhibit is not None and len(exhibit.rows) == 12
    plan = amount("demo", 2025, direction, "revised", "total", document="demo-2025-revised-11")
    for number in range(1, 13):
        key = f"2025-{number:02}"
        assert value(exhibit, key, "executed") == month(2025, number, direction)
        assert value(exhibit, key, "last_year") == month(2024, number, direction)
        assert value(exhibit, key, "plan") == plan


@pytest.mark.parametrize(
    ("today", "marks"),
    [
        (date(2026, 10, 31), [Mark.NOT_DUE] * 3),
        (date(2026, 11, 24), [Mark.NOT_HELD, Mark.NOT_DUE, Mark.NOT_DUE]),
        (date(2027, 1, 1), [Mark.NOT_HELD] * 3),
    ],
)  # fmt: skip
def test_months_to_come_are_not_yet_due_and_months_that_are_over_are_not_held(
    look: Look, today: date, marks: list[Mark]
) -> None:
    exhibit = month_by_month(look("demo", 2026, today=today), "expenditure")
    assert exhibit is not None
    assert [cell(exhibit, f"2026-{m}", "executed").mark for m in (10, 11, 12)] == marks
    assert value(exhibit, "2026-09", "executed") == month(2026, 9)
    assert text(exhibit, "2026-12", "executed") in ("мөөнөтү келе элек", "бизде документи жок")


def test_a_month_that_we_do_not_hold_between_two_is_left_out(look: Look) -> None:
    view = look("demo", 2025)
    without_may = tuple(s for s in view.statements if (s.year, s.period_end) != (2025, date(2025, 5, 31)))
    exhibit = month_by_month(replace(view, statements=without_may), "expenditure")
    assert exhibit is not None
    assert "2025-05" not in {row.key for row in exhibit.rows} and len(exhibit.rows) == 11, "it is nothing to look at"


def test_a_chosen_month_hides_the_later_ones(look: Look) -> None:
    exhibit = month_by_month(look("demo", 2025, period=date(2025, 4, 30)), "expenditure")
    assert exhibit is not None
    assert [r.key for r in exhibit.rows if r.cells[1].value is not None] == [f"2025-{m:02}" for m in range(1, 5)]
    assert money("ky", month(2025, 4), "KGS") in exhibit.answer


def test_a_place_without_monthly_figures_has_no_month_line(look: Look) -> None:
    assert month_by_month(look("kara-kujur", 2020), "revenue") is None
    assert month_by_month(look("kurshab", 2015), "revenue") is None


def test_years_hold_the_plan_in_force_and_the_execution(look: Look) -> None:
    exhibit = year_by_year(look("demo", 2025), "expenditure")
    for year in (2023, 2024, 2025):
        plan = amount("demo", year, "expenditure", "revised", "total", document=f"demo-{year}-revised-11")
        assert value(exhibit, str(year), "plan") == plan
        assert value(exhibit, str(year), "executed") == month(year, 12)
    assert value(exhibit, "2026", "executed") == month(2026, 9)
    assert text(exhibit, "2026", "as_of") == "30.09.2026"
    assert cell(exhibit, "2027", "executed").mark is Mark.NOT_DUE
    change = month(2025, 12) / month(2024, 12) - 1
    assert percent("ky", abs(change)) in exhibit.answer


def test_a_plan_of_a_quarter_is_not_the_plan_of_its_year(look: Look) -> None:
    exhibit = year_by_year(look("bishkek", 2024), "revenue")
    quarter = amount("bishkek", 2024, "revenue", "approved", "total", period_end="2024-03-31")
    assert cell(exhibit, "2024", "plan").mark is Mark.NOT_HELD
    assert quarter not in {c.value for r in exhibit.rows for c in r.cells}
    assert value(exhibit, "2024", "draft") == amount("bishkek", 2024, "revenue", "forecast", "total")
    assert cell(exhibit, "2024", "executed").mark is Mark.NOT_HELD


def test_a_draft_stands_in_a_column_of_its_own_and_never_in_that_of_plans(look: Look) -> None:
    exhibit = year_by_year(look("kara-kujur", 2020, "en"), "revenue")
    approved = {r["fiscal_year"] for y in range(2015, 2030) for r in rows("kara-kujur", y, "revenue", "approved")}
    drafted = {r["fiscal_year"] for y in range(2015, 2030) for r in rows("kara-kujur", y, "revenue", "forecast")}
    assert drafted - approved
    for r in exhibit.rows:
        known = {column: cell(exhibit, r.key, column).value is not None for column in ("plan", "draft")}
        assert known == {"plan": r.key in approved, "draft": r.key in drafted - approved}, r.key
    assert exhibit.columns[exhibit.column("draft")].label == "forecast"
    assert isinstance(exhibit.drawing, Years) and exhibit.drawing.draft == "draft"


def test_without_drafts_there_is_no_column_for_them(look: Look) -> None:
    view = look("demo", 2025)
    firm = replace(view, statements=tuple(s for s in view.statements if s.phase != "forecast"))
    exhibit = year_by_year(firm, "expenditure")
    assert "draft" not in {c.key for c in exhibit.columns}
    assert isinstance(exhibit.drawing, Years) and exhibit.drawing.draft is None


def test_a_year_that_is_known_in_part_is_named_with_its_months(look: Look) -> None:
    exhibit = year_by_year(look("demo", 2026, "en"), "expenditure")
    assert text(exhibit, "2026", "year") == "2026 · 9 months" and text(exhibit, "2025", "year") == "2025"
    assert isinstance(exhibit.drawing, Years) and exhibit.drawing.partly == ("2026",)
    now, before = month(2026, 9), month(2025, 9)
    assert percent("en", abs(now / before - 1)) in exhibit.answer, "the same months of the year before"


def made_years(*last_months: tuple[int, int]) -> View:
    """What was spent in some years to the end of some month."""
    made = tuple(
        statement(year, "executed", {}, year * 1000, year=year, period_end=month_end(year, until))
        for year, until in last_months
    )
    return replace(view_of(), statements=made, lang="en")


def test_years_of_different_months_are_not_compared_and_the_reason_is_said() -> None:
    exhibit = year_by_year(made_years((2024, 2), (2025, 5)), "expenditure")
    assert "It is not compared with the year before: for different months." in exhibit.answer
    assert "%" not in exhibit.answer
    assert [r.cells[0].value for r in exhibit.rows] == ["2024 · 2 months", "2025 · 5 months"]
    assert "%" in year_by_year(made_years((2024, 5), (2025, 5)), "expenditure").answer


def test_where_only_a_part_is_known_no_year_says_that_there_is_no_document() -> None:
    part = statement(1, "executed", {}, 500, covers="own_revenue")
    exhibit = year_by_year(replace(view_of((part, {})), lang="en"), "expenditure")
    assert exhibit.rows == () and exhibit.answer == "We hold no document on the whole budget of 2025."
    nothing = year_by_year(replace(view_of(), lang="en"), "expenditure")
    assert nothing.answer == "We hold no document with the expenditure of 2025."


def test_what_covers_a_part_of_the_budget_is_in_no_year_and_no_month(look: Look) -> None:
    own = {(s.year, s.amount_minor) for s in look("bishkek").statements if not s.is_whole and s.amount_minor}
    assert own
    for year in look("bishkek").years:
        view = look("bishkek", year)
        for exhibit in (year_by_year(view, "revenue"), month_by_month(view, "revenue")):
            for r in exhibit.rows if exhibit else ():
                assert not {(int(r.key[:4]), c.value) for c in r.cells} & own


@pytest.mark.parametrize("build", [month_by_month, year_by_year])
def test_every_language_says_the_same_numbers(look: Look, build: Callable[[View, str], object]) -> None:
    exhibits = [build(look("demo", 2025, lang), "revenue") for lang in LANGUAGES]
    assert len({tuple(numbers(e.answer)) for e in exhibits}) == 1 and len({e.answer for e in exhibits}) == 3
