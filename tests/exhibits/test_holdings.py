"""What we hold and lack of a year, and the request for what is lacked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dashboard.exhibits.holdings import REQUEST_IN, holdings, lacking_year
from dashboard.exhibits.view import View
from dashboard.i18n import LANGUAGES, t
from tests.exhibits.made import statement, view_of

Look = Callable[..., View]


def test_what_is_held_lacked_and_not_due_are_told_apart(look: Look) -> None:
    known = holdings(look("kara-kujur", 2020, "en"))
    assert known.held == ("plan of revenue",)
    assert known.lacked == ("plan of expenditure", "execution of revenue", "execution of expenditure")
    assert known.not_due == ()
    early = holdings(look("kara-kujur", 2020, "en", today=date(2020, 6, 1)))
    assert early.lacked == ("plan of expenditure",)
    assert early.not_due == ("execution of revenue", "execution of expenditure")


def test_execution_is_held_with_its_day_and_where_all_is_held_nothing_is_asked(look: Look) -> None:
    known = holdings(look("demo", 2026, "en"))
    assert "execution of revenue (to 30.09.2026)" in known.held and len(known.held) == 4
    assert known.lacked == known.not_due == known.requests == ()


@pytest.mark.parametrize("other", [{"covers": "own_revenue"}, {"phase": "forecast"}], ids=["a part", "a draft"])
def test_only_a_figure_of_the_whole_budget_that_is_no_draft_is_held(other: dict[str, object]) -> None:
    plan = replace(statement(1, "approved", {}, 100), **other)
    known = holdings(replace(view_of((plan, {})), lang="en"))
    assert known.held == known.without_figures == () and "plan of expenditure" in known.lacked


def test_a_request_names_place_year_and_exactly_what_is_lacked_in_the_languages_of_offices(look: Look) -> None:
    for lang in LANGUAGES:
        view = look("kara-kujur", 2020, lang)
        requests = dict(holdings(view).requests)
        assert tuple(requests) == REQUEST_IN == ("ky", "ru"), "whatever the reader's language"
        for written_in, text in requests.items():
            assert view.place.names.in_(written_in) in text and "2020" in text
            asked = [t(written_in, f"exhibits.holdings.{name}") for name in ("plan_expenditure", "execution_revenue")]
            assert all(words in text for words in asked)
            assert t(written_in, "exhibits.holdings.plan_revenue") not in text, "that one is held"


def test_where_nothing_is_held_the_last_year_whose_plan_is_expected_is_asked_about() -> None:
    assert lacking_year(date(2026, 11, 24)) == 2026
    assert lacking_year(date(2026, 3, 31)) == 2025
    assert lacking_year(date(2026, 4, 1)) == 2026


def test_what_a_document_names_without_a_figure_is_neither_held_nor_asked_for(look: Look) -> None:
    known = holdings(look("ak-kuduk", 2016, "en"))
    assert known.without_figures == ("execution of revenue", "execution of expenditure")
    assert known.lacked == ("plan of revenue", "plan of expenditure")
    assert not any(words in text for _, text in known.requests for words in ("аткарылышы", "исполнение"))
