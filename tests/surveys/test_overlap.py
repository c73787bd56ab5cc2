"""Whether two files are of the same people: by the answers alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.surveys.columns import as_called_in
from dashboard.surveys.model import CodedAnswers, Ints, Responses
from dashboard.surveys.overlap import matched, shared
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


def test_people_added_taken_out_or_of_another_mind_are_not_matched() -> None:
    whole = made(1)
    rows = np.arange(PEOPLE)

    def left(one: Responses, other: Responses) -> int:
        first, second = matched(one, other)
        assert len({*first.tolist()}) == len({*second.tolist()}) == len(first)
        return max(len(one.weight), len(other.weight)) - len(first)

    assert left(whole, whole) == left(whole, of_rows(whole, rows[::-1])) == 0
    assert left(whole, of_rows(whole, rows[3:])) == left(of_rows(whole, rows[3:]), whole) == 3
    column = whole.answers["s0"]
    other = replace(column, index=np.where(rows < 4, (column.index + 1) % 5, column.index))
    assert left(whole, replace(whole, answers={**whole.answers, "s0": other})) == 4
    more = {**whole.answers, "q": CodedAnswers(np.zeros(PEOPLE, dtype=np.int64), YES_NO.all_codes)}
    assert left(whole, replace(whole, answers=more)) == 0, "a question more is no other person"
    regrouped = CodedAnswers(whole.groups["age"].index // 2, ("18-39", "40"))
    assert left(whole, replace(whole, groups={"age": regrouped})) == 0, "nor is another band"


def renamed(whole: Responses) -> Responses:
    """The same answers under other names of questions, groups and codes."""

    def called(column: CodedAnswers) -> CodedAnswers:
        order = np.arange(len(column.values))[::-1]
        return CodedAnswers(np.append(order, -1)[column.index], tuple(f"new-{at}" for at in order.tolist()))

    return replace(
        whole,
        groups={name: called(column) for name, column in whole.groups.items()},
        answers={f"own-{name}": called(column) for name, column in reversed(whole.answers.items())},
    )


@pytest.mark.parametrize("kept", [slice(None), slice(1, None), slice(0, -3)])
def test_columns_of_the_same_people_are_known_under_any_name(kept: slice) -> None:
    whole = made(7)
    other = of_rows(whole, np.arange(PEOPLE)[kept])
    back = as_called_in(whole, renamed(other))
    for mine, theirs in ((back.answers, other.answers), (back.groups, other.groups)):
        assert mine.keys() == theirs.keys()
        for name, column in mine.items():
            codes = [np.array([*each.values, ""])[each.index].tolist() for each in (column, theirs[name])]
            assert codes[0] == codes[1]
    assert shared(whole, renamed(other)) == 1


def test_columns_of_others_keep_their_names() -> None:
    whole, others = made(8), renamed(made(9))
    back = as_called_in(whole, others)
    assert back.answers.keys() == others.answers.keys()


def test_the_same_people_in_another_order_are_known_by_how_often_each_set_of_answers_comes() -> None:
    random = np.random.default_rng(10)
    asked = {replace(YES_NO, key=f"q{at}"): (random.random(300) < 0.1 + 0.1 * at).astype(np.int64) for at in range(3)}
    whole = study(np.zeros(300, dtype=np.int64), {"sex": random.integers(0, 2, 300)}, asked)
    mixed = of_rows(whole, random.permutation(300)[1:])
    by_sex = of_rows(whole, np.argsort(whole.groups["sex"].index, kind="stable")[1:])
    for other in (mixed, by_sex, renamed(mixed), renamed(by_sex)):
        assert shared(whole, other) == shared(other, whole) == 1


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
    assert shared(of_rows(alike, np.arange(100)), alike) == 0
    assert shared(whole, renamed(made(11))) == 0
