"""Requests and answers: counts, days and rows against the requests counted one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.channels.csv import to_csv
from dashboard.channels.drawn import draw
from dashboard.exhibits.model import Exhibit, Mark
from dashboard.exhibits.opinion.actions import STATES, answers_by_state, answers_list, answers_time
from dashboard.exhibits.works.view import Frame
from dashboard.i18n import LANGUAGES, Lang
from dashboard.store.records import Names, Place
from dashboard.store.survey_records import Action
from dashboard.store.survey_tables import ACTION_STATES, ASKED_AT
from tests.exhibits.reading import cell, numbers, text, value

TODAY = date(2026, 11, 24)
PLACE = Place(1, "made", "aiyl_aimak", Names("Жер"), "KGS", fictional=True)
REQUEST = Action(
    "one",
    "water",
    Names("Суу керек", "Нужна вода", "Water is needed"),
    date(2026, 1, 1),
    "hearing",
    "",
    12,
    "asked",
    Names(""),
    None,
    None,
    "",
    "",
    file_name="a.csv",
    file_sha256="a" * 64,
    imported_at="2026-01-02T03:04:05+00:00",
)
ANSWERED = replace(REQUEST, key="two", state="done", answer=Names("Болду"), answered_on=date(2026, 1, 11))


def frame(lang: Lang = "ky") -> Frame:
    return Frame(PLACE, lang, TODAY)


def listed(*actions: Action, lang: Lang = "ky", found: int | None = None) -> Exhibit:
    return answers_list(frame(lang), actions, lambda n: f"/ky/made/works/{n}", lambda _: "", found or len(actions))


@st.composite
def requests(draw: st.DrawFn) -> tuple[Action, ...]:
    """Any requests an import takes."""
    made = []
    for key in range(draw(st.integers(1, 12))):
        state = draw(st.sampled_from(ACTION_STATES))
        asked = TODAY - timedelta(draw(st.integers(0, 700)))
        answered = draw(st.none() | st.integers(0, 300))
        said = state in ("done", "refused") or draw(st.booleans())
        check = draw(st.none() | st.integers(-200, 200))
        made.append(
            replace(
                REQUEST,
                key=str(key),
                state=state,
                asked_on=asked,
                asked_at=draw(st.sampled_from(ASKED_AT)),
                answer=Names("Жооп" if said else ""),
                people=draw(st.none() | st.integers(0, 90)),
                answered_on=None if answered is None else asked + timedelta(answered),
                next_check=None if check is None else TODAY + timedelta(check),
            )
        )
    return tuple(made)


@given(requests())
def test_every_request_is_counted_once_by_its_state_and_in_the_times(actions: tuple[Action, ...]) -> None:
    exhibit = answers_by_state(frame(), actions)
    counted = Counter(each.state for each in actions)
    assert {state: value(exhibit, state, "count") for state in STATES} == {s: counted[s] for s in STATES}
    silent = [a for a in actions if a.state == "asked" and not a.answer.ky and a.answered_on is None]
    late = [a for a in actions if a.state in ("asked", "promised", "doing") and a.next_check and a.next_check < TODAY]
    assert [value(exhibit, "total", name) for name in ("count", "no_answer", "past_check")] == [
        len(actions),
        len(silent),
        len(late),
    ]
    times = answers_time(frame(), actions)
    parts = [value(times, name, "value") for name in ("answered", "undated", "waiting")]
    assert sum(parts) == len(actions) and parts[2] == len(silent)
    longest = cell(times, "longest", "value").value
    assert longest == (max((TODAY - a.asked_on).days for a in silent) if silent else None)


@given(requests())
def test_all_languages_say_the_same_numbers_and_every_row_draws_and_downloads(actions: tuple[Action, ...]) -> None:
    for make in (answers_by_state, answers_time):
        said = {lang: numbers(make(frame(lang), actions).answer) for lang in LANGUAGES}
        assert said["ky"] == said["ru"] == said["en"]
    draw(answers_by_state(frame(), actions))
    assert to_csv(listed(*actions)).count(b"\r\n") == len(actions) + 1


def test_days_are_those_between_request_and_answer_and_the_silent_wait() -> None:
    exhibit = listed(REQUEST, ANSWERED)
    assert (value(exhibit, "two", "days"), cell(exhibit, "two", "waiting").mark) == (10, Mark.UNDEFINED)
    assert value(exhibit, "one", "waiting") == (TODAY - date(2026, 1, 1)).days
    assert cell(exhibit, "one", "days").mark is cell(exhibit, "one", "answered_on").mark is Mark.NOT_DUE
    assert cell(exhibit, "one", "answer").mark is Mark.MISSING
    told = replace(REQUEST, state="promised")
    assert cell(listed(told), "one", "answered_on").mark is Mark.MISSING, "a promise is an answer without its day"


def test_half_of_two_is_told_with_the_one_who_waits() -> None:
    assert "10 күн" in answers_time(frame(), (REQUEST, ANSWERED)).answer
    more = tuple(replace(REQUEST, key=f"n{n}") for n in range(2))
    answer = answers_time(frame("en"), (*more, ANSWERED)).answer
    assert answer.startswith("Among the requests whose dates we know, fewer than half have an answer.")
    assert "327 days" in answer


def test_a_past_check_is_said_plainly_and_one_to_come_is_not_late() -> None:
    past, now, later = (replace(REQUEST, next_check=TODAY + timedelta(days)) for days in (-1, 0, 8))
    assert cell(listed(past), "one", "check").mark is Mark.LATE
    assert text(listed(past, lang="en"), "one", "check") == "the day passed 1 day ago"
    assert text(listed(now, lang="ru"), "one", "check") == "сегодня"
    assert text(listed(later), "one", "check") == "8 күндөн кийин"
    assert cell(listed(REQUEST), "one", "next_check").mark is Mark.MISSING


def test_a_work_is_led_to_where_the_register_has_it_and_named_where_it_has_not() -> None:
    known = replace(REQUEST, work="w", work_id=7, work_titles=Names("Суу түтүгү"))
    assert (text(listed(known), "one", "work"), cell(listed(known), "one", "work").href) == (
        "Суу түтүгү",
        "/ky/made/works/7",
    )
    lost = listed(replace(REQUEST, work="w"), lang="en")
    assert text(lost, "one", "work") == "w (not in the register)" and not cell(lost, "one", "work").href
    assert cell(listed(REQUEST), "one", "work").mark is Mark.UNDEFINED


def test_a_missing_translation_is_kyrgyz_and_a_missing_answer_says_which_kind() -> None:
    assert text(listed(ANSWERED, lang="ru"), "two", "answer") == "Болду"
    promised = replace(REQUEST, state="promised")
    assert text(listed(promised, lang="en"), "one", "answer") == "we do not have the text of the answer"
    assert text(listed(REQUEST, lang="en"), "one", "answer") == "no answer in our list"


def test_the_source_is_the_release_each_once() -> None:
    later = replace(ANSWERED, file_name="b.csv", file_sha256="b" * 64, imported_at="2026-02-02T03:04:05+00:00")
    sources = listed(REQUEST, later, replace(REQUEST, key="three")).sources
    assert [source.imported for source in sources] == ["02.01.2026 09:04", "02.02.2026 09:04"]
    assert [source.sha256[0] for source in sources] == ["a", "b"] and "b.csv" in sources[1].title


@pytest.mark.parametrize(("lang", "one", "few", "many"), [
    ("ky", "1 өтүнүч", "2 өтүнүч", "5 өтүнүч"), ("ru", "1 просьба", "2 просьбы", "5 просьб"),
    ("en", "1 request", "2 requests", "5 requests"),
])  # fmt: skip
def test_requests_are_counted_as_the_language_counts(lang: Lang, one: str, few: str, many: str) -> None:
    for n, words in ((1, one), (2, few), (5, many)):
        actions = tuple(replace(REQUEST, key=str(key)) for key in range(n))
        assert answers_by_state(frame(lang), actions).answer.startswith(words + ":")
