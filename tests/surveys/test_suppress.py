"""What is hidden, and that it cannot be had from what is not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.surveys.cube import build
from dashboard.surveys.model import CubeCell, Design, MeasuredIndicator, Plan, Responses, Spread
from dashboard.surveys.suppression import Rule, people, suppress
from dashboard.surveys.suppression.rounding import step_of
from tests.surveys.attack import Attacker, Key, Recovered, everybody_else, recovered
from tests.surveys.studies import SCALE, YES_NO, every_crossing, study

ANYONE = Design("self_selected")
SECOND = replace(YES_NO, key="second")
Weighs = Callable[[tuple[str, ...]], float]  # of a kind: its place and groups
STUDIES = int(os.environ.get("SURVEY_STUDIES", "50"))  # docs/suppression.md: 2000 for the long run


def published(
    responses: Responses, indicators: tuple[MeasuredIndicator, ...], plan: Plan, rule: Rule
) -> tuple[tuple[CubeCell, ...], tuple[CubeCell, ...], tuple[Spread, ...]]:
    """The real cells, and what is published of them."""
    real, spreads = build(responses, ANYONE, indicators, plan)
    return real, *suppress(real, spreads, responses, indicators, plan, rule)


def attack(
    responses: Responses,
    indicators: tuple[MeasuredIndicator, ...],
    plan: Plan,
    rule: Rule,
    weighs: Weighs = lambda kind: 1.0,
    related: tuple[tuple[str, ...], ...] = (),
) -> list[Recovered]:
    """What an attacker gets of each indicator; all have one base, so that the others' cells tell it."""
    real, cells, spreads = published(responses, indicators, plan, rule)
    bases: dict[Key, int] = {(cell.place, cell.groups): cell.n for cell in cells if cell.n is not None}
    found = []
    for indicator in indicators:
        own = [cell for cell in cells if cell.indicator == indicator.key]
        bars = [spread for spread in spreads if spread.indicator == indicator.key]
        steps = [told_in(responses, plan, indicator, codes) for codes in (indicator.base, indicator.all_codes)]
        whole, others = everybody_else(responses, plan, indicator, related)
        nobody = [key for key, (n, _) in others.items() if n == 0]
        attacker = Attacker(responses, plan.areas, whole, indicator, own, bars, bases, *steps, nobody, weighs)
        truth = [cell for cell in real if cell.indicator == indicator.key]
        found += recovered(attacker, own, truth, others, bases, rule)
    return found


def told_in(responses: Responses, plan: Plan, indicator: MeasuredIndicator, codes: Iterable[str]) -> dict[Key, float]:
    """In which step the shares of a cell are told, of those who gave one of these answers; 0 for exactly."""
    column = responses.answers[indicator.key]
    counted = np.isin(column.index, [at for at, code in enumerate(column.values) if code in codes])
    found = {}
    for area, places in plan.areas.items():
        there = counted & np.isin(responses.place.index, [responses.place.values.index(place) for place in places])
        for crossing in plan.crossings:
            for groups in product(*([(name, value) for value in responses.groups[name].values] for name in crossing)):
                inside = there.copy()
                for name, value in groups:
                    inside &= responses.groups[name].index == responses.groups[name].values.index(value)
                weights = responses.weight[inside]
                found[area, groups] = step_of(len(weights), weights.sum(), (weights**2).sum())
    return found


@st.composite
def weighted(draw: st.DrawFn) -> tuple[Responses, Plan, Weighs]:
    """A study in which people weigh by their place and their first group, known to everybody."""
    responses, plan = draw(studies())
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    by_place = dict(zip(responses.place.values, random.uniform(0.4, 3, 9), strict=False))
    group = responses.groups["d0"]
    by_group = {**dict(zip(group.values, random.uniform(0.7, 1.5, 9), strict=False)), "": 1.0}
    values = [group.values[at] if at >= 0 else "" for at in group.index]
    places = [responses.place.values[at] for at in responses.place.index]
    weight = np.array([by_place[place] * by_group[value] for place, value in zip(places, values, strict=True)])
    return replace(responses, weight=weight), plan, lambda kind: by_place[kind[0]] * by_group[kind[1]]


