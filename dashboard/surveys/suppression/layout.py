"""How the cells of one study are numbered, which respondents they hold, and which of them add up to which.

Beside the cells that are published there are cells of everybody else: of people in no group of a dimension, and of the
places of an area that lie in none of the areas inside it; and groups of two dimensions together that say something of
each other (nests.py). Nothing is published of those, but they are what is left when groups are taken from a total or
from one another, so every sum here is exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from math import prod

import numpy as np
import numpy.typing as npt

from dashboard.surveys.model import Bools, Floats, Group, Ints, Plan, Responses
from dashboard.surveys.suppression.nests import Nests, nests, together

Coords = npt.NDArray[np.int16]  # one row per kind of person: place, dimensions, answer; the last level is "no group"
NO_GROUP = ""  # the value of a dimension that people outside of all its groups have


@dataclass(frozen=True)
class CrossingTable:
    """One crossing. Its cells are `first + area * width + combination`; `columns` are those of Coords it crosses."""

    crossing: tuple[str, ...]
    columns: tuple[int, ...]
    sizes: tuple[int, ...]
    first: int

    @property
    def width(self) -> int:
        """Combinations of values an area has."""
        return prod(self.sizes)

    def combination(self, coords: Coords) -> Ints:
        """The combination each kind of person belongs to."""
        combined = np.zeros(len(coords), dtype=np.int64)
        for column, size in zip(self.columns, self.sizes, strict=True):
            combined = combined * size + coords[:, column]
        return combined


@dataclass(frozen=True)
class CellLayout:
    """Every cell a plan has, those with nobody too.

    Attributes:
        levels: of the place and of every dimension, "no group" counted in.
        within: areas × levels of the place, whether the area holds the place.
        keys: area and groups of each cell; made: whether the plan makes it, or there is a sum with it.
        outside: whether nothing is published of the cell: of people in no group, or in no area inside an area, or of
            groups that are not shown together.
        known: cells of which everybody knows that next to nobody can be in them.
        ancestors: of each cell, the cells that hold it.
        lines: cells of which the first is the sum of the others, unless areas overlap.
        lines_of: of each cell, the lines it is in.
    """

    tables: tuple[CrossingTable, ...]
    levels: tuple[int, ...]
    within: Bools
    keys: tuple[tuple[str, tuple[Group, ...]], ...]
    made: Bools
    outside: Bools
    known: Bools
    ancestors: tuple[tuple[int, ...], ...]
    lines: tuple[Ints, ...]
    lines_of: tuple[tuple[int, ...], ...]

    @cached_property
    def number(self) -> dict[tuple[str, tuple[Group, ...]], int]:
        """The number of each cell."""
        return {key: k for k, key in enumerate(self.keys)}

    def elsewhere(self, cell: int) -> list[int]:
        """The same cell of the areas that its own is added up with."""
        groups = self.keys[cell][1]
        lines = [self.lines[line][1:].tolist() for line in self.lines_of[cell] if self.lines[line][0] != cell]
        return [part for line in lines for part in line if part != cell and self.keys[part][1] == groups]

    def table_of(self, cell: int) -> tuple[CrossingTable, int, int]:
        """The table, the number of the area and the combination of a cell."""
        table = next(table for table in reversed(self.tables) if table.first <= cell)
        return table, *divmod(cell - table.first, table.width)

    def members(self, coords: Coords) -> Bools:
        """Cells × kinds of person, whether the cell holds the kind."""
        held = np.zeros((len(self.keys), len(coords)), dtype=np.bool_)
        in_area = self.within[:, coords[:, 0]]
        for table in self.tables:
            combination = table.combination(coords)
            areas, kinds = np.nonzero(in_area)
            held[table.first + areas * table.width + combination[kinds], kinds] = True
        return held

    def counts(self, coords: Coords, people: Ints) -> Ints:
        """How many people each cell holds."""
        return np.rint(self.sums(coords, people.astype(np.float64))).astype(np.int64)

    def sums(self, coords: Coords, values: Floats) -> Floats:
        """The sum over the kinds of person each cell holds."""
        found = np.zeros(len(self.keys))
        for table in self.tables:
            index = coords[:, 0] * np.int64(table.width) + table.combination(coords)
            by_place = np.bincount(index, values, self.levels[0] * table.width).reshape(self.levels[0], -1)
            of_areas = self.within.astype(np.float64) @ by_place
            found[table.first : table.first + of_areas.size] = of_areas.ravel()
        return found


def layout(responses: Responses, plan: Plan) -> CellLayout:
    """Number the cells of a plan."""
    places = responses.place.values
    areas = _Areas.of_plan(plan, places)
    groups_of = {name: (*column.values, NO_GROUP) for name, column in responses.groups.items()}
    names = sorted({name for crossing in plan.crossings for name in crossing})
    excluded = nests(responses, names, areas.within)
    tables: list[CrossingTable] = []
    keys: list[tuple[str, tuple[Group, ...]]] = []
    made: list[Bools] = []
    shown: list[Bools] = []
    known: list[Bools] = []
    # In a fixed order: what is hidden beside a cell must not depend on how a run happens to order a set.
    published = sorted(set(plan.crossings), key=lambda names: (len(names), names))
    crossings = sorted((*published, *together(published, excluded)), key=len)
    for crossing in crossings:
        sizes = tuple(len(groups_of[name]) for name in crossing)
        tables.append(CrossingTable(crossing, tuple(1 + names.index(name) for name in crossing), sizes, len(keys)))
        values = [[(name, value) for value in groups_of[name]] for name in crossing]
        keys.extend((area, combination) for area in areas.names for combination in product(*values))
        width = tables[-1].width
        of_plan = np.array([crossing in published and areas.made(plan, at, crossing) for at in range(len(areas.names))])
        no_people = _excluded(crossing, sizes, excluded, len(areas.names))
        made.append(np.repeat(of_plan | no_people.any(axis=1), width))
        shown.append(np.repeat(of_plan, width))
        known.append(no_people.ravel())
    number = {(area, frozenset(groups)): k for k, (area, groups) in enumerate(keys)}
    cells_made, listed = np.concatenate(made), np.concatenate(shown)
    sums = (*_by_group(groups_of, crossings, keys, number), *_by_area(areas, number))
    lines = [np.array(line) for line in sums if cells_made[line].all()]
    lines_of: list[list[int]] = [[] for _ in keys]
    for line_number, line in enumerate(lines):
        for cell in line.tolist():
            lines_of[cell].append(line_number)
    return CellLayout(
        tuple(tables),
        (len(places) + 1, *(len(groups_of[name]) for name in names)),
        areas.within,
        tuple(keys),
        cells_made,
        ~listed
        | np.array([area not in plan.areas or any(value == NO_GROUP for _, value in groups) for area, groups in keys]),
        np.concatenate(known),
        tuple(_ancestors(areas, area, groups, number) for area, groups in keys),
        tuple(lines),
        tuple(tuple(of_cell) for of_cell in lines_of),
    )


_Numbers = dict[tuple[str, frozenset[Group]], int]


@dataclass(frozen=True)
class _Areas:
    """The areas of a plan, and after them what is left of each beside those inside it.

    Attributes:
        within: areas × levels of the place, see CellLayout.
        parts: of each area the largest that lie in it, and what is left of it.
        of: of what is left, the area it is left of; of other areas themselves.
    """

    names: tuple[str, ...]
    within: Bools
    parts: tuple[tuple[int, ...], ...]
    of: tuple[int, ...]

    @classmethod
    def of_plan(cls, plan: Plan, places: Sequence[str]) -> _Areas:
        rows = [[place in codes for place in places] + [False] for codes in plan.areas.values()]
        names, parts, of = list(plan.areas), list[tuple[int, ...]](), list(range(len(rows)))
        held = np.array(rows, dtype=np.bool_)
        below = [[b for b in of if _contains(held, a, b)] for a in of]
        for a in range(len(below)):
            largest = [b for b in below[a] if not any(b in below[other] for other in below[a])]
            left = held[a] & ~held[largest].any(axis=0)
            if largest and left.any():
                largest.append(len(names))
                names.append(f"{names[a]} ∖ …")
                rows.append(left.tolist())
                of.append(a)
            parts.append(tuple(largest))
        parts += [()] * (len(names) - len(parts))
        return cls(tuple(names), np.array(rows, dtype=np.bool_), tuple(parts), tuple(of))

    def made(self, plan: Plan, at: int, crossing: tuple[str, ...]) -> bool:
        """Whether cells of an area with these dimensions can be had from what the plan makes."""
        beside = self.parts[self.of[at]] if self.of[at] != at else ()
        return all(plan.makes(self.names[a], crossing) for a in (self.of[at], *beside) if self.of[a] == a)


def _excluded(crossing: tuple[str, ...], sizes: tuple[int, ...], excluded: Nests, areas: int) -> Bools:
    """Areas × combinations: whether two of the groups exclude each other there."""
    found = np.zeros((areas, *sizes), dtype=np.bool_)
    for first, second in combinations(range(len(crossing)), 2):
        of_pair = excluded.get(frozenset((crossing[first], crossing[second])))
        if of_pair is not None:
            if crossing[first] > crossing[second]:
                of_pair = of_pair.swapaxes(1, 2)
            others = tuple(1 + at for at in range(len(crossing)) if at not in (first, second))
            found |= np.expand_dims(of_pair, others)
    return found.reshape(areas, -1)


def _by_group(
    groups_of: Mapping[str, Sequence[str]],
    all_crossings: Sequence[tuple[str, ...]],
    keys: Sequence[tuple[str, tuple[Group, ...]]],
    number: _Numbers,
) -> list[list[int]]:
    """Lines of a cell and the cells that have one dimension more."""
    lines = []
    crossings = dict.fromkeys(frozenset(crossing) for crossing in all_crossings)
    for parent, (area, groups) in enumerate(keys):
        had = frozenset(name for name, _ in groups)
        for more in crossings:
            if len(more) == len(had) + 1 and had < more:
                (name,) = more - had
                children = [(name, value) for value in groups_of[name]]
                lines.append([parent, *(number[area, frozenset((*groups, child))] for child in children)])
    return lines


def _by_area(areas: _Areas, number: _Numbers) -> list[list[int]]:
    """Lines of a cell and the same cell of the parts of its area."""
    lines = []
    for name, parts in zip(areas.names, areas.parts, strict=True):
        if parts:
            groups = [groups for area, groups in number if area == name]
            lines += [[number[name, g], *(number[areas.names[b], g] for b in parts)] for g in groups]
    return lines


def _contains(within: Bools, a: int, b: int) -> bool:
    """Whether area b is a true part of area a."""
    return bool((within[b] <= within[a]).all() and (within[b] != within[a]).any() and within[b].any())


def _ancestors(areas: _Areas, area: str, groups: tuple[Group, ...], number: _Numbers) -> tuple[int, ...]:
    own = areas.within[areas.names.index(area)]
    above = [name for name, within in zip(areas.names, areas.within, strict=True) if (own <= within).all()]
    fewer = {frozenset(some) for size in range(len(groups) + 1) for some in combinations(groups, size)}
    found = {number[name, some] for name in above for some in fewer if (name, some) in number}
    return tuple(found - {number[area, frozenset(groups)]})
