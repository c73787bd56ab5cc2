"""What a reader of the published cells cannot tell apart: other sets of respondents that give the same figures.

A hidden cell is safe when we can show such a set ("a world") in which its count is clearly another one. A world is a
number of people of every kind, none below nought, whose published figures are all the real ones; the search starts
at the real people and moves to ever more (or fewer) of those in question, each time along the direction that changes
no published figure and takes most from where most people are (affine scaling: Dikin, Soviet Mathematics Doklady 8
(1967)). Every world is checked before it counts, so a search that ends early makes us hide more, never less. Numbers
of people in a world may be fractions; integers between its ends are tried by the tests on small studies.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Literal

import numpy as np

from dashboard.surveys.layout import Bools, Coords, Layout
from dashboard.surveys.model import Floats, Ints

Measure = Literal["n", "top", "other"]
MEASURES: tuple[Measure, ...] = ("n", "top", "other")
STEPS = 15  # of one search
ALL_KINDS = 4_000  # up to so many kinds, worlds may have people of kinds that nobody really is
EXACT = 1e-6  # people; how far a published figure of a world may be off


@dataclass(frozen=True)
class People:
    """Those who answered one question: kinds of person (see Coords), how many of each, and what each answer is."""

    coords: Coords
    people: Ints
    in_base: Bools
    on_top: Bools

    def holders(self, measure: Measure) -> Bools:
        """Which answers a measure counts."""
        return {"n": self.in_base, "top": self.on_top, "other": self.in_base & ~self.on_top}[measure]

    def counts(self, plan: Layout, measure: Measure) -> Ints:
        """The measure of every cell."""
        return plan.counts(self.coords, self.people * self.holders(measure)[self.coords[:, -1]])


@dataclass(frozen=True)
class Published:
    """Of which cells the reader knows the base, the top answers, and the count of every answer."""

    n: Bools
    top: Bools
    spread: Bools


class Worlds:
    """The worlds found so far and the ends they reach, for one question and one choice of published cells."""

    def __init__(self, plan: Layout, who: People, published: Published) -> None:
        self._plan, self._who, self._published = plan, who, published
        self._hidden = np.flatnonzero(plan.made & ~published.top)
        self._row = {cell: row for row, cell in enumerate(self._hidden.tolist())}
        self._lower = {measure: np.zeros(len(self._hidden)) for measure in MEASURES}
        self._higher = {measure: np.zeros(len(self._hidden)) for measure in MEASURES}
        self._parts: dict[tuple[int, ...], _Part] = {}

    def room(self, cell: int, measure: Measure, lower: float, higher: float) -> tuple[float, float]:
        """By how much the measure of a hidden cell can be lower and higher; looked for up to the given amounts."""
        row = self._row[cell]
        for sign, wanted, reached in ((-1, lower, self._lower[measure]), (1, higher, self._higher[measure])):
            if reached[row] < wanted:
                for places in self._near(cell):
                    self._search(places, row, measure, sign, wanted)
                    if reached[row] >= wanted:
                        break
        return float(self._lower[measure][row]), float(self._higher[measure][row])

    def _near(self, cell: int) -> list[tuple[int, ...]]:
        """Places whose people a search may change: the cell's own with most people in it, then another one too."""
        coords, people = self._who.coords, self._who.people
        _, area, _ = self._plan.table_of(cell)
        inside = self._plan.inside(cell, coords)
        by_place = np.bincount(coords[inside, 0], people[inside], self._plan.levels[0])
        own = int(by_place.argmax())
        everyone = np.bincount(coords[:, 0], people, self._plan.levels[0])
        everyone[own] = 0
        rest = np.argsort(-everyone, kind="stable")[: int((everyone > 0).sum())].tolist()
        outside = [place for place in rest if not self._plan.within[area, place]]
        return [(own,), *((own, other) for other in (*outside[:2], *rest[:1]))]

    def _search(self, places: tuple[int, ...], row: int, measure: Measure, sign: int, wanted: float) -> None:
        part = self._parts.get(places)
        if part is None:
            part = self._parts[places] = _Part(self._plan, self._who, self._published, self._hidden, places)
        change = part.push(part.measures[measure][row] * sign, wanted)
        for name in MEASURES:
            moved = part.measures[name] @ change
            self._higher[name] = np.maximum(self._higher[name], moved)
            self._lower[name] = np.maximum(self._lower[name], -moved)


