"""The figures a resident sees first, as far as they are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dashboard.exhibits.drawings import Headline
from dashboard.exhibits.headlines import headlines
from dashboard.exhibits.model import Exhibit, Mark
from dashboard.exhibits.view import View
from dashboard.i18n import LANGUAGES, money, number, percent
from tests.exhibits.papers import amount, minor, rows, table
from tests.exhibits.reading import cell, figures, numbers, value

Look = Callable[..., View]
LATEST = "demo-2026-09"
CODES = sorted({r["municipality"] for r in table("published/budget.csv")})


def figure(exhibit: Exhibit, key: str) -> Headline:
    """A headline figure by its key."""
    (found,) = (f for f in figures(exhibit) if f.key == key)
    return found


def total(direction: str, document: str) -> int:
    """A printed total of the fictional place."""
    year = int(document[5:9])
    phase = document[10:].rstrip("0123456789-") or "executed"
    return amount("demo", year, direction, phase, "total", document=document)


@pytest.mark.parametrize("direction", ["revenue", "expenditure"])
def test_a_figure_has_its_amount_plan_share_date_and_last_year(look: Look, direction: str) -> None:
    view = look("demo", 2026)
    done, planned = total(direction, "demo-2026-09"), total(direction, "demo-2026-approved")
    last_year = total(direction, "demo-2025-09")
    found = figure(headlines(view), direction)
    assert found.value == money("ky", done, "KGS")
    assert money("ky", done, "KGS") in found.sentence and "2026-жылдын 30-сентябрына карата" in found.sentence
    assert found.share == pytest.approx(done / planned)
    assert found.elapsed == pytest.approx(273 / 365)
    said = " ".join(found.facts)
    assert money("ky", planned, "KGS") in said and percent("ky", done / planned) in said
    assert money("ky", last_year, "KGS") in said and percent("ky", abs(done / last_year - 1)).lstrip("−") in said


def test_the_balance_is_revenue_less_expenditure_of_the_same_day(look: Look) -> None:
    for period, paper in ((None, "demo-2025-12"), (date(2025, 8, 31), "demo-2025-08")):
        found = figure(headlines(look("demo", 2025, period=period)), "balance")
        assert found.value == money("ky", total("revenue", paper) - total("expenditure", paper), "KGS")


def test_the_balance_at_the_start_of_the_year_is_told_apart(look: Look) -> None:
    """More was spent than came in: only what was left of the year before makes revenue higher."""
    view = look("demo", 2026, "en")
    drawn = headlines(view)
    opening = sum(minor(r) for r in rows("demo", 2026, "revenue", "executed", line="opening-balance", document=LATEST))
    left = total("revenue", LATEST) - total("expenditure", LATEST)
    assert left - opening < 0 < left
    said = {name: money("en", abs(n), "KGS") for name, n in (("left", left), ("own", left - opening))}
    assert figure(drawn, "balance").sentence == (
        f"With the balance at the start of the year ({money('en', opening, 'KGS')}), revenue is higher than "
        f"expenditure by {said['left']}. Without that balance, expenditure is higher than revenue by {said['own']}."
    )
    told = f"This includes the balance at the start of the year: {money('en', opening, 'KGS')}."
    assert figure(drawn, "revenue").sentence.endswith(told) and "balance" not in figure(drawn, "expenditure").sentence


def test_only_what_is_known_is_drawn(look: Look) -> None:
    exhibit = headlines(look("kara-kujur", 2020))
    assert [f.key for f in figures(exhibit)] == ["revenue"], "without expenditure no balance and none per head"
    assert exhibit.answer == figures(exhibit)[0].sentence
    assert cell(exhibit, "expenditure", "approved").mark is Mark.NOT_HELD


def test_a_balance_that_may_not_be_drawn_is_a_note_with_the_reason(look: Look) -> None:
    view = look("demo", 2025, "en", period=date(2025, 12, 31))
    august = tuple(
        s
        for s in view.statements
        if s.year != 2025 or (s.phase == "executed" and s.period_end.month == (8 if s.direction == "revenue" else 12))
    )
    exhibit = headlines(replace(view, statements=august))
    assert [f.key for f in figures(exhibit)] == ["revenue", "expenditure", "per-head"]
    assert "The balance is not calculated: for different months." in exhibit.notes
    assert not any("The balance is not calculated" in note for note in headlines(view).notes)


def test_two_drafts_of_different_documents_give_no_balance(look: Look) -> None:
    view = look("bishkek", 2026, "en")
    sides = [view.draft(side) for side in ("revenue", "expenditure")]
    assert all(sides) and len({s.paper.key for s in sides if s}) == 2
    exhibit = headlines(view)
    assert "balance" not in {f.key for f in figures(exhibit)}
    assert "The balance is not calculated: from different documents." in exhibit.notes


def test_a_draft_is_nobodys_plan(look: Look) -> None:
    view = look("bishkek", 2025, "en")
    assert view.plan("revenue") is None
    shown = figure(headlines(view), "revenue")
    assert shown.share is None and not any("%" in fact for fact in shown.facts)


def test_spending_per_head_uses_the_population_of_that_year(look: Look) -> None:
    people = {r["as_of"]: int(r["people"]) for r in table("demo/population.csv")}
    found = figure(headlines(look("demo", 2025)), "per-head")
    som = round(total("expenditure", "demo-2025-12") / 100 / people["2025-01-01"])
    assert found.value == money("ky", som * 100, "KGS", exact=True)
    assert number("ky", people["2025-01-01"]) in found.facts[0] and "2025-жылдын 1-январына карата" in found.facts[0]


def test_without_a_population_nothing_is_divided(look: Look) -> None:
    view = look("kazan-kuigan", 2023, "en")
    exhibit = headlines(replace(view, people=()))
    assert view.best("expenditure") is not None and "per-head" not in {f.key for f in figures(exhibit)}
    assert any("no population figure" in note for note in exhibit.notes)


def test_a_later_census_is_not_applied_to_an_earlier_year(look: Look) -> None:
    view = look("demo", 2025)
    earlier = tuple(p for p in view.people if p.as_of.year > 2025)
    assert earlier
    exhibit = headlines(replace(view, people=earlier))
    assert "per-head" not in {f.key for f in figures(exhibit)}
    assert any("ага чейинки калктын саны бизде жок" in note for note in exhibit.notes), exhibit.notes


def test_announced_money_and_estimates_never_become_the_headline(look: Look) -> None:
    memo = {minor(r) for r in rows("bishkek", 2026, "revenue", "forecast", role="memo") if r["amount"]}
    assert memo
    exhibit = headlines(look("bishkek", 2026))
    assert not {money("ky", m, "KGS") for m in memo} & {f.value for f in figures(exhibit)}
    # Both are drafts in the press: one of August 2025, one that prints only its year, 2026. The later one counts.
    latest = amount("bishkek", 2026, "revenue", "forecast", "total", document="24kg-362911")
    assert figure(exhibit, "revenue").value == money("ky", latest, "KGS")


@pytest.mark.parametrize("code", CODES)
def test_every_headline_of_every_year_is_a_printed_total_or_the_sum_of_lines(look: Look, code: str) -> None:
    first = look(code)
    for year in first.years:
        exhibit = headlines(look(code, year))
        drawn = {f.key: f for f in figures(exhibit)} if exhibit.drawing is not None else {}
        for direction in ("revenue", "expenditure"):
            mine = [
                r
                for p in ("approved", "revised", "executed", "forecast")
                for r in rows(code, year, direction, p, covers="whole")
                if r["amount"] and r["role"] in ("total", "line")
            ]
            # Lines of an excerpt are no total.
            firm = any(r["role"] == "total" or r["itemises"] == "all" for r in mine)
            assert (direction in drawn) == firm, (year, direction, "what is known is drawn, and nothing else")
            if not firm:
                continue
            found = drawn[direction]
            allowed = {money("ky", minor(r), "KGS") for r in mine if r["role"] == "total"}
            slices = {(r["document"], r["phase"], r["period_end"]) for r in mine}
            for slice_ in slices:
                lines = [r for r in mine if (r["document"], r["phase"], r["period_end"]) == slice_]
                allowed.add(money("ky", sum(minor(r) for r in lines if r["role"] == "line"), "KGS"))
                allowed.add(
                    money(
                        "ky",
                        sum(minor(r) for r in lines if r["role"] == "line" and r["fund"] != "budget")
                        + sum(minor(r) for r in lines if r["role"] == "total" and r["fund"] == "budget"),
                        "KGS",
                    )
                )
            assert found.value in allowed, (year, found)


def test_a_place_that_only_named_lines_has_no_headline(look: Look) -> None:
    exhibit = headlines(look("bishkek", 2022, "en"))
    assert exhibit.drawing is None
    assert exhibit.answer == "We hold no document on the whole budget of 2022."
    assert {cell(exhibit, side, "approved").mark for side in ("revenue", "expenditure")} == {Mark.NOT_HELD}


def test_the_table_holds_both_sides_in_every_phase(look: Look) -> None:
    exhibit = headlines(look("demo", 2025))
    for direction in ("revenue", "expenditure"):
        assert value(exhibit, direction, "approved") == total(direction, "demo-2025-approved")
        assert value(exhibit, direction, "executed") == total(direction, "demo-2025-12")
        assert cell(exhibit, direction, "revised").previous == total(direction, "demo-2025-revised-07")


def test_every_language_says_the_same_numbers(look: Look) -> None:
    for code, year in (("demo", 2026), ("kara-kujur", 2020), ("kurshab", 2015)):
        said = {
            lang: [
                [f.key, numbers(f.value), numbers(f.sentence), [numbers(x) for x in f.facts]]
                for f in figures(headlines(look(code, year, lang)))
            ]
            for lang in LANGUAGES
        }
        assert said["ky"] == said["ru"] == said["en"]


@pytest.mark.parametrize(("today", "verb"), [(date(2018, 6, 1), "are"), (date(2026, 11, 24), "were")])
def test_the_balance_of_a_past_year_is_told_in_the_past(look: Look, today: date, verb: str) -> None:
    """The text of this resolution gives revenue and expenditure the same; its table stands beside them."""
    found = figure(headlines(look("emgek-talaa", 2018, "en", today=today)), "balance")
    assert found.sentence == f"Revenue and expenditure {verb} equal."
