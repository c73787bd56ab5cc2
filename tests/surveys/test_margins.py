"""An effective size of few sampling units does not tell which hidden answers would give it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.surveys.cube import build
from dashboard.surveys.model import CubeCell, Design
from dashboard.surveys.suppression import Rule, suppress
from dashboard.surveys.suppression.margins import Margins
from tests.surveys.studies import YES_NO, every_crossing, study

SIZES = np.array([21, 51, 59, 51, 55, 57])


def whole(tops: tuple[int, ...], hidden: tuple[str, ...]) -> tuple[CubeCell, CubeCell]:
    """The cell of all people as it was estimated, and as it may be told; villages are the sampling units."""
    place = np.repeat(np.arange(len(SIZES)), SIZES)
    answer = np.concatenate([np.arange(n) < top for n, top in zip(SIZES, tops, strict=True)]).astype(np.int64)
    drawn = study(place, {}, {YES_NO: answer})
    drawn = replace(drawn, psu=drawn.place)
    plan = every_crossing(drawn)
    cells, spreads = build(drawn, Design("probability", psu=True), (YES_NO,), plan)
    [real] = [cell for cell in cells if cell.place == "all"]
    if not hidden:
        told, _ = suppress(cells, spreads, drawn, (YES_NO,), plan, Rule())
        return real, next(cell for cell in told if cell.place == "all")
    kept_back = [cell for cell in cells if cell.place in hidden]
    return real, Margins(drawn, plan).safe(real, YES_NO, kept_back)


def test_hidden_answers_of_one_sum_give_one_effective_size() -> None:
    real, told = zip(*(whole((x, 27 - x, 7, 5, 2, 12), ("p0", "p1")) for x in (0, 5, 12, 20)), strict=True)
    assert len({round(cell.n_eff or 0, 6) for cell in real}) == 4
    assert len({round(cell.n_eff or 0, 6) for cell in told}) == 1
    assert all((one.n_eff or 0) <= (other.n_eff or 0) + 1e-9 for one, other in zip(told, real, strict=True))


def test_it_is_told_only_where_something_is_hidden() -> None:
    real, told = whole((10, 27, 17, 15, 12, 12), ("p9",))
    assert told == real
    real, told = whole((0, 27, 7, 5, 2, 12), ())
    assert real.n_eff is not None and told.n_eff is not None and told.n_eff <= real.n_eff
