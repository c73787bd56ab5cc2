"""How exactly the shares of a weighted study are reported: never so exactly that one answer shows.

Weights make every sum of answers a number of its own: with all its digits it says who answered what, though the
groups are hidden. So where the people of a cell have different weights its shares are rounded to at least two
answers' worth. The effective number of answers of a cell comes of weights as well, and where strata or sampling units
give the error it says how answers differ between these: it is reported in steps wherever it is not the number of
answers itself. Intervals are made from what is reported and say nothing more.
"""

from __future__ import annotations

from dataclasses import replace
from math import floor, isclose, log

from dashboard.surveys.interval import wilson_ends
from dashboard.surveys.model import CubeCell, Spread

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2)
ANSWERS = 2.0  # the least a step amounts to
GROWTH = 1.2  # from one effective size that is reported to the next


def step_of(n: int, weight: float, square: float) -> float:
    """The step in which shares of a cell are reported, 0 for exactly: where all its people weigh the same.

    Args:
        n: people; weight, square: sums of their weights and of the squares of these.
    """
    if n == 0 or n * square - weight**2 <= 1e-9 * weight**2:
        return 0.0
    wanted = ANSWERS * square / weight**2
    return next((step for step in STEPS if step >= wanted), STEPS[-1])


def rounded(share: float, step: float) -> float:
    """The nearest multiple of a step; zero and one are said only of nobody and of everybody."""
    if step == 0 or share in (0, 1):
        return share
    return min(max(round(round(share / step) * step, 2), STEPS[0]), 1 - STEPS[0])


def worth(n_eff: float) -> float:
    """The next effective size below that is reported: 10, 12, 14, 17, 20, …"""
    return float(floor(GROWTH ** floor(log(n_eff) / log(GROWTH) + 1e-9))) if n_eff > 1 else n_eff


def reported(cell: CubeCell, step: float) -> CubeCell:
    """A shown cell as it is published."""
    everyone = cell.n_eff is not None and cell.n is not None and isclose(cell.n_eff, cell.n, rel_tol=1e-9)
    if cell.share is None or (step == 0 and (cell.n_eff is None or everyone)):
        return cell
    share = rounded(cell.share, step)
    if cell.n_eff is None:
        return replace(cell, share=share)
    n_eff = cell.n_eff if everyone else worth(cell.n_eff)
    low, high = wilson_ends(share, n_eff)
    return replace(cell, share=share, n_eff=n_eff, low=min(max(low, 0.0), share), high=max(min(high, 1.0), share))


def reported_spread(spread: Spread, step: float) -> Spread:
    """A shown spread as it is published: shares in whole steps that make one together (largest remainders).

    What somebody answered is not reported as zero: it has one per cent of the largest share.
    """
    if step == 0:
        return spread
    units = {code: floor(share / step + 1e-9) for code, share in spread.shares}
    left = {code: share / step - units[code] for code, share in spread.shares}
    for code in sorted(left, key=lambda code: -left[code])[: round(1 / step) - sum(units.values())]:
        units[code] += 1
    shares = {code: round(number * step, 2) for code, number in units.items()}
    largest = max(shares, key=shares.__getitem__)
    for code, share in spread.shares:
        if share > 0 and shares[code] == 0:
            shares[code] = STEPS[0]
            shares[largest] = round(shares[largest] - STEPS[0], 2)
    return replace(spread, shares=tuple(shares.items()))