@st.composite
def studies(draw: st.DrawFn) -> tuple[Responses, Plan]:
    """25 to 250 people, 1 to 3 places, 1 to 3 dimensions (one may follow from another), answers even or lopsided.

    Some may be in no group, many or very few of them, and some live in a place that is shown only within the whole.
    """
    people, places = draw(st.integers(25, 250)), draw(st.integers(1, 3))
    sizes = draw(st.lists(st.integers(2, 3), min_size=1, max_size=2))
    nested, unknown = draw(st.booleans()), draw(st.sampled_from([0.0, 0.015, 0.1]))
    rates = draw(st.sampled_from([(0.5, 0.4, 0.1, 0.0), (0.9, 0.05, 0.03, 0.02), (0.02, 0.96, 0.02, 0.0)]))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def column(size: int) -> np.ndarray:
        drawn = random.choice(size, people, p=random.dirichlet(np.full(size, 2.0)))
        return np.unique(drawn, return_inverse=True)[1]

    groups = {f"d{i}": column(size) for i, size in enumerate(sizes)}
    if nested:
        groups["of"] = groups["d0"] // 2
    groups["d0"] = np.where(random.random(people) < unknown, -1, groups["d0"])
    first = random.choice(4, people, p=rates)
    second = np.where(first < 2, random.integers(0, 2, people), first)
    responses = study(column(places), groups, {YES_NO: first, SECOND: second})
    plan = every_crossing(responses)
    if len(responses.place.values) == 3:  # a place before a merger; or one that is not shown by itself
        if draw(st.booleans()):
            plan = replace(plan, areas={**plan.areas, "merged": responses.place.values[:2]})
        else:
            plan = replace(plan, areas={name: codes for name, codes in plan.areas.items() if name != "p0"})
    return responses, plan


