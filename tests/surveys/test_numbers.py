"""Means and medians that tell nobody's answer."""

from __future__ import annotations

import numpy as np

from dashboard.surveys.model import Floats
from dashboard.surveys.numbers import median, median_step, outlying, summary
from tests.surveys.studies import study

RANDOM = np.random.default_rng(1)


def told(values: Floats, weight: Floats | None = None) -> tuple[float, float] | None:
    said = summary(values, study(np.zeros(len(values), dtype=np.int64), {}, {}, weight), sampled=False, least=30)
    return (said.mean, said.median) if said else None


def test_a_number_far_from_all_others_is_not_told_by_the_step() -> None:
    few = RANDOM.integers(1, 6, 199).astype(np.float64)
    assert told(few) is not None
    assert outlying(np.append(few, 900_000), np.ones(200)) and told(np.append(few, 900_000)) is None
    incomes = np.exp(RANDOM.normal(10, 0.8, 400))
    assert not outlying(incomes, np.ones(400)) and not outlying(np.ones(50), np.ones(50))


def test_the_median_has_a_step_of_its_own() -> None:
    values = np.repeat([1.0, 2.0, 3.0, 4.0, 40.0], [40, 40, 60, 40, 8])
    said = told(values)
    assert said is not None and said[1] == 3, "as whole as people said it, however coarse the mean"


def test_leaving_anybody_out_moves_the_median_by_less_than_its_step() -> None:
    for _ in range(50):
        values, weight = np.exp(RANDOM.normal(3, 1, 41)), RANDOM.uniform(0.5, 3, 41)
        moved = [abs(median(np.delete(values, at), np.delete(weight, at)) - median(values, weight)) for at in range(41)]
        assert max(moved) <= median_step(values, weight)
