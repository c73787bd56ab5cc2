"""Year by year and month by month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dashboard.exhibits.model import Mark
from dashboard.exhibits.view import View
from dashboard.exhibits.years import month_by_month, year_by_year
from dashboard.i18n import LANGUAGES, money, percent
from tests.exhibits.papers import amount
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
        (date(2026, 11, 24), [Mark.NOT_DUE] * 3),
        (date(2027, 2, 15), [Mark.LATE, Mark.NOT_DUE, Mark.NOT_DUE]),
        (date(2027, 12, 31), [Mark.LATE] * 3),
    ],
)  # fmt: skip
def test_months_to_come_are_not_yet_due_and_then_late(look: Look, today: date, marks: list[Mark]) -> None:
    exhibit = month_by_month(look("demo", 2026, today=today), "expenditure")
    assert exhibit is not None
    assert [cell(exhibit, f"2026-{m}", "executed").mark for m in (10, 11, 12)] == marks
    assert value(exhibit, "2026-09", "executed") == month(2026, 9)
    assert text(exhibit, "2026-12", "executed") in ("азырынча жок", "кечигип жатат")


def test_a_month_left_out_between_two_is_missing(look: Look) -> None:
    view = look("demo", 2025)
    without_may = tuple(s for s in view.statements if (s.year, s.period_end) != (2025, date(2025, 5, 31)))
    exhibit = month_by_month(View(**{**vars(view), "statements": without_may}), "expenditure")
    assert exhibit is not None
    assert cell(exhibit, "2025-05", "executed").mark is Mark.MISSING


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
    assert cell(exhibit, "2024", "plan").value != quarter
    assert value(exhibit, "2024", "executed") == amount("bishkek", 2024, "revenue", "executed", "total", scope="year")


@pytest.mark.parametrize("build", [month_by_month, year_by_year])
def test_every_language_says_the_same_numbers(look: Look, build: Callable[[View, str], object]) -> None:
    exhibits = [build(look("demo", 2025, lang), "revenue") for lang in LANGUAGES]
    assert len({tuple(numbers(e.answer)) for e in exhibits}) == 1 and len({e.answer for e in exhibits}) == 3