class _Part:
    """The people of some places, the published figures that count them, and what is asked about hidden cells.

    Attributes:
        measures: for each measure, hidden cells × kinds, 1 where the cell counts the kind.
    """

    def __init__(
        self, plan: Layout, who: People, published: Published, hidden: Ints, places: tuple[int, ...]
    ) -> None:
        coords, people = _kinds(plan, who, places)
        in_cell = np.array([plan.inside(cell, coords) for cell in range(len(plan.keys))])
        answer = coords[:, -1]
        base, top = who.in_base[answer], who.on_top[answer]
        figures = np.concatenate(
            [
                in_cell[published.n] & base,
                in_cell[published.top] & top,
                *(in_cell[published.spread] & (answer == code) for code in range(len(who.in_base))),
            ]
        ).astype(np.float64)
        # A kind that a published nought counts is known not to exist. Other places' people do not change.
        known_absent = figures[figures @ people == 0].any(axis=0)
        coords, people, figures, in_cell = (
            coords[~known_absent], people[~known_absent], figures[:, ~known_absent], in_cell[:, ~known_absent],
        )  # fmt: skip
        holders = {name: who.holders(name)[coords[:, -1]] for name in MEASURES}
        self.measures = {name: (in_cell[hidden] & counted).astype(np.float64) for name, counted in holders.items()}
        self._figures = figures[figures.any(axis=1)]
        values, vectors = np.linalg.eigh(self._figures @ self._figures.T)
        independent = values > 1e-9 * max(values.max(initial=0.0), 1.0)
        self._basis = (vectors[:, independent] / np.sqrt(values[independent])).T @ self._figures
        self._free = _but_one_a_cell(people, in_cell[plan.made & ~published.n] & holders["n"])

    def push(self, counted: Floats, wanted: float) -> Floats:
        """A change of the numbers of people, by kind, that leaves the published figures and brings most of `counted`.

        Returns:
            The change; nought where none is possible or the arithmetic did not hold. At most `wanted` are brought.
        """
        left = self._free.copy()
        for _ in range(STEPS):
            missing = wanted - float(counted @ (left - self._free))
            direction = self._direction(counted, left)
            gain = float(counted @ direction)
            if missing <= 0 or gain <= 1e-9:
                break
            falling = direction < -1e-10
            room = float((left[falling] / -direction[falling]).min(initial=np.inf))
            step = min(missing / gain * (1 + 1e-9), room)
            left = np.maximum(left + direction * step, 0.0)
            if step * gain < 1e-4:
                break
        change = left - self._free
        return change if np.abs(self._figures @ change).max(initial=0.0) <= EXACT else np.zeros_like(change)

    def _direction(self, counted: Floats, left: Floats) -> Floats:
        """The part of `counted` that no published figure sees, weighed by how many people there are to change."""
        usable = np.ones(len(left), dtype=np.bool_)
        direction = np.zeros(len(left))
        for _ in range(STEPS):
            weight = np.where(usable, left + 0.25, 0.0)
            basis = self._basis * np.sqrt(weight)
            gram = basis @ basis.T
            gram[np.diag_indices_from(gram)] += 1e-11
            direction = np.sqrt(weight) * _perpendicular(basis, gram, np.sqrt(weight) * counted)
            stuck = (left < 1e-7) & (direction < -1e-10)
            if not stuck.any():
                break
            usable &= ~stuck
        return np.where(stuck, 0.0, direction) if stuck.any() else direction


def _perpendicular(basis: Floats, gram: Floats, vector: Floats) -> Floats:
    """The vector without its part in the span of the rows of `basis`; done three times for exactness."""
    for _ in range(3):
        vector = vector - basis.T @ np.linalg.solve(gram, basis @ vector)
    return vector


def _kinds(plan: Layout, who: People, places: tuple[int, ...]) -> tuple[Coords, Floats]:
    """The kinds of person of some places: all that can be, or where they are too many those of a kind with somebody."""
    here = np.isin(who.coords[:, 0], places)
    coords, people = who.coords[here], who.people[here]
    sizes = plan.levels[1:]
    answers = np.arange(len(who.in_base))
    if len(places) * prod(sizes) * len(answers) <= ALL_KINDS:
        groups = np.array(list(product(places, *(range(size) for size in sizes))), dtype=np.int16)
    else:
        groups = np.unique(coords[:, :-1], axis=0)
    every = np.column_stack([np.repeat(groups, len(answers), axis=0), np.tile(answers, len(groups))]).astype(np.int16)
    kinds, place = np.unique(np.concatenate([every, coords]), axis=0, return_inverse=True)
    counts = np.bincount(place.ravel()[len(every) :], people, len(kinds)).astype(np.float64)
    return kinds, counts


def _but_one_a_cell(people: Floats, cells: Bools) -> Floats:
    """How many of each kind may change when each of these cells keeps somebody: a reader sees it is not empty."""
    free = people.copy()
    for inside in cells:
        holding = np.flatnonzero(inside & (people > 0))
        if holding.size and (free[holding] == people[holding]).all():
            free[holding[people[holding].argmax()]] -= 1
    return free
