"""The cube against counting one respondent after another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from dashboard.surveys.cube import build
from dashboard.surveys.estimate import share_and_error
from dashboard.surveys.model import CodedAnswers, CubeCell, Design, Plan, Responses, Spread
from tests.surveys.studies import SCALE, YES_NO, every_crossing, study

PROBABILITY = Design("probability", weights=True, strata=True, psu=True)


def sample(rows: int = 600) -> Responses:
    """Weighted, two strata, PSUs that run across places, groups and answers not always known."""
    random = np.random.default_rng(4)
    groups = {"sex": random.integers(0, 2, rows), "age": random.integers(-1, 4, rows)}
    answers = {YES_NO: random.integers(-1, 4, rows), SCALE: random.integers(-1, 5, rows)}
    responses = study(random.integers(0, 3, rows), groups, answers, random.uniform(0.4, 3, rows))
    psu = np.arange(rows) // 10
    return replace(
        responses,
        stratum=CodedAnswers(psu // 30, ("a", "b")),
        psu=CodedAnswers(psu, tuple(f"{i:02d}" for i in range(60))),
    )


def members(responses: Responses, plan: Plan, cell: CubeCell | Spread) -> np.ndarray:
    """Which respondents belong to the place and groups of a cell."""
    places = [responses.place.values.index(code) for code in plan.areas[cell.place]]
    inside = np.isin(responses.place.index, places)
    for name, value in cell.groups:
        column = responses.groups[name]
        inside &= column.index == column.values.index(value)
    return inside


def test_every_cell_counts_and_weighs_its_respondents() -> None:
    responses = sample()
    plan = every_crossing(responses)
    cells, _ = build(responses, PROBABILITY, (YES_NO, SCALE), plan)
    assert len(cells) == 2 * 4 * (1 + 2 + 4 + 8)
    for cell in cells:
        indicator = {"q": YES_NO, "s": SCALE}[cell.indicator]
        codes = [indicator.all_codes[i] if i >= 0 else "" for i in responses.answers[cell.indicator].index]
        base = members(responses, plan, cell) & np.array([code in indicator.base for code in codes])
        top = base & np.array([code in indicator.top for code in codes])
        assert (cell.n, cell.top) == (base.sum(), top.sum())
        assert responses.stratum is not None and responses.psu is not None and cell.n is not None
        share, error = share_and_error(
            top.astype(float), responses.weight, responses.stratum.index, responses.psu.index, base.astype(float)
        )
        assert cell.share == pytest.approx(share)
        if 0 < share < 1:
            units = set(zip(responses.stratum.index[base], responses.psu.index[base], strict=True))
            freedom = len(units) - len({stratum for stratum, _ in units})  # every stratum has several units
            unsure = (stats.t.ppf(0.975, cell.n - 1) / stats.t.ppf(0.975, freedom)) ** 2
            assert cell.n_eff == pytest.approx(min(share * (1 - share) / error**2 * unsure, cell.n))
        assert cell.low is not None and cell.high is not None and cell.low <= share <= cell.high


def test_the_spread_keeps_those_who_do_not_know() -> None:
    responses = sample()
    plan = every_crossing(responses)
    _, spreads = build(responses, PROBABILITY, (YES_NO,), plan)
    assert {len(spread.groups) for spread in spreads} == {0, 1}
    for spread in spreads:
        inside = members(responses, plan, spread)
        index = responses.answers["q"].index
        assert spread.n == (inside & (index >= 0)).sum()
        whole = responses.weight[inside & (index >= 0)].sum()
        expected = [responses.weight[inside & (index == code)].sum() / whole for code in range(4)]
        assert [share for _, share in spread.shares] == pytest.approx(expected)
        assert [code for code, _ in spread.shares] == ["no", "yes", "unsure", "refused"]


def test_whether_unknown_answers_are_in_the_base_is_the_indicators_choice() -> None:
    responses = sample()
    plan = Plan({"all": responses.place.values})
    (without,), _ = build(responses, PROBABILITY, (YES_NO,), plan)
    (with_them,), _ = build(responses, PROBABILITY, (replace(YES_NO, unknown_in_base=True),), plan)
    index = responses.answers["q"].index
    assert (without.n, with_them.n) == ((index < 2).sum() - (index < 0).sum(), ((index >= 0) & (index < 3)).sum())


def test_without_strata_and_psus_the_weights_alone_say_what_answers_are_worth() -> None:
    responses = replace(sample(), stratum=None, psu=None)
    plan = Plan({"all": responses.place.values})
    (cell,), _ = build(responses, Design("probability", weights=True), (SCALE,), plan)
    index = responses.answers["s"].index
    weight = responses.weight[(index >= 0) & (index < 4)]
    assert cell.n_eff == pytest.approx(weight.sum() ** 2 / (weight**2).sum())


def test_people_who_chose_themselves_have_no_margin_of_error() -> None:
    responses = sample()
    cells, _ = build(responses, Design("self_selected"), (YES_NO,), every_crossing(responses))
    assert {(cell.n_eff, cell.low, cell.high) for cell in cells} == {(None, None, None)}


def test_a_missing_column_or_an_answer_outside_the_question_is_an_error() -> None:
    responses = sample()
    plan = Plan({"all": responses.place.values})
    with pytest.raises(ValueError, match="no column of answers to x"):
        build(responses, PROBABILITY, (replace(YES_NO, key="x"),), plan)
    with pytest.raises(ValueError, match="q has no answer 'unsure'"):
        build(responses, PROBABILITY, (replace(YES_NO, unknown=()),), plan)
    with pytest.raises(ValueError, match="no column of the dimension work"):
        build(responses, PROBABILITY, (YES_NO,), replace(plan, crossings=(("work",),)))


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf")])
def test_a_weight_must_be_a_positive_number(weight: float) -> None:
    responses = sample()
    weights = responses.weight.copy()
    weights[6] = weight
    with pytest.raises(ValueError, match="row 7"):
        replace(responses, weight=weights)


def test_columns_are_equally_long_and_crossings_at_most_two_dimensions() -> None:
    with pytest.raises(ValueError, match="place has 2 rows, weights 600"):
        replace(sample(), place=CodedAnswers.of(["a", None]))
    with pytest.raises(ValueError, match="at most two"):
        Plan({}, (("sex", "age", "work"),))
    with pytest.raises(ValueError, match="different"):
        Plan({}, (("sex", "sex"),))


def test_codes_are_numbered_in_their_order_and_none_is_no_code() -> None:
    column = CodedAnswers.of(["b", None, "a", "b"])
    assert (column.values, column.index.tolist()) == (("a", "b"), [1, -1, 0, 1])
