"""Own revenue and dependence on grants, by the formulas printed beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dashboard.exhibits.model import Mark
from dashboard.exhibits.ratios import own_revenue
from dashboard.exhibits.view import View
from dashboard.i18n import LANGUAGES, percent
from dashboard.store.records import Sum
from tests.exhibits.papers import amount, counted, minor, rows, table
from tests.exhibits.reading import cell, numbers, value

Look = Callable[..., View]
OWN = {r["key"] for r in table("reference/classification.csv") if r["own"] == "1"}


def test_the_shares_follow_their_formulas(look: Look) -> None:
    exhibit = own_revenue(look("demo", 2025))
    assert exhibit is not None
    lines = [r for r in rows("demo", 2025, "revenue", "executed", document="demo-2025-12", role="line") if r["amount"]]
    opening = sum(minor(r) for r in lines if r["source_key"] == "rev.opening")
    whole = sum(minor(r) for r in lines) - opening
    expected = {
        "own": sum(minor(r) for r in lines if r["source_key"] in OWN),
        "equalization": amount("demo", 2025, "revenue", "executed", "equalization-grant", document="demo-2025-12"),
        "grants": sum(minor(r) for r in lines if r["source_key"].startswith("rev.grant")),
    }
    assert opening > 0
    for key, part in expected.items():
        assert value(exhibit, key, "part") == part and value(exhibit, key, "whole") == whole
        assert cell(exhibit, key, "share").value == pytest.approx(part / whole)
    assert percent("ky", expected["own"] / whole) in exhibit.answer


def test_a_real_place_lives_on_its_own_revenue_to_the_printed_share(look: Look) -> None:
    exhibit = own_revenue(look("kara-kujur", 2020))
    assert exhibit is not None
    own = amount("kara-kujur", 2020, "revenue", "approved", "local-revenue")
    whole = counted("kara-kujur", 2020, "revenue", "approved")
    assert cell(exhibit, "own", "share").value == pytest.approx(own / whole)


def test_a_source_the_paper_does_not_name_is_missing_not_nought(look: Look) -> None:
    view = look("kara-kujur", 2020)
    exhibit = own_revenue(replace(view, sums=tuple(s for s in view.sums if not s.key.startswith("rev.grant"))))
    assert exhibit is not None and cell(exhibit, "own", "part").mark is None
    for key in ("equalization", "grants"):
        assert cell(exhibit, key, "part").mark is Mark.MISSING
        assert cell(exhibit, key, "share").mark is Mark.UNDEFINED


def test_without_sources_there_is_nothing_to_say(look: Look) -> None:
    assert own_revenue(look("kurshab", 2016)) is None
    assert own_revenue(look("dostuk-nooken", 2021)) is None


def test_money_of_no_named_source_may_be_own_or_a_grant(look: Look) -> None:
    assert own_revenue(look("ak-kuduk", 2017)) is not None
    assert own_revenue(look("ak-kuduk", 2015)) is None
    assert own_revenue(look("kara-balta-shaary", 2023)) is None


def test_a_share_of_nothing_is_not_counted(look: Look) -> None:
    view = look("kara-kujur", 2020)
    nothing = tuple(replace(s, amount_minor=0, stated_minor=0) for s in view.statements)
    assert own_revenue(replace(view, statements=nothing)) is None
    best = view.best("revenue")
    assert best is not None and best.amount_minor is not None
    brought_over = Sum(best.id, "source", "rev.opening", "budget", best.amount_minor, 1)
    own = Sum(best.id, "source", min(OWN & view.classes.keys()), "budget", 0, 1)
    exhibit = own_revenue(replace(view, sums=(brought_over, own)))
    assert exhibit is not None
    assert cell(exhibit, "own", "part").value == 0 and value(exhibit, "own", "whole") == 0
    assert {r.cells[3].mark for r in exhibit.rows} == {Mark.UNDEFINED}


def test_a_part_of_the_budget_has_no_share_of_own_revenue(look: Look) -> None:
    view = look("kara-kujur", 2020)
    assert own_revenue(view) is not None
    part = tuple(replace(s, covers="without_transfers") for s in view.statements)
    assert own_revenue(replace(view, statements=part)) is None


def test_every_language_says_the_same_numbers(look: Look) -> None:
    exhibits = [own_revenue(look("demo", 2025, lang)) for lang in LANGUAGES]
    assert len({tuple(numbers(e.answer)) for e in exhibits if e}) == 1
    assert len({e.rows[0].cells[4].value for e in exhibits if e}) == 3, "the formula is in the reader's words"


def test_the_own_share_of_a_past_year_is_told_in_the_past(look: Look) -> None:
    view = look("kara-kujur", 2020, "en")
    past, now = own_revenue(view), own_revenue(replace(view, today=date(2020, 6, 1)))
    assert past is not None and now is not None
    assert past.answer.startswith("Own revenue was ") and now.answer.startswith("Own revenue is ")