@settings(max_examples=STUDIES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(studies())
def test_nobody_can_recover_a_hidden_cell(made: tuple[Responses, Plan]) -> None:
    responses, plan = made
    assert attack(responses, (YES_NO, SECOND), plan, Rule()) == []


@settings(max_examples=STUDIES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(weighted())
def test_nobody_can_recover_a_hidden_cell_of_a_weighted_study(made: tuple[Responses, Plan, Weighs]) -> None:
    responses, plan, weighs = made
    assert attack(responses, (YES_NO, SECOND), plan, Rule(), weighs) == []


@settings(max_examples=STUDIES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(studies())
def test_nobody_can_recover_a_hidden_cell_of_a_study_with_too_many_kinds_of_people_to_look_at_all(
    made: tuple[Responses, Plan],
) -> None:
    responses, plan = made
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "EXCHANGED", 40)
        patch.setattr(people, "ALL_KINDS", 0)
        patch.setattr(people, "MOST_KINDS", 40)
        assert attack(responses, (YES_NO, SECOND), plan, Rule()) == []


def test_looking_at_few_kinds_of_people_hides_no_less() -> None:
    responses = table_of_two(ONE_FEW)
    plan = every_crossing(responses)
    whole = hidden(published(responses, (YES_NO,), plan, Rule())[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "EXCHANGED", 0)
        patch.setattr(people, "ALL_KINDS", 0)
        patch.setattr(people, "MOST_KINDS", 4)
        fewer = hidden(published(responses, (YES_NO,), plan, Rule())[1])
    assert whole.keys() <= fewer.keys()


def table_of_two(counts: list[list[int]], top: float = 0.5) -> Responses:
    """People of one place in a table of two dimensions, the given share of every cell on top."""
    rows = [
        (i, j, int(k < round(count * top)))
        for i, line in enumerate(counts)
        for j, count in enumerate(line)
        for k in range(count)
    ]
    a, b, answer = np.array(rows).T
    return study(np.zeros(len(a), dtype=np.int64), {"a": a, "b": b}, {YES_NO: answer})


ONE_FEW = [[40, 50, 60], [30, 7, 35], [40, 45, 50]]


def hidden(cells: tuple[CubeCell, ...]) -> dict[str, str]:
    """Reasons by the values of the groups, "a1 b1"."""
    return {" ".join(value for _, value in cell.groups): cell.reason for cell in cells if cell.hidden}


def test_one_cell_of_few_takes_three_others_with_it() -> None:
    responses = table_of_two(ONE_FEW)
    _, cells, _ = published(responses, (YES_NO,), every_crossing(responses), Rule())
    reasons = hidden(cells)
    assert reasons["a1 b1"] == "few"
    assert sorted(reasons.values()) == ["complement"] * 3 + ["few"]
    rows, columns = ({name.split()[at] for name in reasons} for at in (0, 1))
    assert len(rows) == len(columns) == 2


def test_without_the_others_the_attack_succeeds() -> None:
    responses = table_of_two(ONE_FEW)
    plan = every_crossing(responses)
    found = attack(responses, (YES_NO,), plan, Rule(complementary=False))
    assert Recovered(("all", (("a", "a1"), ("b", "b1"))), "n", 7, 7) in found
    assert attack(responses, (YES_NO,), plan, Rule()) == []


def test_the_attack_also_goes_through_totals_of_places_and_through_other_indicators() -> None:
    answer = np.arange(106) % 2
    places = study(np.repeat([0, 1, 2], [6, 40, 60]), {"a": np.zeros(106, dtype=np.int64)}, {YES_NO: answer})
    plan = every_crossing(places)
    assert any(one.key[0] == "p0" for one in attack(places, (YES_NO,), plan, Rule(complementary=False)))
    # 20 of one place all say yes to the first question only: the second one tells their number, the total the rest.
    lopsided = np.where(np.arange(106) < 20, 1, answer)
    two = study(np.repeat([0, 1, 2], [20, 30, 56]), {}, {YES_NO: lopsided, SECOND: answer})
    found = attack(two, (YES_NO, SECOND), every_crossing(two), Rule(complementary=False))
    assert Recovered(("p0", ()), "other", 0, 0) in found
    assert attack(two, (YES_NO, SECOND), every_crossing(two), Rule()) == []


@pytest.mark.parametrize(("n", "reason", "small"), [(9, "few", False), (10, "", True), (29, "", True), (30, "", False)])
def test_fewer_than_ten_are_hidden_and_fewer_than_thirty_marked(n: int, reason: str, small: bool) -> None:
    responses = study(np.zeros(n, dtype=np.int64), {}, {YES_NO: np.arange(n) % 2})
    _, (cell,), spreads = published(responses, (YES_NO,), every_crossing(responses), Rule())
    assert (cell.reason, cell.small, len(spreads)) == (reason, small, int(n >= 30))


@pytest.mark.parametrize(("n", "reason"), [(29, "uniform"), (30, "")])
@pytest.mark.parametrize("answer", [0, 1])
def test_small_groups_that_answer_alike_are_hidden(n: int, reason: str, answer: int) -> None:
    responses = study(np.zeros(n, dtype=np.int64), {}, {YES_NO: np.full(n, answer)})
    _, (cell,), _ = published(responses, (YES_NO,), every_crossing(responses), Rule())
    assert cell.reason == reason


def test_the_thresholds_are_parameters() -> None:
    responses = study(np.zeros(40, dtype=np.int64), {}, {YES_NO: np.arange(40) % 2})
    plan = every_crossing(responses)
    assert published(responses, (YES_NO,), plan, Rule(few=41))[1][0].reason == "few"
    assert published(responses, (YES_NO,), plan, Rule(small=41))[1][0].small


def test_a_hidden_cell_holds_no_figure_and_a_shown_one_is_as_it_was() -> None:
    responses = table_of_two(ONE_FEW)
    real, cells, spreads = published(responses, (YES_NO,), every_crossing(responses), Rule())
    for before, after in zip(real, cells, strict=True):
        if after.hidden:
            assert (after.n, after.top, after.share, after.n_eff, after.low, after.high) == (None,) * 6
        else:
            assert replace(after, small=False) == before
    shown = {(cell.place, cell.groups) for cell in cells if not cell.hidden and not cell.small}
    assert {(spread.place, spread.groups) for spread in spreads} == {key for key in shown if len(key[1]) < 2}


def test_what_is_hidden_does_not_depend_on_the_order_of_the_crossings() -> None:
    responses = table_of_two(ONE_FEW)
    plan = every_crossing(responses)
    turned = replace(plan, crossings=plan.crossings[::-1])
    first, second = (hidden(published(responses, (YES_NO,), one, Rule())[1]) for one in (plan, turned))
    assert first == second


def test_a_cell_of_few_is_hidden_for_every_question_with_nearly_the_same_base() -> None:
    responses = table_of_two(ONE_FEW)
    answers = responses.answers["q"]
    fewer = np.where(np.arange(len(answers.index)) % 50 == 0, -1, answers.index)
    column = replace(answers, index=fewer)
    both = replace(responses, answers={"q": answers, "second": column})
    plan = every_crossing(both)
    _, cells, _ = published(both, (YES_NO, SECOND), plan, Rule())
    by_indicator = [hidden(tuple(cell for cell in cells if cell.indicator == key)) for key in ("q", "second")]
    assert by_indicator[0].keys() == by_indicator[1].keys()


def test_questions_to_clearly_fewer_people_hide_nothing_of_the_others() -> None:
    responses = table_of_two([[40, 50], [30, 45]])
    answers = responses.answers["q"]
    users = replace(answers, index=np.where(np.arange(len(answers.index)) % 4 == 0, answers.index, -1))
    both = replace(responses, answers={"q": answers, "second": users})
    _, cells, _ = published(both, (YES_NO, SECOND), every_crossing(both), Rule())
    assert not any(cell.hidden for cell in cells if cell.indicator == "q")
    assert any(cell.hidden for cell in cells if cell.indicator == "second")


def test_pairs_are_made_only_in_the_areas_named() -> None:
    random = np.random.default_rng(3)
    groups = {"a": random.integers(0, 2, 300), "b": random.integers(0, 3, 300)}
    responses = study(random.integers(0, 3, 300), groups, {SCALE: random.integers(0, 5, 300)})
    plan = replace(every_crossing(responses), pairs_in=("all",))
    _, cells, _ = published(responses, (SCALE,), plan, Rule())
    assert {cell.place for cell in cells if len(cell.groups) == 2} == {"all"}
    assert {cell.place for cell in cells if len(cell.groups) == 1} == {"all", "p0", "p1", "p2"}


def test_a_rare_group_in_every_place_hides_one_group_beside_it_and_no_place() -> None:
    rows = [
        (place, group, at % 2)
        for place in range(5)
        for group, size in enumerate((60, 50, 40, 2 + place))
        for at in range(size)
    ]
    place, group, answer = np.array(rows).T
    responses = study(place, {"a": group}, {YES_NO: answer})
    plan = every_crossing(responses)
    cells = published(responses, (YES_NO,), plan, Rule())[1]
    kept_back = {(cell.place, *(value for _, value in cell.groups)) for cell in cells if cell.hidden}
    assert kept_back == {(f"p{number}", value) for number in range(5) for value in ("a2", "a3")}


def test_beside_a_small_group_that_answers_alike_one_that_does_not_is_hidden() -> None:
    sizes, tops = (12, 14, 16, 60, 200, 300), (0, 0, 1, 9, 100, 150)
    rows = [
        (group, int(at < top)) for group, (size, top) in enumerate(zip(sizes, tops, strict=True)) for at in range(size)
    ]
    group, answer = np.array(rows).T
    responses = study(np.zeros(len(group), dtype=np.int64), {"a": group}, {YES_NO: answer})
    _, cells, _ = published(responses, (YES_NO,), every_crossing(responses), Rule())
    assert hidden(cells) == {"a0": "uniform", "a1": "uniform", "a3": "complement"}


def test_the_spread_of_a_small_group_does_not_follow_from_the_others() -> None:
    sex = np.repeat([0, 1, 2], [80, 15, 40])
    responses = study(np.zeros(135, dtype=np.int64), {"a": sex}, {SCALE: np.arange(135) % 3})
    _, cells, spreads = published(responses, (SCALE,), every_crossing(responses), Rule())
    assert not any(cell.hidden for cell in cells)
    assert {spread.groups for spread in spreads} == {(), (("a", "a0"),)}, "a1 is small, a2 is beside it"
