"""What a reader of the published cells cannot tell apart: other sets of respondents that give the same figures.

A hidden cell is safe when we can show such a set ("a world") in which its count is clearly another one. A world is a
number of people of every kind, none below nought, whose published figures are all the real ones; the search starts
at the real people and moves to ever more (or fewer) of those in question, each time along the direction that changes
no published figure and takes most from where most people are (affine scaling: Dikin, Soviet Mathematics Doklady 8
(1967)). Every world is checked before it counts, so a search that ends early makes us hide more, never less. Numbers
of people in a world may be fractions; integers between its ends are tried by the tests on small studies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dashboard.surveys.layout import Bools, Layout
from dashboard.surveys.model import Floats, Ints
from dashboard.surveys.people import Kinds, Measure, People, every_kind, exchanged

Sign = Literal[-1, 1]
MEASURES: tuple[Measure, ...] = ("n", "top", "other")
STEPS = 15  # of one search
BESIDE = 3  # places that may help one out at once
EXACT = 1e-6  # people; how far a published figure of a world may be off


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
        self._hidden = plan.made & ~published.top
        self._counts = {measure: who.counts(plan, measure) for measure in MEASURES}
        areas = list(dict.fromkeys(area for area, _ in plan.keys))
        number = np.array([areas.index(area) for area, _ in plan.keys])
        self._hidden_of_area = np.bincount(number[self._hidden & (self._counts["n"] > 0)], minlength=len(areas))
        self._row = {cell: row for row, cell in enumerate(np.flatnonzero(self._hidden).tolist())}
        self._lower = {measure: np.zeros(len(self._row)) for measure in MEASURES}
        self._higher = {measure: np.zeros(len(self._row)) for measure in MEASURES}
        self._few: dict[tuple[int, ...], _Part] = {}
        self._all: dict[tuple[int, ...], _Part] = {}

    def reaches(self, cell: int, measure: Measure, sign: Sign, wanted: float) -> bool:
        """Whether the measure of a hidden cell is as much lower or higher in some world."""
        return self._most(cell, measure, sign) >= wanted and self.reach(cell, measure, sign, wanted) >= wanted

    def reach(self, cell: int, measure: Measure, sign: Sign, wanted: float) -> float:
        """By how much the measure of a hidden cell can be lower or higher; looked for up to the given amount."""
        row, reached = self._row[cell], (self._higher if sign > 0 else self._lower)[measure]
        if reached[row] < wanted:
            for part in self._around(cell):
                self._search(part, row, measure, sign, wanted)
                if reached[row] >= wanted:
                    break
        return float(reached[row])

    def tightest(self, cell: int, measure: Measure, sign: Sign) -> tuple[Measure, int | None, float]:
        """What must rise for such a change, the published sum that leaves least room for it, and how much it leaves."""
        source = self._source(cell, measure, sign)
        if source is None:
            return measure, None, np.inf
        room, line = min(((room, line) for line, room in self._rooms(cell, source)), default=(np.inf, None))
        return source, line, room

    def _most(self, cell: int, measure: Measure, sign: Sign) -> float:
        """What no world can exceed."""
        source = self._source(cell, measure, sign)
        if source is None:
            return float(self._counts[measure][cell])
        return min((room for _, room in self._rooms(cell, source)), default=np.inf)

    def _source(self, cell: int, measure: Measure, sign: Sign) -> Measure | None:
        """The measure that must rise in the cell: where the base is known, fewer top answers are more others."""
        if sign > 0:
            return measure
        return None if measure == "n" or not self._published.n[cell] else "other" if measure == "top" else "top"

    def _rooms(self, cell: int, measure: Measure) -> Iterator[tuple[int, float]]:
        """Published sums of which the cell is a part, and by how much it can rise in each.

        What one part gains the other hidden parts lose, and those of whom the group is not known.
        """
        count = self._counts[measure]
        shown = self._published.n if measure == "n" else self._published.top
        for at in self._plan.lines_of[cell]:
            total, parts = self._plan.lines[at][0], self._plan.lines[at][1:]
            if total != cell and shown[total] and count[parts].sum() <= count[total]:  # areas may overlap
                yield at, float(count[total] - count[cell] - count[parts[shown[parts]]].sum())

    def _around(self, cell: int) -> Iterator[_Part]:
        """Whose numbers to change: first some people of the cell and of those hidden beside it, then everybody."""
        own, beside, others = self._near(cell)
        pairs = [(own,), *((own, other) for other in others)]
        for places in dict.fromkeys([(own,), (own, *beside[:1]), (own, *beside), *pairs]):
            if (cell, *places) not in self._few:
                kinds = exchanged(self._plan, self._who, self._counts, self._hidden, cell, places)
                self._few[cell, *places] = self._part(kinds)
            yield self._few[cell, *places]
        for places in pairs:
            if places not in self._all:
                self._all[places] = self._part(every_kind(self._plan, self._who, self._hidden, places))
            yield self._all[places]

    def _part(self, kinds: Kinds) -> _Part:
        return _Part(self._plan, self._who, self._published, self._hidden, kinds)

    def _near(self, cell: int) -> tuple[int, list[int], list[int]]:
        """The place most people of a cell are in; others with people like them, where they are hidden too; large ones.

        Of the large ones two are outside of its area.
        """
        coords, people, within = self._who.coords, self._who.people, self._plan.within
        table, area, combination = self._plan.table_of(cell)
        like = table.combination(coords) == combination
        count = np.bincount(coords[like, 0], people[like], self._plan.levels[0])
        own = int((count * within[area]).argmax())
        everyone = np.bincount(coords[:, 0], people, self._plan.levels[0])
        count[own] = everyone[own] = 0
        areas = np.delete(np.arange(len(within)), area)
        hidden = areas[self._hidden[table.first + areas * table.width + combination]]
        like_hidden = count * within[hidden].any(axis=0)
        most_hidden = within.T @ self._hidden_of_area * (like_hidden > 0)
        beside = list(dict.fromkeys([*_largest(most_hidden, BESIDE), *_largest(like_hidden, 1)]))
        rest = _largest(everyone, len(everyone))
        return own, beside, [*[place for place in rest if not within[area, place]][:2], *rest[:1]]

    def _search(self, part: _Part, row: int, measure: Measure, sign: int, wanted: float) -> None:
        change = part.push(part.measures[measure][row] * sign, wanted)
        for name in MEASURES:
            moved = part.measures[name] @ change
            np.maximum(self._higher[name], moved, out=self._higher[name])
            np.maximum(self._lower[name], -moved, out=self._lower[name])


class _Part:
    """The people of some places, the published figures that count them, and what is asked about hidden cells.

    Attributes:
        measures: for each measure, hidden cells × kinds, 1 where the cell counts the kind.
    """

    def __init__(self, plan: Layout, who: People, published: Published, hidden: Bools, kinds: Kinds) -> None:
        coords, people, weight = kinds
        in_cell = plan.members(coords)
        here, answer = in_cell.any(axis=1), coords[:, -1]
        base, top = who.in_base[answer], who.on_top[answer]
        answers = [in_cell[published.spread & here] & (answer == code) for code in range(len(who.in_base))]
        bases = in_cell[published.n & here] & base
        tops = np.concatenate([in_cell[published.top & here] & top, *answers])
        # A kind that a published nought counts is known not to exist. Other places' people do not change.
        exists = ~np.concatenate([rows[rows @ people == 0] for rows in (bases, tops)]).any(axis=0)
        coords, people, in_cell, bases, tops = (
            coords[exists],
            people[exists],
            in_cell[:, exists],
            bases[:, exists],
            tops[:, exists],
        )
        holders = {name: who.holders(name)[coords[:, -1]] for name in MEASURES}
        self.measures = {name: (in_cell[hidden] & counted).astype(np.float64) for name, counted in holders.items()}
        # How many were asked is told by heads, what they answered by weight.
        self._figures = np.concatenate([_distinct(bases).astype(np.float64), _distinct(tops) * weight[exists]])
        values, vectors = np.linalg.eigh(self._figures @ self._figures.T)
        independent = values > 1e-9 * max(values.max(initial=0.0), 1.0)
        self._basis = (vectors[:, independent] / np.sqrt(values[independent])).T @ self._figures
        self._free = _but_one_a_cell(people, in_cell[plan.made & ~published.n & here] & holders["n"])

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


def _largest(counts: Ints, most: int) -> list[int]:
    """Places of the largest counts above nought."""
    return [place for place in np.argsort(-counts, kind="stable").tolist() if counts[place] > 0][:most]


def _distinct(rows: Bools) -> Bools:
    """The different rows that hold anybody."""
    some = rows[rows.any(axis=1)]
    return some[np.unique(np.packbits(some, axis=1), axis=0, return_index=True)[1]]


def _perpendicular(basis: Floats, gram: Floats, vector: Floats) -> Floats:
    """The vector without its part in the span of the rows of `basis`; done three times for exactness."""
    for _ in range(3):
        vector = vector - basis.T @ np.linalg.solve(gram, basis @ vector)
    return vector


def _but_one_a_cell(people: Floats, cells: Bools) -> Floats:
    """How many of each kind may change when each of these cells keeps somebody: a reader sees it is not empty."""
    free = people.copy()
    for inside in cells:
        holding = np.flatnonzero(inside & (people > 0))
        if holding.size and (free[holding] == people[holding]).all():
            free[holding[people[holding].argmax()]] -= 1
    return free
