"""Means and medians of all respondents of a study together, rounded so that no single answer shows.

They are never made of a group or a place within the study: differences of means would give single answers away. The
mean and its interval: the ratio estimator, Taylor linearisation and t of estimate.py, whose sources hold for any y.
The step: a round number at least twice what the one respondent who moves the mean most moves it by, so that leaving
out, or adding, any one of them is less than the rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

import numpy as np

from dashboard.surveys.estimate import mean_and_margin
from dashboard.surveys.model import Floats, Responses

_STEPS = (1.0, 2.0, 5.0, 10.0)


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
    ends = (mean - margin, mean + margin) if sampled else None
    return Summary(
        n,
        _rounded(mean, step),
        _rounded(median(values[said], weight[said]), step),
        _rounded(ends[0], step) if ends else None,
        _rounded(ends[1], step) if ends else None,
        step,
    )


def median(values: Floats, weight: Floats) -> float:
    """The least number that half of all weight does not lie above."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])


def step_of(values: Floats, weight: Floats, mean: float) -> float:
    """One of 1, 2, 5 times a power of ten: at least twice the greatest pull of one respondent on the mean."""
    pull = 2 * float(np.max(weight * np.abs(values - mean)) / weight.sum())
    if pull <= 0:
        return 0.01  # all said the same
    power = 10.0 ** floor(log10(pull))
    return float(next(each for each in _STEPS if each * power >= pull) * power)


def _rounded(value: float, step: float) -> float:
    return round(round(value / step) * step, 10)
