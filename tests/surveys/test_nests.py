"""Dimensions of which groups follow from one another, though they are never shown together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.surveys.model import Plan, Responses
from dashboard.surveys.suppression import Rule
from dashboard.surveys.suppression.nests import nests, together
from tests.surveys.studies import YES_NO, every_crossing, study
from tests.surveys.test_suppress import STUDIES, attack, hidden, published

RELATED = (("a", "b"),)


def of(rows: Sequence[tuple[int, int, int, int]]) -> tuple[Responses, Plan]:
    """A study of (group of a, group of b, people, top answers), its two dimensions never shown together."""
    a, b, answer = np.array([(a, b, int(at < top)) for a, b, n, top in rows for at in range(n)]).T
    responses = study(np.zeros(len(a), dtype=np.int64), {"a": a, "b": b}, {YES_NO: answer})
    return responses, replace(every_crossing(responses), crossings=((), ("a",), ("b",)))


def test_a_town_less_one_of_its_villages_is_the_other_village() -> None:
    responses, plan = of([(0, 0, 20, 0), (1, 0, 60, 30), (2, 1, 35, 15), (3, 1, 60, 31), (4, 1, 60, 30)])
    kept_back = hidden(published(responses, (YES_NO,), plan, Rule())[1])
    assert kept_back["a0"] == "uniform"
    assert "a1" in kept_back or "b0" in kept_back
    assert attack(responses, (YES_NO,), plan, Rule(), related=RELATED) == []


def test_the_old_less_the_pensioners_are_the_old_who_work() -> None:
    responses, plan = of([(0, 0, 70, 35), (1, 0, 90, 45), (2, 0, 22, 0), (2, 1, 60, 24)])
    assert {"a2", "b1"} & hidden(published(responses, (YES_NO,), plan, Rule())[1]).keys()
    assert attack(responses, (YES_NO,), plan, Rule(), related=RELATED) == []


def test_a_few_people_against_the_rule_do_not_hide_that_groups_nest() -> None:
    responses, plan = of([(0, 0, 25, 0), (0, 1, 1, 0), (1, 0, 60, 30), (2, 1, 35, 15), (3, 1, 60, 31), (4, 1, 60, 30)])
    kept_back = hidden(published(responses, (YES_NO,), plan, Rule())[1])
    assert "a0" in kept_back and {"a1", "b0"} & kept_back.keys()


def test_groups_that_have_nothing_to_do_with_each_other_are_no_cells() -> None:
    random = np.random.default_rng(4)
    groups = {name: random.integers(-1, size, 900) for name, size in (("a", 4), ("b", 3), ("c", 2))}
    responses = study(random.integers(0, 3, 900), groups, {YES_NO: random.integers(0, 2, 900)})
    assert not nests(responses, list(groups), np.array([[True] * 3 + [False], *np.eye(3, 4, dtype=bool).tolist()]))


def test_what_both_are_shown_with_is_looked_at_beside_them() -> None:
    found = {frozenset(("a", "b")): np.ones((1, 2, 2), dtype=np.bool_)}
    shown = [(), ("a",), ("b",), ("c",), ("c", "a"), ("b", "c")]
    assert together(shown, found) == [("a", "b"), ("a", "b", "c")]
    assert together(shown[:-1], found) == [("a", "b")]


@st.composite
def nested(draw: st.DrawFn) -> tuple[Responses, Plan]:
    """Groups of a that lie each in one of b, or in two of them, of some tens of people each; one or two places."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.integers(3, 5))
    inside = random.integers(0, 2, size)
    inside[:2] = 0, 1
    people = random.integers(12, 70, size)
    a = np.repeat(np.arange(size), people)
    b = inside[a]
    if draw(st.booleans()):
        b = np.where((a == 0) & (random.random(len(a)) < 0.4), 1, b)
    rate = np.where(random.random(size) < 0.4, random.choice([0.0, 1.0], size), random.uniform(0.2, 0.8, size))
    answer = (random.random(len(a)) < rate[a]).astype(np.int64)
    place = random.integers(0, draw(st.integers(1, 2)), len(a))
    responses = study(np.unique(place, return_inverse=True)[1], {"a": a, "b": b}, {YES_NO: answer})
    return responses, replace(every_crossing(responses), crossings=((), ("a",), ("b",)))


@settings(max_examples=STUDIES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(nested())
def test_nobody_can_recover_a_hidden_cell_from_groups_that_nest(made: tuple[Responses, Plan]) -> None:
    responses, plan = made
    assert attack(responses, (YES_NO,), plan, Rule(), related=RELATED) == []
