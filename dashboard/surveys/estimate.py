"""Shares from a sample: their variances, their effective numbers of answers, their intervals (see interval.py).

Sources: variance of a ratio by Taylor linearisation with PSUs drawn with replacement — Särndal, Swensson, Wretman,
Model Assisted Survey Sampling (1992), §5.5; domains keep every PSU of the sample — Cochran, Sampling Techniques
(1977), §5A.14; design effect of weights — Kish, Journal of Official Statistics 8 (1992); effective size from the
design variance, never above n — Korn and Graubard, Survey Methodology 24 (1998).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from dashboard.surveys.interval import wilson_ends
from dashboard.surveys.model import Floats, Ints


@dataclass(frozen=True)
class Strata:
    """How many PSUs each stratum has in the whole sample, and the stratum of each PSU."""

    of_psu: Ints
    psus: Ints


def sums(index: Ints, values: Floats, size: int) -> Floats:
    """The sum of the values at each index from 0 up to `size`."""
    return np.bincount(index, values, size).astype(np.float64, copy=False)


def strata(stratum: Ints, psu: Ints) -> tuple[Strata, Ints]:
    """The PSUs of a sample and each respondent's PSU; PSUs with one name in two strata are two."""
    _, stratum = np.unique(stratum, return_inverse=True)
    width = int(psu.max(initial=0)) + 2
    names, of_row = np.unique(stratum * width + psu + 1, return_inverse=True)
    of_psu = names // width
    return Strata(of_psu, np.bincount(of_psu)), of_row


def variances(cell: Ints, psu: Ints, weight: Floats, top: Floats, design: Strata, size: int) -> Floats:
    """Variance of the share of every cell: V = Σ_h n_h/(n_h-1) Σ_i (z_hi - z̄_h)².

    z_hi is the sum over PSU i of w(y - p)/Σw, zero where the cell has nobody; z̄_h its mean over all n_h PSUs of
    the stratum. A stratum with one PSU has no spread of its own: it adds z² (its distance from the overall mean,
    which is zero), so that it never makes an estimate look surer than it is.

    Args:
        cell, psu: of each part; a part is the respondents of one PSU in one cell, and comes once.
        weight, top: sums of w and of wy over the part.
        size: number of cells.

    Returns:
        One variance a cell, NaN for empty cells.
    """
    total = sums(cell, weight, size)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = sums(cell, top, size) / total
        z = (top - share[cell] * weight) / total[cell]
    h = design.of_psu[psu]
    n_h = design.psus[h].astype(np.float64)
    lone = n_h == 1
    factor = np.where(lone, 1.0, n_h / np.where(lone, 1.0, n_h - 1))
    squares = sums(cell, factor * z * z, size)
    pairs, place = np.unique(cell * len(design.psus) + h, return_inverse=True)
    of_stratum = sums(place, z, len(pairs))
    size_h = design.psus[pairs % len(design.psus)].astype(np.float64)
    centre = np.where(size_h == 1, 0.0, of_stratum**2 / np.where(size_h == 1, 1.0, size_h - 1))
    result = squares - sums(pairs // len(design.psus), centre, size)
    return np.where(total > 0, np.maximum(result, 0.0), np.nan)


def share_and_error(
    top: Floats, weight: Floats, stratum: Ints | None = None, psu: Ints | None = None, within: Floats | None = None
) -> tuple[float, float]:
    """The weighted share and its standard error. Without strata the sample is one, without PSUs each row is its own.

    Args:
        top: 1 where the answer counts, 0 elsewhere; weight: above 0.
        within: 1 for respondents of the domain, 0 for others; all when not given.
    """
    rows = np.arange(len(top))
    one = np.zeros(len(top), dtype=np.int64)
    design, of_row = strata(one if stratum is None else stratum, rows if psu is None else psu)
    kept = weight if within is None else weight * within
    parts = len(design.of_psu)
    weights, tops = sums(of_row, kept, parts), sums(of_row, kept * top, parts)
    variance = variances(np.zeros(parts, dtype=np.int64), np.arange(parts), weights, tops, design, 1)[0]
    return float(tops.sum() / weights.sum()), sqrt(variance)


def kish(weight_sum: Floats, square_sum: Floats) -> Floats:
    """The effective number of equally weighted answers: (Σw)² / Σw², NaN for none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(weight_sum**2 / square_sum)


def effective(share: Floats, variance: Floats, n: Ints, by_weights: Floats) -> Floats:
    """How many answers of a simple random sample have this variance, at most n; by the weights where it says nothing.

    It says nothing when all or none gave the answer, as the variance is then zero.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        by_design = share * (1 - share) / variance
    usable = (variance > 1e-15) & (share > 1e-12) & (share < 1 - 1e-12)
    return np.minimum(np.where(usable, by_design, by_weights), n)


def wilson(share: Floats, n_eff: Floats) -> tuple[Floats, Floats]:
    """95% interval of shares (0-1), each with an effective number of `n_eff` answers."""
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = wilson_ends(share, n_eff)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)
