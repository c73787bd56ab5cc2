"""How much a study in many districts hides of what concerns many people: shares of a hundred and more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.results import Measure
from dashboard.surveys.cube import build
from dashboard.surveys.model import CodedAnswers, Design, MeasuredIndicator, Plan, Responses
from dashboard.surveys.suppression import Rule, suppress

DISTRICTS, PEOPLE, QUESTIONS = 14, 100, 5
MANY = 100  # people
_BOUND = 0.35  # of these shares
_SCALE = MeasuredIndicator("", "scale", ("1", "2", "3", "4", "5"), ("4", "5"), ("unsure",), ("refused",))


def measure() -> Measure:
    """Hidden shares of a hundred people or more, against all of them."""
    responses, indicators, plan = generated()
    cells, spreads = build(responses, Design("probability"), indicators, plan)
    many = {(cell.indicator, cell.place, cell.groups) for cell in cells if (cell.n or 0) >= MANY}
    told, _ = suppress(cells, spreads, responses, indicators, plan, Rule())
    hidden = sum(cell.hidden and (cell.indicator, cell.place, cell.groups) in many for cell in told)
    name = f"hidden of the shares of {MANY} people or more, {DISTRICTS} districts of {PEOPLE}, sex crossed with age"
    return Measure("surveys", name, len(many), hidden, "shares", _BOUND)


def generated() -> tuple[Responses, tuple[MeasuredIndicator, ...], Plan]:
    """A study like many: a hundred people a district, a few of them in no group, answers from even to lopsided."""
    random = np.random.default_rng(20151231)
    size = DISTRICTS * PEOPLE
    places = tuple(f"district-{at:02d}" for at in range(DISTRICTS))
    place = CodedAnswers(np.repeat(np.arange(DISTRICTS), PEOPLE), places)
    groups = {
        "sex": _drawn(random, ("woman", "man"), (0.39, 0.607), size),
        "age": _drawn(random, ("15-24", "25-39", "40-54", "55"), (0.095, 0.38, 0.37, 0.15), size),
    }
    indicators = tuple(
        MeasuredIndicator(f"q{at}", _SCALE.kind, _SCALE.codes, _SCALE.top, _SCALE.unknown, _SCALE.refused)
        for at in range(QUESTIONS)
    )
    answers = {
        indicator.key: _drawn(random, indicator.all_codes, random.dirichlet((2.0, 4.0, 4.0, 1.5, 0.5, 0.5, 0.1)), size)
        for indicator in indicators
    }
    plan = Plan(
        {"whole": places, **{name: (name,) for name in places}},
        ((), ("sex",), ("age",), ("sex", "age")),
        pairs_in=("whole",),
    )
    return Responses("hidden", place, np.ones(size), None, None, groups, answers), indicators, plan


def _drawn(random: np.random.Generator, codes: tuple[str, ...], rates: Sequence[float], size: int) -> CodedAnswers:
    """Codes as often as told; what the rates lack to one is nobody's code."""
    chances = np.array([*rates, max(0.0, 1 - sum(rates))])
    index = random.choice(len(chances), size, p=chances / chances.sum())
    return CodedAnswers(np.where(index == len(codes), -1, index).astype(np.int64), codes)
