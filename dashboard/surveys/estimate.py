"""Shares from a sample: their variances, their effective numbers of answers, their intervals (see interval.py).

Sources: variance of a ratio by Taylor linearisation with PSUs drawn with replacement — Särndal, Swensson, Wretman,
Model Assisted Survey Sampling (1992), §5.5; domains keep every PSU of the sample — Cochran, Sampling Techniques
(1977), §5A.14; design effect of weights — Kish, Journal of Official Statistics 8 (1992); effective size from the
design variance and its degrees of freedom, never above n — Korn and Graubard, Survey Methodology 24 (1998); quantiles
of Student's t — Abramowitz and Stegun, Handbook of Mathematical Functions (1964), table 26.10 and 26.7.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from dashboard.surveys.interval import Z95, wilson_ends
from dashboard.surveys.model import Floats, Ints

#: 97.5% quantiles of Student's t of 1, 2, … degrees of freedom.
T95 = np.array(
    [
        12.7062047, 4.3026527, 3.1824463, 2.7764451, 2.5705818, 2.4469119, 2.3646243, 2.3060041, 2.2621572, 2.2281389,
        2.2009852, 2.1788128, 2.1603687, 2.1447867, 2.1314495, 2.1199053, 2.1098156, 2.1009220, 2.0930241, 2.0859634,
        2.0796138, 2.0738731, 2.0686576, 2.0638986, 2.0595386, 2.0555294, 2.0518305, 2.0484071, 2.0452296, 2.0422725,
    ]
)  # fmt: skip


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
    share, error, _ = _estimated(top, weight, stratum, psu, within)
    return share, error


def mean_and_margin(
    top: Floats, weight: Floats, stratum: Ints | None = None, psu: Ints | None = None, within: Floats | None = None
) -> tuple[float, float]:
    """The weighted mean and half of its 95% interval: Student's t with the freedom of the design times its error.

    Arguments as of `share_and_error`; `top` may be any number.
    """
    mean, error, freedom = _estimated(top, weight, stratum, psu, within)
    return mean, float(t95(freedom)[0]) * error


def _estimated(
    top: Floats, weight: Floats, stratum: Ints | None, psu: Ints | None, within: Floats | None
) -> tuple[float, float, Ints]:
    """The ratio, its standard error and its degrees of freedom (one number in an array)."""
    rows = np.arange(len(top))
    one = np.zeros(len(top), dtype=np.int64)
    design, of_row = strata(one if stratum is None else stratum, rows if psu is None else psu)
    kept = weight if within is None else weight * within
    parts = len(design.of_psu)
    weights, tops = sums(of_row, kept, parts), sums(of_row, kept * top, parts)
    whole, each = np.zeros(parts, dtype=np.int64), np.arange(parts)
    variance = variances(whole, each, weights, tops, design, 1)[0]
    return float(tops.sum() / weights.sum()), sqrt(variance), degrees(whole, each, weights, design, 1)


def kish(weight_sum: Floats, square_sum: Floats) -> Floats:
    """The effective number of equally weighted answers: (Σw)² / Σw², NaN for none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(weight_sum**2 / square_sum)


def degrees(cell: Ints, psu: Ints, weight: Floats, design: Strata, size: int) -> Ints:
    """Degrees of freedom of the variance of every cell: PSUs with somebody in it less the strata these lie in.

    Strata of one PSU are one stratum here, as in `variances`. At least 1. Arguments as there.
    """
    there = weight > 0
    cell, h = cell[there], design.of_psu[psu[there]]
    width = len(design.psus) + 1
    stratum = np.where(design.psus[h] == 1, width - 1, h)
    of_strata = np.unique(cell * width + stratum) // width
    return np.asarray(np.maximum(np.bincount(cell, minlength=size) - np.bincount(of_strata, minlength=size), 1))


def effective(share: Floats, variance: Floats, n: Ints, by_weights: Floats, freedom: Ints) -> Floats:
    """How many answers of a simple random sample say as much: n* = p(1-p)/V · (t_n-1 / t_freedom)², at most n.

    By the weights where the variance says nothing: when all or none gave the answer, or all are of one PSU. Few PSUs
    say little of their own variance, which t pays for. So the interval of n* answers is that of the design.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        by_design = share * (1 - share) / variance
    usable = (variance > 1e-15) & (share > 1e-12) & (share < 1 - 1e-12)
    unsure = (t95(np.maximum(n - 1, 1)) / t95(np.minimum(freedom, np.maximum(n - 1, 1)))) ** 2
    return np.minimum(np.where(usable, by_design, by_weights) * unsure, n)


def t95(freedom: Ints) -> Floats:
    """The 97.5% quantile of Student's t, to 6 digits: from the table, beyond it by the expansion in 1/freedom."""
    f = freedom.astype(np.float64)
    near = T95[np.minimum(freedom, len(T95)) - 1]
    z = Z95
    far = z + (z**3 + z) / (4 * f) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * f**2)
    far += (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * f**3)
    far += (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92_160 * f**4)
    return np.where(freedom <= len(T95), near, far)


def wilson(share: Floats, n_eff: Floats) -> tuple[Floats, Floats]:
    """95% interval of shares (0-1), each with an effective number of `n_eff` answers."""
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = wilson_ends(share, n_eff)
    return np.clip(low, 0, share), np.clip(high, share, 1)
