"""Which documents we hold, and the three ways in which one may be absent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dashboard.exhibits.calendar import absence, expected_on
from dashboard.exhibits.completeness import completeness
from dashboard.exhibits.model import Mark
from dashboard.exhibits.view import View
from dashboard.i18n import LANGUAGES
from dashboard.store.records import LookedFor, Names, Place
from tests.exhibits.papers import rows
from tests.exhibits.reading import cell, numbers, text

Look = Callable[..., View]
COLUMNS = ("revenue-plan", "revenue-executed", "expenditure-plan", "expenditure-executed")
PLACE = Place(1, "here", "aiyl_aimak", Names("Жер"), "KGS")


def test_every_year_up_to_the_present_has_a_row_and_years_of_nothing_share_one(look: Look) -> None:
    exhibit = completeness(look("kara-kujur", today=date(2026, 11, 24)))
    assert [r.key for r in exhibit.rows] == ["2026", "2021–2025", "2020", "2019"]
    assert [c.mark for c in exhibit.rows[1].cells[1:]] == [Mark.NOT_HELD] * 4


def test_a_cell_is_filled_exactly_where_a_document_of_the_whole_budget_gives_a_figure(look: Look) -> None:
    for code in ("kara-kujur", "kazan-kuigan", "kurshab", "demo"):
        exhibit = completeness(look(code))
        for r in exhibit.rows:
            for column in COLUMNS:
                direction, kind = column.split("-")
                if "–" in r.key:
                    assert cell(exhibit, r.key, column).value is None
                    continue
                phases = ("approved", "revised") if kind == "plan" else ("executed",)
                printed = [x for p in phases for x in rows(code, int(r.key), direction, p) if x["amount"]]
                whole = [x for x in printed if x.get("covers") in (None, "", "whole")]
                assert (cell(exhibit, r.key, column).value is not None) == bool(whole), (code, r.key, column)


@pytest.mark.parametrize(
    ("today", "executed_2020"),
    [
        (date(2020, 12, 31), "мөөнөтү келе элек"),
        (date(2021, 5, 1), "бизде документи жок"),
        (date(2023, 1, 1), "бизде документи жок"),
    ],
)  # fmt: skip
def test_absences_are_told_apart_by_the_day(look: Look, today: date, executed_2020: str) -> None:
    exhibit = completeness(look("kara-kujur", today=today))
    assert text(exhibit, "2020", "revenue-executed") == executed_2020


def test_the_answer_counts_what_the_table_shows(look: Look) -> None:
    exhibit = completeness(look("kara-kujur"))
    years = {r.key: 1 if "–" not in r.key else int(r.key[5:]) - int(r.key[:4]) + 1 for r in exhibit.rows}
    marks = [c.mark for r in exhibit.rows for c in r.cells[1:] for _ in range(years[r.key])]
    counts = [marks.count(None), marks.count(Mark.NOT_HELD)]
    assert numbers(exhibit.answer) == sorted(str(n) for n in counts) and all(counts)


def test_a_figure_that_was_named_without_an_amount_does_not_count_as_held(look: Look) -> None:
    exhibit = completeness(look("osh-oblusu", 2025))
    at = exhibit.column("revenue-executed")
    of_year = [row for row in exhibit.rows if row.key[:4] <= "2025" <= row.key[-4:]]
    assert [row.cells[at].value for row in of_year] == [None]


def test_every_language_says_the_same_numbers(look: Look) -> None:
    exhibits = [completeness(look("kara-kujur", 2020, lang)) for lang in LANGUAGES]
    assert len({tuple(numbers(e.answer)) for e in exhibits}) == 1
    assert [[c.mark for c in r.cells] for r in exhibits[0].rows] == [
        [c.mark for c in r.cells] for r in exhibits[2].rows
    ]


def test_only_places_with_a_council_are_told_when_councils_decide(look: Look) -> None:
    assert any("31 March" in note for note in completeness(look("kara-kujur", lang="en")).notes)
    assert not any("31 March" in note for note in completeness(look("osh-oblusu", lang="en")).notes)


def test_a_document_is_expected_by_the_end_of_march_and_nobody_is_late_by_that_habit_alone() -> None:
    assert expected_on(2025, "approved") == date(2025, 3, 31) and expected_on(2025, "executed") == date(2026, 3, 31)
    assert absence(PLACE, (), 2025, "approved", date(2025, 3, 31)).mark is Mark.NOT_DUE
    for day in (date(2025, 4, 1), date(2026, 4, 2)):
        assert absence(PLACE, (), 2025, "approved", day).mark is Mark.NOT_HELD


def test_late_is_said_only_of_a_place_that_feeds_the_site_and_only_of_what_somebody_has_to_publish() -> None:
    feeds = replace(PLACE, feeds_since=date(2024, 1, 1))
    assert absence(feeds, (), 2025, "approved", date(2025, 4, 1)).mark is Mark.LATE
    assert absence(feeds, (), 2025, "revised", date(2025, 4, 1)).mark is Mark.NOT_HELD, "nobody must revise a plan"
    assert absence(feeds, (), 2025, "approved", date(2026, 4, 2)).mark is Mark.NOT_HELD, "a year is long enough"
    since = replace(PLACE, feeds_since=date(2025, 6, 1))
    assert absence(since, (), 2025, "approved", date(2025, 7, 1)).mark is Mark.NOT_HELD, "it began later"


def test_a_check_that_found_nothing_is_said_with_its_day(look: Look) -> None:
    checks = (
        LookedFor("execution", 2020, date(2026, 5, 2), False, "https://example.org/a"),
        LookedFor("execution", 2020, date(2026, 6, 2), False, "https://example.org/a"),
        LookedFor("budget", 2021, date(2026, 6, 2), True, "https://example.org/b"),
    )
    exhibit = completeness(replace(look("kara-kujur", lang="en"), looked_for=checks))
    assert text(exhibit, "2020", "revenue-executed") == "looked for on 02.06.2026, not found"
    assert text(exhibit, "2021–2025", "revenue-plan") == "we hold no document", "it was found, and is not here"
