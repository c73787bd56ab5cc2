"""Lines that are the sum of the other lines of their statement, of those of their block, or of those below them."""

from __future__ import annotations

import numpy as np

from dashboard.intake.budget.facts import Facts
from dashboard.intake.budget.headings import of_rows_below
from dashboard.intake.budget.runs import SHARE, MaybeSum, Run, running
from dashboard.intake.budget.scope import printed_steps
from dashboard.intake.table.columns import Codes, Mask
from dashboard.store.batch import SLICE_COLUMNS
from dashboard.store.rounding import rounding

#: A sum of fewer rows that are not zero says nothing: two equal amounts are common.
LEAST_FILLED = 2
#: A block of only so many rows is looked at where it is one part in SHARE of its statement, or more.
_FEW = 2
#: Blocks of one statement that are looked for; a file that has more has been asked about enough.
_PASSES = 50


def unmatched_sums(facts: Facts, unmatched: Mask) -> list[MaybeSum]:
    """Lines above zero that equal, within rounding, the sum of all other lines of their statement and fund, of the
    lines since the last sum above them, or of the lines right below them. `unmatched`: facts whose row nothing tells
    to be a line, the file or its mapping.

    In a row with several amounts at least half of them must be such sums. One finding per row of the file.
    """
    role = facts.columns["role"]
    counted = role.isin(("line",)) & ~facts.missing
    asked = counted & unmatched & (facts.minor > 0)
    if not asked.any():
        return []
    sums, step = role.isin(("total", "subtotal")), printed_steps(facts)
    groups = [facts.groups(*SLICE_COLUMNS, "fund")[0]]
    if len(facts.columns["fund"].values) > 1:
        groups.append(facts.groups(*SLICE_COLUMNS)[0])
    found: dict[int, MaybeSum] = {}
    for group in groups:
        order = np.lexsort((facts.row_no, group))
        minor = np.where(counted, facts.minor, 0)[order]
        parts = (part[order] for part in (counted, sums, asked))
        run = Run(order, group[order], facts.row_no[order], minor, step[order], *parts)
        totals = (role.isin(("total",)) & ~facts.missing)[order]
        run = run.keep(~_explained(run, facts.minor[order], totals))
        whole = _of_all(run)
        run = run.keep(~np.isin(run.group, run.group[np.isin(run.fact, [each.fact for each in whole])]))
        blocks = _of_blocks(run.keep(np.ones(len(run.fact), dtype=bool)))
        below = of_rows_below(_without(run, {each.fact for each in blocks}))
        for each in (*whole, *blocks, *below):
            found.setdefault(each.fact, each)
    return _most_of_their_rows(facts, asked, found)


def _explained(run: Run, stated: Codes, totals: Mask) -> Mask:
    """Facts of groups whose lines, all of them, add up to a printed total: none of them can be a sum of others."""
    lines = np.zeros(int(run.group.max(initial=0)) + 1, dtype=np.int64)
    np.add.at(lines, run.group, run.minor)
    filled = np.bincount(run.group[run.filled], minlength=len(lines))
    fits = totals & (np.abs(lines[run.group] - stated) <= rounding(run.step, filled[run.group]))
    return np.isin(run.group, run.group[fits])


def _without(run: Run, told: set[int]) -> Run:
    """The run in which these facts are sums and not counted."""
    sums = np.isin(run.fact, [*told])
    minor, counted = np.where(sums, 0, run.minor), run.counted & ~sums
    return Run(run.fact, run.group, run.row_no, minor, run.step, counted, run.sums | sums, run.asked & ~sums)


def _most_of_their_rows(facts: Facts, asked: Mask, found: dict[int, MaybeSum]) -> list[MaybeSum]:
    if not found:
        return []
    figures = np.bincount(facts.rows[asked], minlength=int(facts.rows.max()) + 1)
    hits = np.bincount(facts.rows[list(found)], minlength=len(figures))
    first: dict[int, MaybeSum] = {}
    for fact, each in found.items():
        row = int(facts.rows[fact])
        if hits[row] == figures[row] or (each.sure and 2 * hits[row] >= figures[row]):
            first.setdefault(row, each)
    return list(first.values())


def _of_all(run: Run) -> list[MaybeSum]:
    """Lines that are the sum of all others of their group."""
    size = int(run.group.max(initial=0)) + 1
    whole = np.zeros(size, dtype=np.int64)
    np.add.at(whole, run.group, run.minor)
    filled = np.bincount(run.group[run.filled], minlength=size)
    others = filled[run.group] - 1
    equal = np.abs(whole[run.group] - 2 * run.minor) <= run.tolerance(others)
    hits = np.flatnonzero(run.asked & equal & (others >= LEAST_FILLED))
    ends = np.searchsorted(run.group, [run.group[hits], run.group[hits] + 1])
    return [run.found(i, start, end, whole=True) for i, start, end in zip(hits.tolist(), *ends.tolist(), strict=True)]


def _of_blocks(run: Run) -> list[MaybeSum]:
    """Lines that are the sum of the lines since the last sum above them; each found one is a sum for those below."""
    found: list[MaybeSum] = []
    whole = np.zeros(int(run.group.max(initial=0)) + 1, dtype=np.int64)
    np.add.at(whole, run.group, run.minor)
    for _ in range(_PASSES):
        place = np.arange(len(run.group))
        starts = np.diff(run.group, prepend=-1) != 0
        block = np.maximum.accumulate(np.where(starts | run.sums, place, 0))
        filled = _since(run.filled, block)
        equal = np.abs(_since(run.minor, block) - run.minor) <= run.tolerance(filled)
        enough = (filled > _FEW) | ((filled >= LEAST_FILLED) & (SHARE * run.minor >= whole[run.group]))
        hits = np.flatnonzero(run.asked & run.counted & equal & enough)
        if not len(hits):
            break
        hits = hits[np.unique(block[hits], return_index=True)[1]]
        found += [run.found(i, int(block[i]), i) for i in hits.tolist()]
        run.counted[hits], run.minor[hits], run.sums[hits] = False, 0, True
        run = run.keep(np.isin(run.group, run.group[hits]))
    return found


def _since(amounts: Codes | Mask, block: Codes) -> Codes:
    """Sum of the rows from the beginning of the block to the row above."""
    above = running(amounts)[:-1]
    return above - above[block]
