"""What two publications of the same people tell together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.surveys.differences import Shown, Together, told_apart
from dashboard.surveys.model import CodedAnswers, Group, Responses
from tests.surveys.studies import YES_NO, study
from tests.surveys.test_overlap import of_rows, renamed

PEOPLE = 600
SEX = ("woman", "man")
ALL: tuple[Group, ...] = ()


def made(others: int = 0) -> Responses:
    """Ten villages of sixty people; so many of the first of no sex."""
    random = np.random.default_rng(1)
    sex = np.where(np.arange(PEOPLE) < others, -1, random.integers(0, 2, PEOPLE))
    asked = {replace(YES_NO, key=f"q{at}"): random.integers(0, 2, PEOPLE) for at in range(4)}
    whole = study(np.arange(PEOPLE) % 10, {}, asked)
    return replace(whole, groups={"sex": CodedAnswers(sex, SEX)})


def shown(responses: Responses, *without: tuple[str, tuple[Group, ...]]) -> Shown:
    """All groups and all places are shown but these sets, which are hidden."""
    groups = [ALL, *(((name, code),) for name, column in responses.groups.items() for code in column.values)]
    sets = [*(("all", group) for group in groups), *((place, ALL) for place in responses.place.values)]
    cells = [{(area, key, group) for area, group in sets} for key in responses.answers]
    hidden = {(area, key, group) for area, group in without for key in responses.answers}
    return Shown(responses, "all", set().union(*cells) - hidden, hidden)


def test_one_more_in_every_village_is_ten_people_in_all_and_one_in_each() -> None:
    whole = made()
    before = of_rows(whole, np.arange(PEOPLE - 10))
    assert told_apart(shown(before), shown(whole), 10) == told_apart(shown(whole), shown(before), 10) == Together(1, 0)
    assert told_apart(shown(before), shown(renamed(whole)), 10).fewest == 1, "whatever the codes are called"


def test_enough_people_more_tell_nothing() -> None:
    whole = made()
    before = of_rows(whole, np.arange(PEOPLE - 300))
    assert told_apart(shown(before), shown(whole), 10) == Together(None, 0)
    assert told_apart(shown(whole), shown(whole), 10) == Together(None, 0)


@pytest.mark.parametrize("dimension", ["sex", "language"])
def test_people_of_no_group_are_told_by_a_group_that_takes_them_in(dimension: str) -> None:
    whole = made(others=2)
    wider = replace(whole, groups={dimension: CodedAnswers(np.abs(whole.groups["sex"].index), ("w", "m+"))})
    assert told_apart(shown(whole), shown(wider), 10).fewest in (1, 2)
    assert told_apart(shown(wider), shown(whole), 10).fewest in (1, 2)


def test_a_wide_band_less_the_two_that_it_was_are_those_between() -> None:
    whole = made()
    old = np.repeat([0, 1, -1, 2], [200, 195, 5, 200])
    new = np.repeat([0, 1], [400, 200])
    one, other = (
        replace(whole, groups={"age": CodedAnswers(index, tuple(f"{name}{at}" for at in range(int(index.max()) + 1)))})
        for index, name in ((old, "old"), (new, "new"))
    )
    no_villages = [
        Shown(each.responses, "all", {c for c in each.cells if c[0] == "all"}) for each in map(shown, (one, other))
    ]
    assert told_apart(*no_villages, 10) == Together(5, 0)


def test_what_was_hidden_of_the_same_people_is_told_whatever_it_is_called() -> None:
    whole = made()
    other = replace(whole, groups={"language": whole.groups["sex"]})
    assert told_apart(shown(whole, ("all", (("sex", "man"),))), shown(other), 10).anew == 4
    assert told_apart(shown(whole, ("p3", ALL)), shown(whole), 10).anew >= 4
    assert told_apart(shown(whole, ("p3", ALL)), shown(whole, ("p3", ALL)), 10) == Together(None, 0)


def test_a_few_who_answer_otherwise_are_told() -> None:
    whole = made()
    column = whole.answers["q0"]
    other = replace(column, index=np.where(np.arange(PEOPLE) < 9, 1 - column.index, column.index))
    assert told_apart(shown(whole), shown(replace(whole, answers={**whole.answers, "q0": other})), 10).fewest == 1
