"""Which paper counts, which year opens, and what holds for any statements at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.exhibits.breakdown import breakdown, composition
from dashboard.exhibits.flows import flows
from dashboard.exhibits.headlines import headlines
from dashboard.exhibits.model import Mark
from dashboard.exhibits.view import View, needed, opening_year
from dashboard.exhibits.years import year_by_year
from dashboard.i18n import money
from dashboard.store.comparable import Reason
from dashboard.store.records import Annex, Statement, Sum
from tests.exhibits.made import CLASSES, TODAY, statement, view_of
from tests.exhibits.reading import cell, figures, text

Look = Callable[..., View]
AMOUNTS = st.dictionaries(st.sampled_from(["", *CLASSES]), st.integers(0, 10**13), max_size=5)


@given(AMOUNTS, AMOUNTS, st.integers(0, 10**13), st.integers(0, 10**13))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_published_the_rows_add_up_and_no_share_exceeds_its_whole(
    plan: dict[str, int], done: dict[str, int], more_plan: int, more_done: int
) -> None:
    view = view_of((statement(1, "approved", plan, more_plan), plan), (statement(2, "executed", done, more_done), done))
    exhibit = breakdown(view, "expenditure", "function")
    for column in ("approved", "executed"):
        at = exhibit.column(column)
        top = sum(r.cells[at].value or 0 for r in exhibit.rows if not r.emphasis and r.level == 0)
        assert top == sum(r.cells[at].value or 0 for r in exhibit.rows if r.emphasis)
    share, approved = exhibit.column("share"), exhibit.column("approved")
    for r in exhibit.rows:
        if not r.cells[approved].value:
            assert r.cells[share].mark is Mark.UNDEFINED, "a share of nothing"
    of_hundred = [int(n) for n in re.findall(r"– (\d+)", exhibit.answer.split(":", 1)[-1])]
    assert sum(of_hundred) in (0, 100) and 0 not in of_hundred, exhibit.answer
    parts = composition(view, "expenditure", "function")
    if parts is not None:
        shares = [r.cells[2].value for r in parts.rows if r.level == 0]
        assert all(0 <= s <= 1 for s in shares) and abs(sum(shares) - 1) < 1e-9


@given(AMOUNTS, AMOUNTS, st.integers(0, 1))
@settings(max_examples=80, deadline=None)
def test_money_never_flows_in_or_out_that_no_line_explains(
    came: dict[str, int], went: dict[str, int], more: int
) -> None:
    revenue = statement(1, "executed", came, more, direction="revenue")
    expenditure = statement(2, "executed", went, 0)
    sums = tuple(Sum(1, "source", k, "budget", v, 1) for k, v in came.items())
    sums += tuple(Sum(2, "function", k, "budget", v, 1) for k, v in went.items())
    exhibit = flows(replace(view_of((revenue, {}), (expenditure, {})), sums=sums))
    if exhibit is not None:
        assert not more and "" not in came and "" not in went
        assert sum(r.cells[2].value for r in exhibit.rows) == sum(came.values()) + sum(went.values())


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["forecast", "approved", "revised", "executed"]),
            st.integers(2015, 2030),
            st.one_of(st.none(), st.integers(0, 10**12)),
        ),
        max_size=8,
    )
)
@settings(max_examples=100, deadline=None)
def test_any_papers_open_at_a_year_they_name_and_every_headline_is_one_of_theirs(
    papers: list[tuple[str, int, int | None]],
) -> None:
    made = tuple(
        statement(n, phase, {}, year=year, amount_minor=amount, stated_minor=amount, period_end=date(year, 12, 31))
        for n, (phase, year, amount) in enumerate(papers)
    )
    year = opening_year(made, TODAY)
    assert (year is None) == (not made)
    firm = {s.year for s in made if s.phase != "forecast" and s.amount_minor is not None and s.year <= TODAY.year}
    assert year == (max(firm) if firm else max((s.year for s in made), default=None))
    view = replace(view_of(), statements=made, year=year or TODAY.year)
    assert needed(view) <= {s.id for s in made}
    exhibit = headlines(view)
    drawn = figures(exhibit) if exhibit.drawing is not None else ()
    shown = [figure for figure in drawn if figure.key == "expenditure"]
    allowed = {money("ky", s.amount_minor, "KGS") for s in made if s.year == view.year and s.amount_minor is not None}
    assert [figure.value in allowed for figure in shown] == [True] * bool(allowed), "what is not known is not drawn"
    assert all(r.key in {str(s.year) for s in made} for r in year_by_year(view, "expenditure").rows)


def test_pages_open_at_the_last_year_with_more_than_a_forecast(look: Look) -> None:
    assert look("kara-kujur").year == 2020, "2021 to 2023 are forecasts"
    assert look("demo").year == 2026
    assert look("bishkek").year == 2025, "the budget of 2026 is a draft"
    assert look("ak-bashat").year == 2018, "only a forecast is known"
    assert look("demo", today=date(2025, 6, 1)).year == 2025, "a year that has not begun does not open"


def test_the_council_beats_the_press_and_the_later_paper_the_earlier(look: Look) -> None:
    picked = look("kara-kujur", 2021).pick("revenue", "forecast")
    assert picked is not None and picked.paper.key == "karakujur-2020-06-08"
    assert picked.previous_paper is not None and picked.previous_paper.key == "karakujur-2020-01-24"
    plan = look("demo", 2025).plan("expenditure")
    assert plan is not None and (plan.phase, plan.paper.key) == ("revised", "demo-2025-revised-11")


def test_a_plan_of_the_whole_year_comes_before_one_of_some_months(look: Look) -> None:
    picked = look("bishkek", 2020).pick("revenue", "approved")
    assert picked is not None and picked.scope == "year"
    quarter = look("bishkek", 2024).plan("revenue", whole_year=True)
    assert quarter is None or quarter.scope == "year"


def test_execution_is_compared_with_the_same_month_of_the_year_before(look: Look) -> None:
    view = look("demo", 2026)
    now = view.pick("expenditure", "executed")
    assert now is not None and now.period_end == date(2026, 9, 30)
    before = view.before(now)
    assert isinstance(before, Statement) and before.period_end == date(2025, 9, 30)


def test_a_plan_of_a_quarter_is_no_measure_for_the_whole_year() -> None:
    quarter = statement(1, "approved", {"a": 40}, scope="period", period_end=date(2025, 3, 31))
    done = statement(2, "executed", {"a": 80})
    to_march = replace(done, id=3, members=(3,), scope="period", period_end=date(2025, 3, 31))
    view = replace(view_of((quarter, {"a": 40}), (done, {"a": 80}), (to_march, {"a": 30})), lang="en")
    exhibit = breakdown(view, "expenditure", "function")
    assert {cell(exhibit, key, "share").mark for key in ("a", "total")} == {Reason.MONTHS}
    assert text(exhibit, "total", "share") == "for different months"
    of_march = breakdown(replace(view, period=date(2025, 3, 31)), "expenditure", "function")
    assert cell(of_march, "a", "share").value == 30 / 40


def test_only_what_a_council_has_passed_is_a_plan() -> None:
    draft, done = statement(1, "forecast", {"a": 40}), statement(2, "executed", {"a": 80})
    view = view_of((draft, {"a": 40}), (done, {"a": 80}))
    assert view.plan("expenditure") is None and view.draft("expenditure") is draft
    assert view.done(done, draft) is Reason.DRAFT
    exhibit = breakdown(view, "expenditure", "function")
    assert "forecast" not in {c.key for c in exhibit.columns}
    assert {r.cells[exhibit.column("share")].mark for r in exhibit.rows} == {Mark.UNDEFINED}


def test_a_statement_of_a_part_is_picked_for_nothing() -> None:
    part = statement(1, "executed", {"a": 40}, covers="without_transfers")
    view = view_of((part, {"a": 40}))
    assert view.pick("expenditure", "executed") is view.best("expenditure") is None
    assert view.partial == (part,) and 1 in needed(view)


def test_annexes_that_break_the_same_money_down_are_read_where_the_lines_have_no_class() -> None:
    whole = statement(1, "executed", {"": 100}, annexes=(Annex(2, "by function", 100),))
    sums = (Sum(1, "function", "", "budget", 100, 1), Sum(2, "function", "b", "budget", 100, 1))
    view = replace(view_of((whole, {})), sums=sums)
    assert view.by_class(whole, "function") == {"b": 100} and needed(view) == {1, 2}
    own = replace(view, sums=(*sums, Sum(1, "function", "a", "budget", 60, 1)))
    assert own.by_class(whole, "function") == {"": 100, "a": 60}, "never both"


def test_questions_of_past_years_are_in_the_past_tense(look: Look) -> None:
    now, past = (breakdown(look("demo", year, "en"), "revenue", "source").question for year in (2026, 2025))
    assert now == "Where does the money come from in 2026?"
    assert past == "Where did the money come from in 2025?"


def test_a_plan_of_the_whole_year_counts_before_one_of_some_months_whichever_comes_first() -> None:
    year = statement(1, "approved", {"a": 100})
    months = statement(2, "approved", {"a": 40}, scope="period")
    later = replace(months, id=3, members=(3,), period_end=date(2026, 3, 31))
    for made in ((year, months, later), (later, months, year)):
        assert replace(view_of(), statements=made).pick("expenditure", "approved") is year


def test_a_plan_with_a_figure_counts_before_one_of_the_whole_year_without() -> None:
    silent = replace(statement(1, "approved", {}), amount_minor=None)
    months = statement(2, "approved", {"a": 40}, scope="period", period_end=date(2025, 6, 30))
    assert replace(view_of(), statements=(silent, months)).pick("expenditure", "approved") is months


def test_of_execution_the_latest_period_counts_whatever_its_scope() -> None:
    half = statement(1, "executed", {"a": 40}, period_end=date(2025, 6, 30))
    longer = statement(2, "executed", {"a": 60}, scope="period", period_end=date(2025, 9, 30))
    for made in ((half, longer), (longer, half)):
        assert replace(view_of(), statements=made).pick("expenditure", "executed") is longer
