"""Did you know? Questions and answers against the figures they come from, and the poll of those who guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from dashboard.exhibits.model import Exhibit, Mark
from dashboard.exhibits.opinion.quiz import CLOSE, FEWEST, QuizQuestion, guessed, hidden_kinds, others
from dashboard.exhibits.works.view import WorksView
from dashboard.i18n import LANGUAGES, Lang, t
from dashboard.pages.opinion.read import ask
from dashboard.pages.place_data import read_place
from dashboard.store.engine import reading_engine
from dashboard.store.guesses import KINDS
from tests.exhibits.papers import counted
from tests.exhibits.papers import rows as printed
from tests.exhibits.reading import cell, numbers, value
from tests.pages.opinion import made

COUNTS = st.fixed_dictionaries({kind: st.integers(0, 60) for kind in KINDS})


@pytest.fixture(scope="module")
def made_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A reading connection to the fictional places."""
    reading = reading_engine(made.database(tmp_path_factory.mktemp("made")))
    with reading.connect() as connection:
        yield connection
    reading.dispose()


def asked_of(
    connection: Connection, code: str, lang: Lang = "ky", today: date = made.TODAY
) -> tuple[QuizQuestion, ...]:
    known = read_place(code, connection)
    assert known is not None
    return ask(known, lang, today, connection)[1]


def test_the_truths_are_those_of_the_papers_counted_by_hand(made_place: Connection) -> None:
    asked = {each.parameter: each for each in asked_of(made_place, made.PLACE)}
    spent = {row[3]: row[5] for row in made.BUDGET if row[:2] == ("expenditure", "executed")}
    plan = sum(row[5] for row in made.BUDGET if row[:2] == ("expenditure", "approved"))
    income = {row[3]: row[5] for row in made.BUDGET if row[:2] == ("revenue", "executed")}
    done = sum(status == "completion" for _, _, _, status, *_ in made.WORKS)
    largest = max(spent, key=lambda key: spent[key])
    assert (asked["g1"].key, asked["g1"].truth) == (largest, round(100 * spent[largest] / sum(spent.values())))
    own = 100 * (income["tax"] + income["fees"]) / sum(income.values())
    assert own == 62.5 and asked["g2"].truth == 63, "half a som is rounded up, as everywhere on the site"
    assert asked["g3"].truth == round(100 * sum(spent.values()) / plan)
    assert asked["g4"].truth == round(100 * done / len(made.WORKS))
    assert {each.year for each in asked.values()} == {2026}
    assert all(each.sources for each in asked.values())


def test_real_papers_give_the_same_answers_as_their_rows(connection: Connection) -> None:
    """The latest executed year of the fictional place with the product's whole content behind it."""
    asked = {each.parameter: each for each in asked_of(connection, "demo")}
    year, key = asked["g1"].year, asked["g1"].key
    ends = {row["period_end"] for row in printed("demo", year, "expenditure", "executed")}
    mine = {"period_end": max(ends)}
    lines = [row for row in printed("demo", year, "expenditure", "executed", role="line", **mine) if row["amount"]]
    of_function = sum(float(row["amount"]) for row in lines if row["function_key"] == key)
    whole = sum(float(row["amount"]) for row in lines)
    assert asked["g1"].truth == int(100 * of_function / whole + 0.5)
    spent = counted("demo", year, "expenditure", "executed", **mine)
    plans = printed("demo", year, "expenditure", "revised", role="line") or printed(
        "demo", year, "expenditure", "approved", role="line"
    )
    latest = max(row["document"] for row in plans)
    plan = sum(float(row["amount"]) * 100_000 for row in plans if row["document"] == latest and row["amount"])
    assert abs(asked["g3"].truth - 100 * spent / plan) <= 0.5


def test_what_no_exhibit_answers_is_not_asked(connection: Connection, made_place: Connection) -> None:
    assert asked_of(made_place, made.NOTHING_ASKED) == ()
    assert {each.parameter for each in asked_of(connection, "kara-kujur")} <= {"g2", "g3"}, "no functions, no works"


