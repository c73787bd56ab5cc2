"""The search for another world: people exchanged for others so that no published figure changes (see worlds.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dashboard.surveys.model import Bools, Floats
from dashboard.surveys.suppression.layout import CellLayout
from dashboard.surveys.suppression.people import Kinds, Measure, Respondents

Sign = Literal[-1, 1]
MEASURES: tuple[Measure, ...] = ("n", "top", "other")
STEPS = 15  # of one search
EXACT = 1e-6  # people; how much a published figure of a world may deviate
#: Parts of a direction below this share of the largest are nothing: arithmetic of another processor gives others.
NOTHING = 1e-9


@dataclass(frozen=True)
class ShownFigures:
    """Of which cells the reader knows the base, the top answers, and the count of every answer."""

    n: Bools
    top: Bools
    spread: Bools


class Exchange:
    """The people of some places, the published figures that count them, and what is asked about hidden cells.

    Attributes:
        measures: for each measure, hidden cells × kinds, 1 where the cell counts the kind.
    """

    def __init__(
        self, plan: CellLayout, who: Respondents, published: ShownFigures, hidden: Bools, kinds: Kinds
    ) -> None:
        coords, people, weight = kinds
        in_cell = plan.members(coords)
        here, answer = in_cell.any(axis=1), coords[:, -1]
        base, top = who.in_base[answer], who.on_top[answer]
        answers = [in_cell[published.spread & here] & (answer == code) for code in range(len(who.in_base))]
        bases = in_cell[published.n & here] & base
        tops = np.concatenate([in_cell[published.top & here] & top, *answers])
        # A kind that a published zero counts is known not to exist. Other places' people do not change.
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
        # How many were asked is known by heads, what they answered by weight.
        self._figures = np.concatenate([_distinct(bases).astype(np.float64), _distinct(tops) * weight[exists]])
        values, vectors = np.linalg.eigh(self._figures @ self._figures.T)
        # The figures count people: what is no exact zero is far above the error of the arithmetic.
        independent = values > 1e-11 * max(values.max(initial=0.0), 1.0)
        self._basis = (vectors[:, independent] / np.sqrt(values[independent])).T @ self._figures
        listed = plan.made & ~plan.outside
        self._free = _but_one_a_cell(people, in_cell[listed & ~published.n & here] & holders["n"])

    def push(self, counted: Floats, wanted: float) -> Floats:
        """A change of the numbers of people, by kind, that leaves the published figures and brings most of `counted`.

        Returns:
            The change; zero where none is possible or the arithmetic did not hold. At most `wanted` are brought.
        """
        left = self._free.copy()
        for _ in range(STEPS):
            missing = wanted - float(counted @ (left - self._free))
            direction = self._direction(counted, left)
            gain = float(counted @ direction)
            if missing <= 0 or gain <= NOTHING:
                break
            falling = direction < 0
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
            direction[np.abs(direction) < NOTHING * max(np.abs(direction).max(initial=0.0), 1.0)] = 0.0
            stuck = (left < 1e-7) & (direction < 0)
            if not stuck.any():
                break
            usable &= ~stuck
        return np.where(stuck, 0.0, direction) if stuck.any() else direction


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
