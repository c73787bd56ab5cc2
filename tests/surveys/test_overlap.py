"""Whether two files are of the same people: by the answers alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.surveys.model import CodedAnswers, Ints, Responses
from dashboard.surveys.overlap import changed, shared
from tests.surveys.studies import SCALE, YES_NO, study

PEOPLE = 400


def made(seed: int, questions: int = 8, people: int = PEOPLE) -> Responses:
    """So many people and questions; nobody is like many others where there are enough of these."""
    random = np.random.default_rng(seed)
    groups = {"sex": random.integers(0, 2, people), "age": random.integers(-1, 4, people)}
    asked = {replace(SCALE, key=f"s{at}"): random.integers(-1, 5, people) for at in range(questions)}
    return study(random.integers(0, 3, people), groups, asked)


def of_rows(whole: Responses, rows: Ints) -> Responses:
    """The respondents in these rows."""

    def taken(column: CodedAnswers) -> CodedAnswers:
        return replace(column, index=column.index[rows])

    return Responses(
        whole.study,
        taken(whole.place),
        whole.weight[rows],
        None,
        None,
        {name: taken(column) for name, column in whole.groups.items()},
        {name: taken(column) for name, column in whole.answers.items()},
    )


def both(one: Responses, other: Responses) -> Responses:
    """The respondents of two studies one after the other."""

    def joined(first: CodedAnswers, second: CodedAnswers) -> CodedAnswers:
        assert first.values == second.values
        return replace(first, index=np.concatenate([first.index, second.index]))

    return Responses(
        one.study,
        joined(one.place, other.place),
        np.concatenate([one.weight, other.weight]),
        None,
        None,
        {name: joined(column, other.groups[name]) for name, column in one.groups.items()},
        {name: joined(column, other.answers[name]) for name, column in one.answers.items()},
    )


def test_people_added_taken_out_or_of_another_mind_are_counted() -> None:
    whole = made(1)
    rows = np.arange(PEOPLE)
    assert changed(whole, whole) == changed(whole, of_rows(whole, rows[::-1])) == 0
    assert changed(whole, of_rows(whole, rows[3:])) == changed(of_rows(whole, rows[3:]), whole) == 3
    column = whole.answers["s0"]
    other = replace(column, index=np.where(rows < 4, (column.index + 1) % 5, column.index))
    assert changed(whole, replace(whole, answers={**whole.answers, "s0": other})) == 4
    more = {**whole.answers, "q": CodedAnswers(np.zeros(PEOPLE, dtype=np.int64), YES_NO.all_codes)}
    assert changed(whole, replace(whole, answers=more)) == 0, "a question more is no other person"


def test_a_band_a_year_wider_differs_by_those_who_moved() -> None:
    whole = made(2)
    age = whole.groups["age"]
    [*moved] = np.flatnonzero(age.index == 1)[:5]
    index = age.index.copy()
    index[moved] = 0
    wider = CodedAnswers(index, ("18-30", "31-44", *age.values[2:]))
    assert changed(whole, replace(whole, groups={**whole.groups, "age": wider})) == 5


@pytest.mark.parametrize("questions", [8, 1], ids=["all alike to few", "known by their neighbours"])
def test_the_same_people_are_known_again(questions: int) -> None:
    whole, others = made(3, questions), made(4, questions)
    rows = np.arange(PEOPLE)
    half = of_rows(whole, rows[PEOPLE // 4 : -PEOPLE // 4])
    assert shared(whole, whole) == 1 and shared(half, whole) > 0.9 and shared(whole, half) > 0.9
    assert shared(whole, others) < 0.3
    mixed = both(half, of_rows(others, rows[: PEOPLE // 2]))
    assert 0.45 <= shared(whole, mixed) < 0.7
    if questions > 1:
        assert shared(whole, of_rows(whole, np.random.default_rng(5).permutation(PEOPLE))) > 0.9


def test_nothing_is_said_of_few_people_of_those_all_alike_and_of_other_questions() -> None:
    whole = made(6)
    assert shared(of_rows(whole, np.arange(20)), whole) == 0
    alike = of_rows(whole, np.zeros(PEOPLE, dtype=np.int64))
    assert shared(alike, alike) == 0
    renamed = replace(whole, answers={f"other-{name}": column for name, column in whole.answers.items()})
    assert shared(whole, renamed) == 0
