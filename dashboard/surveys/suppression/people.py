"""Kinds of person, how many there are of each, and those whose numbers a search for another world may change.

Any choice of them is sound: whoever is not chosen stays. A smaller one is only quicker, and may find less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Literal

import numpy as np

from dashboard.surveys.estimate import sums
from dashboard.surveys.model import Bools, Floats, Ints, MeasuredIndicator, Responses
from dashboard.surveys.suppression.layout import CellLayout, Coords

Measure = Literal["n", "top", "other"]
Kinds = tuple[Coords, Floats, Floats]  # how many people there are of each, and what one of them weighs
EXCHANGED = 600  # about so many kinds in a search around one cell, but so many in each of the cells:
FEWEST = 3
ALL_KINDS = 4_000  # up to so many kinds, worlds may have people of kinds that nobody really is
MOST_KINDS = 1_500  # otherwise: of kinds like somebody in a hidden cell


@dataclass(frozen=True)
class Respondents:
    """Those who answered one question.

    Attributes:
        number: of each kind there is somebody of, rising; see `coords`. `people`: how many there are of it.
        weight, square: sums of their weights, of which the mean of all people is 1, and of the squares of these.
        sizes: levels of the place, of every dimension and of the answer.
        in_base, on_top: of each answer.
    """

    number: Ints
    people: Ints
    weight: Floats
    square: Floats
    sizes: tuple[int, ...]
    in_base: Bools
    on_top: Bools

    @cached_property
    def coords(self) -> Coords:
        """Place, dimensions and answer of each kind."""
        return spelled(self.number, self.sizes)

    def holders(self, measure: Measure) -> Bools:
        """Which answers a measure counts."""
        return {"n": self.in_base, "top": self.on_top, "other": self.in_base & ~self.on_top}[measure]

    def counts(self, plan: CellLayout, measure: Measure) -> Ints:
        """The measure of every cell."""
        return plan.counts(self.coords, self.people * self.holders(measure)[self.coords[:, -1]])

    def of(self, number: Ints) -> Floats:
        """How many people there are of kinds with these numbers."""
        at = np.minimum(np.searchsorted(self.number, number), len(self.number) - 1)
        return np.where(self.number[at] == number, self.people[at], 0).astype(np.float64)

    def weighing(self, number: Ints) -> Floats:
        """The mean weight of kinds with these numbers; where nobody is of one, of their groups, then of their place."""
        weighs = np.ones(len(number))
        for size in (prod(self.sizes[1:]), self.sizes[-1], 1):
            names, of_kind = np.unique(self.number // size, return_inverse=True)
            mean = np.bincount(of_kind, self.weight) / np.bincount(of_kind, self.people)
            at = np.minimum(np.searchsorted(names, number // size), len(names) - 1)
            weighs = np.where(names[at] == number // size, mean[at], weighs)
        return weighs


def people(
    responses: Responses, plan: CellLayout, dimensions: Sequence[str], indicator: MeasuredIndicator
) -> Respondents:
    """The kinds of person who answered the question of an indicator."""
    column, codes = responses.answers[indicator.key], indicator.all_codes
    answer = np.array([codes.index(code) for code in column.values] + [-1], dtype=np.int64)[column.index]
    kept = answer >= 0
    columns = [responses.place.index, *(responses.groups[name].index for name in dimensions)]
    levels = [np.where(index < 0, size - 1, index)[kept] for index, size in zip(columns, plan.levels, strict=True)]
    sizes = (*plan.levels, len(codes))
    number, of_row, count = np.unique(numbered([*levels, answer[kept]], sizes), return_inverse=True, return_counts=True)
    weight = responses.weight[kept] / responses.weight.mean()
    weights, squares = (sums(of_row, values, len(number)) for values in (weight, weight**2))
    in_base = np.array([code in indicator.base for code in codes])
    on_top = in_base & np.array([code in indicator.top for code in codes])
    return Respondents(number, count.astype(np.int64), weights, squares, sizes, in_base, on_top)


def numbered(levels: Sequence[Ints] | Coords, sizes: tuple[int, ...]) -> Ints:
    """One number for each combination of levels; a column of levels each. Sorting numbers is much cheaper."""
    return np.ravel_multi_index(tuple(levels), sizes).astype(np.int64, copy=False)


def spelled(number: Ints, sizes: tuple[int, ...]) -> Coords:
    """The levels of numbered combinations, one row each."""
    return np.stack(np.unravel_index(number, sizes), axis=1).astype(np.int16)


def exchanged(
    plan: CellLayout,
    who: Respondents,
    counts: Mapping[Measure, Ints],
    hidden: Bools,
    cell: int,
    places: tuple[int, ...],
) -> Kinds:
    """Some people of a cell and of hidden cells beside it, and the same people as if they were in another of these.

    Two people who change places, or cells, and take all else with them leave every figure but those of the cells.
    """
    table = plan.table_of(cell)[0]
    values = _values_beside(plan, [counts[measure] * hidden for measure in ("top", "other")], cell)
    here = np.isin(who.coords[:, 0], places) & who.in_base[who.coords[:, -1]]
    for column, allowed in zip(table.columns, values, strict=True):
        here &= np.isin(who.coords[:, column], allowed)
    coords = who.coords[here]
    moving = [0, *table.columns]
    cells = np.array(list(product(places, *values)), dtype=np.int16)
    each = max(FEWEST, EXCHANGED // (2 * len(cells) ** 2))
    on_top = who.on_top[coords[:, -1]].astype(np.int64)
    of = numbered([*coords[:, moving].T, on_top], (*(who.sizes[column] for column in moving), 2))
    twins = np.repeat(coords[_largest(of, who.people[here], each)][None], len(cells), axis=0)
    twins[:, :, moving] = cells[:, None, :]
    return _counted(who, numbered(twins.reshape(-1, len(who.sizes)).T, who.sizes))


def every_kind(plan: CellLayout, who: Respondents, hidden: Bools, places: tuple[int, ...]) -> Kinds:
    """The kinds of person of some places: all that can be, or where they are too many those like somebody there."""
    answers = np.arange(len(who.in_base))
    if len(places) * prod(who.sizes[1:]) <= ALL_KINDS:
        groups = np.array(list(product(places, *(range(size) for size in who.sizes[1:-1]))))
        number = numbered(groups.T, who.sizes[:-1])
    else:
        number = _like_hidden(plan, who, hidden, places, MOST_KINDS // len(answers))
    return _counted(who, (number[:, None] * len(answers) + answers).ravel())


def _values_beside(plan: CellLayout, counts: Sequence[Ints], cell: int) -> list[list[int]]:
    """For each dimension of a cell its own value, "no group", and two of hidden cells beside it.

    Those are the ones with most top answers and with most others: what this cell may have instead must come from them.
    """
    table, area, combination = plan.table_of(cell)
    cells = slice(table.first + area * table.width, table.first + (area + 1) * table.width)
    of_table = [count[cells].reshape(table.sizes) for count in counts]
    own = [int(value) for value in np.unravel_index(combination, table.sizes)] if table.sizes else []
    values = []
    for at, size in enumerate(table.sizes):
        lines = [np.moveaxis(count, at, -1)[tuple(own[:at] + own[at + 1 :])].copy() for count in of_table]
        for line in lines:
            line[own[at]] = 0
        beside = {int(line.argmax()) for line in lines if line.any()}
        values.append(list(dict.fromkeys([own[at], size - 1, *sorted(beside)])))
    return values


def _largest(of: Ints, count: Ints, most: int) -> Ints:
    """Places of the largest counts, at most so many of each number in `of`."""
    order = np.lexsort((-count, of))
    rank = np.arange(len(order)) - np.searchsorted(of[order], of[order])
    return order[rank < most]


def _like_hidden(plan: CellLayout, who: Respondents, hidden: Bools, places: tuple[int, ...], most: int) -> Ints:
    """Place and groups, numbered, of people in a hidden cell.

    Where they are too many, of each such cell those of most people.
    """
    here = np.isin(who.coords[:, 0], places)
    number, at = np.unique(who.number[here] // who.sizes[-1], return_inverse=True)
    count = np.bincount(at, who.people[here], len(number))
    groups = spelled(number, who.sizes[:-1])
    held = plan.members(groups)[hidden]
    held = held[held.any(axis=1)]
    inside: Bools = np.asarray(held.any(axis=0))
    if inside.sum() > most:
        each = max(1, most // len(held))
        order = np.argsort(-count, kind="stable")
        inside[:] = False
        for cell in held:
            inside[order[cell[order]][:each]] = True
    return number[inside]


def _counted(who: Respondents, number: Ints) -> Kinds:
    number = np.unique(number)
    return spelled(number, who.sizes), who.of(number), who.weighing(number)
