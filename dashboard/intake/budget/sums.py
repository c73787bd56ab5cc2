"""Lines that are exactly the sum of the other lines of their statement, or of the lines of their block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.intake.budget.facts import Facts
from dashboard.intake.table.columns import Codes, Mask
from dashboard.store.batch import SLICE_COLUMNS

#: A sum of fewer rows, or of fewer that are not zero, says nothing: two equal amounts are common.
LEAST_ROWS, LEAST_FILLED = 3, 2
#: Blocks of one statement that are looked for; a file that has more has been asked about enough.
_PASSES = 50


@dataclass(frozen=True)
class MaybeSum:
    """A figure that may be a sum: its fact and row, its amount, and what `rows` rows from `first` to `last` add up
    to, in minor units. `whole`: these are all others of the statement."""

    fact: int
    row: int
    minor: int
    computed: int
    rows: int
    first: int
    last: int
    whole: bool = True


@dataclass(frozen=True)
class _Run:
    """Facts sorted by statement and row. `counted`: lines with a figure; `sums`: totals and subtotals."""

    fact: Codes
    group: Codes
    row_no: Codes
    minor: Codes
    counted: Mask
    sums: Mask
    asked: Mask

    def keep(self, mask: Mask) -> _Run:
        return _Run(*(part[mask] for part in vars(self).values()))


def unmatched_sums(facts: Facts, unmatched: Mask) -> list[MaybeSum]:
    """Lines above zero that equal the sum of all other lines of their statement and fund, or of the lines since the
    last sum above them. `unmatched`: facts whose row nothing tells to be a line, the file or its mapping.

    In a row with several amounts at least half of them must be such sums. One finding per row of the file.
    """
    role = facts.columns["role"]
    counted = role.isin(("line",)) & ~facts.missing
    asked = counted & unmatched & (facts.minor > 0)
    if not asked.any():
        return []
    sums = role.isin(("total", "subtotal"))
    groups = [facts.groups(*SLICE_COLUMNS, "fund")[0]]
    if len(facts.columns["fund"].values) > 1:
        groups.append(facts.groups(*SLICE_COLUMNS)[0])
    found: dict[int, MaybeSum] = {}
    for group in groups:
        order = np.lexsort((facts.row_no, group))
        minor = np.where(counted, facts.minor, 0)[order]
        run = _Run(order, group[order], facts.row_no[order], minor, counted[order], sums[order], asked[order])
        for each in (*_of_all(run), *_of_blocks(run)):
            found.setdefault(each.fact, each)
    return _most_of_their_rows(facts, asked, found)


def _most_of_their_rows(facts: Facts, asked: Mask, found: dict[int, MaybeSum]) -> list[MaybeSum]:
    if not found:
        return []
    hits = np.bincount(facts.rows[list(found)], minlength=int(facts.rows.max()) + 1)
    figures = np.bincount(facts.rows[asked], minlength=len(hits))
    first: dict[int, MaybeSum] = {}
    for fact, each in found.items():
        row = int(facts.rows[fact])
        if 2 * hits[row] >= figures[row]:
            first.setdefault(row, each)
    return list(first.values())


def _of_all(run: _Run) -> list[MaybeSum]:
    """Lines that are the sum of all others of their group."""
    size = int(run.group.max()) + 1
    whole = np.zeros(size, dtype=np.int64)
    np.add.at(whole, run.group, run.minor)
    rows = np.bincount(run.group[run.counted], minlength=size)
    filled = np.bincount(run.group[run.counted & (run.minor != 0)], minlength=size)
    enough = (rows > LEAST_ROWS) & (filled > LEAST_FILLED)
    hits = np.flatnonzero(run.asked & (2 * run.minor == whole[run.group]) & enough[run.group])
    ends = np.searchsorted(run.group, [run.group[hits], run.group[hits] + 1])
    return [_found(run, i, start, end, whole=True) for i, start, end in zip(hits.tolist(), *ends.tolist(), strict=True)]


def _of_blocks(run: _Run) -> list[MaybeSum]:
    """Lines that are the sum of the lines since the last sum above them; each found one is a sum for those below."""
    found: list[MaybeSum] = []
    for _ in range(_PASSES):
        place = np.arange(len(run.group))
        starts = np.diff(run.group, prepend=-1) != 0
        block = np.maximum.accumulate(np.where(starts | run.sums, place, 0))
        hits = np.flatnonzero(run.asked & run.counted & (_since(run.minor, block) == run.minor))
        if len(hits):
            rows, filled = _since(run.counted, block)[hits], _since(run.counted & (run.minor != 0), block)[hits]
            hits = hits[(rows >= LEAST_ROWS) & (filled >= LEAST_FILLED)]
        if not len(hits):
            break
        hits = hits[np.unique(block[hits], return_index=True)[1]]
        found += [_found(run, i, int(block[i]), i) for i in hits.tolist()]
        run.counted[hits], run.minor[hits], run.sums[hits] = False, 0, True
        run = run.keep(np.isin(run.group, run.group[hits]))
    return found


def _since(amounts: Codes | Mask, block: Codes) -> Codes:
    """Sum of the rows from the beginning of the block to the row above."""
    above = np.concatenate(([0], np.cumsum(amounts, dtype=np.int64)[:-1]))
    return above - above[block]


def _found(run: _Run, i: int, start: int, end: int, *, whole: bool = False) -> MaybeSum:
    """Row `i` as the sum of the other lines from `start` to before `end`."""
    others = start + np.flatnonzero(run.counted[start:end])
    others = others[others != i]
    rows, computed = run.row_no[others], int(run.minor[others].sum())
    own = int(run.fact[i]), int(run.row_no[i]), int(run.minor[i])
    return MaybeSum(*own, computed, len(rows), int(rows.min()), int(rows.max()), whole)
