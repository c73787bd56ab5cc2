"""What may be set against what: every rule, from both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.i18n import LANGUAGES, t
from dashboard.store.comparable import Reason, beyond_rounding, can_be_taken_apart, comparable, of_the_whole, per_head
from dashboard.store.records import Names, Paper, Statement

PAPER = Paper(1, "paper", "Paper", "1", date(2025, 1, 20), "", "", "", 3)
OTHER = replace(PAPER, id=2, key="other", date=date(2025, 6, 1))
MILLION = 100_000_000
END = date(2025, 12, 31)
DONE = Statement(
    1, 7, "KGS", 2025, "expenditure", "executed", "year", END, 90 * MILLION, None, None, "stated", PAPER, 1
)  # fmt: skip
PLAN = replace(DONE, id=2, phase="approved", amount_minor=100 * MILLION)
CAME = replace(DONE, id=3, direction="revenue", amount_minor=95 * MILLION)
LAST = replace(DONE, id=4, year=2024, period_end=date(2024, 12, 31), amount_minor=80 * MILLION)
PART = {"covers": "part", "part_names": Names("мектептер")}


def test_like_is_comparable_with_like() -> None:
    assert comparable(DONE, PLAN, "share_of_plan") is None
    assert comparable(CAME, DONE, "balance") is None
    assert comparable(DONE, LAST, "change") is None
    assert comparable(replace(DONE, amount_minor=91 * MILLION), DONE, "restatement") is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"phase": "forecast"}, Reason.DRAFT),
        ({"phase": "executed"}, Reason.PHASE),
        ({"covers": "without_transfers"}, Reason.COVERS),
        (PART, Reason.COVERS),
        ({"place": 8}, Reason.PLACE),
        ({"currency": "EUR"}, Reason.CURRENCY),
        ({"direction": "revenue"}, Reason.DIRECTION),
        ({"boundaries": date(2025, 4, 1)}, Reason.BOUNDARIES),
        ({"year": 2024}, Reason.MONTHS),
        ({"scope": "period", "period_end": date(2025, 3, 31)}, Reason.MONTHS),
        ({"amount_minor": 0}, Reason.NO_FIGURE),
        ({"amount_minor": None}, Reason.NO_FIGURE),
    ],
)  # fmt: skip
def test_execution_is_a_share_of_nothing_but_the_plan_of_the_same_thing(
    changed: dict[str, object], reason: Reason
) -> None:
    assert comparable(DONE, replace(PLAN, **changed), "share_of_plan") is reason


def test_execution_of_some_months_may_be_a_share_of_the_plan_of_the_year_or_of_just_those_months() -> None:
    half = replace(DONE, scope="period", period_end=date(2025, 6, 30))
    assert comparable(half, PLAN, "share_of_plan") is None
    assert comparable(half, replace(PLAN, scope="period", period_end=date(2025, 6, 30)), "share_of_plan") is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"phase": "approved"}, Reason.PHASE),
        ({"period_end": date(2025, 9, 30)}, Reason.MONTHS),
        ({"covers": "own_revenue"}, Reason.COVERS),
        ({"paper": OTHER, "issuer": "Министерство"}, Reason.PAPERS),
        ({"direction": "expenditure"}, Reason.DIRECTION),
        ({"amount_minor": 90 * MILLION + 40, "rounded_to_minor": 100}, Reason.ROUNDING),
    ],
)  # fmt: skip
def test_a_balance_needs_both_sides_of_one_moment(changed: dict[str, object], reason: Reason) -> None:
    assert comparable(replace(CAME, **changed), DONE, "balance") is reason


def test_plans_of_two_documents_balance_only_where_they_are_of_one_day_and_drafts_never_do() -> None:
    revenue = replace(CAME, phase="approved")
    spending = replace(DONE, phase="approved", paper=OTHER)
    assert comparable(revenue, spending, "balance") is Reason.PAPERS
    assert comparable(revenue, replace(spending, paper=replace(OTHER, date=PAPER.date)), "balance") is None
    drafts = (replace(revenue, phase="forecast"), replace(spending, phase="forecast"))
    assert comparable(*drafts, "balance") is Reason.PAPERS
    same_day = replace(drafts[1], paper=replace(OTHER, date=PAPER.date))
    assert comparable(drafts[0], same_day, "balance") is Reason.PAPERS, "a draft is of its document alone"
    assert comparable(drafts[0], replace(drafts[1], paper=PAPER), "balance") is None


def test_printed_figures_that_are_equal_are_equal_however_they_are_rounded() -> None:
    rounded = replace(CAME, amount_minor=DONE.amount_minor, rounded_to_minor=MILLION)
    assert comparable(rounded, replace(DONE, rounded_to_minor=MILLION), "balance") is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"phase": "approved"}, Reason.PHASE),
        ({"period_end": date(2024, 9, 30)}, Reason.MONTHS),
        (PART, Reason.COVERS),
        ({"boundaries": date(2024, 4, 1)}, Reason.BOUNDARIES),
        ({"amount_minor": 0}, Reason.NO_FIGURE),
        ({"amount_minor": 90 * MILLION + 1, "rounded_to_minor": 10}, Reason.ROUNDING),
    ],
)  # fmt: skip
def test_a_year_is_compared_with_the_same_months_and_stage_of_another(
    changed: dict[str, object], reason: Reason
) -> None:
    assert comparable(DONE, replace(LAST, **changed), "change") is reason


def test_years_that_end_in_different_months_are_not_compared() -> None:
    ended_in_june = replace(LAST, year_ends=6, period_end=date(2024, 6, 30))
    assert ended_in_june.months == DONE.months
    assert comparable(DONE, ended_in_june, "change") is Reason.MONTHS


def test_drafts_do_not_grow_or_shrink() -> None:
    now, before = replace(DONE, phase="forecast"), replace(LAST, phase="forecast")
    assert comparable(now, before, "change") is Reason.DRAFT


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"issuer": "Министерство", "amount_minor": 91 * MILLION}, Reason.ISSUER),
        ({"covers": "transfers"}, Reason.COVERS),
        ({"period_end": date(2025, 9, 30)}, Reason.MONTHS),
        ({"phase": "approved"}, Reason.PHASE),
        ({"amount_minor": 90 * MILLION + 49, "rounded_to_minor": 100}, Reason.ROUNDING),
    ],
)  # fmt: skip
def test_only_the_same_issuer_changes_a_figure_and_only_beyond_rounding(
    changed: dict[str, object], reason: Reason
) -> None:
    assert comparable(DONE, replace(DONE, **changed), "restatement") is reason


def test_a_figure_rounded_to_a_step_explains_half_of_it() -> None:
    printed = replace(DONE, amount_minor=7_074_800_000_00, rounded_to_minor=100_000_00)
    exact = replace(DONE, amount_minor=7_074_823_100_00)
    assert not beyond_rounding(printed, exact)
    assert beyond_rounding(printed, replace(exact, amount_minor=7_074_850_100_00))
    assert beyond_rounding(DONE, replace(DONE, amount_minor=90 * MILLION + 1)), "exact figures differ by a tyiyn"


def test_per_head_and_norms_are_of_the_whole_budget_of_the_people_it_was_for() -> None:
    assert of_the_whole(DONE) is None and per_head(DONE, date(2025, 1, 1)) is None
    assert of_the_whole(replace(DONE, **PART)) is Reason.COVERS
    assert of_the_whole(replace(DONE, phase="forecast")) is Reason.DRAFT
    merged = replace(DONE, boundaries=date(2025, 4, 1))
    assert per_head(merged, date(2025, 1, 1)) is Reason.BOUNDARIES and per_head(merged, date(2025, 5, 1)) is None


def test_only_the_whole_is_taken_apart() -> None:
    assert can_be_taken_apart(DONE) is None
    assert can_be_taken_apart(replace(DONE, covers="transfers")) is Reason.COVERS
    assert can_be_taken_apart(replace(DONE, amount_minor=None)) is Reason.NO_FIGURE, "an excerpt without a total"


def test_every_reason_is_a_mark_with_words_in_every_language() -> None:
    for reason in Reason:
        assert all(t(lang, f"marks.{reason.value}") for lang in LANGUAGES)


def test_a_fiscal_year_may_end_in_june() -> None:
    year = replace(DONE, year_ends=6, period_end=date(2025, 6, 30))
    assert (year.months, year.is_partial, year.gone) == (12, False, 1)
    half = replace(year, period_end=date(2024, 12, 31))
    assert (half.months, half.is_partial, round(half.gone, 3)) == (6, True, round(184 / 365, 3))
    last = replace(half, year=2024, period_end=date(2023, 12, 31))
    assert comparable(half, last, "change") is None and comparable(half, LAST, "change") is Reason.MONTHS


def test_the_share_of_the_year_gone_ends_at_one_in_leap_years_too() -> None:
    assert replace(DONE, year=2024, period_end=date(2024, 12, 31)).gone == DONE.gone == 1
    assert replace(DONE, period_end=date(2025, 6, 30)).gone == pytest.approx(181 / 365)
