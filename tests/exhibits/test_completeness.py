"""What is published, what is missing, what is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dashboard.exhibits.calendar import absence, due_on, elapsed
from dashboard.exhibits.completeness import completeness
from dashboard.exhibits.model import Mark
from dashboard.exhibits.view import View
from dashboard.i18n import LANGUAGES
from tests.exhibits.papers import rows
from tests.exhibits.reading import cell, numbers, text

Look = Callable[..., View]
COLUMNS = ("revenue-plan", "revenue-executed", "expenditure-plan", "expenditure-executed")


def test_every_year_up_to_the_present_has_a_row(look: Look) -> None:
    exhibit = completeness(look("kara-kujur", today=date(2026, 11, 24)))
    assert [r.key for r in exhibit.rows] == [str(y) for y in range(2026, 2018, -1)]


def test_a_cell_is_filled_exactly_where_a_paper_gives_a_figure(look: Look) -> None:
    for code in ("kara-kujur", "kazan-kuigan", "kurshab", "demo"):
        exhibit = completeness(look(code))
        for r in exhibit.rows:
            for column in COLUMNS:
                direction, kind = column.split("-")
                phases = ("approved", "revised", "forecast") if kind == "plan" else ("executed",)
                printed = [x for p in phases for x in rows(code, int(r.key), direction, p) if x["amount"]]
                assert (cell(exhibit, r.key, column).value is not None) == bool(printed), (code, r.key, column)


@pytest.mark.parametrize(
    ("today", "executed_2020", "plan_2021"),
    [
        (date(2020, 12, 31), "азырынча жок", "болжол"),
        (date(2021, 5, 1), "кечигип жатат", "болжол"),
        (date(2023, 1, 1), "жарыяланган эмес", "болжол"),
    ],
)  # fmt: skip
def test_absences_are_told_apart_by_the_day(look: Look, today: date, executed_2020: str, plan_2021: str) -> None:
    exhibit = completeness(look("kara-kujur", today=today))
    assert text(exhibit, "2020", "revenue-executed") == executed_2020
    assert text(exhibit, "2021", "revenue-plan") == plan_2021


def test_the_answer_counts_what_the_table_shows(look: Look) -> None:
    exhibit = completeness(look("kara-kujur"))
    marks = [c.mark for r in exhibit.rows for c in r.cells[1:]]
    counts = [marks.count(None), marks.count(Mark.LATE), marks.count(Mark.MISSING)]
    assert numbers(exhibit.answer) == sorted(str(n) for n in counts) and all(counts)


def test_a_figure_that_was_named_and_not_published_does_not_count_as_published(look: Look) -> None:
    exhibit = completeness(look("osh-oblusu", 2025))
    assert cell(exhibit, "2025", "revenue-executed").mark in (Mark.MISSING, Mark.LATE)


def test_every_language_says_the_same_numbers(look: Look) -> None:
    exhibits = [completeness(look("kara-kujur", 2020, lang)) for lang in LANGUAGES]
    assert len({tuple(numbers(e.answer)) for e in exhibits}) == 1
    assert [[c.mark for c in r.cells] for r in exhibits[0].rows] == [[c.mark for c in r.cells] for r in exhibits[2].rows]


def test_papers_fall_due_at_the_end_of_march() -> None:
    assert due_on(2025, "approved") == date(2025, 3, 31) and due_on(2025, "executed") == date(2026, 3, 31)
    assert absence(2025, "approved", date(2025, 3, 31)) is Mark.NOT_DUE
    assert absence(2025, "approved", date(2025, 4, 1)) is Mark.LATE
    assert absence(2025, "approved", date(2026, 4, 2)) is Mark.MISSING
    assert absence(2025, "executed", date(2026, 4, 1)) is Mark.LATE


def test_the_share_of_the_year_gone_ends_at_one_in_leap_years_too() -> None:
    assert elapsed(date(2024, 12, 31)) == elapsed(date(2025, 12, 31)) == 1
    assert elapsed(date(2025, 6, 30)) == pytest.approx(181 / 365)
