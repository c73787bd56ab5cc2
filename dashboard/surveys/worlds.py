"""What a reader of the published cells cannot tell apart: other sets of respondents that give the same figures.

A hidden cell is safe when we can name such sets in which it has clearly other counts. They are made from the real
one by changing few people: anyone may change one thing about themselves (place, a group, the answer, whether they
answered at all) if no published figure changes, or two people may if their changes cancel in every published figure.
Each change is kept as the sum of random 64-bit numbers, one a published figure, so two changes cancel when their sums
do (by chance with a probability below one in 10⁹). One person of each cell whose base is not published stays as they
are, since readers see that the cell is not empty. A cell that needs longer chains of changes counts as exposed: more
may be hidden than must be, never less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from dashboard.surveys.layout import Bools, Coords, Layout
from dashboard.surveys.model import Ints

Hashes = npt.NDArray[np.uint64]
Measure = Literal["n", "top", "other"]
_UNLIMITED = 10**9


@dataclass(frozen=True)
class People:
    """Those who answered one question: kinds of person (see Coords), how many of each, and what each answer is."""

    coords: Coords
    people: Ints
    in_base: Bools
    on_top: Bools

    def holders(self, measure: Measure) -> Bools:
        """Which answers a measure counts; the last entry stands for "did not answer"."""
        counted = {"n": self.in_base, "top": self.on_top, "other": self.in_base & ~self.on_top}[measure]
        return np.append(counted, False)

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
    """All changes of one person, grouped by what they do to the published figures."""

    def __init__(self, plan: Layout, who: People, published: Published) -> None:
        self._plan, self._who = plan, who
        nobody = len(who.in_base)
        absent = np.unique(who.coords[:, :-1], axis=0)
        absent = np.column_stack([absent, np.full(len(absent), nobody)]).astype(np.int16)
        self._coords: Coords = np.concatenate([who.coords, absent])
        self._people = np.concatenate([who.people, np.full(len(absent), _UNLIMITED)])
        self._source, self._changed = self._changes(len(who.coords), nobody)
        sums = self._signatures(published)
        delta = sums(self._changed) - sums(self._coords)[self._source]
        values, self._group = np.unique(delta, return_inverse=True)
        self._moves = np.argsort(self._group, kind="stable")
        self._start = np.searchsorted(self._group[self._moves], np.arange(len(values) + 1))
        opposite = (-values.view(np.int64)).view(np.uint64)
        place = np.minimum(np.searchsorted(values, opposite), len(values) - 1)
        self._opposite = np.where(values[place] == opposite, place, -1)
        self._nothing = int(np.flatnonzero(values == 0)[0]) if (values == 0).any() else -1
        self._free = self._without_one_a_cell(np.flatnonzero(~published.n).tolist())

    def _without_one_a_cell(self, cells: list[int]) -> Ints:
        """How many of each kind may change when every one of these cells keeps a person in its base."""
        free = self._people.copy()
        for cell in cells:
            holding = np.flatnonzero(self._counted(cell, "n", self._coords))
            if (free[holding] == self._people[holding]).all():
                free[holding[np.argmax(self._people[holding])]] -= 1
        return free

    def _changes(self, present: int, nobody: int) -> tuple[Ints, Coords]:
        """Every change of one coordinate; someone absent can only come to answer."""
        sources, changed = [], []
        levels = (*self._plan.levels, nobody + 1)
        for column, size in enumerate(levels):
            last = column == len(levels) - 1
            rows = np.arange(len(self._coords) if last else present)
            source = np.repeat(rows, size)
            after = self._coords[source]
            after[:, column] = np.tile(np.arange(size), len(rows))
            other = after[:, column] != self._coords[source, column]
            sources.append(source[other])
            changed.append(after[other])
        return np.concatenate(sources), np.concatenate(changed)

    def _signatures(self, published: Published) -> _Signatures:
        random = np.random.default_rng(0)
        codes = len(self._who.in_base)

        def numbers(known: Bools, columns: int) -> Hashes:
            drawn = random.integers(0, 2**64, (len(known), columns), dtype=np.uint64)
            return np.where(known[:, None], drawn, np.uint64(0))

        whole = (
            numbers(published.n, 1) * self._who.in_base.astype(np.uint64)
            + numbers(published.top, 1) * self._who.on_top.astype(np.uint64)
            + numbers(published.spread, codes)
        )
        return _Signatures(self._plan, whole)

    def _counted(self, cell: int, measure: Measure, coords: Coords) -> npt.NDArray[np.int8]:
        holders = self._who.holders(measure)
        return (self._plan.inside(cell, coords) & holders[coords[:, -1]]).astype(np.int8)

    def room(self, cell: int, measure: Measure, wanted: int) -> tuple[int, int]:
        """By how much the measure of a cell can surely be lower and higher; looked for up to `wanted` only."""
        effect = self._counted(cell, measure, self._changed) - self._counted(cell, measure, self._coords)[self._source]
        return self._reach(-effect, wanted), self._reach(effect, wanted)

    def _reach(self, effect: npt.NDArray[np.int8], wanted: int) -> int:
        left, gained = self._free.copy(), 0
        gains = np.flatnonzero(effect > 0)
        gains = gains[self._opposite[self._group[gains]] >= 0]
        gains = gains[np.argsort(self._group[gains], kind="stable")]
        groups, start = np.unique(self._group[gains], return_index=True)
        for group, moves in zip(groups.tolist(), np.split(gains, start[1:]), strict=True):
            if gained >= wanted:
                break
            gaining = np.unique(self._source[moves])
            if group == self._nothing:
                gained += _take(left, gaining, wanted - gained)
                continue
            back = self._opposite[group]
            others = self._moves[self._start[back] : self._start[back + 1]]
            helping = np.unique(self._source[others[effect[others] >= 0]])
            # Nobody can make both changes: who could belongs to the smaller side.
            if left[gaining].sum() > left[helping].sum():
                gaining = np.setdiff1d(gaining, helping, assume_unique=True)
            else:
                helping = np.setdiff1d(helping, gaining, assume_unique=True)
            pairs = min(int(left[gaining].sum()), int(left[helping].sum()), wanted - gained)
            gained += _take(left, gaining, pairs)
            _take(left, helping, pairs)
        return gained


@dataclass(frozen=True)
class _Signatures:
    """The sum of the numbers of all published figures that count a kind of person. `whole`: cells × answers."""

    plan: Layout
    whole: Hashes

    def __call__(self, coords: Coords) -> Hashes:
        total = np.zeros(len(coords), dtype=np.uint64)
        answers = self.whole.shape[1]
        for table in self.plan.tables:
            areas = len(self.plan.within)
            block = self.whole[table.first : table.first + areas * table.width].reshape(areas, -1)
            by_place = (self.plan.within.T.astype(np.uint64) @ block).reshape(-1, table.width, answers)
            padded = np.zeros((len(by_place), table.width + 1, answers + 1), dtype=np.uint64)
            padded[:, : table.width, :answers] = by_place
            total += padded[coords[:, 0], table.combination(coords), coords[:, -1]]
        return total


def _take(left: Ints, kinds: Ints, wanted: int) -> int:
    """Take people of these kinds, at most `wanted`; returns how many were taken."""
    taken = 0
    for kind in kinds.tolist():
        if taken == wanted:
            break
        some = min(int(left[kind]), wanted - taken)
        left[kind] -= some
        taken += some
    return taken
