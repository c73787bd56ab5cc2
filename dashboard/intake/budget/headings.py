"""Lines that are the sum of lines right below them: headings with an amount, as many budgets print them.

Where no total is printed, nothing else tells that they would be counted twice.
"""

from __future__ import annotations

import numpy as np

from dashboard.intake.budget.runs import SHARE, MaybeSum, Run, running
from dashboard.intake.table.columns import Codes, Mask

#: Rows that are not zero whose sum says something by itself; headings that split a whole statement may have one.
_LEAST_FILLED = 2
_LEAST_HEADINGS = 2
#: Headings within headings that are looked for.
_PASSES = 6


def of_rows_below(run: Run) -> list[MaybeSum]:
    """Lines that equal the sum of a run of lines right below them: within rounding where the run ends at another such
    line or with its statement, else exactly. The innermost are found first, and are not counted in those above."""
    found: list[tuple[int, MaybeSum]] = []
    size = int(run.group.max(initial=0)) + 1
    whole, of_headings = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    np.add.at(whole, run.group, run.minor)
    for _ in range(_PASSES):
        heading, sure, end = _headings(run)
        hits = np.flatnonzero(heading)
        if not len(hits):
            break
        found += [(int(run.group[i]), run.found(i, i, int(end[i]), sure=bool(sure[i]))) for i in hits.tolist()]
        np.add.at(of_headings, run.group[hits], run.minor[hits])
        counted, minor, sums = run.counted & ~heading, np.where(heading, 0, run.minor), run.sums | heading
        run = Run(run.fact, run.group, run.row_no, minor, run.step, counted, sums, run.asked & ~heading)
        run = run.keep(np.isin(run.group, run.group[hits]))
    return [each for group, each in found if SHARE * of_headings[group] >= whole[group]]


def _headings(run: Run) -> tuple[Mask, Mask, Codes]:
    """Which rows are headings of one level; which of them surely; and the row where what is below each ends."""
    size = len(run.group)
    end, differs, rows = _runs_below(run)
    equal = run.asked & (rows >= 1) & (np.abs(differs) <= run.tolerance(rows))
    bounds = np.append(np.diff(run.group, prepend=-1) != 0, True)
    closed = equal & (np.append(equal, False) | bounds)[end]
    split = _splits(run, equal, end, bounds)
    heading = split | ((rows >= _LEAST_FILLED) & (closed | (equal & (differs == 0))))
    inside = running(heading)
    outer = heading & (inside[end] - inside[np.arange(size) + 1] > 0)
    return heading & ~outer, split | closed, end


def _runs_below(run: Run) -> tuple[Codes, Codes, Codes]:
    """For each row: before which row the run below it ends whose sum is nearest to it, by how much that differs, and
    how many rows of the run are not zero."""
    at = np.arange(len(run.group))
    last = np.searchsorted(run.group, run.group, side="right")
    above = running(np.maximum(run.minor, 0))  # ever larger, so that it can be searched
    target = above[at + 1] + run.minor
    before = np.searchsorted(above, target, side="right") - 1
    after = np.searchsorted(above, above[np.minimum(before + 1, len(at))], side="right") - 1
    nearer = np.abs(above[after] - target) < np.abs(above[before] - target)
    end = np.clip(np.where(nearer, after, before), at + 1, last)
    whole, filled = running(run.minor), running(run.filled)
    return end, whole[end] - whole[at + 1] - run.minor, filled[end] - filled[at + 1]


def _splits(run: Run, equal: Mask, end: Codes, bounds: Mask) -> Mask:
    """Headings that together with the rows below them are all there is of their statement and fund.

    They differ among themselves: lines that all have one amount are no headings of one another.
    """
    split = np.zeros(len(equal), dtype=bool)
    first = running(run.filled)[:-1]
    opens = first == first[np.maximum.accumulate(np.where(bounds[:-1], np.arange(len(equal)), 0))]
    for start in np.flatnonzero(opens & equal & run.filled).tolist():
        chain = [start]
        while not bounds[at := int(end[chain[-1]])]:
            if not equal[at]:
                break
            chain.append(at)
        else:
            if len(set(run.minor[chain].tolist())) >= _LEAST_HEADINGS:
                split[chain] = True
    return split
