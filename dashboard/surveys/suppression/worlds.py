"""What a reader of the published cells cannot tell apart: other sets of respondents that give the same figures.

A hidden cell is safe when we can show such a set ("a world") in which its count is clearly another one. A world is a
number of people of every kind, none below zero, whose published figures are all the real ones; the search starts
at the real people and moves to ever more (or fewer) of those in question, each time along the direction that changes
no published figure and takes most from where most people are (affine scaling: Dikin, Soviet Mathematics Doklady 8
(1967)). Every world is checked before it counts, so a search that ends early makes us hide more, never less. Numbers
of people in a world may be fractions; integers between its ends are tried by the tests on small studies.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dashboard.surveys.model import Ints
from dashboard.surveys.suppression.layout import CellLayout
from dashboard.surveys.suppression.people import Kinds, Measure, Respondents, every_kind, exchanged
from dashboard.surveys.suppression.search import MEASURES, Exchange, ShownFigures, Sign

BESIDE = 3  # places that may help one out at once
TOGETHER = 20  # places that are looked at one by one
DIGITS = 6  # of a person; what is beyond is arithmetic, and another on another processor


class Worlds:
    """The worlds found so far and the ends they reach, for one question and one choice of published cells."""

    def __init__(self, plan: CellLayout, who: Respondents, published: ShownFigures) -> None:
        self._plan, self._who, self._published = plan, who, published
        self._hidden = plan.made & ~published.top
        self._counts = {measure: who.counts(plan, measure) for measure in MEASURES}
        areas = list(dict.fromkeys(area for area, _ in plan.keys))
        number = np.array([areas.index(area) for area, _ in plan.keys])
        self._hidden_of_area = np.bincount(number[self._hidden & (self._counts["n"] > 0)], minlength=len(areas))
        self._row = {cell: row for row, cell in enumerate(np.flatnonzero(self._hidden).tolist())}
        self._lower = {measure: np.zeros(len(self._row)) for measure in MEASURES}
        self._higher = {measure: np.zeros(len(self._row)) for measure in MEASURES}
        self._few: dict[tuple[int, ...], Exchange] = {}
        self._all: dict[tuple[int, ...], Exchange] = {}

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
                    return float(reached[row])
            reached[row] = max(reached[row], self._together(cell, measure, sign, wanted))
        return float(reached[row])

    def _together(self, cell: int, measure: Measure, sign: Sign, wanted: float) -> float:
        """What the places of a cell bring each by itself: where none sees the other, all of it may be so at once."""
        coords, people = self._who.coords, self._who.people
        table, area, combination = self._plan.table_of(cell)
        like = (table.combination(coords) == combination) & self._plan.within[area, coords[:, 0]]
        brought = 0.0
        for place in _largest(np.bincount(coords[like, 0], people[like], self._plan.levels[0]), TOGETHER):
            part = self._some((cell, place))
            counted = part.measures[measure][self._row[cell]] * sign
            brought += round(float(counted @ part.push(counted, wanted - brought)), DIGITS)
            if brought >= wanted:
                break
        return brought

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

    def _around(self, cell: int) -> Iterator[Exchange]:
        """Whose numbers to change: first some people of the cell and of those hidden beside it, then everybody."""
        own, beside, others = self._near(cell)
        pairs = [(own,), *((own, other) for other in others)]
        for places in dict.fromkeys([(own,), (own, *beside[:1]), (own, *beside), *pairs]):
            yield self._some((cell, *places))
        for places in pairs:
            if places not in self._all:
                self._all[places] = self._part(every_kind(self._plan, self._who, self._hidden, places))
            yield self._all[places]

    def _some(self, around: tuple[int, ...]) -> Exchange:
        """Some people of a cell and of those hidden beside it, in some places."""
        if around not in self._few:
            cell, *places = around
            kinds = exchanged(self._plan, self._who, self._counts, self._hidden, cell, tuple(places))
            self._few[around] = self._part(kinds)
        return self._few[around]

    def _part(self, kinds: Kinds) -> Exchange:
        return Exchange(self._plan, self._who, self._published, self._hidden, kinds)

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

    def _search(self, part: Exchange, row: int, measure: Measure, sign: int, wanted: float) -> None:
        change = part.push(part.measures[measure][row] * sign, wanted)
        for name in MEASURES:
            moved = np.round(part.measures[name] @ change, DIGITS)
            np.maximum(self._higher[name], moved, out=self._higher[name])
            np.maximum(self._lower[name], -moved, out=self._lower[name])


def _largest(counts: Ints, most: int) -> list[int]:
    """Places of the largest counts above zero."""
    return [place for place in np.argsort(-counts, kind="stable").tolist() if counts[place] > 0][:most]
