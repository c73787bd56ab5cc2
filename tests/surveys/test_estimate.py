"""Shares, errors and intervals against reference values."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from dashboard.surveys.estimate import degrees, effective, kish, share_and_error, strata, t95, variances, wilson
from dashboard.surveys.interval import Wave, newcombe
from dashboard.surveys.model import Floats, Ints

ROW = np.arange(60)
TOP = ((ROW * 7) % 11 < 5).astype(np.float64)
WEIGHT = 1 + ROW % 7 * 0.5
EQUAL = np.ones(60)
STRATUM, PSU = ROW // 20, ROW // 5
# 2, 5 and 3 PSUs in strata of 8, 22 and 30 rows.
UNEVEN = np.where(ROW < 8, 0, np.where(ROW < 30, 1, 2))
UNEVEN_PSU = np.where(ROW < 8, ROW % 2, np.where(ROW < 30, 10 + ROW % 5, 20 + ROW % 3))
THIRD, FIRST = (ROW % 3 == 0).astype(np.float64), (ROW < 12).astype(np.float64)

# Share and standard error by samplics 0.6.1: TaylorEstimator(PopParam.mean).estimate(y=TOP, samp_weight=…,
# stratum=…, psu=…, domain=…) on the same columns.
REFERENCE = [
    (WEIGHT, None, None, None, 0.4557823129251701, 0.07006148418290643),
    (EQUAL, None, None, None, 0.45, 0.06476816543825592),
    (WEIGHT, None, PSU, None, 0.4557823129251701, 0.03899910211104575),
    (WEIGHT, STRATUM, None, None, 0.4557823129251701, 0.07123268593164928),
    (WEIGHT, STRATUM, PSU, None, 0.4557823129251701, 0.042616628599209214),
    (WEIGHT, UNEVEN, UNEVEN_PSU, None, 0.4557823129251701, 0.02918803674577586),
    (WEIGHT, STRATUM, PSU, 1 - THIRD, 0.49230769230769234, 0.06996564292013982),
    (WEIGHT, STRATUM, PSU, THIRD, 0.3838383838383838, 0.11994587261653052),
    (WEIGHT, UNEVEN, UNEVEN_PSU, 1 - FIRST, 0.4476987447698745, 0.0440286225028797),
    (WEIGHT, UNEVEN, UNEVEN_PSU, FIRST, 0.4909090909090909, 0.09438117844037985),
]


@pytest.mark.parametrize(("weight", "stratum", "psu", "within", "share", "error"), REFERENCE)
def test_shares_and_standard_errors_equal_those_of_samplics(
    weight: Floats, stratum: Ints | None, psu: Ints | None, within: Floats | None, share: float, error: float
) -> None:
    assert share_and_error(TOP, weight, stratum, psu, within) == pytest.approx((share, error), abs=1e-10)


def exact_variance(stratum: Ints, psu: Ints, within: Floats) -> Fraction:
    """The formula in exact fractions, one row after another; a lone PSU adds its square."""
    weight = [Fraction(w) * int(inside) for w, inside in zip(WEIGHT, within, strict=True)]
    top = [int(y) for y in TOP]
    total = sum(weight)
    share = sum((w * y for w, y in zip(weight, top, strict=True)), Fraction(0)) / total
    z: dict[int, dict[int, Fraction]] = {}
    for h, i, w, y in zip(stratum.tolist(), psu.tolist(), weight, top, strict=True):
        z.setdefault(h, {}).setdefault(i, Fraction(0))
        z[h][i] += w * (y - share) / total
    result = Fraction(0)
    for sums in z.values():
        count, mean = len(sums), sum(sums.values(), Fraction(0)) / len(sums)
        if count == 1:
            result += mean**2
        else:
            result += Fraction(count, count - 1) * sum(((v - mean) ** 2 for v in sums.values()), Fraction(0))
    return result


@pytest.mark.parametrize("within", [EQUAL, THIRD, FIRST])
@pytest.mark.parametrize("stratum", [STRATUM, np.where(ROW < 5, 9, STRATUM), UNEVEN])
def test_standard_errors_equal_exact_fractions_also_where_a_stratum_has_one_psu(stratum: Ints, within: Floats) -> None:
    _, error = share_and_error(TOP, WEIGHT, stratum, PSU, within)
    assert error**2 == pytest.approx(float(exact_variance(stratum, PSU, within)), rel=1e-12)


def test_psus_of_one_name_in_two_strata_are_two() -> None:
    assert share_and_error(TOP, WEIGHT, STRATUM, PSU % 4) == share_and_error(TOP, WEIGHT, STRATUM, PSU)


@pytest.mark.parametrize(
    ("n", "share", "low", "high"),
    [(10, 0, 0, 27.8), (30, 0.1, 3.5, 25.6), (100, 0.35, 26.4, 44.7), (400, 0.5, 45.1, 54.9), (400, 0.1, 7.4, 13.3)],
)
def test_the_interval_of_a_share_is_wilsons(n: int, share: float, low: float, high: float) -> None:
    bounds = wilson(np.array([share]), np.array([float(n)]))
    assert [round(float(bound[0]) * 100, 1) for bound in bounds] == [low, high]


@pytest.mark.parametrize(
    ("later", "deff", "low", "high", "within"),
    [(0.45, 1.0, 6.3, 19.6, False), (0.45, 1.8, 4.0, 21.8, False), (0.38, 1.0, -0.6, 12.5, True)],
)
def test_the_interval_of_a_change_is_newcombes(
    later: float, deff: float, low: float, high: float, within: bool
) -> None:
    change = newcombe(Wave(0.32, 400 / deff), Wave(later, 400 / deff))
    assert (round(change.low * 100, 1), round(change.high * 100, 1), change.within_margin) == (low, high, within)
    assert change.value == pytest.approx(later - 0.32)


def test_a_fall_mirrors_a_rise() -> None:
    rise, fall = newcombe(Wave(0.32, 400), Wave(0.45, 300)), newcombe(Wave(0.45, 300), Wave(0.32, 400))
    assert (fall.low, fall.high) == pytest.approx((-rise.high, -rise.low))


def test_equal_weights_are_worth_every_answer_and_unequal_ones_fewer() -> None:
    worth = kish(np.array([20.0, 10.0]), np.array([40.0, 82.0]))
    assert worth == pytest.approx([10, 100 / 82])


def test_the_effective_size_follows_the_design_and_never_exceeds_n() -> None:
    share, n = np.array([0.5, 0.5, 0.0]), np.array([100, 100, 100])
    variance = np.array([0.25 / 50, 0.25 / 400, 0.0])
    by_weights, many, few = np.array([90.0, 90.0, 90.0]), np.array([99, 99, 99]), np.array([4, 4, 4])
    assert effective(share, variance, n, by_weights, many) == pytest.approx([50, 100, 90])
    unsure = (stats.t.ppf(0.975, 99) / stats.t.ppf(0.975, 4)) ** 2
    told = effective(share, variance, n, by_weights, few)
    assert told == pytest.approx([50 * unsure, min(400 * unsure, 100), 90 * unsure])


def test_quantiles_of_student_have_six_digits() -> None:
    freedom = np.array([*range(1, 200), 1_000, 100_000])
    assert t95(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=5e-7)


def test_degrees_of_freedom_are_sampling_units_less_strata_of_each_cell() -> None:
    # Strata of 3, 2, 1 and 1 units; the second cell has nobody in the last unit but one.
    design, _ = strata(np.array([0, 0, 0, 1, 1, 2, 3]), np.arange(7))
    cell = np.repeat([0, 1, 2], [7, 4, 1])
    psu = np.array([*range(7), 0, 1, 3, 5, 6])
    weight = np.ones(12)
    weight[10] = 0
    # 7 units in 2 strata and the one of lone units; 3 units in 2 strata; one unit.
    assert degrees(cell, psu, weight, design, 3).tolist() == [4, 1, 1]


@pytest.mark.parametrize("units", [5, 8, 12, 15])
@pytest.mark.parametrize("alike", [0.02, 0.05, 0.1])
def test_intervals_of_few_sampling_units_hold_the_true_share_94_times_in_100(units: int, alike: float) -> None:
    random = np.random.default_rng(1926)
    samples, people, true = 6_000, 20, 0.3
    rate = random.beta(true * (1 / alike - 1), (1 - true) * (1 / alike - 1), (samples, units))
    top = random.binomial(people, rate).astype(np.float64)
    design, _ = strata(np.zeros(units, dtype=np.int64), np.arange(units))
    cell, psu = np.repeat(np.arange(samples), units), np.tile(np.arange(units), samples)
    weight = np.full(samples * units, float(people))
    share, n = top.mean(axis=1) / people, np.full(samples, units * people)
    variance = variances(cell, psu, weight, top.ravel(), design, samples)

    def held(freedom: Ints) -> float:
        low, high = wilson(share, effective(share, variance, n, n.astype(np.float64), freedom))
        return float(((low <= true) & (true <= high)).mean())

    assert held(degrees(cell, psu, weight, design, samples)) >= 0.94
    if units == 5:
        assert held(n - 1) < 0.94, "with the normal quantile they are too narrow"