def test_a_year_to_come_asks_of_the_last_one_with_figures(made_place: Connection) -> None:
    later = asked_of(made_place, made.PLACE, today=date(2028, 5, 1))
    assert {each.parameter: each.year for each in later} == {"g1": 2026, "g2": 2026, "g3": 2026, "g4": 2028}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_hold_no_answer_and_the_same_numbers_in_every_language(made_place: Connection, lang: Lang) -> None:
    here, kyrgyz = asked_of(made_place, made.PLACE, lang), asked_of(made_place, made.PLACE)
    assert [(each.key, each.truth) for each in here] == [(each.key, each.truth) for each in kyrgyz]
    for each, other in zip(here, kyrgyz, strict=True):
        assert numbers(each.question) == numbers(other.question)
        assert str(each.truth) not in numbers(each.question)


def of(truth: int) -> QuizQuestion:
    return QuizQuestion("g1", "func.709", 2026, "Канча?", truth, "spending", "expenditure-by-function", "Кайда?", ())


@given(st.integers(0, 130), st.integers(0, 100))
def test_a_guess_is_of_one_kind_by_its_distance(truth: int, guess: int) -> None:
    kind = of(truth).kind(guess)
    assert (kind == "close") == (-CLOSE <= guess - truth <= CLOSE)
    if kind != "close":
        assert kind == ("low" if guess < truth else "high")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("guess", [0, 40, 50, 60, 61])
def test_an_answer_says_the_guess_and_the_truth_and_leads_to_its_exhibit(
    made_place: Connection, lang: Lang, guess: int
) -> None:
    exhibit = guessed(of(50), guess, view(made_place, lang), "/ky/made/spending#expenditure-by-function")
    assert {str(guess), "50"} <= set(numbers(exhibit.answer))
    assert (value(exhibit, "guess", "of_100"), value(exhibit, "truth", "of_100")) == (guess, 50)
    assert cell(exhibit, "truth", "label").href.endswith("#expenditure-by-function") and exhibit.fictional


def view(connection: Connection, lang: Lang = "ky") -> WorksView:
    known = read_place(made.PLACE, connection)
    assert known is not None
    return WorksView(known.place, lang, made.TODAY)


def poll(connection: Connection, *counts: dict[str, int], lang: Lang = "ky") -> Exhibit | None:
    asked = [replace(of(50), parameter=f"g{at}", key=str(at)) for at in range(len(counts))]
    return others(asked, {(str(at), 2026): kinds for at, kinds in enumerate(counts)}, view(connection, lang))


@given(COUNTS)
def test_no_kind_of_one_to_four_guesses_is_shown_or_follows_from_the_others(kinds: dict[str, int]) -> None:
    hidden = hidden_kinds(kinds)
    few = {kind for kind, n in kinds.items() if 0 < n < 5}
    assert few <= hidden
    assert bool(hidden) == bool(few), "nothing is hidden without a reason"
    if hidden:
        assert len(hidden) == len(KINDS) or (len(hidden) > 1 and sum(kinds[kind] for kind in hidden) >= 5)


@given(kinds=COUNTS)
def test_the_poll_shows_the_shares_that_may_be_shown_from_thirty_on(
    made_place: Connection, kinds: dict[str, int]
) -> None:
    exhibit, n = poll(made_place, kinds), sum(kinds.values())
    if n < FEWEST:
        assert exhibit is None
        return
    assert exhibit is not None and exhibit.card.badge == t("ky", "opinion.badge")
    assert value(exhibit, "g0", "n") == n
    for kind in KINDS:
        found = cell(exhibit, "g0", kind)
        if kind in hidden_kinds(kinds):
            assert (found.value, found.mark) == (None, Mark.SUPPRESSED)
        else:
            assert found.value == kinds[kind] / n


def test_only_questions_with_enough_guesses_are_listed(made_place: Connection) -> None:
    exhibit = poll(made_place, {"low": 29}, {"low": 10, "close": 10, "high": 10}, {})
    assert exhibit is not None and [row.key for row in exhibit.rows] == ["g1"]
    assert "33" in exhibit.answer
    hidden = poll(made_place, {"low": 40, "close": 2, "high": 3}, lang="en")
    assert hidden is not None and "is not shown" in hidden.answer and numbers(hidden.answer) == []
