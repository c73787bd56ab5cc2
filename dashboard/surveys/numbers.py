"""Means and medians of all respondents of a study together, rounded so that no single answer shows.

They are never made of a group or a place within the study: differences of means would give single answers away. The
mean and its interval: the ratio estimator, Taylor linearisation and t of estimate.py, whose sources hold for any y.
The step: a round number at least twice what the one respondent who moves the mean most moves it by, so that leaving
out, or adding, any one of them is less than the rounding. Where that is more than nine of ten people are apart, a few
said numbers far from all others: nothing is told then. The median has a step of its own, of the people next to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

import numpy as np

from dashboard.surveys.estimate import mean_and_margin
from dashboard.surveys.model import Floats, Responses

_STEPS = (1.0, 2.0, 5.0, 10.0)
TAIL = 0.05  # the share of people at either end who do not count where it is asked how far numbers are apart


@dataclass(frozen=True)
class Summary:
    """Figures of numbers; `low`, `high` are the 95% interval of the mean, None where the sample has none."""

    n: int
    mean: float
    median: float
    low: float | None
    high: float | None
    step: float


def summary(values: Floats, responses: Responses, *, sampled: bool, least: int) -> Summary | None:
    """Of the numbers said (NaN: none); None of fewer than `least`. `sampled`: the people were drawn by chance."""
    said = np.isfinite(values)
    n = int(said.sum())
    if n < least:
        return None
    weight = responses.weight
    top = np.where(said, values, 0.0)
    stratum = responses.stratum.index if responses.stratum else None
    psu = responses.psu.index if responses.psu else None
    mean, margin = mean_and_margin(top, weight, stratum, psu, said.astype(np.float64))
    step = step_of(values[said], weight[said], mean)
    if outlying(values[said], weight[said]):
        return None
    ends = (mean - margin, mean + margin) if sampled else None
    return Summary(
        n,
        _rounded(mean, step),
        _rounded(median(values[said], weight[said]), median_step(values[said], weight[said])),
        _rounded(ends[0], step) if ends else None,
        _rounded(ends[1], step) if ends else None,
        step,
    )


def outlying(values: Floats, weight: Floats) -> bool:
    """Whether single answers are so far from the others that a mean which does not tell them tells nothing."""
    total = float(weight.sum())
    apart = _reaching(values, weight, (1 - TAIL) * total) - _reaching(values, weight, TAIL * total)
    return bool(np.ptp(values) > 0) and step_of(values, weight, float(np.average(values, weights=weight))) > apart


def median(values: Floats, weight: Floats) -> float:
    """The least number that half of all weight does not lie above."""
    return _reaching(values, weight, float(weight.sum()) / 2)


def median_step(values: Floats, weight: Floats) -> float:
    """A round number of at least what the median moves by when anybody is left out."""
    half, most = float(weight.sum()) / 2, float(weight.max())
    return _round_up(_reaching(values, weight, half + most) - _reaching(values, weight, half - most))


def _reaching(values: Floats, weight: Floats, amount: float) -> float:
    """The least number below or at which so much weight lies."""
    order = np.argsort(values, kind="stable")
    at = np.searchsorted(np.cumsum(weight[order]), amount * (1 - 1e-12))
    return float(values[order][min(int(at), len(order) - 1)])


def step_of(values: Floats, weight: Floats, mean: float) -> float:
    """One of 1, 2, 5 times a power of ten: at least twice the greatest pull of one respondent on the mean."""
    return _round_up(2 * float(np.max(weight * np.abs(values - mean)) / weight.sum()))


def _round_up(amount: float) -> float:
    """The next of 1, 2, 5 times a power of ten; a hundredth of nothing."""
    if amount <= 0:
        return 0.01  # all said the same
    power = 10.0 ** floor(log10(amount))
    return float(next(each for each in _STEPS if each * power >= amount) * power)


def _rounded(value: float, step: float) -> float:
    return round(round(value / step) * step, 10)
