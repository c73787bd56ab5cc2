"""Someone who has every published figure and an integer programme, and wants the hidden ones.

Knows nothing of how cells were chosen, but what everybody weighs. Asks for the smallest and the largest count a hidden
cell can have when numbers of people of every kind (place × groups × answer) are whole, none below zero, and give
what is published. Takes groups from totals, too: of people in no group, and of places in no area, nothing is published,
and nothing of them may be known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from dashboard.surveys.model import CubeCell, Floats, Group, MeasuredIndicator, Plan, Responses, Spread
from dashboard.surveys.suppression import Rule

Key = tuple[str, tuple[Group, ...]]


@dataclass(frozen=True)
class Recovered:
    """A hidden cell that is known too well: what (`n`, `top` or `other`), and between which counts."""

    key: Key
    what: str
    low: int
    high: int


def everybody_else(
    responses: Responses, plan: Plan, indicator: MeasuredIndicator, related: Collection[tuple[str, ...]] = ()
) -> tuple[Plan, dict[Key, tuple[int, int]]]:
    """Of people in no group of a dimension, and of places of an area in none inside it: base and top answers.

    The plan has an area more for each rest of places. `related`: dimensions that are not shown together, of which
    everybody knows in which of their groups together there is nobody.
    """
    areas = dict(plan.areas)
    for area, places in plan.areas.items():
        inside = [set(codes) for codes in plan.areas.values() if set(codes) < set(places)]
        if inside and (rest := set(places) - set().union(*inside)):
            areas[f"{area} but those inside it"] = tuple(sorted(rest))
    column = responses.answers[indicator.key]
    codes = np.array([*column.values, ""], dtype=object)[column.index]
    base = np.isin(codes, list(indicator.base))
    top = base & np.isin(codes, list(indicator.top))
    found = {}
    for area, places in areas.items():
        for crossing in (*plan.crossings, *related):
            for groups in product(*([(name, v) for v in (*responses.groups[name].values, "")] for name in crossing)):
                if area in plan.areas and crossing not in related and all(value for _, value in groups):
                    continue
                held = np.isin(np.array(responses.place.values, dtype=object)[responses.place.index], places)
                for name, value in groups:
                    of_group = np.array([*responses.groups[name].values, ""], dtype=object)
                    held = held & (of_group[responses.groups[name].index] == value)
                found[area, groups] = int((held & base).sum()), int((held & top).sum())
    return replace(plan, areas=areas), found


class Attacker:
    """Knows one indicator's cells, and the bases of the same cells where another indicator of the base shows them."""

    def __init__(
        self,
        responses: Responses,
        areas: Collection[str],
        plan: Plan,
        indicator: MeasuredIndicator,
        cells: Sequence[CubeCell],
        spreads: Sequence[Spread],
        bases: dict[Key, int],
        steps: dict[Key, float],
        spread_steps: dict[Key, float],
        nobody: Collection[Key] = (),
        weighs: Callable[[tuple[str, ...]], float] = lambda kind: 1.0,
    ) -> None:
        """`areas`: those that are published; `plan`: with the rests of them.

        `steps`: step of a cell's shares, 0 for exact ones; `nobody`: cells outside of all groups and areas in which
        nobody is; `weighs`: somebody of place and groups.
        """
        self._areas, self._plan, self._codes = areas, plan, indicator.all_codes
        self._names = list(responses.groups)
        values = [(*responses.groups[name].values, "") for name in self._names]
        self._kinds = list(product(responses.place.values, *values, self._codes))
        self._base, self._top = indicator.base, indicator.base & set(indicator.top)
        weight = np.array([weighs(kind[:-1]) for kind in self._kinds])
        rows: list[Floats] = []
        low: list[float] = []
        high: list[float] = []

        def learn(row: Floats, least: float, most: float) -> None:
            rows.append(row)
            low.append(least)
            high.append(most)

        def between(base: Floats, those: Floats, share: float, half: float) -> None:
            """The share of all weight that some answers have lies as near as this to what is reported."""
            learn(weight * (those - (share + half + 1e-7) * base), -np.inf, 0)
            learn(weight * (those - (share - half - 1e-7) * base), 0, np.inf)

        listed = {(cell.place, cell.groups) for cell in cells}
        for key in (*nobody, *self._everything(responses)):
            if key not in listed:
                learn(self.row(key, self._base), 0, 0)
        for cell in cells:
            key = (cell.place, cell.groups)
            if cell.n is not None and cell.share is not None:
                base, top = self.row(key, self._base), self.row(key, self._top)
                learn(base, cell.n, cell.n)
                if steps[key] == 0:
                    learn(top, round(cell.share * cell.n), round(cell.share * cell.n))
                else:
                    between(base, top, cell.share, steps[key] / 2)
            elif key in bases:
                learn(self.row(key, self._base), bases[key], bases[key])
            else:
                learn(self.row(key, self._base), 1, np.inf)
        for spread in spreads:
            everyone = self.row((spread.place, spread.groups), frozenset(self._codes))
            step = spread_steps[spread.place, spread.groups]
            learn(everyone, spread.n, spread.n)
            for code, share in spread.shares:
                those = self.row((spread.place, spread.groups), frozenset({code}))
                if step == 0:
                    learn(those, round(share * spread.n), round(share * spread.n))
                else:
                    # One step up or down; the largest gives one per cent to each of those that would have none.
                    between(everyone, those, share, step + len(self._codes) / 100)
        self._known = LinearConstraint(csr_matrix(np.array(rows)), np.array(low), np.array(high))
        self._worlds: list[Floats] = []

    def _everything(self, responses: Responses) -> list[Key]:
        return [
            (area, groups)
            for area in self._areas
            for crossing in self._plan.crossings
            for groups in product(*([(name, value) for value in responses.groups[name].values] for name in crossing))
        ]

    def row(self, key: Key, codes: frozenset[str]) -> Floats:
        """1 for the kinds of person that a cell counts with one of these answers."""
        area, groups = key
        places, wanted = self._plan.areas[area], [(1 + self._names.index(name), value) for name, value in groups]
        return np.array(
            [
                float(kind[0] in places and kind[-1] in codes and all(kind[at] == value for at, value in wanted))
                for kind in self._kinds
            ]
        )

    def holds(self, area: str, other: str) -> bool:
        """Whether one area holds all of another."""
        return set(self._plan.areas[other]) <= set(self._plan.areas[area])

    def between(self, key: Key, what: str, enough: int, beyond: int = 0) -> tuple[int, int]:
        """The smallest and the largest count of "n", "top" or "other" in a cell, 1 000 standing for more.

        The search ends when they are `enough` apart and the largest is not below `beyond`.
        """
        row = self.row(key, {"n": self._base, "top": self._top, "other": self._base - self._top}[what])
        counts = [round(float(row @ world)) for world in self._worlds]
        for sign in (-1, 1):
            if counts and max(counts) - min(counts) >= enough and max(counts) >= beyond:
                break
            found = milp(sign * row, constraints=self._known, integrality=np.ones(len(row)), bounds=Bounds(0, 1_000))
            assert found.x is not None, found.message
            self._worlds.append(np.round(found.x))
            counts.append(round(float(row @ found.x)))
        return min(counts), max(counts)


