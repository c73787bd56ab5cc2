"""The effective size of a cell of few sampling units, made so that it does not tell how hidden answers lie in them.

An effective size says how answers differ between units. Where the units are few and some of their answers hidden, a
reader tries which answers would give it. So it is the least that any of these would: the hidden answers of the cell,
whose sum is known, put together into as few units as they fill, in this order of units and in that.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.surveys.estimate import degrees, effective, kish, strata, sums, variances
from dashboard.surveys.interval import wilson_ends
from dashboard.surveys.model import Bools, CubeCell, Floats, Ints, MeasuredIndicator, Plan, Responses

FEW_UNITS = 20  # degrees of freedom; of more units a single one changes little


class Margins:
    """The sample of a study, and who is in which of its cells."""

    def __init__(self, responses: Responses, plan: Plan) -> None:
        self._responses, self._plan = responses, plan
        rows = np.arange(len(responses.weight))
        self._told = responses.psu is not None
        stratum = responses.stratum.index if responses.stratum else np.zeros_like(rows)
        self._design, self._psu = strata(stratum, responses.psu.index if responses.psu else rows)

    def safe(self, cell: CubeCell, indicator: MeasuredIndicator, hidden: list[CubeCell]) -> CubeCell:
        """A shown cell with an effective size that tells nothing of the hidden ones inside it."""
        if not self._told or not hidden or cell.n_eff is None or cell.n is None:
            return cell
        column = self._responses.answers[indicator.key]
        base, top = (
            np.array([code in codes for code in column.values] + [False])[column.index]
            for codes in (indicator.base, indicator.base & set(indicator.top))
        )
        inside = self._inside(cell) & base
        kept_back = inside & np.logical_or.reduce([self._inside(one) for one in hidden])
        units = len(self._design.of_psu)
        weight, tops = self._sums(inside, units), self._sums(inside & top, units)
        unsure, unsure_tops = self._sums(kept_back, units), self._sums(kept_back & top, units)
        one = np.zeros(units, dtype=np.int64)
        freedom = degrees(one, np.arange(units), weight, self._design, 1)
        if int(freedom[0]) > FEW_UNITS or not unsure.any():
            return cell
        share, n = np.array([tops.sum() / weight.sum()]), np.array([cell.n])
        by_weights = kish(np.array([weight.sum()]), np.array([(self._responses.weight[inside] ** 2).sum()]))
        least = cell.n_eff
        for order in _orders(unsure):
            put = tops - unsure_tops + _filled(unsure, order, float(unsure_tops.sum()))
            variance = variances(one, np.arange(units), weight, put, self._design, 1)
            least = min(least, float(effective(share, variance, n, by_weights, freedom)[0]))
        low, high = wilson_ends(float(share[0]), least)
        return replace(cell, n_eff=least, low=max(low, 0.0), high=min(high, 1.0))

    def _sums(self, rows: Bools, units: int) -> Floats:
        return sums(self._psu[rows], self._responses.weight[rows], units)

    def _inside(self, cell: CubeCell) -> Bools:
        place = self._responses.place
        held = np.isin(place.index, [place.values.index(code) for code in self._plan.areas[cell.place]])
        for name, value in cell.groups:
            column = self._responses.groups[name]
            held &= column.index == column.values.index(value)
        return np.asarray(held)

    def holds(self, cell: CubeCell, other: CubeCell) -> bool:
        """Whether a cell has people of another that is not itself."""
        there, inside = (set(self._plan.areas[one.place]) for one in (cell, other))
        known = dict(cell.groups)
        apart = any(known.get(name, value) != value for name, value in other.groups)
        return bool(there & inside) and not apart and (cell.place, cell.groups) != (other.place, other.groups)


def _orders(unsure: Floats) -> list[Ints]:
    """Orders in which units are filled: the largest first, the smallest first, and each before all others."""
    largest = np.argsort(-unsure, kind="stable").astype(np.int64)
    some = largest[unsure[largest] > 0]
    first = [np.concatenate([[unit], rest[rest != unit]]) for unit in some for rest in (some, some[::-1])]
    return [some, some[::-1], *first]


def _filled(room: Floats, order: Ints, amount: float) -> Floats:
    """So much put into units one after the other, each no more than it holds."""
    put = np.zeros_like(room)
    before = np.concatenate([[0.0], np.cumsum(room[order])[:-1]])
    put[order] = np.clip(amount - before, 0.0, room[order])
    return put
