"""What answers to other questions, weights and margins would tell of a hidden cell, and do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.surveys.cube import build
from dashboard.surveys.model import CodedAnswers, CubeCell, Design, MeasuredIndicator, Plan, Responses
from dashboard.surveys.suppression import Rule, publication, rounding, suppress
from dashboard.surveys.suppression.linked import filters, implied
from tests.surveys.studies import every_crossing, study

ANYONE = Design("self_selected")
SIZES = (90, 70, 20, 22, 60)  # people of five villages


def asked(key: str) -> MeasuredIndicator:
    return MeasuredIndicator(key, "binary", ("0", "1"), ("1",))


def published(responses: Responses, keys: tuple[str, ...], design: Design = ANYONE) -> dict[tuple[str, str], CubeCell]:
    """Cells by indicator and village, "" for the whole place."""
    indicators = tuple(map(asked, keys))
    plan = Plan({"all": responses.place.values}, ((), ("village",)))
    cells, _ = suppress(*build(responses, design, indicators, plan), responses, indicators, plan, Rule())
    return {(cell.indicator, cell.groups[0][1] if cell.groups else ""): cell for cell in cells}


def villages(answers: dict[str, np.ndarray], weight: np.ndarray | None = None) -> Responses:
    """A study of the five villages with answers of 0, 1 and -1 (not asked)."""
    village = np.repeat(np.arange(5), SIZES)
    whom = study(np.zeros(len(village), dtype=np.int64), {"village": village}, {}, weight)
    return replace(
        whom, answers={key: CodedAnswers(index.astype(np.int64), ("0", "1")) for key, index in answers.items()}
    )


def some(seed: int, share: float = 0.5) -> np.ndarray:
    return (np.random.default_rng(seed).random(sum(SIZES)) < share).astype(np.int64)


def at(village: int) -> np.ndarray:
    return np.repeat(np.arange(5), SIZES) == village


def test_where_all_say_yes_and_were_asked_more_the_second_question_is_hidden_too() -> None:
    proposed = np.where(at(3), 1, some(1))
    answered = np.where(proposed == 1, some(2), -1)
    cells = published(
        villages({"proposed": proposed, "answered": answered, "hearing": some(3)}), ("proposed", "answered", "hearing")
    )
    assert cells["proposed", "village3"].reason == "uniform" and cells["hearing", "village3"].n == 22
    for village in (f"village{number}" for number in range(5)):
        if cells["proposed", village].hidden:
            assert cells["answered", village].hidden, "as many were asked more as said yes"
    assert not cells["answered", ""].hidden


def test_where_nobody_says_yes_the_missing_second_question_is_published_as_hidden() -> None:
    appealed = np.where(at(2), 0, some(4))
    answered = np.where(appealed == 1, some(5), -1)
    cells = published(villages({"appealed": appealed, "answered": answered}), ("appealed", "answered"))
    assert cells["appealed", "village2"].reason == "uniform"
    assert cells["answered", "village2"] == CubeCell(
        "study", "all", "answered", (("village", "village2"),), *(None,) * 6, reason="complement"
    )


def test_a_question_is_linked_to_those_whose_answers_decide_who_is_asked_it() -> None:
    first, other = some(6), some(7)
    second = np.where(first == 1, some(8), -1)
    third = np.where(second == 0, some(9), -1)
    few_left_out = np.where(np.random.default_rng(10).random(sum(SIZES)) < 0.05, -1, some(11))
    responses = villages({"first": first, "other": other, "second": second, "third": third, "tired": few_left_out})
    keys = ("first", "other", "second", "third", "tired")
    found = filters(responses, tuple(map(asked, keys)), 5)
    assert found == {"second": frozenset({"first"}), "third": frozenset({"first", "second"})}


def test_one_inconsistent_skip_does_not_hide_that_a_question_is_linked() -> None:
    first, second = some(21, 0.6), some(22)
    sure = np.where(first == 1, second, -1)
    [wrongly_skipped, *_] = np.flatnonzero(first == 1)
    [wrongly_asked, *_] = np.flatnonzero(first == 0)
    for other in (wrongly_skipped, wrongly_asked):
        asked_of = sure.copy()
        asked_of[other] = -1 if sure[other] >= 0 else 1
        found = filters(villages({"first": first, "second": asked_of}), (asked("first"), asked("second")), 5)
        assert found == {"second": frozenset({"first"})}
    # 90 said yes and 5 said no: one of the 95 was not asked though they should have been.
    few = np.repeat([1, 0, -1], [90, 5, sum(SIZES) - 95])
    then = np.where(few == 1, second, -1)
    then[7] = -1
    assert filters(villages({"first": few, "second": then}), (asked("first"), asked("second")), 5)["second"]


def test_a_village_where_one_of_95_was_skipped_tells_nothing_of_the_hidden_answer() -> None:
    village = np.repeat(np.arange(3), (95, 28, 120))
    yes = np.where(village == 1, 1, np.random.default_rng(23).random(len(village)) < 0.5).astype(np.int64)
    then = np.where(yes == 1, np.arange(len(village)) % 2, -1)
    then[np.flatnonzero(yes == 1)[0]] = -1
    responses = study(np.zeros(len(village), dtype=np.int64), {"village": village}, {})
    coded = {key: CodedAnswers(index.astype(np.int64), ("0", "1")) for key, index in (("yes", yes), ("then", then))}
    cells = published(replace(responses, answers=coded), ("yes", "then"))
    assert cells["yes", "village1"].reason == "uniform"
    assert cells["then", "village1"].hidden, "28 who were asked because they said yes say that all of them did"


def test_where_all_of_a_village_ticked_one_answer_none_of_the_question_is_told_there() -> None:
    board = np.where(at(2), 1, some(12))
    radio = np.where(board == 0, 1, some(13, 0.1))
    cells = published(
        villages({"news:board": board, "news:radio": radio, "hearing": some(14)}),
        ("news:board", "news:radio", "hearing"),
    )
    assert cells["news:board", "village2"].reason == "uniform"
    assert cells["news:radio", "village2"].hidden, "with few other ticks nearly all must have ticked the board"
    assert not cells["hearing", "village2"].hidden


def weights_by_village() -> np.ndarray:
    people = np.array([2100, 1777, 613, 910, 1333])
    return np.repeat(people / SIZES, SIZES)


def fits(cells: dict[tuple[str, str], CubeCell], weight: np.ndarray) -> list[tuple[int, ...]]:
    """Whole numbers of yes in the hidden villages that give the share of the whole place as it is reported."""
    hidden = [number for number in range(5) if cells["hearing", f"village{number}"].hidden]
    each = [weight[at(number)][0] for number in range(5)]
    whole = cells["hearing", ""]
    assert whole.share is not None and hidden
    shown = sum(each[n] * SIZES[n] * (cells["hearing", f"village{n}"].share or 0) for n in range(5) if n not in hidden)
    step = rounding.step_of(sum(SIZES), weight.sum(), (weight**2).sum())
    return [
        counts
        for counts in product(*(range(SIZES[number] + 1) for number in hidden))
        if abs(
            (shown + sum(each[n] * count for n, count in zip(hidden, counts, strict=True))) / weight.sum() - whole.share
        )
        <= step / 2 + 1e-9
    ]


def test_the_weights_of_villages_do_not_tell_how_a_hidden_one_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    weight = weights_by_village()
    responses = villages({"hearing": np.where(at(2), 1, some(15, 0.35))}, weight)
    design = Design("probability", weights=True)
    rounded_fits = fits(published(responses, ("hearing",), design), weight)
    assert len({counts[0] for counts in rounded_fits}) > Rule().unlike
    for module in (rounding, publication):
        monkeypatch.setattr(module, "step_of", lambda *_: 0.0)
    exactly = fits(published(responses, ("hearing",), design), weight)
    assert len(exactly) == 1, "told with all its digits the share gives the hidden answers away"


def test_shares_of_people_of_one_weight_are_told_exactly_and_others_to_two_answers_worth() -> None:
    answers = {"hearing": some(16)}
    alike = published(villages(answers, np.full(sum(SIZES), 2.5)), ("hearing",), Design("probability"))
    assert alike["hearing", ""].share == pytest.approx(answers["hearing"].mean(), abs=1e-12)
    weight = np.random.default_rng(17).uniform(0.5, 2, sum(SIZES))
    mixed = published(villages(answers, weight), ("hearing",), Design("probability", weights=True))
    true = (weight * answers["hearing"]).sum() / weight.sum()
    assert mixed["hearing", ""].share == round(true, 2)
    for village, size in enumerate(SIZES):
        share = mixed["hearing", f"village{village}"].share
        step = next(step for step in rounding.STEPS if step >= 2 / size)
        assert share is not None and share / step == pytest.approx(round(share / step))


def test_what_an_interval_says_comes_from_what_is_told() -> None:
    weight = np.random.default_rng(18).uniform(0.5, 2, sum(SIZES))
    responses = villages({"hearing": some(19)}, weight)
    stratified = replace(responses, stratum=CodedAnswers(np.repeat(np.arange(5), SIZES), tuple("abcde")))
    for cell in published(stratified, ("hearing",), Design("probability", True, True)).values():
        assert cell.share is not None and cell.n_eff is not None and cell.low is not None and cell.high is not None
        assert cell.n_eff in {float(int(rounding.GROWTH**power)) for power in range(40)} | {cell.n}
        low, high = rounding.wilson_ends(cell.share, cell.n_eff)
        assert (cell.low, cell.high) == (max(low, 0), min(high, 1))


def test_weights_alone_do_not_tell_an_effective_size_with_all_its_digits() -> None:
    weight = np.random.default_rng(24).uniform(0.5, 2, sum(SIZES))
    steps = {float(int(rounding.GROWTH**power)) for power in range(40)}
    for cell in published(villages({"hearing": some(25)}, weight), ("hearing",), Design("probability", True)).values():
        assert cell.n_eff in steps and cell.n is not None and cell.n_eff < cell.n


@pytest.mark.parametrize(("n_eff", "told"), [(10, 8), (12, 10), (100, 79), (400, 341), (0.4, 0.4)])
def test_what_answers_are_worth_is_told_in_steps_and_never_more(n_eff: float, told: float) -> None:
    assert told <= rounding.worth(n_eff) <= n_eff


@pytest.mark.parametrize(
    ("share", "step", "told"),
    [
        (0.123, 0.0, 0.123), (0.123, 0.01, 0.12), (0.123, 0.05, 0.1), (0.003, 0.01, 0.01), (0.999, 0.05, 0.99),
        (0, 0.2, 0), (1, 0.2, 1),
    ],
)  # fmt: skip
def test_nought_and_one_are_said_only_of_nobody_and_of_everybody(share: float, step: float, told: float) -> None:
    assert rounding.rounded(share, step) == pytest.approx(told)


def test_rounded_parts_of_a_spread_make_one() -> None:
    random = np.random.default_rng(20)
    weight = random.uniform(0.5, 2, 300)
    scale = MeasuredIndicator("s", "scale", ("1", "2", "3"), ("3",), ("unsure",))
    whom = study(
        np.zeros(300, dtype=np.int64),
        {"a": random.integers(0, 3, 300)},
        {scale: random.choice(4, 300, p=(0.9, 0.05, 0.03, 0.02))},
        weight,
    )
    plan = every_crossing(whom)
    _, spreads = suppress(*build(whom, Design("self_selected"), (scale,), plan), whom, (scale,), plan, Rule())
    assert len(spreads) == 4
    for spread in spreads:
        assert sum(share for _, share in spread.shares) == pytest.approx(1)
        assert all(share >= 0 and share == round(share, 2) for _, share in spread.shares)


@st.composite
def chains(draw: st.DrawFn) -> tuple[Responses, tuple[int, ...], int]:
    """Villages of 11 to 60 people; only who says yes to the first question, often all or none, is asked the second.

    The last number is of people who were not asked though they said yes: none or one.
    """
    sizes = tuple(draw(st.lists(st.integers(11, 60), min_size=3, max_size=6)))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    village = np.repeat(np.arange(len(sizes)), sizes)
    rate = random.choice([0.0, 0.05, 0.4, 0.9, 1.0], len(sizes))[village]
    first = (random.random(len(village)) < rate).astype(np.int64)
    second = np.where(first == 1, random.random(len(village)) < random.choice([0.1, 0.5, 0.9]), -1)
    skipped = np.flatnonzero(first == 1)[: draw(st.integers(0, 1))]
    second[skipped] = -1
    whom = study(np.zeros(len(village), dtype=np.int64), {"village": village}, {})
    coded = {key: CodedAnswers(index.astype(np.int64), ("0", "1")) for key, index in (("a", first), ("b", second))}
    return replace(whom, answers=coded), sizes, len(skipped)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(chains())
def test_nobody_can_recover_a_hidden_answer_from_who_was_asked_the_next_question(
    made: tuple[Responses, tuple[int, ...], int],
) -> None:
    responses, sizes, skipped = made
    cells = published(responses, ("a", "b"))
    count = len(sizes)
    # Of every village those who said no, those who said yes and then no, or yes twice, or were not asked: how many.
    rows, values = [], []

    def learn(where: Iterable[int], kinds: tuple[int, ...], value: int) -> None:
        row = np.zeros(4 * count)
        row[[4 * village + kind for village in where for kind in kinds]] = 1
        rows.append(row)
        values.append(value)

    for village, size in enumerate(sizes):
        learn([village], (0, 1, 2, 3), size)
    learn(range(count), (3,), skipped)
    for name, where in [("", range(count)), *((f"village{at}", [at]) for at in range(count))]:
        for key, base, top in (("a", (0, 1, 2, 3), (1, 2, 3)), ("b", (1, 2), (2,))):
            cell = cells.get((key, name))
            if cell is None:
                learn(where, base, 0)
            elif cell.n is not None and cell.top is not None:
                learn(where, base, cell.n)
                learn(where, top, cell.top)
    known = LinearConstraint(np.array(rows), values, values)
    whole = cells["a", ""]
    if whole.top in (0, whole.n):  # a large place where all answered alike says so of each of its villages
        return
    for village in range(count):
        if cells["a", f"village{village}"].hidden:
            asked_for = np.zeros(4 * count)
            asked_for[4 * village] = 1
            ends = [
                milp(sign * asked_for, constraints=known, integrality=np.ones(4 * count), bounds=Bounds(0, 999)).x
                for sign in (1, -1)
            ]
            assert ends[1][4 * village] - ends[0][4 * village] >= 1, village


def test_a_question_asked_after_either_of_two_answers_is_linked_to_both() -> None:
    first, second = some(31, 0.4), some(32, 0.4)
    first[at(2)] = 1
    second[at(2)] = 0
    then = np.where((first == 1) | (second == 1), some(33), -1)
    cells = published(villages({"first": first, "second": second, "then": then}), ("first", "second", "then"))
    assert cells["first", "village2"].hidden
    assert cells["then", "village2"].hidden, "that all were asked says what they answered"


def test_two_thresholds_of_one_number_are_hidden_together() -> None:
    random = np.random.default_rng(34)
    said = np.where(at(2), 1, random.integers(1, 6, sum(SIZES)))
    said[np.flatnonzero(at(2))[0]] = 4
    answers = {"over3": (said > 3).astype(np.int64), "over4": (said > 4).astype(np.int64), "other": some(35)}
    responses = villages(answers)
    assert implied(responses, tuple(map(asked, answers)), 5, 0.2) == {
        "over3": frozenset({"over4"}),
        "over4": frozenset({"over3"}),
    }
    cells = published(responses, tuple(answers))
    assert cells["over4", "village2"].reason == "uniform"
    assert cells["over3", "village2"].hidden, "one of 20 over 3 is at most one of 20 over 4"
    assert not cells["over3", ""].hidden and not cells["other", "village2"].hidden


def test_an_effective_size_that_is_the_number_of_answers_but_for_arithmetic_is_told_whole() -> None:
    cell = CubeCell("study", "all", "q", (), 100, 50, 0.5, 100 - 1e-12, 0.4, 0.6)
    assert rounding.reported(cell, 0.0).n_eff == pytest.approx(100)
