"""Figures of statements from top to bottom, among which sums of others are looked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.intake.table.columns import Codes, Mask
from dashboard.store.rounding import rounding

#: A sum is so many times larger than what rounding may make it differ, or equality within rounding says nothing.
TIMES = 50
#: Sums of a few rows make at least one part in so many of their statement: small round amounts are equal by chance.
SHARE = 20


@dataclass(frozen=True)
class MaybeSum:
    """A figure that may be a sum: its fact and row, its amount, and what `rows` rows from `first` to `last` add up
    to, in minor units. `whole`: these are all others of the statement. `sure`: it takes no other amount of its row
    to say so. `by_words`: its words say so, and no sum does."""

    fact: int
    row: int
    minor: int
    computed: int
    rows: int
    first: int
    last: int
    whole: bool = True
    sure: bool = True
    by_words: bool = False


@dataclass(frozen=True)
class Run:
    """Facts sorted by statement and row. `counted`: lines with a figure; `sums`: totals and subtotals; `step`: that
    the figures of their statement are printed in, in minor units."""

    fact: Codes
    group: Codes
    row_no: Codes
    minor: Codes
    step: Codes
    counted: Mask
    sums: Mask
    asked: Mask

    def keep(self, mask: Mask) -> Run:
        """Only some of the facts."""
        return Run(*(part[mask] for part in vars(self).values()))

    @property
    def filled(self) -> Mask:
        """Lines with a figure that is not zero."""
        found: Mask = self.counted & (self.minor != 0)
        return found

    def tolerance(self, rows: Codes) -> Codes:
        """By how much each figure may differ from the sum of so many rows and still be called equal to it."""
        return np.minimum(rounding(self.step, rows), self.minor // TIMES)

    def found(self, i: int, start: int, end: int, *, whole: bool = False, sure: bool = True) -> MaybeSum:
        """Row `i` as the sum of the other lines from `start` to before `end`."""
        others = start + np.flatnonzero(self.counted[start:end])
        others = others[others != i]
        rows, computed = self.row_no[others], int(self.minor[others].sum())
        own = int(self.fact[i]), int(self.row_no[i]), int(self.minor[i])
        return MaybeSum(*own, computed, len(rows), int(rows.min()), int(rows.max()), whole, sure)


def running(amounts: Codes | Mask) -> Codes:
    """Sum of all rows above each, and of all of them at the end."""
    return np.concatenate(([0], np.cumsum(amounts, dtype=np.int64)))