def recovered(
    attacker: Attacker,
    cells: Sequence[CubeCell],
    truth: Sequence[CubeCell],
    others: dict[Key, tuple[int, int]],
    bases: dict[Key, int],
    rule: Rule,
) -> list[Recovered]:
    """The hidden cells of which the attacker learns more than the rule allows.

    Answers are no secret of a cell when a shown cell around it says that nobody answered so. `others`: base and top
    answers of people outside of all groups. How many there are of these is no secret, what few of them answered is.
    """
    real = {(cell.place, cell.groups): _counts(cell) for cell in truth}
    for key, (n, top) in others.items():
        if 0 < n < rule.few or (0 < n < rule.uniform and top in (0, n)):
            real[key] = _Counted(*key, {"n": n, "top": top, "other": n - top})
    shown = [_counts(cell) for cell in cells if not cell.hidden]
    found = []
    hidden = [(cell.place, cell.groups) for cell in cells if cell.hidden]
    for key in (*hidden, *(key for key in others if key in real)):
        counts = real[key]
        around = [one for one in shown if set(one.groups) <= set(key[1]) and attacker.holds(one.place, key[0])]
        needs = {what: (1, 0) for what in ("top", "other") if all(one.of[what] > 0 for one in around)}
        if key not in bases and key not in others:
            needs["n"] = (rule.width, rule.few if counts.of["n"] < rule.few else 0)
        for what, (enough, beyond) in needs.items():
            low, high = attacker.between(key, what, enough, beyond)
            if high - low < enough or high < beyond:
                assert low <= counts.of[what] <= high
                found.append(Recovered(key, what, low, high))
    return found


@dataclass(frozen=True)
class _Counted:
    """A cell's counts by name."""

    place: str
    groups: tuple[Group, ...]
    of: dict[str, int]


def _counts(cell: CubeCell) -> _Counted:
    assert cell.n is not None and cell.top is not None
    return _Counted(cell.place, cell.groups, {"n": cell.n, "top": cell.top, "other": cell.n - cell.top})
