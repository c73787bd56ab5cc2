"""How the cells of one study are numbered, which respondents they hold, and which of them add up to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
import numpy.typing as npt

from dashboard.surveys.model import Floats, Group, Ints, Plan, Responses

Bools = npt.NDArray[np.bool_]
Coords = npt.NDArray[np.int16]  # one row per kind of person: place, dimensions, answer; the last level is "not known"


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
        """The combination each kind of person belongs to; `width` where a value is not known."""
        combined = np.zeros(len(coords), dtype=np.int64)
        known = np.ones(len(coords), dtype=np.bool_)
        for column, size in zip(self.columns, self.sizes, strict=True):
            combined = combined * size + coords[:, column]
            known &= coords[:, column] < size
        return np.where(known, combined, self.width)


@dataclass(frozen=True)
class CellLayout:
    """Every cell a plan has, those with nobody too.

    Attributes:
        levels: of the place and of every dimension, "not known" counted in.
        within: areas × levels of the place, whether the area holds the place.
        keys: area and groups of each cell; made: whether the plan makes it.
        ancestors: of each cell, the cells that hold it.
        lines: cells of which the first is the sum of the others, when everyone's groups are known.
        lines_of: of each cell, the lines it is in.
    """

    tables: tuple[CrossingTable, ...]
    levels: tuple[int, ...]
    within: Bools
    keys: tuple[tuple[str, tuple[Group, ...]], ...]
    made: Bools
    ancestors: tuple[tuple[int, ...], ...]
    lines: tuple[Ints, ...]
    lines_of: tuple[tuple[int, ...], ...]

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
            areas, kinds = np.nonzero(in_area & (combination < table.width))
            held[table.first + areas * table.width + combination[kinds], kinds] = True
        return held

    def counts(self, coords: Coords, people: Ints) -> Ints:
        """How many people each cell holds."""
        return np.rint(self.sums(coords, people.astype(np.float64))).astype(np.int64)

    def sums(self, coords: Coords, values: Floats) -> Floats:
        """The sum over the kinds of person each cell holds."""
        found = np.zeros(len(self.keys))
        for table in self.tables:
            index = coords[:, 0] * np.int64(table.width + 1) + table.combination(coords)
            size = self.levels[0] * (table.width + 1)
            by_place = np.bincount(index, values, size).reshape(self.levels[0], -1)
            of_areas = self.within.astype(np.float64) @ by_place[:, : table.width]
            found[table.first : table.first + of_areas.size] = of_areas.ravel()
        return found


def layout(responses: Responses, plan: Plan) -> CellLayout:
    """Number the cells of a plan."""
    places = responses.place.values
    within = np.array([[place in codes for place in places] + [False] for codes in plan.areas.values()], dtype=np.bool_)
    names = sorted({name for crossing in plan.crossings for name in crossing})
    tables: list[CrossingTable] = []
    keys: list[tuple[str, tuple[Group, ...]]] = []
    # In a fixed order: what is hidden beside a cell must not depend on how a run happens to order a set.
    for crossing in sorted(set(plan.crossings), key=lambda names: (len(names), names)):
        values = [[(name, value) for value in responses.groups[name].values] for name in crossing]
        sizes = tuple(len(column) for column in values)
        tables.append(CrossingTable(crossing, tuple(1 + names.index(name) for name in crossing), sizes, len(keys)))
        keys.extend((area, combination) for area in plan.areas for combination in product(*values))
    number = {(area, frozenset(groups)): k for k, (area, groups) in enumerate(keys)}
    made = np.array([plan.makes(area, tuple(name for name, _ in groups)) for area, groups in keys], dtype=np.bool_)
    sums = (*_by_group(responses, plan, keys, number), *_by_area(plan, within, number))
    lines = [np.array(line) for line in sums if made[line].all()]
    lines_of: list[list[int]] = [[] for _ in keys]
    for line_number, line in enumerate(lines):
        for cell in line.tolist():
            lines_of[cell].append(line_number)
    return CellLayout(
        tuple(tables),
        (len(places) + 1, *(len(responses.groups[name].values) + 1 for name in names)),
        within,
        tuple(keys),
        made,
        tuple(_ancestors(plan, within, area, groups, number) for area, groups in keys),
        tuple(lines),
        tuple(tuple(of_cell) for of_cell in lines_of),
    )


_Numbers = dict[tuple[str, frozenset[Group]], int]


def _by_group(
    responses: Responses, plan: Plan, keys: Sequence[tuple[str, tuple[Group, ...]]], number: _Numbers
) -> list[list[int]]:
    """Lines of a cell and the cells that have one dimension more."""
    lines = []
    crossings = dict.fromkeys(frozenset(crossing) for crossing in sorted(plan.crossings))
    for parent, (area, groups) in enumerate(keys):
        had = frozenset(name for name, _ in groups)
        for more in crossings:
            if len(more) == len(had) + 1 and had < more:
                (name,) = more - had
                children = [(name, value) for value in responses.groups[name].values]
                lines.append([parent, *(number[area, frozenset((*groups, child))] for child in children)])
    return lines


def _by_area(plan: Plan, within: Bools, number: _Numbers) -> list[list[int]]:
    """Lines of a cell and the same cell of the largest areas that lie in its area."""
    areas = list(plan.areas)
    below = [[b for b in range(len(areas)) if _contains(within, a, b)] for a in range(len(areas))]
    lines = []
    for a, children in enumerate(below):
        largest = [b for b in children if not any(b in below[other] for other in children)]
        if largest:
            groups = [groups for area, groups in number if area == areas[a]]
            lines += [[number[areas[a], g], *(number[areas[b], g] for b in largest)] for g in groups]
    return lines


def _contains(within: Bools, a: int, b: int) -> bool:
    """Whether area b is a true part of area a."""
    return bool((within[b] <= within[a]).all() and (within[b] != within[a]).any() and within[b].any())


def _ancestors(plan: Plan, within: Bools, area: str, groups: tuple[Group, ...], number: _Numbers) -> tuple[int, ...]:
    areas = list(plan.areas)
    above = [name for a, name in enumerate(areas) if (within[areas.index(area)] <= within[a]).all()]
    fewer = {frozenset(groups), frozenset(), *(frozenset({group}) for group in groups)}
    found = {number[name, some] for name in above for some in fewer if (name, some) in number}
    return tuple(found - {number[area, frozenset(groups)]})
