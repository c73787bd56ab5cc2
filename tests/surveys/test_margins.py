"""An effective size of few sampling units does not tell which hidden answers would give it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.surveys.cube import build
from dashboard.surveys.estimate import degrees, effective, strata, variances
from dashboard.surveys.model import Design
from dashboard.surveys.suppression import Rule, suppress
from dashboard.surveys.suppression.rounding import worth
from tests.surveys.studies import YES_NO, every_crossing, study

SIZES, TOPS = np.array([21, 51, 59, 51, 55, 57]), np.array([0, 27, 7, 5, 2, 12])
UNITS = np.arange(len(SIZES))


def test_villages_that_are_units_may_have_answered_otherwise() -> None:
    place = np.repeat(UNITS, SIZES)
    answer = np.concatenate([np.arange(n) < top for n, top in zip(SIZES, TOPS, strict=True)]).astype(np.int64)
    drawn = study(place, {}, {YES_NO: answer})
    drawn = replace(drawn, psu=drawn.place)
    plan = every_crossing(drawn)
    cells, spreads = build(drawn, Design("probability", psu=True), (YES_NO,), plan)
    told, _ = suppress(cells, spreads, drawn, (YES_NO,), plan, Rule())
    [whole] = [cell for cell in told if cell.place == "all"]
    hidden = [int(cell.place[1:]) for cell in told if cell.hidden]
    assert 0 in hidden and len(hidden) == 2 and whole.n_eff is not None
    [other] = set(hidden) - {0}
    design, _ = strata(np.zeros(len(SIZES), dtype=np.int64), UNITS)

    def would_be(of_first: int) -> float:
        tops = TOPS.astype(np.float64)
        tops[0], tops[other] = of_first, TOPS[other] - of_first
        one, weight = np.zeros(len(SIZES), dtype=np.int64), SIZES.astype(np.float64)
        n = SIZES.sum()[None]
        share = np.array([tops.sum() / n[0]])
        freedom = degrees(one, UNITS, weight, design, 1)
        return float(effective(share, variances(one, UNITS, weight, tops, design, 1), n, n.astype(float), freedom)[0])

    possible = range(min(SIZES[0], TOPS[other]) + 1)
    assert whole.n_eff <= min(map(worth, map(would_be, possible))), "the least of all that the hidden answers may give"
